import { createMessageRenderer } from '../../channels/email/content/render';
import { customerEvents, forCustomer } from '../../domain/public/customer-view';
import { seriesSchemaBy } from '../../domain/series/body';
import { openingSchema, toSpec } from '../../domain/window/opening';
import { checkOpening } from '../../domain/window/plan-rules';
import { viewOf } from '../../domain/window/view';
import { begunNotices } from '../../domain/window/facts';
import { textOfHtml } from '../support/html';
import { policyBy } from '../support/rules';
import { sampleFacts, sampleMessage } from '../support/sample-messages';
import { CoreWindow, openedEvent, openingBody, PROCESS_POLICY, T0 } from '../support/windows';

/** The changes behind a window in other systems (P9). */

const INTERNAL = { system: 'servicenow', id: 'CHG0031337', url: 'https://changes.example/CHG0031337' };
const PUBLIC = { system: 'jira', id: 'OPS-7', public: true } as const;

const opened = () =>
  openedEvent(openingBody({ references: [INTERNAL, PUBLIC] }), {
    policy: PROCESS_POLICY,
    settings: { hasBrief: true },
  });

describe('P9: the changes behind a window', () => {
  it('are named when it is opened and by refer, and customers see what is public alone', () => {
    const window = new CoreWindow(opened());
    expect(window.state.spec.references).toEqual([INTERNAL, PUBLIC]);
    expect(forCustomer(viewOf(window.state), []).spec.references).toEqual([PUBLIC]);
    expect(JSON.stringify(window.log.flatMap(customerEvents))).not.toContain('CHG0031337');
    const revision = window.state.revision;
    expect(window.give('refer', { references: [INTERNAL] })).toBeUndefined();
    expect(window.state.revision).toBe(revision);
    expect(forCustomer(viewOf(window.state), []).spec).not.toHaveProperty('references');
    expect(JSON.stringify(window.log.slice(1).flatMap(customerEvents))).not.toContain('referred');
    expect(window.give('refer', { references: [INTERNAL] })).toBe('already-done');
    expect(window.give('refer', { references: [] })).toBeUndefined();
    expect(window.state.spec).not.toHaveProperty('references');
  });

  it('are in the facts of mails to staff, and the public ones in those to customers', () => {
    const window = new CoreWindow(opened());
    window.runUntil(window.state.spec.slot.startsAt);
    const told = new Map<string, unknown>();
    for (const { facts } of begunNotices(window.state, window.log)) told.set(facts.notice.kind, facts.references);
    expect(told.get('announcement')).toEqual([PUBLIC]);
    expect(told.get('brief')).toEqual([INTERNAL, PUBLIC]);
  });

  it('stand in a mail, and in one without them nothing does', async () => {
    const renderer = createMessageRenderer({ providerName: 'Prov', publicUrl: 'https://status.provider.example' });
    const bodies = async (more: object) => {
      const { text, html } = await renderer.render(sampleMessage(sampleFacts('brief', more)));
      return [text, textOfHtml(html)];
    };
    for (const body of await bodies({ references: [INTERNAL, PUBLIC] })) {
      const words = body.replace(/\s+/g, ' ');
      expect(words).toContain('Change reference servicenow CHG0031337 https://changes.example/CHG0031337 jira OPS-7');
    }
    for (const body of await bodies({})) expect(body).not.toContain('Change reference');
  });

  it('may be required by the rules: refused at opening, for a series and by refer, with field, rule and way out', async () => {
    const policy = await policyBy('references:\n  required: [servicenow, jira]\n');
    expect(policy.requiredReferences).toEqual(['servicenow', 'jira']);
    const check = (body: object) =>
      checkOpening(toSpec(openingSchema.parse(openingBody(body)), 'noc@p.example'), T0, policy);
    for (const [references, missing] of [
      [[], 'servicenow, jira'],
      [[{ system: 'jira', id: 'OPS-7' }], 'servicenow'],
    ] as const) {
      expect(check({ references })).toMatchObject({ code: 'invalid-body', field: 'references' });
      const detail = check({ references })?.detail;
      expect(detail).toContain(`must name a change in ${missing}: the rules require it (references.required)`);
      expect(detail).toContain('Add {"system": "servicenow", "id": "…"}');
    }
    expect(check({ references: [INTERNAL, PUBLIC] })).toBeUndefined();
    // N3: an emergency waits for nobody's number
    expect(check({ class: 'emergency' })).toBeUndefined();

    const window = new CoreWindow(openedEvent(openingBody({ references: [INTERNAL, PUBLIC] }), { policy }));
    expect(window.give('refer', { references: [INTERNAL] })).toBe('invalid-body');
    expect(window.give('refer', { references: [{ ...INTERNAL, id: 'CHG2' }, PUBLIC] })).toBeUndefined();

    const { slots: _slots, ...template } = openingBody({});
    const recurrence = { every: 'day', at: '02:00', durationMinutes: 60, timeZone: 'UTC', from: '2027-01-01' };
    const series = seriesSchemaBy(policy).safeParse({ name: 'Kernel', window: template, recurrence });
    expect(series.error?.issues.map(({ path }) => path.join('.'))).toContain('window.references');
  });

  it.each([
    [[{ ...INTERNAL, url: 'javascript:alert(1)' }], 'references.0.url', 'must be an address such as https://'],
    [[{ ...INTERNAL, url: 'https://user:secret@changes.example/' }], 'references.0.url', 'must be an address'],
    [[INTERNAL, { ...INTERNAL }], 'references.1.id', 'is the same as number 1'],
    [[{ ...INTERNAL, system: 'Service Now' }], 'references.0.system', 'lower-case letters'],
    [[{ ...INTERNAL, id: '' }], 'references.0.id', ''],
    [Array.from({ length: 11 }, (_, n) => ({ system: 'a', id: String(n) })), 'references', ''],
  ])('%j is refused at its field', (references, field, words) => {
    const { error } = openingSchema.safeParse(openingBody({ references }));
    const issue = error?.issues.find(({ path }) => path.join('.') === field);
    expect(issue?.message).toContain(words);
  });
});
