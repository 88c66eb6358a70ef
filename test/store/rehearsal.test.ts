import { USUAL_WINDOW_RULES } from '../../use-cases/open-window';
import { sql } from 'kysely';
import { rehearsedAnswer } from '../../api/routes/rehearsal/answers';
import { createMessageRenderer } from '../../channels/email/content/render';
import { noticeSlug } from '../../domain/notices/notice';
import type { RehearsalPlan } from '../../domain/planning/rehearsal';
import { DAY, HOUR, MINUTE, toIso } from '../../domain/shared/time';
import { nextDue } from '../../domain/window/duties/agenda';
import { isReportAsked } from '../../domain/window/duties/report';
import type { CommandName } from '../../domain/window/commands/commands';
import { openedAs, openingSchema, type OpeningBody } from '../../domain/window/opening';
import { writeMessages } from '../../use-cases/rehearse-messages';
import { rehearseWindow } from '../../use-cases/rehearse-window';
import { importInventory } from '../../store/inventory/import/import-inventory';
import { CoreWindow, iso, openedEvent, openingBody, PROCESS_POLICY, T0 } from '../support/windows';
import { settle, take, useStore } from './support';

const store = useStore();
const renderer = createMessageRenderer({ providerName: 'Example', publicUrl: 'https://status.provider.example' });
const provider = {
  approvals: 'by-request',
  supportAddress: 'support@provider.example',
  providerName: 'Example',
  signals: [],
  rules: USUAL_WINDOW_RULES,
  channelsToUndo: [],
} as const;

beforeAll(async () => {
  const people = ['support', 'approver', 'escalation'].map((role) => ({
    ...{ id: `the-${role}`, name: role, email: `${role}@provider.example`, role },
  }));
  await importInventory(store.db, 'staff', people);
  await sql`update contacts set locale = 'de' where id = 'acme-ops'`.execute(store.db);
  const reason = 'mailbox unavailable';
  await sql`insert into suppressions (address, reason, since) values ('bob@bolt.example', ${reason}, now())`.execute(
    store.db,
  );
});

/** What somebody does at a moment of the real window's life. */
interface Act {
  readonly at: number;
  readonly name: CommandName;
  readonly body?: Record<string, unknown>;
}

/** A message as both lives are compared by it. */
interface Message {
  readonly at: string;
  readonly notice: string;
  readonly to: readonly { readonly address: string; readonly subject: string }[];
}

/** The real core and the real ledger, notice by notice; every message that is sent, and its text by address. */
async function realLife(reference: string, body: OpeningBody, acts: readonly Act[]) {
  const opened = openedEvent(body, { reference, policy: PROCESS_POLICY });
  const as = openedAs(openingSchema.parse(body), { approvalRequired: false, hasBrief: true });
  const core = new CoreWindow({ ...opened, event: { ...opened.event, ...as } });
  const messages: Message[] = [];
  const texts = new Map<string, string>();
  let recorded = 0;
  const carryOut = async () => {
    while (recorded < core.log.length) {
      const events = core.log.slice(recorded);
      recorded = core.log.length;
      await store.timeline.record({ reference, events });
      for (const { event, at } of events) {
        if (event.type !== 'notice-begun') continue;
        const key = { reference, slug: noticeSlug(event.notice), revision: event.notice.revision };
        await store.ledger.prepare(key);
        const { claim, taken } = await take(store, key);
        const mails = await Promise.all(taken.map(({ message }) => renderer.render(message)));
        for (const { to, text } of mails) texts.set(`${key.slug}.r${String(key.revision)} ${to.address}`, text);
        const to = mails.map(({ to, subject }) => ({ address: to.address, subject }));
        messages.push({ at: toIso(at), notice: `${key.slug}.r${String(key.revision)}`, to: sorted(to) });
        await settle(store, claim, taken, { state: 'accepted', reply: '250 2.0.0 queued' });
        const counts = await store.ledger.close(key, 'settled');
        core.apply([{ type: 'notice-settled', notice: event.notice, outcome: 'settled', counts }], 'clock');
      }
      core.tick();
    }
  };
  await carryOut();
  const left = [...acts];
  for (;;) {
    const due = nextDue(core.state)?.at;
    const act = left[0];
    if (act && (due === undefined || act.at <= due)) {
      left.shift();
      core.now = Math.max(core.now, act.at);
      expect(core.give(act.name, act.body)).toBeUndefined();
      // a report that is asked for is not rehearsed (E4)
    } else if (due === undefined || isReportAsked(core.state)) break;
    else {
      core.now = Math.max(core.now, due);
      core.tick();
    }
    await carryOut();
  }
  return { messages, texts, state: core.state };
}

const sorted = <T extends { address: string }>(list: readonly T[]): T[] =>
  [...list].sort((a, b) => (a.address < b.address ? -1 : 1));

async function rehearsed(reference: string, body: OpeningBody, plan: RehearsalPlan) {
  const request = {
    ...{ body: openingSchema.parse(body), by: 'engineer', now: T0, plan, shown: { first: 100 } },
    ...{ reference, policy: PROCESS_POLICY },
  };
  const window = await rehearseWindow({ db: store.db, executors: [], provider }, request);
  const messages = await writeMessages(renderer, window, { html: false });
  return { window, answer: rehearsedAnswer({ rehearsed: window, messages }, T0) };
}

const START = T0 + 20 * DAY;
const END = START + 2 * HOUR;
const nobodyNamed = (change: Partial<OpeningBody>): OpeningBody => {
  const { pointOfContact: _nobody, ...body } = openingBody(change, { inMs: 20 * DAY });
  return body;
};
const named = (change: Parameters<typeof openingBody>[0], inMs = 20 * DAY) => openingBody(change, { inMs });
const lateBy = (ms: number): Act[] => [
  { at: START, name: 'start' },
  { at: END + ms, name: 'complete' },
];

describe('L11: a rehearsal is what happens', () => {
  it.each<[string, OpeningBody, RehearsalPlan, Act[]]>([
    ['a standard window', named({}), {}, lateBy(0)],
    [
      'one that is approved, gets its point of contact, is checked, and overruns',
      nobodyNamed({ draft: true, verification: { steps: ['Both feeds are up.'] }, visibility: 'private' }),
      { endsLateMs: 50 * MINUTE },
      [
        { at: T0, name: 'approve', body: { by: 'boss' } },
        { at: T0 + DAY + 1, name: 'nominate', body: { pointOfContact: 'support@provider.example' } },
        { at: START, name: 'start' },
        { at: END + 50 * MINUTE, name: 'tick', body: { step: 1 } },
        { at: END + 50 * MINUTE, name: 'complete' },
      ],
    ],
    [
      'one that is moved and starts late, with translations',
      named({ translations: { de: { title: 'Neue Stromverteilung', introduction: 'Wir arbeiten am Strom.' } } }),
      {
        reschedule: { at: T0 + 10 * DAY, to: { startsAt: START + 10 * DAY, endsAt: END + 10 * DAY } },
        startsLateMs: 20 * MINUTE,
      },
      [
        {
          ...{ at: T0 + 10 * DAY, name: 'reschedule' },
          body: {
            ...{ start: iso(START + 10 * DAY), end: iso(END + 10 * DAY) },
            reason: '[The reason you give stands here.]',
          },
        },
        { at: START + 10 * DAY + 20 * MINUTE, name: 'start' },
        { at: END + 10 * DAY, name: 'complete' },
      ],
    ],
    [
      'one with an alternate night that is called off',
      named({
        slots: [
          { start: iso(START), end: iso(END) },
          { start: iso(START + DAY), end: iso(END + DAY) },
        ],
        decideBy: iso(START - 4 * DAY),
      }),
      { cancelAt: START - DAY + HOUR },
      [{ at: START - DAY + HOUR, name: 'cancel', body: { reason: '[The reason you give stands here.]' } }],
    ],
    ['an expedited one', named({ class: 'expedited' }), {}, lateBy(0)],
    [
      'an emergency that is reviewed afterwards',
      openingBody({ class: 'emergency', draft: true }, { inMs: HOUR }),
      {},
      [
        { at: T0, name: 'approve', body: { by: 'boss' } },
        { at: T0 + HOUR, name: 'start' },
        { at: T0 + 3 * HOUR, name: 'complete' },
      ],
    ],
  ])('%s: the same messages, moments, readers, subjects and texts', async (name, body, plan, acts) => {
    const reference = `MW-2026-${String(7_000 + name.length)}`;
    const { answer, window } = await rehearsed(reference, body, plan);
    const { messages, texts, state } = await realLife(reference, body, acts);
    const reached = answer.messages.map(({ at, revision, samples }, index): Message => {
      const notice = window.rehearsal.notices[index]?.notice;
      const to = samples.flatMap(({ address, alsoTo, subject }) =>
        [address, ...alsoTo.map((other) => other.address)].map((each) => ({ address: each, subject })),
      );
      // the rehearsal counts the address that bounced and says so; the ledger sends it nothing
      const sent = to.filter(({ address }) => address !== 'bob@bolt.example');
      return { at, notice: notice ? `${noticeSlug(notice)}.r${String(revision)}` : '', to: sorted(sent) };
    });
    expect(reached).toEqual(messages);
    expect(messages.length).toBeGreaterThan(3);
    expect(window.rehearsal.end.phase).toBe(state.phase);
    expect(answer.refused).toEqual([]);
    let compared = 0;
    for (const [index, { revision, samples }] of answer.messages.entries()) {
      const notice = window.rehearsal.notices[index]?.notice;
      for (const { address, text } of samples) {
        if (address === 'bob@bolt.example' || !notice) continue;
        // who approves is named in no text; authors are
        expect(text).toBe(texts.get(`${noticeSlug(notice)}.r${String(revision)} ${address}`));
        compared++;
      }
    }
    expect(compared).toBeGreaterThan(5);
  });

  it('stores nothing', async () => {
    const before = await everything();
    await rehearsed('MW-2026-7999', named({}), {});
    expect(await everything()).toEqual(before);
  });
});

/** How much there is of whatever opening a window, or preparing a notice, writes. */
async function everything() {
  const { rows } = await sql`
    select (select count(*) from windows) as windows, (select count(*) from notices) as notices,
      (select count(*) from deliveries) as deliveries, (select count(*) from staff_tasks) as tasks,
      (select count(*) from window_slots) as slots, (select count(*) from reference_counters) as counters,
      (select count(*) from window_conflicts) as conflicts, (select count(*) from idempotency_keys) as keys
  `.execute(store.db);
  return rows;
}
