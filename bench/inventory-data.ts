/** The inventory of a large provider, the same in every run, as lines of CSV files that are never in memory as a whole. */

export const ORGANIZATIONS = 10_000;
export const CONTACTS = 100_000;
export const RESOURCES = 500_000;

/** Where the resources are and whom a public window tells. */
export interface Shape {
  readonly regions: readonly string[];
  /** Of a region. */
  readonly datacenters: number;
  /** Of a datacenter. */
  readonly racks: number;
  /** Roles of the contacts, assigned in turn. */
  readonly roles: readonly string[];
  /** Each organization has a maintenance address besides its contacts. */
  readonly central: boolean;
}

const LARGE_PROVIDER: Shape = {
  regions: ['eu-1', 'us-1'],
  datacenters: 4,
  racks: 625,
  roles: ['maintenance', 'ops-alert', 'billing', 'maintenance;billing'],
  central: true,
};
const KINDS = [...Array<string>(12).fill('server'), 'server', 'database', 'database', 'database', 'app', 'app', 'app'];
const TIERS = ['web', 'data', 'batch'];

/** The tables in the order of their dependencies. */
export function inventoryFiles(
  shape: Shape = LARGE_PROVIDER,
): readonly { readonly table: string; readonly lines: () => Generator<string> }[] {
  return [
    { table: 'locations', lines: () => locations(shape) },
    { table: 'organizations', lines: () => organizations(shape) },
    { table: 'environments', lines: environments },
    { table: 'contacts', lines: () => contacts(shape) },
    { table: 'resources', lines: () => resources(shape) },
    { table: 'staff', lines: staff },
    { table: 'staff_organizations', lines: staffOrganizations },
  ];
}

const organization = (i: number) => `org-${String(i).padStart(5, '0')}`;
const rack = (i: number, { regions, datacenters, racks }: Shape) => {
  const region = regions[i % regions.length] ?? '';
  const datacenter = Math.floor(i / regions.length) % datacenters;
  const place = Math.floor(i / regions.length / datacenters) % racks;
  return `${region}/dc-${String(datacenter + 1)}/rack-${String(place).padStart(3, '0')}`;
};

function* locations(shape: Shape) {
  const { regions, datacenters, racks } = shape;
  yield 'path,name';
  for (let i = 0; i < regions.length * datacenters * racks; i++) yield `${rack(i, shape)},Rack ${String(i)}`;
}

function* organizations({ central }: Shape) {
  yield 'id,name,timeZone,maintenanceEmail';
  for (let i = 0; i < ORGANIZATIONS; i++) {
    const zone = ['Europe/Berlin', 'America/New_York', 'Asia/Tokyo'][i % 3] ?? '';
    yield `${organization(i)},"Customer ${String(i)}, Inc.",${zone},${central ? `maintenance@${organization(i)}.example` : ''}`;
  }
}

function* environments() {
  yield 'id,organizationId,name';
  for (let i = 0; i < ORGANIZATIONS; i++) {
    for (const name of ['production', 'staging']) yield `${organization(i)}-${name},${organization(i)},${name}`;
  }
}

function* contacts({ roles }: Shape) {
  yield 'id,organizationId,name,email,roles,environments,wantsOptional';
  for (let i = 0; i < CONTACTS; i++) {
    const owner = organization(i % ORGANIZATIONS);
    const role = roles[i % roles.length] ?? '';
    const bound = i % 5 === 0 ? `${owner}-production` : '';
    yield `contact-${String(i)},${owner},Person ${String(i)},person${String(i)}@${owner}.example,${role},${bound},${String(i % 7 > 0)}`;
  }
}

function* resources(shape: Shape) {
  yield 'id,organizationId,environmentId,location,kind,name,labels,redundancyGroup';
  for (let i = 0; i < RESOURCES; i++) {
    const owner = organization((i * 7_919) % ORGANIZATIONS);
    const environment = `${owner}-${i % 4 === 0 ? 'staging' : 'production'}`;
    // one in ten thousand is of a rare kind, and one in five thousand has a rare label
    const kind = i % 10_000 === 1 ? 'mainframe' : (KINDS[i % KINDS.length] ?? '');
    const rare = i % 5_000 === 2 ? ';canary=yes' : '';
    const group = i % 10 < 2 ? `pair-${String(Math.floor(i / 10))}` : '';
    yield `srv-${String(i)},${owner},${environment},${rack(i, shape)},${kind},host-${String(i)},tier=${TIERS[i % 3] ?? ''};os=linux${rare},${group}`;
  }
}

const STAFF = 200;

function* staff() {
  yield 'id,name,email,role';
  for (let i = 0; i < STAFF; i++) {
    const role = i % 2 === 0 ? 'account-representative' : 'customer-engineer';
    yield `staff-${String(i)},Colleague ${String(i)},staff${String(i)}@provider.example,${role}`;
  }
}

function* staffOrganizations() {
  yield 'staffId,organizationId';
  for (let i = 0; i < ORGANIZATIONS; i++) {
    for (const role of [0, 1]) yield `staff-${String(((i * 2) % STAFF) + role)},${organization(i)}`;
  }
}

/** A file's lines as the body of a request. */
export function streamOf(lines: Generator<string>): ReadableStream<Uint8Array> {
  return new ReadableStream({
    pull(controller) {
      let text = '';
      while (text.length < 60_000) {
        const line = lines.next();
        if (line.done) break;
        text += `${line.value}\n`;
      }
      if (text === '') controller.close();
      else controller.enqueue(Buffer.from(text));
    },
  });
}
