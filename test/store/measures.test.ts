import { sql } from 'kysely';
import pino from 'pino';
import PostalMime from 'postal-mime';
import { startOf } from '../../domain/measures/measure';
import { UNVERIFIED } from '../../domain/shared/actor';
import type { ErrorCode } from '../../domain/shared/errors';
import { DAY, HOUR, MINUTE } from '../../domain/shared/time';
import { listTasks } from '../../store/ledger/tasks';
import { historyOf, listMeasures } from '../../store/measures/read';
import { answerableWith } from '../../store/erasure/whose';
import { finishMeasure, moveMeasure } from '../../use-cases/change-measure';
import { createMeasures } from '../../use-cases/follow-measures';
import { tickTaskOff } from '../../use-cases/work-off-tasks';
import { useMailEngine } from '../support/use-mail-engine';
import { PROCESS_POLICY, T0 } from '../support/windows';
import { StoredWindow, useStore } from './support';

/** Preventive measures (E5) over a real database and real SMTP: on record with the report, followed until they end. */

const store = useStore();
const mails = useMailEngine();
const log: string[] = [];
const woken: string[] = [];
const EVERYBODY = { organizationId: null };

beforeAll(async () => {
  await sql`insert into staff (id, name, email, role) values ('olga', 'Olga', 'olga@provider.example', 'escalation')`.execute(
    store.db,
  );
});
beforeEach(async () => {
  woken.length = 0;
  await sql`truncate measures, staff_tasks, suppressions restart identity cascade`.execute(store.db);
});

function follower() {
  return createMeasures({
    ...{ db: store.db, mail: mails.engine(), sender: { providerName: 'Provider', messageDomain: 'provider.example' } },
    waker: {
      wake: (reference) => {
        woken.push(reference);
        return Promise.resolve();
      },
    },
    logger: pino({}, { write: (line: string) => void log.push(line) }),
  });
}

const DUE = '2027-01-31';
const AT = startOf(DUE);
const PUMP = { text: 'A second pump.', owner: 'rita', due: DUE, public: true };

/** A completed emergency whose report with these measures is published. */
async function reported(...measures: object[]): Promise<StoredWindow> {
  const window = await StoredWindow.announced(store, { class: 'emergency' }, PROCESS_POLICY);
  await window.start();
  await window.give('complete');
  await publish(window, ...measures);
  return window;
}

async function publish(window: StoredWindow, ...preventiveMeasures: object[]): Promise<void> {
  await window.give('draftRfo', { summary: 'A pump failed.', rootCause: 'Wear.', preventiveMeasures });
  await window.give('approveRfo', { by: 'second' });
}

const measures = async (filters: Parameters<typeof listMeasures>[1] = {}) =>
  (await listMeasures(store.db, filters, {}, EVERYBODY)).items;
const only = async () => {
  const [measure] = await measures();
  if (!measure) throw new Error('there is one');
  return measure;
};
const history = async (id: number) => (await historyOf(store.db, id)).map(({ type, by, door }) => [type, by, door]);
const { sent } = mails;
const addressees = () => sent().map(({ to }) => to.join());

const staff = (id: number, now = T0) => ({
  ...{ id, now, viewer: EVERYBODY, actor: { by: 'olga', credential: 'token:1', door: 'api' as const } },
  caller: { role: 'operator' as const, staffId: 'olga' },
});
const refusedWith = (code: ErrorCode) => expect.objectContaining({ code }) as unknown;

test('E5: a measure is on record from the publication of its report on, with who published it, and as a task', async () => {
  const window = await StoredWindow.announced(store, { class: 'emergency' }, PROCESS_POLICY);
  await window.start();
  await window.give('complete');
  await window.give('draftRfo', { summary: 'A pump failed.', rootCause: 'Wear.', preventiveMeasures: [PUMP, PUMP] });
  expect(await measures()).toEqual([]);
  await window.give('approveRfo', { by: 'second' });
  const measure = await only();
  expect(measure).toMatchObject({ reference: window.reference, ...PUMP, state: 'open', endedAt: null });
  expect(await history(measure.id)).toEqual([['agreed', 'second', 'api']]);
  const { items } = await listTasks(store.db, { open: true, staffId: 'rita' }, {});
  expect(items).toMatchObject([{ kind: 'preventive-measure', subject: `measure:${String(measure.id)}` }]);
  expect((await listTasks(store.db, { open: true, staffId: 'carl' }, {})).items).toEqual([]);
  // recorded twice, as after a crash between the database and Temporal
  for (const entry of window.entries) await store.timeline.record(entry);
  expect(await measures()).toHaveLength(1);
  expect(await history(measure.id)).toHaveLength(1);
});

test('E5: the owner is written to ahead, on the date and when it is late, then nobody; the window is closed meanwhile', async () => {
  const window = await reported(PUMP);
  await window.advanceBy(30 * DAY);
  const following = follower();
  const at: [number, string][] = [];
  let before = 0;
  for (let now = AT - 9 * DAY; now < AT + 60 * DAY;) {
    const { open, nextAt } = await following.follow(window.reference, now);
    expect(open).toBe(1);
    for (const { to } of sent().slice(before)) at.push([(now - AT) / DAY, to.join()]);
    before = sent().length;
    expect(nextAt).toBeGreaterThan(now);
    expect(nextAt).toBeLessThanOrEqual(now + DAY);
    now = nextAt ?? Infinity;
  }
  const late = ['noc@provider.example', 'olga@provider.example', 'rita@provider.example'];
  expect(at.slice(0, 2)).toEqual([
    [-7, 'rita@provider.example'],
    [0, 'rita@provider.example'],
  ]);
  expect(at.slice(2).sort()).toEqual([1, 7, 21].flatMap((day) => late.map((who) => [day, who])).sort());
  const measure = await only();
  expect((await history(measure.id)).map(([type]) => type)).toEqual(['agreed', 'told', 'told', 'told', 'told', 'told']);
  const { subject = '' } = await PostalMime.parse(sent().at(-1)?.raw ?? Buffer.alloc(0));
  expect(subject).toContain(`A preventive measure is late: it was due on ${DUE}`);
});

test('E5: an owner who is a team is reached by way of the point of contact, an address of nobody on the staff as it is', async () => {
  const window = await reported(
    { ...PUMP, owner: 'Facilities' },
    { ...PUMP, text: 'A third one.', owner: 'Ann@vendor.example' },
  );
  await follower().follow(window.reference, AT);
  expect(addressees().sort()).toEqual(['Ann@vendor.example', 'noc@provider.example']);
});

test('E5, N8: looked at twice, or after a crash in between, each mail leaves once; a server that is away is waited for', async () => {
  const window = await reported(PUMP);
  mails.smtp.rules = { replies: { MAIL: '451 4.3.0 later' } };
  const following = follower();
  const { nextAt } = await following.follow(window.reference, AT);
  expect(sent()).toEqual([]);
  expect(nextAt).toBe(AT + MINUTE);
  mails.smtp.rules = {};
  await Promise.all([following.follow(window.reference, AT + MINUTE), following.follow(window.reference, AT + MINUTE)]);
  await following.follow(window.reference, AT + 2 * MINUTE);
  expect(addressees()).toEqual(['rita@provider.example']);
  expect(log.join()).not.toContain('rita@');
});

test('E5: what is due from then on says when to look next; when all have ended nothing is left', async () => {
  const window = await reported(PUMP, { ...PUMP, text: 'A third one.', due: '2027-03-01' });
  const following = follower();
  expect(await following.follow(window.reference, AT - 8 * DAY + HOUR)).toEqual({ open: 2, nextAt: AT - 7 * DAY });
  const [first, second] = await measures();
  const deps = { db: store.db, wakeMeasures: (reference: string) => following.wake(reference) };
  await finishMeasure(deps, staff(first?.id ?? 0), { state: 'done', note: 'It runs.' });
  expect(woken).toEqual([window.reference]);
  await finishMeasure(deps, staff(second?.id ?? 0), { state: 'given-up', note: 'The hall is closed.' });
  // nobody follows what has ended
  expect(woken).toHaveLength(1);
  expect(await following.follow(window.reference, AT)).toEqual({ open: 0, nextAt: null });
  expect(sent()).toEqual([]);
  expect(await measures({ open: true })).toEqual([]);
  expect(await measures()).toMatchObject([
    { state: 'done', note: 'It runs.', endedBy: 'olga', endedAt: T0 },
    { state: 'given-up', note: 'The hall is closed.' },
  ]);
  expect(await history(second?.id ?? 0)).toEqual([
    ['agreed', 'second', 'api'],
    ['given-up', 'olga', 'api'],
  ]);
  expect((await listTasks(store.db, { open: true }, {})).items).toEqual([]);
  await expect(finishMeasure(deps, staff(first?.id ?? 0), { state: 'done', note: undefined })).rejects.toEqual(
    refusedWith('already-done'),
  );
});

test('E5: a mail that waits when its measure ends, or gets another date, is not sent', async () => {
  const window = await reported(PUMP);
  mails.smtp.rules = { replies: { MAIL: '451 4.3.0 later' } };
  const following = follower();
  await following.follow(window.reference, AT);
  mails.smtp.rules = {};
  const { id } = await only();
  await moveMeasure({ db: store.db }, staff(id, AT), { due: '2027-03-01', reason: 'It comes in March.' });
  expect(await following.follow(window.reference, AT + HOUR)).toEqual({ open: 1, nextAt: AT + HOUR + DAY });
  expect(sent()).toEqual([]);
  expect(await only()).toMatchObject({ due: '2027-03-01', state: 'open' });
  // about the new date its owner hears anew
  await following.follow(window.reference, startOf('2027-03-01') - 7 * DAY);
  expect(addressees()).toEqual(['rita@provider.example']);
  for (const due of ['2027-03-01', '2027-02-01']) {
    await expect(moveMeasure({ db: store.db }, staff(id, AT), { due, reason: 'x' })).rejects.toEqual(
      refusedWith('invalid-body'),
    );
  }
});

test('E5: a later version of the report restates its measures: a new owner and a new date, never one that has ended', async () => {
  const others = [
    { ...PUMP, text: 'Ended.' },
    { ...PUMP, text: 'Not named again.' },
    { ...PUMP, text: 'Postponed.' },
  ];
  const window = await reported(PUMP, ...others);
  const known = new Map((await measures()).map(({ text, id }) => [text, id]));
  await finishMeasure({ db: store.db }, staff(known.get('Ended.') ?? 0), { state: 'done', note: undefined });
  await moveMeasure({ db: store.db }, staff(known.get('Postponed.') ?? 0), { due: '2027-05-01', reason: 'Parts.' });
  const again = [{ ...PUMP, owner: 'carl', due: '2027-02-15', public: false }, others[0] ?? {}, others[2] ?? {}];
  // in the time after a report, before the window is closed
  window.core.apply([{ type: 'rfo-owed', because: 'it is corrected' }], 'clock');
  window.core.state = { ...window.core.state, phase: 'completed' };
  await publish(window, ...again);
  const found = new Map((await measures()).map((measure) => [measure.text, measure]));
  expect(found.size).toBe(4);
  expect(found.get(PUMP.text)).toMatchObject({ owner: 'carl', due: '2027-02-15', public: false, state: 'open' });
  expect(found.get('Ended.')).toMatchObject({ state: 'done' });
  expect(found.get('Not named again.')).toMatchObject({ state: 'open', due: DUE });
  expect(found.get('Postponed.')).toMatchObject({ state: 'open', due: '2027-05-01' });
  expect((await history(known.get(PUMP.text) ?? 0)).map(([type]) => type)).toEqual(['agreed', 'restated']);
});

test('E5, T3: an approver ends what is theirs and nothing else; another tenant’s does not exist', async () => {
  const window = await reported(PUMP);
  const { id } = await only();
  const deps = { db: store.db };
  const approver = (staffId: string | null) => ({
    ...staff(id),
    actor: { by: staffId ?? UNVERIFIED, door: 'api' as const },
    caller: { role: 'approver' as const, staffId },
  });
  for (const who of ['carl', null]) {
    await expect(finishMeasure(deps, approver(who), { state: 'done', note: undefined })).rejects.toEqual(
      refusedWith('not-permitted'),
    );
  }
  const stranger = { ...staff(id), viewer: { organizationId: null, organizations: ['dyne'] } };
  await expect(finishMeasure(deps, stranger, { state: 'done', note: undefined })).rejects.toEqual(
    refusedWith('not-found'),
  );
  expect((await listMeasures(store.db, {}, {}, stranger.viewer)).items).toEqual([]);
  await finishMeasure(deps, approver('rita'), { state: 'done', note: undefined });
  expect(await history(id)).toContainEqual(['done', 'rita', 'api']);
  expect(window.core.state.phase).not.toBe('cancelled');
});

test('E5: ticking off its task says that the measure is done', async () => {
  await reported(PUMP);
  const { id } = await only();
  const [task] = (await listTasks(store.db, { open: true }, {})).items;
  await tickTaskOff(store.db, task?.id ?? 0, { actor: { by: 'olga', door: 'api' }, note: 'It runs.', at: T0 }, {});
  expect(await only()).toMatchObject({ state: 'done', endedBy: 'olga', note: 'It runs.' });
  expect(await history(id)).toContainEqual(['done', 'olga', 'api']);
  expect((await listTasks(store.db, { open: true }, {})).items).toEqual([]);
});

test('E5: the list is filtered by owner under any of their names, and by window, the earliest date first, a page at a time', async () => {
  const window = await reported(
    { ...PUMP, text: 'Later.', due: '2027-09-01' },
    { ...PUMP, text: 'By address.', owner: 'RITA@provider.example', due: '2027-02-01' },
    { ...PUMP, text: 'By name.', owner: 'Rita', due: '2027-02-01' },
    { ...PUMP, text: 'Of a team.', owner: 'Facilities', due: '2027-01-01' },
  );
  await reported({ ...PUMP, text: 'Of another window.' });
  for (const owner of ['rita', 'Rita', 'rita@provider.example']) {
    const texts = (await measures({ owner, reference: window.reference })).map(({ text }) => text);
    expect(texts).toEqual(['By address.', 'By name.', 'Later.']);
  }
  expect((await measures({ owner: 'facilities' })).map(({ text }) => text)).toEqual(['Of a team.']);
  const pages: string[] = [];
  for (let cursor: string | undefined, more = true; more;) {
    const page = await listMeasures(store.db, {}, { limit: 2, cursor }, EVERYBODY);
    pages.push(...page.items.map(({ text }) => text));
    cursor = page.next ?? undefined;
    more = page.next !== null;
  }
  expect(pages).toEqual(['Of a team.', 'Of another window.', 'By address.', 'By name.', 'Later.']);
});

test('E5, T7: what nobody has looked at for a day is woken, as after a restore', async () => {
  const window = await reported(PUMP);
  const following = follower();
  await following.follow(window.reference, AT - 30 * DAY);
  await following.wakeForgotten(AT - 29 * DAY);
  expect(woken).toEqual([]);
  await following.wakeForgotten(AT - 28 * DAY);
  expect(woken).toEqual([window.reference]);
});

test.each(['Rita@provider.example', 'rita', 'Rita'])(
  'E5, T6: whoever owns an open measure is still needed (%s)',
  async (owner) => {
    await reported({ ...PUMP, owner });
    const { id, reference } = await only();
    const owners = ['rita@provider.example'];
    expect(await answerableWith(store.db, owners)).toEqual([`measure ${String(id)} of ${reference}`]);
    await finishMeasure({ db: store.db }, staff(id), { state: 'done', note: undefined });
    expect(await answerableWith(store.db, owners)).toEqual([]);
  },
);

test('E5, T8: a date that PostgreSQL does not have does not stop the window', async () => {
  const window = await StoredWindow.announced(store, { class: 'emergency' }, PROCESS_POLICY);
  await window.start();
  await window.give('complete');
  const text = { state: 'final' as const, summary: 'S', rootCause: 'R' };
  const preventiveMeasures = [
    { ...PUMP, due: '0000-02-29' },
    { ...PUMP, text: 'Good.' },
  ];
  window.core.apply([{ type: 'rfo-drafted', version: 1, text: { ...text, preventiveMeasures } }], 'api');
  await window.give('approveRfo', { by: 'second' });
  expect((await measures()).map(({ text: what }) => what)).toEqual(['Good.']);
});
