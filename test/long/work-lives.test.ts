import { KnownError } from '../../domain/shared/errors';
import { MINUTE, SECOND } from '../../domain/shared/time';
import type { CommandName } from '../../domain/window/commands/commands';
import type { WorkList } from '../../activities/ports/work';
import { openDatabase, type Database } from '../../store/database/database';
import { importInventory } from '../../store/inventory/import/import-inventory';
import { createTimeline } from '../../store/windows/timeline';
import { createWorkList } from '../../store/work/work';
import { reportResourceEvent } from '../../use-cases/report-resource-event';
import { reportWorkEnd } from '../../use-cases/report-work-end';
import { restartResource } from '../../use-cases/restart-resource';
import { windowWorkId } from '../../workflows/window-work-messages';
import { workItemId } from '../../workflows/work-item-messages';
import { CountingExecutor } from '../support/counting-executor';
import { testDatabase } from '../support/database';
import { keepHistory } from '../support/histories';
import { chanceOf, type Chance } from '../support/seeded';
import { SEED } from '../support/seed';
import { shaky } from '../support/shaky';
import { openedEvent, openingBody } from '../support/windows';
import { startWorkServer, type WorkServer } from '../support/work-server';

/**
 * Random lives of windows that do work, by the real workflows and the real work list: customers, the platform and operators in
 * between, calls that fail before or after they did something, an executor that draws what happens. `FOREWARN_TEST_WORK_LIVES=300`
 * gives the whole figure; `FOREWARN_TEST_SEED=<number>` repeats a run as far as the clocks let it.
 */
const LIVES = Number(process.env.FOREWARN_TEST_WORK_LIVES ?? 6);
/** Side by side on the one clock. */
const TOGETHER = 20;
const ROUNDS = 14;
const TIMEOUT_SECONDS = 120;
const FAULTS_PERCENT = 2;

jest.setTimeout(1_800_000);

const database = testDatabase();
const chance = chanceOf(SEED);
const groups = new Map<string, string>();
const executor = new CountingExecutor(chance, (id) => groups.get(id));

let db: Database;
let server: WorkServer;
beforeAll(async () => {
  db = openDatabase(database.url());
  server = await startWorkServer({
    db,
    work: watched(createWorkList(db)),
    executors: {
      executors: new Map([['counting', shaky(executor, ['start', 'observe'], chance, FAULTS_PERCENT)]]),
      probeFor: () => undefined,
      probeNamed: () => undefined,
      blockers: { blocking: () => Promise.resolve(chance.percent(5) ? ['an alert fires'] : []) },
    },
  });
});
afterAll(async () => {
  await server.stop();
  await db.destroy();
});

interface Life {
  readonly reference: string;
  readonly chance: Chance;
  readonly resources: readonly string[];
  hasStarted: boolean;
  /** From then on nothing of the window's own may be begun. */
  mustNotBegin: boolean;
}
const lives = new Map<string, Life>();
/** A fault that the rules below have to notice. */
let planted: 'nothing' | 'begins again' | 'forgets what it has' = 'nothing';

/** Its calls may fail; and it notes what the window begins after somebody was told that nothing more is begun. */
function watched(real: WorkList): WorkList {
  const list: WorkList = {
    ...real,
    taken: (reference) => (planted === 'forgets what it has' ? Promise.resolve([]) : real.taken(reference)),
    begin: async (key: string, now: number) => {
      const { reference, by, endsAt } = await ownerOf(key);
      const wasForbidden = by === 'window' && lives.get(reference)?.mustNotBegin === true;
      const begun = await real.begin(key, now);
      if (begun?.is === 'first' && by === 'window') {
        if (wasForbidden) executor.broken.push(`${key} was begun after the work was aborted`);
        if (now + TIMEOUT_SECONDS * SECOND > endsAt) executor.broken.push(`${key} was begun too near to the end`);
      }
      return begun && planted === 'begins again' ? { ...begun, is: 'first' } : begun;
    },
  };
  return shaky(list, Object.keys(real) as (keyof WorkList)[], chance, FAULTS_PERCENT);
}

async function ownerOf(key: string) {
  const row = await db
    .selectFrom('work_jobs')
    .innerJoin('windows', 'windows.reference', 'work_jobs.window_reference')
    .select(['windows.reference', 'windows.ends_at', 'work_jobs.by'])
    .where('work_jobs.key', '=', key)
    .executeTakeFirstOrThrow();
  return { reference: row.reference, by: row.by, endsAt: row.ends_at.getTime() };
}

async function openLife(index: number): Promise<Life> {
  const one = chanceOf(SEED + index);
  const rack = `eu-1/dc-1/rack-${String(index)}`;
  const org = `org-${String(index)}`;
  const resources = Array.from({ length: one.between(3, 9) }, (_, n) => `srv-${String(index)}-${String(n)}`);
  for (const id of resources)
    if (one.percent(50)) groups.set(id, `group-${String(index)}-${String(one.between(1, 2))}`);
  const rows = {
    locations: [{ path: rack }],
    organizations: [{ id: org, name: org, timeZone: 'Europe/Paris', maintenanceEmail: `${org}@customer.example` }],
    environments: [{ id: org, organizationId: org, name: 'production' }],
    resources: resources.map((id) => ({
      ...{ id, organizationId: org, environmentId: org, location: rack, kind: 'server', name: id },
      ...(groups.has(id) ? { redundancyGroup: groups.get(id) } : {}),
    })),
  };
  for (const [table, of] of Object.entries(rows)) {
    const { rejected } = await importInventory(db, table as keyof typeof rows, of);
    expect(rejected).toEqual([]);
  }
  const now = await server.env.currentTimeMs();
  const reference = `MW-2026-${String(index + 1).padStart(4, '0')}`;
  const work = {
    ...({ mode: 'automatic', executor: 'counting', selfService: true, lockInMinutes: 0 } as const),
    batch: one.between(1, 4),
    canary: one.between(0, 1),
    canaryPauseSeconds: 20,
    pauseSeconds: one.between(0, 20),
    stopAfterFailures: one.between(1, 3),
    timeoutSeconds: TIMEOUT_SECONDS,
  };
  const scope = { locations: [rack] };
  const body = openingBody({ class: 'emergency', scope, work }, { now, inMs: 30 * MINUTE, lastsMs: 40 * MINUTE });
  const opened = openedEvent(body, { now, reference });
  await createTimeline(db).record({ reference, events: [opened] });
  await server.windows.open(opened);
  const life = { reference, chance: one, resources, hasStarted: false, mustNotBegin: false };
  lives.set(reference, life);
  return life;
}

/** What a refusal is by the rules is a way to live, too. */
async function give(life: Life, name: CommandName, body: object = {}): Promise<boolean> {
  return allowed(server.windows.command(life.reference, name, { by: 'ann', ...body }, { by: 'ann' }));
}

async function allowed(doing: Promise<unknown>): Promise<boolean> {
  try {
    await doing;
    return true;
  } catch (error) {
    if (error instanceof KnownError) return false;
    throw error;
  }
}

async function act(life: Life): Promise<void> {
  const { chance: one, reference, resources } = life;
  const resource = one.pick(resources);
  const now = await server.env.currentTimeMs();
  if (!life.hasStarted && one.percent(40)) {
    life.hasStarted = await give(life, 'start');
    return;
  }
  switch (one.between(1, 14)) {
    case 1:
    case 2:
    case 3: {
      const organizationId = reference.replace(/^MW-2026-0*(\d+)$/, (_, n: string) => `org-${String(Number(n) - 1)}`);
      const covered = { organizationId, environments: null };
      await allowed(
        restartResource(
          { db, work: server.carrier, asking: new Set() },
          { reference, resourceId: resource, covered, acting: { by: 'cus', door: 'api' }, now },
        ),
      );
      return;
    }
    case 4: {
      const event = {
        resourceId: resource,
        id: `e-${String(now)}`,
        type: 'restarted',
        at: now,
        who: 'p',
        now,
      } as const;
      // the platform does not restart what an executor is at
      if (await isAtRest(resource)) await allowed(reportResourceEvent(callingOff(), event));
      return;
    }
    case 5:
      if (await give(life, 'skipWork', { resources: [resource], reason: 'not today' })) executor.lookedAt(resource);
      return;
    case 6:
    case 7:
    case 8:
      if (await give(life, 'retryWork', { resources: [resource] })) executor.lookedAt(resource);
      return;
    case 9:
      await give(life, 'pauseWork');
      return;
    case 10:
    case 11:
    case 12:
      await give(life, 'resumeWork');
      return;
    case 13:
      if (one.percent(25) && (await give(life, 'abortWork', { reason: 'enough' }))) life.mustNotBegin = true;
      return;
    default:
      await give(life, 'extend', { end: new Date(now + 60 * MINUTE).toISOString(), reason: 'slow' });
  }
}

/** A window with nothing left to do before its start calls itself off. */
const callingOff = () => ({
  ...{ db, windows: server.windows },
  onUntold(error: unknown) {
    throw error;
  },
});

async function isAtRest(resource: string): Promise<boolean> {
  const rows = await db.selectFrom('work').select('state').where('resource_id', '=', resource).execute();
  return rows.every(({ state }) => state === 'due' || state === 'failed');
}

/** Everybody comes to an end: the window is completed, jobs finish or pass their time, and a person says what is unknown. */
async function finish(all: readonly Life[]): Promise<void> {
  for (const life of all) {
    for (let tries = 0; !life.hasStarted && tries < 5; tries++) life.hasStarted = await give(life, 'start');
  }
  await server.env.sleep(5 * SECOND);
  for (const life of all) {
    if (await give(life, 'complete', { override: 'looked at' })) life.mustNotBegin = true;
  }
  for (let waits = 0; waits < 40 && (await unfinished(all, ['due', 'claimed', 'running'])).length > 0; waits++)
    await server.env.sleep(MINUTE);
  const now = await server.env.currentTimeMs();
  for (const { job_key: job } of await unfinished(all, ['unknown'])) {
    if (job) await reportWorkEnd(callingOff(), { job, state: 'failed', reason: 'looked at', credential: 'op', now });
  }
}

async function unfinished(all: readonly Life[], states: readonly ('due' | 'claimed' | 'running' | 'unknown')[]) {
  return db
    .selectFrom('work')
    .select(['window_reference', 'resource_id', 'state', 'job_key'])
    .where(
      'window_reference',
      'in',
      all.map(({ reference }) => reference),
    )
    .where('state', 'in', states)
    .execute();
}

/** So many lives side by side, from the opening to the end of all their work. */
async function liveThrough(first: number, count: number): Promise<Life[]> {
  const all = await Promise.all(Array.from({ length: count }, (_, index) => openLife(first + index)));
  for (let round = 0; round < ROUNDS; round++) {
    await server.env.sleep(chance.between(1, 60) * SECOND);
    await Promise.all(all.map(act));
  }
  await finish(all);
  return all;
}

test(`S2, S3, S7: ${String(LIVES)} random lives begin nothing twice and forget nothing`, async () => {
  const ends = new Map<string, number>();
  for (let first = 0; first < LIVES; first += TOGETHER) {
    const all = await liveThrough(first, Math.min(TOGETHER, LIVES - first));
    expect(executor.broken).toEqual([]);
    expect(await unfinished(all, ['due', 'claimed', 'running', 'unknown'])).toEqual([]);
    for (const life of all) for (const end of await endsOf(life)) ends.set(end, (ends.get(end) ?? 0) + 1);
    process.stdout.write(`lived through ${String(first + all.length)} of ${String(LIVES)}\n`);
  }
  // many lives go everywhere
  const everywhere = LIVES < 20 ? ['done'] : ['done', 'failed', 'skipped'];
  expect([...ends.keys()]).toEqual(expect.arrayContaining(everywhere));
  await keepHistories();
});

test('a work list that begins again what was begun is caught', async () => {
  planted = 'begins again';
  await liveThrough(LIVES, 3);
  expect(executor.broken).toContainEqual(expect.stringContaining('was asked for again'));
});

test('a work list that forgets what it has is caught', async () => {
  planted = 'forgets what it has';
  const all = await liveThrough(LIVES + 3, 3);
  expect(await unfinished(all, ['claimed', 'running'])).not.toEqual([]);
});

/** While recording: a window with work, its runner, and a customer's restart. */
async function keepHistories(): Promise<void> {
  const { client } = server;
  for (const { reference } of [...lives.values()].slice(0, 3)) {
    const name = (kind: string) => `${kind}-${reference.slice(-1)}`;
    await keepHistory(client.workflow.getHandle(reference), name('window-with-work'));
    await keepHistory(client.workflow.getHandle(windowWorkId(reference)), name('window-work'));
  }
  const [job] = await db.selectFrom('work_jobs').select('key').where('by', '=', 'customer').limit(1).execute();
  if (job) await keepHistory(client.workflow.getHandle(workItemId(job.key)), 'work-item');
}

/** How the work on each resource ended; done is done once, by one job that ended well or by the platform. */
async function endsOf({ reference }: Life): Promise<string[]> {
  const rows = await db
    .selectFrom('work')
    .select(['resource_id', 'state', 'by', 'job_key'])
    .where('window_reference', '=', reference)
    .execute();
  for (const { resource_id: id, state, by, job_key: key } of rows) {
    if (state !== 'done' || by === 'platform') continue;
    expect({ id, outcome: executor.jobs.get(key ?? '')?.outcome }).toEqual({ id, outcome: 'done' });
  }
  for (const { resource_id: id } of rows)
    expect({ id, done: executor.count(id, 'done') <= 1 }).toEqual({ id, done: true });
  return rows.map(({ state }) => state);
}
