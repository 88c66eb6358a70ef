/** Resources of the demo. They are counted, not random, so that every start and every test has the same ones. */

interface DemoKind {
  readonly kind: string;
  readonly prefix: string;
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
}

const SERVER_WEB: DemoKind = { kind: 'server', prefix: 'srv', name: 'web', labels: { tier: 'web', os: 'linux' } };
const SERVER_BATCH: DemoKind = { kind: 'server', prefix: 'srv', name: 'batch', labels: { tier: 'batch', os: 'linux' } };
const DATABASE: DemoKind = {
  kind: 'database',
  prefix: 'db',
  name: 'postgres',
  labels: { tier: 'data', engine: 'postgres' },
};
const APP: DemoKind = { kind: 'app', prefix: 'app', name: 'shop', labels: { tier: 'web', runtime: 'node' } };
const CIRCUIT: DemoKind = { kind: 'circuit', prefix: 'cir', name: 'uplink', labels: { speed: '10g' } };
const STORAGE: DemoKind = { kind: 'storage', prefix: 'sto', name: 'volume', labels: { tier: 'data', medium: 'ssd' } };

/** Ten in turn: four servers, two databases, two apps, a circuit, a storage volume. */
const MIX = [
  SERVER_WEB,
  DATABASE,
  SERVER_BATCH,
  APP,
  SERVER_WEB,
  STORAGE,
  DATABASE,
  SERVER_BATCH,
  APP,
  CIRCUIT,
] as const;

const RESOURCES = 300;

/** The rack of the examples: the first organizations have two resources each in it. */
const EXAMPLE_RACK = 'eu-1/dc-1/rack-a12';
const EXAMPLE_ORGANIZATIONS = 12;
const EXAMPLE_RESOURCES = 2 * EXAMPLE_ORGANIZATIONS;

const racks = (datacenter: string, row: string, count: number) =>
  Array.from({ length: count }, (_, i) => `${datacenter}/rack-${row}${String(i + 1).padStart(2, '0')}`);

const OTHER_RACKS = [
  ...racks('eu-1/dc-1', 'a', 11),
  ...racks('us-1/dc-2', 'a', 8),
  ...racks('eu-1/dc-1', 'b', 6),
  ...racks('us-1/dc-2', 'b', 6),
];

export const DEMO_LOCATIONS = [
  { path: 'eu-1', name: 'Europe 1' },
  { path: 'us-1', name: 'US East 1' },
  { path: 'eu-1/dc-1', name: 'Datacenter 1' },
  { path: 'us-1/dc-2', name: 'Datacenter 2' },
  ...[EXAMPLE_RACK, ...OTHER_RACKS].map((path) => ({ path, name: rackName(path) })),
];

function rackName(path: string): string {
  return `Rack ${path.slice(path.lastIndexOf('-') + 1).toUpperCase()}`;
}

/**
 * 300 rows for the given organizations, in turn. Every third resource of an organization is in staging, and its first two
 * databases are redundant with each other and never in one rack.
 */
export function demoResources(organizationIds: readonly string[]) {
  const counts = new Map<string, number>();
  const databases = new Map<string, number>();
  /** the number of this database within its organization, from 1 */
  const databaseOf = (organizationId: string) => {
    const number = (databases.get(organizationId) ?? 0) + 1;
    databases.set(organizationId, number);
    return number;
  };
  return Array.from({ length: RESOURCES }, (_, i) => {
    const inExampleRack = i < EXAMPLE_RESOURCES;
    const organizationId = pick(organizationIds, inExampleRack ? i % EXAMPLE_ORGANIZATIONS : i);
    const { kind, prefix, name, labels } = pick(MIX, i + Math.floor(i / organizationIds.length));
    const number = (counts.get(organizationId) ?? 0) + 1;
    counts.set(organizationId, number);
    return {
      id: `${prefix}-${String(1001 + i)}`,
      organizationId,
      environmentId: `${organizationId}-${number % 3 === 0 ? 'staging' : 'production'}`,
      location: inExampleRack ? EXAMPLE_RACK : pick(OTHER_RACKS, i * 7),
      kind,
      name: `${name}-${String(number).padStart(2, '0')}`,
      labels: { ...labels, feed: i % 2 === 0 ? 'a' : 'b' },
      ...(kind === DATABASE.kind && databaseOf(organizationId) <= 2
        ? { redundancyGroup: `${organizationId}-postgres` }
        : {}),
    };
  });
}

/** The element at `index`, starting over at the end. */
export function pick<T>(list: readonly T[], index: number): T {
  const element = list[index % list.length];
  if (element === undefined) throw new RangeError('nothing to pick from');
  return element;
}
