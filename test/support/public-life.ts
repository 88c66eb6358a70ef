import { DAY, HOUR } from '../../domain/shared/time';
import type { CommandName } from '../../domain/window/commands/commands';
import type { WindowEvent } from '../../domain/window/events';
import type { OpeningBody } from '../../domain/window/opening';
import type { Database } from '../../store/database/database';
import { createTimeline } from '../../store/windows/timeline';
import { CoreWindow, openedEvent, openingBody, PLAIN_POLICY, T0 } from './windows';

/** Appears in everything the public must never see; tests search for it in everything the public can see. */
export const CANARY = 'canary';

const PLACES: [path: string, name: string][] = [
  ['eu-1', 'Europe'],
  ['eu-1/dc-1', 'Vienna 1'],
  ['eu-1/dc-1/rack-a12', `${CANARY} rack A12`],
  ['eu-1/dc-2', 'Vienna 2'],
  ['eu-1/dc-2/rack-b01', `${CANARY} rack B01`],
  ['us-1', 'North America'],
  ['us-1/dc-1', 'Toronto 1'],
  ['us-1/dc-1/rack-c01', `${CANARY} rack C01`],
];

/** Two regions with three datacenters, and a server of one customer in the rack of each. */
export async function seedInventory(db: Database): Promise<void> {
  const locations = PLACES.map(([path, name]) => ({ path, name, parent: parentOf(path) }));
  await db.insertInto('locations').values(locations).execute();
  const organization_id = `${CANARY}-org`;
  await db
    .insertInto('organizations')
    .values({
      id: organization_id,
      name: `${CANARY} Ltd`,
      time_zone: 'UTC',
      maintenance_email: `ops@${CANARY}.example`,
    })
    .execute();
  await db
    .insertInto('environments')
    .values({ id: `${CANARY}-env`, organization_id, name: 'live' })
    .execute();
  const racks = PLACES.map(([path]) => path).filter((path) => path.includes('rack'));
  const resources = racks.map((location) => ({
    id: `${CANARY}-${location.replaceAll('/', '-')}`,
    organization_id,
    environment_id: `${CANARY}-env`,
    location,
    kind: 'server',
    name: `${CANARY}-host`,
    labels: '{}',
  }));
  await db.insertInto('resources').values(resources).execute();
}

const parentOf = (path: string) => (path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : null);

/** Text with the canary in every field that is not public. */
const SECRETS = {
  pointOfContact: `${CANARY}@provider.example`,
  justification: `${CANARY} justification`,
};

interface Life {
  readonly reference: string;
  readonly body?: Partial<OpeningBody>;
  readonly now?: number;
  readonly inMs?: number;
  readonly lastsMs?: number;
}

/**
 * A window that lives by the real core and is written by the real store. All internal fields (persons, the point of contact)
 * contain the canary.
 */
export class PublicLife {
  private readonly core: CoreWindow;
  private saved = 0;

  constructor(
    private readonly db: Database,
    { reference, body = {}, now = T0, inMs = 15 * DAY, lastsMs = 2 * HOUR }: Life,
  ) {
    const opening = openingBody({ ...SECRETS, ...body }, { now, inMs, lastsMs });
    const opened = openedEvent(opening, { reference, now, policy: PLAIN_POLICY });
    this.core = new CoreWindow({ ...opened, by: `${CANARY} opener` });
  }

  get now(): number {
    return this.core.now;
  }

  get slot() {
    return this.core.state.spec.slot;
  }

  get announcedAt(): number | undefined {
    return this.core.begun.find(({ notice }) => notice.kind === 'announcement')?.at;
  }

  /** Moves the clock; everything due on the way happens. */
  async advance(ms: number): Promise<this> {
    this.core.advance(ms);
    return this.save();
  }

  /** Moves the clock to a time before (or, negative, after) the planned start. */
  async toStart(beforeMs = 0): Promise<this> {
    return this.advance(this.slot.startsAt - beforeMs - this.now);
  }

  async announce(): Promise<this> {
    return this.toStart(14 * DAY);
  }

  /** Gives commands; the test fails when one is refused. */
  async give(name: CommandName, body: Record<string, unknown> = {}): Promise<this> {
    const refused = this.core.give(name, { by: `${CANARY} commander`, ...body });
    if (refused) throw new Error(`${name} was refused: ${refused}`);
    return this.save();
  }

  /** Applies events that no command produces. */
  async happen(...events: WindowEvent[]): Promise<this> {
    this.core.apply(events, 'clock');
    return this.save();
  }

  /** Announced, and started on time. */
  async start(): Promise<this> {
    await this.toStart();
    return this.give('start');
  }

  async save(): Promise<this> {
    const { state, log } = this.core;
    const events = log.slice(this.saved).map((event) => ({ ...event, by: `${CANARY} ${event.by}` }));
    this.saved = log.length;
    await createTimeline(this.db).record({ reference: state.reference, events });
    return this;
  }
}
