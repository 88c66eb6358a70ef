import { readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { fillSaid, type SaidTo } from '../../channels/email/content/said/fill';
import { createMessageRenderer } from '../../channels/email/content/render';
import { isToCustomers } from '../../domain/notices/notice-kinds';
import { isPageOrganization } from '../../domain/notices/page-audience';
import type { MessageFacts } from '../../domain/notices/message';
import type { SaidText } from '../../domain/proof/said';
import { customer, everybody, plainFacts } from '../support/any-mail';
import { hostileFacts } from '../support/hostile-mail';
import { sampleFacts, sampleMessage } from '../support/sample-messages';

/** T1: what mails said is kept when they are sent. */

const keeping = () =>
  createMessageRenderer({
    ...{ providerName: 'Example & Provider', publicUrl: 'https://p.example', keepsWords: true },
    tokenFor: (recipient) => `${recipient}&`,
  });

/** What is on record of a message with its deliveries. */
function onRecord({ organization, resources, recipient: { name } }: MessageFacts): SaidTo {
  return JSON.parse(JSON.stringify({ organization, resources, recipient: { name } })) as SaidTo;
}

it('T1: what is kept of a mail gives its text again, whatever facts, zones and names', async () => {
  const renderer = keeping();
  let kept = 0;
  let all = 0;
  const of = async (message: MessageFacts) => {
    const { said, text, subject } = await renderer.render(message);
    if (!said) return { subject: null, text: null, rendered: { subject: null, text: null } };
    const again = fillSaid(JSON.parse(JSON.stringify(said.text)) as SaidText, onRecord(message));
    return { subject: said.subject, text: again, rendered: { subject, text } };
  };
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(plainFacts, hostileFacts),
      fc.array(customer, { minLength: 1, maxLength: 4 }),
      async (facts, customers) => {
        for (const message of everybody(facts, customers)) {
          const { rendered, ...again } = await of(message);
          expect(again).toEqual(rendered);
          const isKept = again.text !== null;
          const isToCustomer = isToCustomers(facts.notice.kind) && !isPageOrganization(message.organization.id);
          expect(isKept && !isToCustomer).toBe(false);
          all += Number(isToCustomer);
          kept += Number(isKept);
        }
      },
    ),
    { numRuns: 150 },
  );
  // what is not kept is worded anew by the proof, which says so: mails that nobody sends
  expect(kept).toBeGreaterThan(all * 0.9);
});

it('T1: no person is named in what is kept, and all who differ in names alone share it', async () => {
  const renderer = keeping();
  const facts = sampleFacts('announcement');
  const texts = new Set<SaidText>();
  for (let place = 0; place < 40; place++) {
    const base = sampleMessage(facts);
    const { said } = await renderer.render({
      ...base,
      organization: { ...base.organization, id: `org-${String(place)}`, name: `Organization ${String(place)}` },
      recipient: { name: `Person-${String(place)}`, address: `person${String(place)}@customer.example` },
      // as many as fit one shape and more
      resources: base.resources.concat(base.resources.slice(0, 1), base.resources.slice(0, place % 3)),
    });
    if (said) texts.add(said.text);
    expect(JSON.stringify(said)).not.toMatch(/Person-|person\d|Organization \d|srv-1041/);
  }
  expect(texts.size).toBe(1);
});

it('T1: a list that says on which day its owner did the work is kept with those days', async () => {
  const renderer = keeping();
  const facts = sampleFacts('completed');
  const base = sampleMessage(facts);
  const since = facts.slot.startsAt - 26 * 3_600_000;
  const message = {
    ...base,
    resources: base.resources.map((one, place) =>
      place > 0 ? one : { ...one, work: { state: 'done' as const, by: 'customer' as const, since, attempt: 1 } },
    ),
  };
  const { said, text } = await renderer.render(message);
  expect(text).toContain('done by you on Wed 9 Dec 2026');
  expect(said && fillSaid(said.text, onRecord(message))).toBe(text);
});

interface Recorded {
  readonly said: SaidText;
  readonly to: SaidTo;
  readonly text: string;
}

// what was kept by a version is read by every later one: this file is never changed, a new form gets a new one
test.each(JSON.parse(readFileSync(path.join(__dirname, '../support/said-texts-form-1.json'), 'utf8')) as Recorded[])(
  'T1: a text that an earlier version kept still gives what it said: $to.recipient.name',
  ({ said, to, text }) => {
    expect(fillSaid(said, to)).toBe(text);
  },
);
