import { sql } from 'kysely';
import type { DeliveryOutcome } from '../../activities/ports/ledger';
import type { NoticeKind } from '../../domain/notices/notices';
import { isToCustomers } from '../../domain/notices/notice-kinds';
import { createDeliveryMarks } from '../../store/ledger/delivery-marks';
import { createLedger } from '../../store/ledger/ledger';
import { reachableAgain } from '../../store/ledger/reachable';
import { recordReturned } from '../../store/ledger/returned';
import { readProof } from '../../store/windows/proof';
import { seeded, type Chance } from '../support/seeded';
import { loadInventory, settle, StoredWindow, take, useStore } from './support';

/**
 * N13 as a whole: whatever servers answer, whatever comes back however late, whoever is removed, added, suppressed or lifted,
 * and however often what failed is sent again: every customer a notice was owed to has it, or there is an open task, the window
 * needs somebody, and the proof says so. `FAULT_RUNS=500` gives a larger figure.
 */
const RUNS = Number(process.env.FAULT_RUNS ?? 30);
const STEPS = 10;

const store = useStore();
const marks = createDeliveryMarks([Buffer.alloc(32, 7)]);
const ledger = () => createLedger(store.db, { messageDomain: 'provider.example', idKey: (key) => marks.idKey(key) });
const chance = seeded('every customer is told, or somebody knows');

const REPLIES: readonly DeliveryOutcome[] = [
  { state: 'accepted', reply: '250 2.0.0 queued' },
  { state: 'accepted', reply: '250 2.0.0 queued' },
  { state: 'accepted', reply: '250 2.0.0 queued' },
  { state: 'failed', reply: '550 5.1.1 no such user here' },
  { state: 'failed', reply: '550 no such user here' },
  { state: 'failed', reply: '550 5.7.1 message refused' },
  { state: 'failed', reply: '552 5.2.2 mailbox full' },
  { state: 'uncertain', reply: 'the connection was lost' },
];
const BOUNCES = ['5.1.1', '5.4.1', '5.7.1', '5.2.2', '4.4.7'];
const CONTACTS = ['acme-ops', 'acme-noc', 'bolt-production', 'bolt-staging', 'added-1', 'added-2'];

/** What the run has seen, so that a run that shows nothing is noticed. */
const seen = new Set<string>();

class Life {
  private added = 0;

  constructor(
    readonly window: StoredWindow,
    private readonly chance: Chance,
  ) {}

  /** Sends, with random replies, what the ledger has of a notice, and tells the window how it ended. */
  async send(kind: NoticeKind, ordinal = 1, first: 'prepare' | 'reopen' = 'prepare'): Promise<void> {
    const key = this.window.key(kind, ordinal);
    if (first === 'prepare') await ledger().prepare(key);
    else await ledger().reopen(key);
    const { claim, taken } = await take({ ledger: ledger() }, key);
    const outcomes = taken.map(() => this.chance.pick(REPLIES));
    for (const { state } of outcomes) seen.add(state);
    await settle({ ledger: ledger() }, claim, taken, (place) => outcomes[place] ?? { state: 'pending', reply: '' });
    // an uncertain one is queued again, and is sent once more
    const again = await take({ ledger: ledger() }, key);
    await settle({ ledger: ledger() }, again.claim, again.taken, { state: 'accepted', reply: '250 2.0.0 again' });
    const counts = await ledger().close(key, 'settled');
    const notice = { kind, revision: this.window.core.state.revision, ordinal };
    this.window.core.apply([{ type: 'notice-settled', notice, outcome: 'settled', counts }], 'clock');
    await this.window.record();
  }

  async next(): Promise<void> {
    const { view } = this;
    const kind = view.find((planned) => planned.startsWith('reminder'));
    if (!kind) return;
    await this.window.advanceTo(kind as NoticeKind);
    await this.send(kind as NoticeKind);
  }

  private get view(): string[] {
    const { notices } = this.window.core.state;
    const begun = new Set(notices.map(({ kind }) => kind));
    return (['reminder-7d', 'reminder-3d', 'reminder-1d'] as const).filter((kind) => !begun.has(kind));
  }

  /** A mail that had been accepted comes back. */
  async bounce(): Promise<void> {
    const { rows } = await sql<{ id: number; messageId: string; address: string }>`
      select d.id, d.message_id as "messageId", d.address from deliveries d join notices n on n.id = d.notice_id
      where n.window_reference = ${this.window.reference} and d.state = 'accepted' order by d.id
    `.execute(store.db);
    if (rows.length === 0) return;
    const { id, messageId, address } = this.chance.pick(rows);
    const status = this.chance.pick(BOUNCES);
    const report = {
      action: 'failed',
      status,
      diagnostic: `smtp; 550 ${status} given up`,
      recipients: [address],
    } as const;
    const mail = { tokens: [marks.tokenFor({ id, messageId })], messageIds: [messageId], reports: [report] };
    const { notices } = await recordReturned(store.db, mail, marks);
    for (const { notice, counts, words } of notices) {
      this.window.core.apply([{ type: 'notice-returned', notice, counts, words }], 'clock');
      seen.add('returned');
    }
    if (notices.length > 0) await this.window.record();
  }

  async removeContact(): Promise<void> {
    await store.db.deleteFrom('contacts').where('id', '=', this.chance.pick(CONTACTS)).execute();
  }

  async addContact(): Promise<void> {
    const organization = this.chance.pick(['acme', 'bolt']);
    const id = `added-${String(++this.added)}`;
    await sql`
      insert into contacts (id, organization_id, name, email, roles)
      values (${id}, ${organization}, 'New', ${`${id}-${this.window.reference}@${organization}.example`}, '{maintenance}')
      on conflict do nothing
    `.execute(store.db);
    const found = (await reachableAgain(store.db)).find(({ reference }) => reference === this.window.reference);
    if (!found) return;
    seen.add('reachable again');
    const notice = { kind: 'announcement', revision: this.window.core.state.revision, ordinal: 1 } as const;
    await this.window.changeAudience({ notice, newcomers: found.newcomers, leavers: 0 });
    const catchUp = this.window.core.state.notices.findLast(({ kind }) => kind === 'catch-up');
    if (catchUp?.state === 'under-way') await this.send('catch-up', catchUp.ordinal);
  }

  async suppress(): Promise<void> {
    await sql`
      insert into suppressions (address, reason) select lower(email), '550 5.1.1 gone' from contacts where id = ${this.chance.pick(CONTACTS)}
      on conflict do nothing
    `.execute(store.db);
  }

  async lift(): Promise<void> {
    await sql`delete from suppressions`.execute(store.db);
  }

  async retry(): Promise<void> {
    const failed = this.window.core.state.notices.find(
      ({ kind, state, counts }) =>
        isToCustomers(kind) && state === 'settled' && (counts?.failed ?? 0) + (counts?.suppressed ?? 0) > 0,
    );
    if (!failed) return;
    const { kind, ordinal } = failed;
    const slug = this.window.key(kind, ordinal).slug;
    if (this.window.core.give('retryFailed', { notice: slug }) !== undefined) return;
    seen.add('sent again');
    await this.window.record();
    await this.send(kind, ordinal, 'reopen');
  }

  /** Every customer the latest notices were owed to is reached, or somebody knows by name and reason. */
  async check(done: string): Promise<void> {
    const { reference, core } = this.window;
    const { rows } = await sql<{ organization: string; isReached: boolean; isTask: boolean }>`
      with latest as (
        select id, sequence from notices
        where window_reference = ${reference} and kind in ('announcement', 'reminder-7d', 'reminder-3d', 'reminder-1d')
          and state in ('settled', 'waiting')
        order by sequence desc limit 1
      ),
      owed as (
        select o.organization_id from notice_organizations o join latest on o.notice_id = latest.id
        union
        select u.organization_id from notice_untold u join latest on u.notice_id = latest.id where u.reason <> 'opted-out'
      )
      select organization_id as organization,
        exists (
          select from deliveries d join notices n on n.id = d.notice_id, latest
          where n.window_reference = ${reference} and n.sequence >= latest.sequence
            and d.organization_id = owed.organization_id and d.state = 'accepted'
        ) as "isReached",
        exists (
          select from staff_tasks t where t.window_reference = ${reference} and t.organization_id = owed.organization_id
            and t.kind in ('reach-otherwise', 'nobody-to-tell') and t.done_at is null
        ) as "isTask"
      from owed order by 1
    `.execute(store.db);
    for (const { organization, isReached, isTask } of rows) {
      if (isReached) continue;
      seen.add('not reached');
      const proof = await readProof(store.db, reference, organization);
      const said = proof?.notices.some(
        ({ untold, deliveries }) => untold !== null || deliveries.some(({ state }) => state !== 'accepted'),
      );
      const needs = core.state.attention.length > 0;
      // nobody knows of it: the words of the life so far are what the seed needs to be understood
      if (!isTask || !needs || !said) {
        throw new Error(`${organization}: ${JSON.stringify({ done, isTask, needs, said })}`);
      }
    }
  }
}

afterEach(async () => {
  await sql`delete from windows`.execute(store.db);
  await sql`delete from suppressions`.execute(store.db);
});

test(`N13: in ${String(RUNS)} random lives every customer a notice is owed to has it, or a task, attention and the proof say not`, async () => {
  const names = [
    'next',
    'bounce',
    'removeContact',
    'addContact',
    'suppress',
    'lift',
    'retry',
    'bounce',
    'removeContact',
  ] as const;
  for (let run = 0; run < RUNS; run++) {
    await sql`delete from windows; delete from suppressions; delete from contacts`.execute(store.db);
    await loadInventory(store.db);
    if (chance.percent(40)) await sql`delete from contacts where organization_id = 'bolt'`.execute(store.db);
    const life = new Life(await StoredWindow.announced(store), chance);
    await life.send('announcement');
    const done: string[] = [];
    await life.check('announcement');
    for (let step = 0; step < STEPS; step++) {
      const name = chance.pick(names);
      await life[name]();
      done.push(name);
      await life.check(done.join(', '));
    }
  }
  const wanted = ['accepted', 'failed', 'uncertain', 'returned', 'sent again', 'reachable again', 'not reached'];
  expect(wanted.filter((one) => !seen.has(one))).toEqual([]);
}, 300_000);
