import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { readActToken, writeActToken, type ActToken } from '../../domain/acting/act-token';
import { ACT_NAMES, actRow, actsIn, linkEnds } from '../../domain/acting/acts';
import { authoritiesOf } from '../../domain/acting/staff-authority';
import { noMore } from '../../domain/acting/standing';
import { NOTICES } from '../../domain/notices/notices';
import { NOTICE_KINDS } from '../../domain/notices/notice-kinds';
import { STAFF_ROLES } from '../../domain/notices/staff-roles';
import { DAY, HOUR, MINUTE } from '../../domain/shared/time';
import { COMMANDS } from '../../domain/window/commands/commands';
import { viewOf } from '../../domain/window/view';
import { createActLinks } from '../../store/access/act-links';
import { createRecipientLinks } from '../../store/access/recipient-links';
import { sampleFacts } from '../support/sample-messages';
import { CoreWindow, openedEvent, openingBody, PROCESS_POLICY, T0 } from '../support/windows';

const KEY = Buffer.alloc(32, 7);
const links = createActLinks([KEY]);
const to = { recipient: 'staff:mara', address: 'mara@provider.example' };
const ACT = { act: 'approve', reference: 'MW-2026-0001', revision: 1, expiresAt: T0 + DAY } as const;
const token = String(links.tokenFor(ACT, to));

describe('T3: the token of a link by which staff act', () => {
  test('says what it was made for, and names no address', () => {
    expect(links.read(token)).toEqual({ ...ACT, person: 'staff:mara' });
    const contact = String(links.tokenFor(ACT, { recipient: 'contact-point', address: 'NOC@provider.example' }));
    const { person = '' } = links.read(contact) ?? {};
    expect(person).toMatch(/^contact-point\.[\w-]{12}$/);
    for (const one of [token, contact]) {
      expect(Buffer.from(one.split('.')[0] ?? '', 'base64url').toString()).not.toMatch(/@|noc/i);
    }
    expect(links.isFor(person, 'noc@provider.example')).toBe(true);
    expect(links.isFor(person, 'other@provider.example')).toBe(false);
  });

  test('every token comes back as it was made', () => {
    const tokens = fc.record<ActToken>({
      act: fc.constantFrom(...ACT_NAMES),
      reference: fc.string({ maxLength: 100 }),
      revision: fc.nat(1_000_000),
      person: fc.string({ minLength: 1, maxLength: 300 }),
      expiresAt: fc.nat(4_000_000_000).map((seconds) => seconds * 1_000),
      task: fc.integer({ min: 1, max: 1_000_000 }),
    });
    fc.assert(fc.property(tokens, (one) => expect(readActToken(writeActToken(one))).toEqual(one)));
  });

  test('nothing that was altered anywhere is one of ours', () => {
    fc.assert(
      fc.property(fc.nat(token.length - 1), fc.constantFrom('A', 'a', '0', '_', '-', '.'), (place, letter) => {
        const altered = token.slice(0, place) + letter + token.slice(place + 1);
        // the last letter of a MAC of 16 bytes has bits that stand for nothing
        const isSame = Buffer.from(altered.split('.')[1] ?? '', 'base64url').equals(
          Buffer.from(token.split('.')[1] ?? '', 'base64url'),
        );
        fc.pre(!isSame || altered.split('.')[0] !== token.split('.')[0]);
        expect(links.read(altered)).toBeUndefined();
      }),
    );
    fc.assert(fc.property(fc.string(), (text) => expect(links.read(text)).toBeUndefined()));
  });

  test('one that another key signed, or that was made for another purpose, is none', () => {
    expect(createActLinks([Buffer.alloc(32, 8)]).read(token)).toBeUndefined();
    expect(createActLinks([Buffer.alloc(32, 8), KEY]).read(token)).toBeDefined();
    const unsubscribe = String(createRecipientLinks([KEY]).tokenFor('contact:ada'));
    expect(links.read(unsubscribe)).toBeUndefined();
    expect(createRecipientLinks([KEY]).read(token)).toBeUndefined();
  });

  test('links of mails that were sent before are good still', () => {
    // as version 0.2.0 made them
    const payload = Buffer.from('contact:ada').toString('base64url');
    const mac = createHmac('sha256', KEY).update(`forewarn recipient link\0${payload}`).digest().subarray(0, 16);
    const sent = `${payload}.${mac.toString('base64url')}`;
    expect(createRecipientLinks([KEY]).tokenFor('contact:ada')).toBe(sent);
    expect(createRecipientLinks([KEY]).read(sent)).toEqual({ kind: 'contact', id: 'ada' });
  });

  test('a customer gets none', () => {
    expect(links.tokenFor(ACT, { recipient: 'contact:ada', address: 'ada@acme.example' })).toBeUndefined();
  });
});

describe('N12, P1, P3, L6, L8: what staff do by links', () => {
  test.each(ACT_NAMES)('%s is of the provider, and asks for fields of its command alone', (name) => {
    const row = actRow(name);
    for (const kind of row.mails) expect(NOTICES[kind].to).toBe('staff');
    if (!('command' in row)) return;
    const schema = COMMANDS[row.command].schema as unknown as { shape?: object; def: { shape?: object } };
    const fields = Object.keys(schema.shape ?? schema.def.shape ?? {});
    expect(fields).toEqual(expect.arrayContaining(row.fields.map((field) => field.name)));
  });

  test('every mail that asks staff something it can answer in a few words carries its links; no other mail does', () => {
    const carried = NOTICE_KINDS.map((kind) => [kind, actsIn(sampleFacts(kind))] as const);
    expect(Object.fromEntries(carried.filter(([, acts]) => acts.length > 0))).toEqual({
      'approval-request': ['approve', 'requestChanges'],
      'nomination-nag': ['nominate'],
      'overrun-question': ['extend', 'complete'],
      escalation: ['extend', 'complete'],
      'staff-list': ['told'],
      'staff-nag': ['told'],
    });
    const { slot } = sampleFacts('escalation');
    const late = { ...sampleFacts('escalation'), phase: 'delayed' as const };
    expect(actsIn({ ...late, now: slot.startsAt + 20 * MINUTE })).toEqual(['start']);
    expect(actsIn({ ...late, now: slot.endsAt })).toEqual([]);
  });

  test('a link is good for 30 days, and for an answer until it is due', () => {
    expect(linkEnds({ now: T0 })).toBe(T0 + 30 * DAY);
    expect(linkEnds({ now: T0, answerBy: T0 + DAY })).toBe(T0 + DAY);
    expect(linkEnds({ now: T0, answerBy: T0 + 90 * DAY })).toBe(T0 + 30 * DAY);
    // it is late, and asked for all the same
    expect(linkEnds({ now: T0, answerBy: T0 - DAY })).toBe(T0 + 30 * DAY);
  });

  test('nobody becomes an administrator by a mail, and who is only told may do nothing', () => {
    const roles = STAFF_ROLES.flatMap((role) => authoritiesOf([role], false).map((one) => [role, one.role]));
    expect(roles).toEqual([
      ['account-representative', 'operator'],
      ['customer-engineer', 'operator'],
      ['approver', 'approver'],
      ['support', 'operator'],
      ['escalation', 'operator'],
    ]);
    expect(authoritiesOf([], true)).toEqual([{ role: 'operator', ownCustomers: false }]);
    expect(authoritiesOf([], false)).toEqual([]);
  });
});

describe('what a link says once its window has moved on', () => {
  const opened = () =>
    new CoreWindow(
      openedEvent(openingBody({}, { inMs: 20 * DAY }), {
        policy: PROCESS_POLICY,
        settings: { approvalRequired: true },
      }),
    );
  const said = (window: CoreWindow, act: ActToken['act'], revision = 1) =>
    noMore({ act, revision }, viewOf(window.state));

  test('approved: by whom; changed: that there is a newer mail; cancelled: that it is over', () => {
    const window = opened();
    expect(said(window, 'approve')).toBeUndefined();
    window.give('edit', { title: 'Another title' });
    expect(said(window, 'approve')).toMatchObject({
      state: 'over',
      why: expect.stringContaining('revision 2') as string,
    });
    expect(said(window, 'approve', 2)).toBeUndefined();
    window.give('approve', { by: 'mara' });
    expect(said(window, 'approve', 2)).toEqual({ state: 'done', why: 'Revision 2 was approved by mara.' });
    expect(said(window, 'requestChanges', 2)).toMatchObject({ state: 'done' });
    window.give('cancel', { reason: 'Not needed.' });
    expect(said(window, 'approve', 2)).toMatchObject({ state: 'over' });
    expect(said(window, 'complete')).toMatchObject({ state: 'over' });
  });

  test('the work is over, or has another end', () => {
    const window = opened();
    window.give('approve', { by: 'mara' });
    window.advance(20 * DAY);
    window.give('start');
    expect(said(window, 'extend', 1)).toBeUndefined();
    expect(said(window, 'start')).toMatchObject({ state: 'done' });
    window.give('extend', { end: new Date(window.now + 5 * HOUR).toISOString(), reason: 'A bolt is stuck.' });
    expect(said(window, 'extend', 1)).toMatchObject({ state: 'over' });
    expect(said(window, 'complete')).toBeUndefined();
    window.give('complete');
    expect(said(window, 'complete')).toMatchObject({ state: 'done' });
    expect(said(window, 'extend', 2)).toMatchObject({ state: 'done' });
  });
});

describe('L8: asking for changes', () => {
  test('tells whoever drew the plan up, changes nothing, and is refused where nothing waits for an approval', () => {
    const window = new CoreWindow(
      openedEvent(openingBody(), { policy: PROCESS_POLICY, settings: { approvalRequired: true } }),
    );
    const { revision } = window.state;
    window.give('requestChanges', { by: 'mara', reason: 'Name the racks.' });
    expect(window.notices.at(-1)).toBe('changes-request r1');
    expect(window.state).toMatchObject({ phase: 'draft', revision });
    window.give('requestChanges', { by: 'mara', reason: 'And the rooms.' });
    expect(window.begun.at(-1)?.notice).toEqual({ kind: 'changes-request', revision: 1, ordinal: 2 });
    window.give('approve', { by: 'mara' });
    expect(window.give('requestChanges', { reason: 'text' })).toBe('already-done');
    const plain = new CoreWindow(openedEvent(openingBody(), { policy: PROCESS_POLICY }));
    expect(plain.give('requestChanges', { reason: 'text' })).toBe('already-done');
  });
});
