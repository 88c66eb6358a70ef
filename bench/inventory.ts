import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { sql } from 'kysely';
import pino from 'pino';
import { createApp } from '../api/app';
import { serveOnLoopback } from '../stand-ins/shared/loopback';
import { startPostgres } from '../dev/postgres/server';
import { scopeSchema, type Scope } from '../domain/planning/scope';
import { affectedResources, countAudience, unknownInScope } from '../store/inventory/audience';
import { migrateToLatest, openDatabase, type Database } from '../store/database/database';
import { createConfiguredWebhooks } from '../composition/webhooks';
import { createToken } from '../store/access/create-token';
import { FakeSeries } from '../test/api/support/fake-series';
import { FakeWindows } from '../test/api/support/fake-windows';
import { median, timed } from './figures';
import { CONTACTS, inventoryFiles, ORGANIZATIONS, RESOURCES, streamOf } from './inventory-data';

/** Import, export and the resolution of scopes at the size of a large provider, through the API as its clients use it. */
export async function inventoryBench(): Promise<string[]> {
  const folder = await mkdtemp(path.join(tmpdir(), 'forewarn-bench-'));
  // as root, PostgreSQL runs as another user
  await chmod(folder, 0o755);
  const postgres = await startPostgres({ dataFolder: path.join(folder, 'postgres'), durable: true });
  const db = openDatabase(postgres.url);
  await migrateToLatest(db);
  const { token } = await createToken(db, { name: 'bench', role: 'admin' });
  const api = await serve(db, token);
  try {
    return [
      `${figure(ORGANIZATIONS)} organizations, ${figure(CONTACTS)} contacts, ${figure(RESOURCES)} resources`,
      ...(await imports(api, 'first import')),
      ...(await imports(api, 'the same again', ['contacts', 'resources'])),
      ...(await exports(api)),
      ...(await scopes(db)),
    ];
  } finally {
    await api.close();
    await db.destroy();
    await postgres.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

/** Options of fetch besides the token. */
interface Request extends Omit<RequestInit, 'headers'> {
  readonly headers?: Readonly<Record<string, string>>;
  readonly duplex?: 'half';
}

interface Api {
  call(path: string, init?: Request): Promise<Response>;
  close(): Promise<void>;
}

async function serve(db: Database, token: string): Promise<Api> {
  const app = createApp({
    db,
    windows: new FakeWindows(Date.now),
    webhooks: createConfiguredWebhooks(db, {
      publicUrl: 'https://status.provider.example',
      secretsKeys: undefined,
      webhooks: { allowLoopback: false },
    }),
    series: new FakeSeries(),
    work: { carryOut: () => Promise.resolve() },
    repair: () => Promise.resolve(),
    config: {
      publicUrl: 'https://status.provider.example',
      temporalUiUrl: 'https://temporal.provider.example',
      providerName: 'Bench',
      approvals: 'by-request',
      supportAddress: 'support@provider.example',
      mailFrom: 'Maintenance <maintenance@provider.example>',
      temporalNamespace: 'default',
    },
    logger: pino({ level: 'silent' }),
    clock: Date.now,
  });
  const { origin, close } = await serveOnLoopback(app);
  return {
    call: (route, init = {}) =>
      fetch(`${origin}/v1/inventory/${route}`, {
        ...init,
        headers: { Authorization: `Bearer ${token}`, ...init.headers },
      }),
    close,
  };
}

async function imports(api: Api, what: string, tables?: readonly string[]): Promise<string[]> {
  const lines: string[] = [];
  for (const { table, lines: make } of inventoryFiles().filter((file) => tables?.includes(file.table) ?? true)) {
    const memory = watchMemory();
    const since = performance.now();
    const response = await api.call(table, {
      method: 'POST',
      headers: { 'Content-Type': 'text/csv' },
      body: streamOf(make()),
      duplex: 'half',
    });
    const result = (await response.json()) as Record<'created' | 'unchanged' | 'rejectedRows', number>;
    const seconds = (performance.now() - since) / 1_000;
    const rows = result.created + result.unchanged;
    if (!response.ok || result.rejectedRows > 0) throw new Error(`${table}: ${JSON.stringify(result).slice(0, 500)}`);
    lines.push(
      `${what}, ${table}: ${figure(rows)} rows in ${seconds.toFixed(1)} s, ${figure(rows / seconds)} rows/s, ` +
        `memory at most ${figure(memory() / 1e6)} MB`,
    );
  }
  return lines;
}

async function exports(api: Api): Promise<string[]> {
  const lines: string[] = [];
  for (const format of ['csv', 'jsonl']) {
    const memory = watchMemory();
    const since = performance.now();
    const response = await api.call(`resources/export?format=${format}`);
    let bytes = 0;
    if (!response.body) throw new Error('the export has no body');
    for await (const piece of response.body) bytes += (piece as Uint8Array).length;
    const seconds = (performance.now() - since) / 1_000;
    lines.push(
      `export, resources as ${format}: ${(bytes / 1e6).toFixed(0)} MB in ${seconds.toFixed(1)} s, ` +
        `${figure(RESOURCES / seconds)} rows/s, memory at most ${figure(memory() / 1e6)} MB`,
    );
  }
  return lines;
}

const SCOPES: readonly [name: string, scope: Record<string, unknown>][] = [
  ['a rack', { locations: ['eu-1/dc-2/rack-123'] }],
  ['twenty racks', { locations: Array.from({ length: 20 }, (_, i) => `us-1/dc-3/rack-${String(100 + i)}`) }],
  ['databases of a rack', { locations: ['eu-1/dc-2/rack-123'], kinds: ['database'] }],
  ['a datacenter', { locations: ['eu-1/dc-2'] }],
  ['a datacenter, one tier', { locations: ['eu-1/dc-2'], labels: { tier: 'web' } }],
  ['a region', { locations: ['eu-1'] }],
  ['a rare kind', { kinds: ['mainframe'] }],
  ['a common kind', { kinds: ['database'] }],
  ['a rare label', { labels: { canary: 'yes' } }],
  ['1,000 named ones', { resources: Array.from({ length: 1_000 }, (_, i) => `srv-${String(i * 499)}`) }],
  [
    'a rack and 100 more',
    {
      locations: ['eu-1/dc-2/rack-123'],
      resources: Array.from({ length: 100 }, (_, i) => `srv-${String(i * 499)}`),
    },
  ],
  ['all', { all: true }],
];

async function scopes(db: Database): Promise<string[]> {
  const lines: string[] = [];
  for (const [name, parts] of SCOPES) {
    const scope = scopeSchema.parse(parts);
    const size = await countAudience(db, scope, false);
    const audience = await timed(5, 1, () => countAudience(db, scope, false));
    const names = await timed(5, 1, () => unknownInScope(db, scope));
    lines.push(
      `scope, ${name}: ${figure(size.resources)} resources, ${figure(size.organizations)} organizations, ` +
        `${figure(size.recipients)} recipients in ${median(audience.each).toFixed(1)} ms; ` +
        `names checked in ${median(names.each).toFixed(1)} ms`,
      ...(await plan(db, scope)).map((line) => `  ${line}`),
    );
  }
  const unknown = await timed(5, 1, () =>
    unknownInScope(db, scopeSchema.parse({ labels: { nosuch: 'label' }, locations: ['nowhere'] })),
  );
  lines.push(`scope, an unknown label: refused in ${median(unknown.each).toFixed(1)} ms`);
  return lines;
}

/** How PostgreSQL read the resources: the scans of the table in the executed plan. */
async function plan(db: Database, scope: Scope): Promise<string[]> {
  const { rows } = await sql<{ 'QUERY PLAN': string }>`
    explain (analyze, costs off, timing off, summary off, buffers off)
    with ${affectedResources(scope)} select count(*) from affected
  `.execute(db);
  const scans = rows
    .map((row) => row['QUERY PLAN'].replace(/^[\s>-]+/, ''))
    .filter((line) => /(Scan.* on resources |Index Scan on resources_)/.test(line) && !line.includes('never executed'));
  return [...new Set(scans)].map((scan) => {
    const times = scans.filter((other) => other === scan).length;
    return times > 1 ? `${scan}, ${String(times)} times` : scan;
  });
}

/** The peak resident memory of this process, which holds client and server, in bytes. */
function watchMemory(): () => number {
  let most = process.memoryUsage.rss();
  const timer = setInterval(() => (most = Math.max(most, process.memoryUsage.rss())), 50);
  return () => {
    clearInterval(timer);
    return most;
  };
}

function figure(value: number): string {
  return Math.round(value).toLocaleString('en');
}
