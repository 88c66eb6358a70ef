import { rm } from 'node:fs/promises';
import path from 'node:path';
import { sql } from 'kysely';
import { startPostgres } from '../dev/postgres/server';
import { scopeSchema } from '../domain/planning/scope';
import { HOUR } from '../domain/shared/time';
import { DEFAULT_WORK_PLAN, type WorkPlan } from '../domain/work/plan';
import { createToken } from '../store/access/create-token';
import { migrateToLatest, openDatabase, type Database } from '../store/database/database';
import { dueMaintenance } from '../store/work/customer';
import { doneAhead } from '../store/work/done-ahead';
import { createWorkList } from '../store/work/work';
import { createTimeline } from '../store/windows/timeline';
import { startRecordingSmtp } from '../test/support/recording-smtp';
import { Stack } from '../test/support/stack';
import { openedEvent, openingBody, T0 } from '../test/support/windows';
import { passableFolder, percentile, timed } from './figures';

const RESOURCES = 500_000;
const ORGANIZATIONS = 10_000;
/** Of one customer; the others share the rest. */
const LARGE = 20_000;
/** Windows that are open beside those that are measured, each with a rack. */
const OTHERS = 1_000;
const LISTS = 400;

const PLAN: WorkPlan = { ...DEFAULT_WORK_PLAN, mode: 'automatic', executor: 'bench', selfService: true };
const EVERYTHING = 'MW-2026-0001';

/** A customer's list of what is due, and the runner's page and claims, beside 500,000 resources that are all in the work list. */
export async function workListBench(): Promise<string[]> {
  const folder = await passableFolder('bench');
  const postgres = await startPostgres({ dataFolder: path.join(folder, 'postgres'), durable: true });
  const db = openDatabase(postgres.url);
  try {
    await migrateToLatest(db);
    await fill(db);
    const seeded = await openWindows(db);
    return [
      seeded,
      await listed(db, 'a customer with 48 resources', (n) => `org-${String(1 + (n % (ORGANIZATIONS - 1)))}`),
      await listed(db, 'its databases only', (n) => `org-${String(1 + (n % (ORGANIZATIONS - 1)))}`, ['database']),
      await listed(db, `a customer with ${figure(LARGE)}`, () => 'org-0'),
      await overHttp(db, postgres.url),
      await nothingLeft(db),
      await paged(db),
      await claimed(db),
    ];
  } finally {
    await db.destroy();
    await postgres.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function fill(db: Database): Promise<void> {
  await sql`insert into locations (path, parent, name) values ('eu-1', null, 'eu-1')`.execute(db);
  await sql`
    insert into locations (path, parent, name)
    select 'eu-1/rack-' || n, 'eu-1', 'Rack ' || n from generate_series(0, 4999) n
  `.execute(db);
  await sql`
    insert into organizations (id, name, time_zone) select 'org-' || n, 'Customer ' || n, 'Etc/UTC'
    from generate_series(0, ${ORGANIZATIONS - 1}::integer) n
  `.execute(db);
  await sql`
    insert into environments (id, organization_id, name)
    select 'org-' || n || '-' || lower(name), 'org-' || n, name
    from generate_series(0, ${ORGANIZATIONS - 1}::integer) n cross join (values ('Production'), ('Staging')) e(name)
  `.execute(db);
  await sql`
    insert into resources (id, organization_id, environment_id, location, kind, name, labels, redundancy_group)
    select 'srv-' || n, org, org || case when n % 4 = 0 then '-staging' else '-production' end, 'eu-1/rack-' || n % 5000,
      case n % 5 when 0 then 'database' when 1 then 'app' else 'server' end, 'host-' || n, '{}'::jsonb,
      case when n % 10 < 2 then 'pair-' || n / 10 end
    from (
      select n, 'org-' || case when n < ${LARGE} then 0 else 1 + n % ${ORGANIZATIONS - 1}::integer end as org
      from generate_series(0, ${RESOURCES - 1}::integer) n
    ) r
  `.execute(db);
  await sql`analyze`.execute(db);
}

async function openWindows(db: Database): Promise<string> {
  const list = createWorkList(db);
  const event = openedEvent(openingBody({}), { reference: EVERYTHING });
  await createTimeline(db).record({ reference: EVERYTHING, events: [event] });
  await sql`update windows set announced_at = ${new Date(T0)}, phase = 'announced'`.execute(db);
  // the others are copies of it
  await sql`
    insert into windows select (jsonb_populate_record(w, jsonb_build_object('reference', 'MW-2026-' || n,
      'starts_at', w.starts_at + n * interval '10 minutes', 'ends_at', w.ends_at + n * interval '10 minutes'))).*
    from windows w cross join generate_series(10001, ${10_000 + OTHERS}::integer) n
  `.execute(db);
  const began = performance.now();
  await list.follow({ reference: EVERYTHING, scope: scopeSchema.parse({ all: true }), plan: PLAN, now: T0 });
  const seconds = ((performance.now() - began) / 1_000).toFixed(1);
  for (let n = 0; n < OTHERS; n++) {
    const scope = scopeSchema.parse({ locations: [`eu-1/rack-${String(n)}`] });
    await list.follow({ reference: `MW-2026-${String(10_001 + n)}`, scope, plan: PLAN, now: T0 });
  }
  await sql`vacuum analyze work`.execute(db);
  return `a window on all ${figure(RESOURCES)} resources: its list is made in ${seconds} s; ${figure(OTHERS)} others with a rack each are open beside it`;
}

/** The first page of the list, and the second one where there is one. */
async function listed(
  db: Database,
  name: string,
  organization: (index: number) => string,
  kinds?: readonly string[],
): Promise<string> {
  let found = 0;
  const read = async (index: number) => {
    const request = { organizationId: organization(index), environments: null, kinds };
    const { items, next } = await dueMaintenance(db, request);
    found += items.length;
    return { request, next };
  };
  await read(0);
  found = 0;
  const times = await timed(LISTS, 1, read);
  const { request, next } = await read(0);
  const second =
    next === null ? undefined : await timed(LISTS / 4, 1, () => dueMaintenance(db, { ...request, cursor: next }));
  const page = (of: readonly number[]) =>
    `p50 ${percentile(of, 0.5).toFixed(1)} ms, p95 ${percentile(of, 0.95).toFixed(1)} ms`;
  const more = second ? `; the next page ${page(second.each)}` : '';
  return `list, ${name}: ${page(times.each)} (${(found / (LISTS + 1)).toFixed(0)} rows each)${more}`;
}

/** What `forewarn maintenance:apps` asks for: the whole way through a process of the API. */
async function overHttp(db: Database, url: string): Promise<string> {
  const smtp = await startRecordingSmtp();
  const stack = await Stack.start(url, smtp.url);
  try {
    const tokens: string[] = [];
    for (let n = 1; n <= 50; n++) {
      const limits = { name: `customer ${String(n)}`, role: 'customer', organizationId: `org-${String(n)}` } as const;
      tokens.push((await createToken(db, limits)).token);
    }
    let found = 0;
    const read = async (n: number) => {
      const headers = { authorization: `Bearer ${tokens[n % tokens.length] ?? ''}` };
      const answer = await fetch(`${stack.apiUrl}/v1/maintenance?kind=app`, { headers });
      if (answer.status !== 200) throw new Error(`GET /v1/maintenance answered ${String(answer.status)}`);
      found += ((await answer.json()) as { items: unknown[] }).items.length;
    };
    await timed(LISTS / 4, 1, read);
    found = 0;
    const { each } = await timed(LISTS, 1, read);
    const times = `p50 ${percentile(each, 0.5).toFixed(1)} ms, p95 ${percentile(each, 0.95).toFixed(1)} ms`;
    return `GET /v1/maintenance?kind=app with a customer's token: ${times} (${(found / LISTS).toFixed(0)} rows each)`;
  } finally {
    await stack.stop();
    await smtp.close();
  }
}

/** What the API asks each minute: which windows that have not begun have nothing left to do. */
async function nothingLeft(db: Database): Promise<string> {
  const { each } = await timed(10, 1, () => doneAhead(db, 'all'));
  return `which of all windows has nothing left to do: p95 ${percentile(each, 0.95).toFixed(0)} ms`;
}

async function paged(db: Database): Promise<string> {
  const list = createWorkList(db);
  await sql`update windows set phase = 'in-progress', started_at = ${new Date(T0)}, ends_at = ${new Date(T0 + 900 * HOUR)}`.execute(
    db,
  );
  const times = await timed(50, 1, (n) => list.page(`MW-2026-${String(10_001 + n)}`, 20));
  const whole = await timed(5, 1, () => list.page(EVERYTHING, 20));
  const p95 = (of: readonly number[]) => `${percentile(of, 0.95).toFixed(1)} ms`;
  return `the runner's page: of a window with 100 resources p95 ${p95(times.each)}, of the one with all p95 ${p95(whole.each)}`;
}

async function claimed(db: Database): Promise<string> {
  const list = createWorkList(db);
  let won = 0;
  const each = await timed(200, 4, async (n) => {
    const ids = Array.from({ length: 4 }, (_, i) => `srv-${String(5 + 10 * (n * 4 + i))}`);
    for (const { key } of await list.claim(EVERYTHING, ids, T0)) {
      won++;
      await list.begin(key, T0);
      await list.end(key, { state: 'done' }, T0);
    }
  });
  return `claims of 4, begun and done one after the other, 4 at once: ${figure((won / each.total) * 1_000)} resources/s`;
}

function figure(value: number): string {
  return Math.round(value).toLocaleString('en');
}
