import { existsSync } from 'node:fs';
import { chmod, mkdir, rm } from 'node:fs/promises';
import { loadavg } from 'node:os';
import path from 'node:path';
import { startPostgres } from '../dev/postgres/server';
import { migrateToLatest, openDatabase, type Database } from '../store/database/database';
import { openSite, type Site } from './console/app';
import { CONTACTS, fillInventory, ORGANIZATIONS, RACKS, RESOURCES } from './console/inventory';
import { fillKeeping } from './console/keeping';
import { fillLedger } from './console/ledger';
import { LEFT_OUT, questionsOf, readKnown, type Question } from './console/pages';
import { fillWindows, WINDOWS } from './console/windows';
import { passableFolder, percentile } from './figures';
import { numberOption, type BenchOptions } from './options';

/** What every page has of server time, 95 of 100 times (P8). */
const BUDGET_MS = 200;
/** The large customer's first contact, who sees all of its environments. */
const CONTACT = 'contact-1';

/**
 * Every page and part of the console, and every page of the portal for a large customer, at the size of a large provider. `--times=30`:
 * how often each is asked for; `--only=calendar`: pages whose path or variant has this in it; `--data=<folder>`: what was made stays there, and is
 * measured at once the next time.
 */
export async function consoleBench(options: BenchOptions): Promise<string[]> {
  const { data } = options;
  const folder = data === undefined ? await passableFolder('bench') : path.resolve(data);
  const isThere = existsSync(path.join(folder, 'filled'));
  await mkdir(folder, { recursive: true });
  await chmod(folder, 0o755);
  const postgres = await startPostgres({ dataFolder: path.join(folder, 'postgres'), durable: true });
  const db = openDatabase(postgres.url);
  try {
    await migrateToLatest(db);
    if (!isThere) {
      await fill(db);
      await mkdir(path.join(folder, 'filled'));
    }
    return await measured(db, options);
  } finally {
    await db.destroy();
    await postgres.stop();
    if (data === undefined) await rm(folder, { recursive: true, force: true });
  }
}

async function fill(db: Database): Promise<void> {
  const now = Date.now();
  for (const [what, make] of [
    ['inventory', () => fillInventory(db)],
    ['windows', () => fillWindows(db, now)],
    ['deliveries', () => fillLedger(db)],
    ['the rest', () => fillKeeping(db)],
  ] as const) {
    const since = performance.now();
    await make();
    console.log(`  ${what} made in ${((performance.now() - since) / 1_000).toFixed(0)} s`);
  }
}

async function measured(db: Database, options: BenchOptions): Promise<string[]> {
  const times = numberOption(options, 'times', 30);
  const site = await openSite(db, CONTACT);
  try {
    const { only = '' } = options;
    const questions = questionsOf(site.paths, await readKnown(db), Date.now()).filter(({ path: at, variant }) =>
      `${at} ${variant}`.includes(only),
    );
    const rows: Row[] = [];
    const silent: string[] = [];
    for (const question of questions) {
      try {
        rows.push(...(await asked(site, question, times)));
      } catch (error) {
        if (!(error instanceof NoPage)) throw error;
        silent.push(error.message);
      }
    }
    if (silent.length > 0)
      throw new Error([...tableOf(rows), 'Name what these need in bench/console/pages.ts:', ...silent].join('\n'));
    return [
      `${figure(ORGANIZATIONS)} organizations, ${figure(CONTACTS)} contacts, ${figure(RESOURCES)} resources in ${figure(RACKS)} racks, ${figure(WINDOWS)} windows; ${String(times)} times each`,
      ...tableOf(rows),
      ...verdictOf(rows),
    ];
  } finally {
    await site.close();
  }
}

interface Row {
  readonly name: string;
  readonly p50: number;
  readonly p95: number;
  /** In the tables of the page. */
  readonly rows: number;
}

/** The page, and the one after it where there is one. Throws where it does not answer as a page does. */
async function asked(site: Site, question: Question, times: number): Promise<Row[]> {
  const { path: at, variant } = question;
  const first = question.address(0);
  const { next, ...row } = await timesOf(site, question, times);
  const name = `${at}${variant === '' ? '' : ` (${variant})`}`;
  if (next === undefined) return [{ name, ...row }];
  const address = next.startsWith('?') ? first.replace(/\?.*/, '') + next : next;
  const { next: _further, ...second } = await timesOf(site, { ...question, address: () => address }, times);
  return [
    { name, ...row },
    { name: `${name}, next page`, ...second },
  ];
}

async function timesOf(site: Site, { reader, address }: Question, times: number) {
  const { text } = await pageAt(site, reader, address(0));
  const each: number[] = [];
  for (let n = 0; n < times; n++) each.push((await pageAt(site, reader, address(n))).ms);
  const [, next] = /class="pager">.*?<a href="([^"]*(?:cursor|untold)=[^"]*)"/s.exec(text) ?? [];
  return {
    ...{ p50: percentile(each, 0.5), p95: percentile(each, 0.95), rows: text.split('<tr').length - 1 },
    next: next?.replaceAll('&amp;', '&'),
  };
}

/** What was asked for is not there, or not a page. */
class NoPage extends Error {}

async function pageAt(site: Site, reader: Question['reader'], address: string) {
  const page = await site.get(reader, address);
  if (page.status !== 200 || !page.type.startsWith('text/html')) {
    throw new NoPage(`${address} answered ${String(page.status)} (${page.type})`);
  }
  return page;
}

function tableOf(rows: readonly Row[]): string[] {
  const widest = Math.max(...rows.map(({ name }) => name.length));
  const line = (name: string, ...cells: readonly string[]) =>
    name.padEnd(widest) + cells.map((cell) => cell.padStart(10)).join('');
  return [
    line('page', 'p50 ms', 'p95 ms', 'rows'),
    ...rows.map(({ name, p50, p95, rows: shown }) => line(name, p50.toFixed(1), p95.toFixed(1), figure(shown))),
  ];
}

function verdictOf(rows: readonly Row[]): string[] {
  const late = rows.filter(({ p95 }) => p95 > BUDGET_MS).sort((one, other) => other.p95 - one.p95);
  const slowest = [...rows].sort((one, other) => other.p95 - one.p95)[0];
  return [
    `load average ${loadavg()[0]?.toFixed(1) ?? '?'} at the end; left out: ${Object.keys(LEFT_OUT).length.toString()} paths, see bench/console/pages.ts`,
    `${String(rows.length)} measured, the slowest p95 ${slowest?.p95.toFixed(0) ?? '?'} ms: ${slowest?.name ?? ''}`,
    late.length === 0
      ? `all within ${String(BUDGET_MS)} ms`
      : `${String(late.length)} miss ${String(BUDGET_MS)} ms: ${late.map(({ name, p95 }) => `${name} ${p95.toFixed(0)} ms`).join('; ')}`,
  ];
}

function figure(value: number): string {
  return Math.round(value).toLocaleString('en');
}
