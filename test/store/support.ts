import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { DeliveryOutcome, DueDelivery, Ledger, NoticeKey } from '../../activities/ports/ledger';
import type { Timeline, TimelineEntry } from '../../activities/ports/timeline';
import { noticeSlug, type NoticeCounts } from '../../domain/notices/notice';
import type { NoticeKind } from '../../domain/notices/notices';
import { decideAudience, type AudienceChange } from '../../domain/window/audience';
import type { Refusal } from '../../domain/shared/errors';
import type { CommandName } from '../../domain/window/commands/commands';
import type { OpeningBody, OpeningSettings } from '../../domain/window/opening';
import { viewOf } from '../../domain/window/view';
import { openDatabase, type Database } from '../../store/database/database';
import { importInventory } from '../../store/inventory/import/import-inventory';
import { INVENTORY_TABLES } from '../../store/inventory/import/rows';
import { createLedger } from '../../store/ledger/ledger';
import { createTimeline } from '../../store/windows/timeline';
import { testDatabase } from '../support/database';
import type { NoticePolicy } from '../../domain/notices/notice-policy';
import { CoreWindow, openedEvent, openingBody, PLAIN_POLICY } from '../support/windows';

/** The store over a database of the file's own, filled with INVENTORY. */
export function useStore() {
  const database = testDatabase();
  let db: Database | undefined;
  beforeAll(async () => {
    db = openDatabase(database.url());
    await loadInventory(db);
  });
  afterAll(() => db?.destroy());
  const opened = (): Database => {
    if (!db) throw new Error('the store is opened in beforeAll');
    return db;
  };
  return {
    url: () => database.url(),
    get db() {
      return opened();
    },
    get timeline(): Timeline {
      return createTimeline(opened());
    },
    get ledger(): Ledger {
      return createLedger(opened(), { messageDomain: 'maintenance.provider.example' });
    },
  };
}
export type Store = ReturnType<typeof useStore>;

const RACK_A12 = 'eu-1/dc-1/rack-a12';

/** acme, bolt: in rack a12; coil: in rack a1, with nobody but a billing contact; dyne: overseas, a central address only. */
const INVENTORY = {
  locations: [{ path: RACK_A12 }, { path: 'eu-1/dc-1/rack-a1' }, { path: 'us-1/dc-2/rack-b01' }],
  organizations: [
    { id: 'acme', name: 'Acme', timeZone: 'Europe/Berlin', maintenanceEmail: 'noc@acme.example' },
    { id: 'bolt', name: 'Bolt', timeZone: 'America/New_York' },
    { id: 'coil', name: 'Coil', timeZone: 'Asia/Tokyo' },
    { id: 'dyne', name: 'Dyne', timeZone: 'Etc/UTC', maintenanceEmail: 'maintenance@dyne.example' },
  ],
  environments: ['acme', 'bolt', 'coil', 'dyne'].flatMap((organizationId) => [
    { id: `${organizationId}-production`, organizationId, name: 'Production' },
    { id: `${organizationId}-staging`, organizationId, name: 'Staging' },
  ]),
  contacts: [
    { id: 'acme-ops', organizationId: 'acme', name: 'Acme On-call', email: 'ops@acme.example', roles: ['ops-alert'] },
    // the central address, spelt otherwise
    { id: 'acme-noc', organizationId: 'acme', name: 'Ada', email: 'NOC@acme.example', roles: ['maintenance'] },
    { id: 'acme-bill', organizationId: 'acme', name: 'Abe', email: 'bill@acme.example', roles: ['billing'] },
    {
      ...{ id: 'bolt-production', organizationId: 'bolt', name: 'Bea', email: 'bea@bolt.example' },
      ...{ roles: ['maintenance'], environments: ['bolt-production'] },
    },
    {
      ...{ id: 'bolt-staging', organizationId: 'bolt', name: 'Bob', email: 'bob@bolt.example' },
      ...{ roles: ['maintenance', 'ops-alert'], environments: ['bolt-staging'] },
    },
    { id: 'coil-bill', organizationId: 'coil', name: 'Cy', email: 'cy@coil.example', roles: ['billing'] },
  ],
  resources: [
    resource('acme-web', 'acme', RACK_A12, 'server', { tier: 'web' }),
    resource('acme-db', 'acme', RACK_A12, 'database', { tier: 'data' }),
    resource('bolt-web', 'bolt', RACK_A12, 'server', { tier: 'web' }),
    resource('coil-app', 'coil', 'eu-1/dc-1/rack-a1', 'app', {}),
    resource('dyne-web', 'dyne', 'us-1/dc-2/rack-b01', 'server', { tier: 'web' }),
  ],
  staff: [
    { id: 'rita', name: 'Rita', email: 'rita@provider.example', role: 'account-representative' },
    { id: 'carl', name: 'Carl', email: 'carl@provider.example', role: 'customer-engineer' },
  ],
  staff_organizations: [
    { staffId: 'rita', organizationId: 'acme' },
    { staffId: 'rita', organizationId: 'bolt' },
    { staffId: 'carl', organizationId: 'acme' },
  ],
};

export function resource(
  id: string,
  organizationId: string,
  location: string,
  kind: string,
  labels: Record<string, string>,
) {
  return { id, organizationId, environmentId: `${organizationId}-production`, location, kind, name: id, labels };
}

export async function loadInventory(db: Database): Promise<void> {
  for (const table of INVENTORY_TABLES) {
    const { rejected } = await importInventory(db, table, INVENTORY[table]);
    if (rejected.length > 0) throw new Error(JSON.stringify(rejected));
  }
}

let windows = 0;

/** A window of the real core whose steps are recorded in the real store; each has a reference of its own. */
export class StoredWindow {
  readonly reference: string;
  readonly core: CoreWindow;
  /** Every step recorded so far. */
  readonly entries: TimelineEntry[] = [];
  private told = 0;

  constructor(
    private readonly store: Store,
    body: Partial<OpeningBody> = {},
    policy: NoticePolicy = PLAIN_POLICY,
    settings: Partial<OpeningSettings> = {},
  ) {
    windows += 1;
    this.reference = `MW-2026-${String(windows).padStart(4, '0')}`;
    this.core = new CoreWindow(openedEvent(openingBody(body), { reference: this.reference, policy, settings }));
  }

  /** A window opened, announced and recorded. */
  static async announced(
    store: Store,
    body: Partial<OpeningBody> = {},
    policy: NoticePolicy = PLAIN_POLICY,
    settings: Partial<OpeningSettings> = {},
  ): Promise<StoredWindow> {
    const window = new StoredWindow(store, body, policy, settings);
    await window.record();
    // an emergency is announced as it is opened
    if (window.core.state.phase === 'approved') await window.advanceTo('announcement');
    return window;
  }

  /** The step since the last one, as the workflow hands it to the timeline. */
  step(): TimelineEntry {
    const events = this.core.log.slice(this.told);
    this.told = this.core.log.length;
    const entry = { reference: this.reference, events };
    this.entries.push(entry);
    return entry;
  }

  async record(): Promise<void> {
    const { refusal } = await this.store.timeline.record(this.step());
    if (refusal) throw new Error(`${refusal.code}: ${refusal.detail}`);
  }

  /** Gives a command whose step the plans beside it may refuse (L9); refused, the window is as it was. */
  async propose(name: CommandName, body: Record<string, unknown> = {}): Promise<Refusal | undefined> {
    const { state, log, phases } = this.core;
    const before = { events: log.length, phases: phases.length };
    const own = this.core.give(name, body);
    if (own) throw new Error(`${name} was refused: ${own}`);
    const { refusal } = await this.store.timeline.record(this.step());
    if (!refusal) return undefined;
    this.core.state = state;
    log.length = before.events;
    phases.length = before.phases;
    this.told = before.events;
    this.entries.pop();
    return refusal;
  }

  async give(name: CommandName, body: Record<string, unknown> = {}): Promise<void> {
    const refusal = this.core.give(name, body);
    if (refusal) throw new Error(`${name} was refused: ${refusal}`);
    await this.record();
  }

  /** The notice has come to rest with these counts, as its child tells the window. */
  async settled(kind: NoticeKind, counts: NoticeCounts): Promise<void> {
    const notice = { kind, revision: this.core.state.revision, ordinal: 1 };
    this.core.apply([{ type: 'notice-settled', notice, outcome: 'settled', counts }], 'clock');
    await this.record();
  }

  /** What the window does about an audience that has changed (N5). */
  async changeAudience(change: AudienceChange): Promise<void> {
    this.core.apply(decideAudience(this.core.state, change), 'clock');
    await this.record();
  }

  /** Moves the window's clock to the planned notice of that kind and records what it begins. */
  async advanceTo(kind: NoticeKind): Promise<void> {
    const planned = viewOf(this.core.state).plan.find((notice) => notice.kind === kind);
    if (!planned) throw new Error(`${kind} is not planned`);
    this.core.advance(planned.at - this.core.now);
    await this.record();
  }

  /** Moves the window's clock and records what became due. */
  async advanceBy(ms: number): Promise<void> {
    this.core.advance(ms);
    await this.record();
  }

  /** The work begins at the planned start. */
  async start(): Promise<void> {
    this.core.advance(this.core.state.spec.slot.startsAt - this.core.now);
    await this.give('start');
  }

  key(kind: NoticeKind, ordinal = 1, revision = this.core.state.revision): NoticeKey {
    return { reference: this.reference, slug: noticeSlug({ kind, ordinal }), revision };
  }
}

/** Prepares the notice and has every delivery that is due accepted; the recipients' addresses, sorted. */
export async function deliver(store: Store, key: NoticeKey): Promise<string[]> {
  await store.ledger.prepare(key);
  const { claim, taken } = await take(store, key);
  await settle(store, claim, taken, { state: 'accepted', reply: '250 2.0.0 queued' });
  return addressesOf(taken);
}

/** Takes up to `limit` deliveries that are due, under a new claim. */
export async function take(store: Pick<Store, 'ledger'>, key: NoticeKey, limit = 100, now = new Date()) {
  const claim = randomUUID();
  const due = await store.ledger.due(key, { limit, now });
  const ids = new Set(await store.ledger.commit(key, claim, { settled: [], taken: due.map(({ id }) => id) }));
  return { claim, taken: due.filter(({ id }) => ids.has(id)) };
}

/** Writes the same outcome for each, or one for each by its place. */
export async function settle(
  store: Pick<Store, 'ledger'>,
  claim: string,
  taken: readonly { readonly id: number }[],
  outcome: DeliveryOutcome | ((place: number) => DeliveryOutcome),
): Promise<void> {
  const key = { reference: '', slug: '', revision: 0 };
  await store.ledger.commit(key, claim, {
    settled: taken.map(({ id }, place) => ({ id, outcome: typeof outcome === 'function' ? outcome(place) : outcome })),
    taken: [],
  });
}

export function addressesOf(deliveries: readonly DueDelivery[]): string[] {
  return deliveries.map(({ message }) => message.recipient.address).sort();
}

/** What comes first: some query waits for a lock, or what might have waited for one is done. */
export async function lockedOrDone(store: Store, waiting: Promise<unknown>): Promise<'locked' | 'done'> {
  const pending = Symbol('pending');
  for (;;) {
    const { rows } = await sql`
      select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'
    `.execute(store.db);
    if (rows.length > 0) return 'locked';
    if ((await Promise.race([waiting, Promise.resolve(pending)])) !== pending) return 'done';
  }
}

/** The ledger's rows of a notice, by recipient. */
export async function rowsOf(store: Store, { reference, slug, revision }: NoticeKey) {
  return store.db
    .selectFrom('deliveries')
    .innerJoin('notices', 'notices.id', 'deliveries.notice_id')
    .where('window_reference', '=', reference)
    .where('slug', '=', slug)
    .where('revision', '=', revision)
    .select(['recipient', 'address', 'message_id', 'deliveries.state', 'attempts', 'uncertain_sends', 'claim', 'reply'])
    .select('next_attempt_at')
    .orderBy('recipient')
    .execute();
}

/** Every row of a window's read model, timeline, notices, places and RFO versions, to compare before and after. */
export async function everythingOf(store: Store, reference: string): Promise<unknown[]> {
  const tables = ['windows', 'timeline', 'notices', 'window_locations', 'rfo_versions'] as const;
  return Promise.all(
    tables.map(async (table) => {
      const column = table === 'windows' ? 'reference' : 'window_reference';
      const { rows } = await sql`
        select * from ${sql.table(table)} t where ${sql.ref(column)} = ${reference} order by t::text
      `.execute(store.db);
      return rows;
    }),
  );
}
