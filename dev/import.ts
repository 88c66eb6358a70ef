import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { readConfig } from '../config/config';
import { openDatabase, type Database } from '../store/database';
import { readCsv } from '../store/import/csv';
import { importInventory, type ImportResult } from '../store/import/import-inventory';
import { INVENTORY_TABLES, type InventoryTable } from '../store/import/rows';

const USAGE = `Usage: DATABASE_URL=postgres://user@host:port/database npm run import -- <file> ...

Writes files into the inventory: new ids are created, known ones replaced, none is removed.
  *.json   {"locations": [], "organizations": [], "environments": [], "contacts": [], "resources": []}, any of them
  *.csv    one table a file, named for it: ${INVENTORY_TABLES.map((table) => `${table}.csv`).join(', ')}
Lines that break a rule are listed, and the rest goes in; the exit code is then 1.`;

/** The rows one file has for one table. */
interface Part {
  readonly file: string;
  readonly table: InventoryTable;
  readonly load: (db: Database) => Promise<ImportResult>;
}

async function main(files: readonly string[]): Promise<number> {
  if (files.length === 0) {
    console.error(USAGE);
    return 2;
  }
  const parts = (await Promise.all(files.map(readParts))).flat();
  // whatever the order of the files: what others depend on goes first
  parts.sort((a, b) => INVENTORY_TABLES.indexOf(a.table) - INVENTORY_TABLES.indexOf(b.table));
  // an import sends no mail, so it needs no mail server
  const { databaseUrl } = readConfig({ SMTP_URL: 'smtp://127.0.0.1', ...process.env });
  const db = openDatabase(databaseUrl, { poolSize: 1 });
  let rejected = 0;
  try {
    for (const { file, load } of parts) {
      const result = await load(db);
      rejected += result.rejected.length;
      report(file, result);
    }
  } finally {
    await db.destroy();
  }
  return rejected > 0 ? 1 : 0;
}

async function readParts(file: string): Promise<Part[]> {
  const text = await readFile(file, 'utf8');
  return path.extname(file).toLowerCase() === '.json' ? jsonParts(file, text) : [csvPart(file, text)];
}

function jsonParts(file: string, text: string): Part[] {
  const content = parseJson(file, text);
  const tables = Object.entries(content);
  const stranger = tables.find(([name, rows]) => !isTable(name) || !Array.isArray(rows));
  if (tables.length === 0 || stranger) {
    const found = stranger ? `"${stranger[0]}" is not a list with such a name` : 'there is none';
    throw new Error(`${file}: the top level must hold lists named ${INVENTORY_TABLES.join(', ')}; ${found}.`);
  }
  return tables.flatMap(([name, rows]) =>
    isTable(name) && Array.isArray(rows)
      ? [{ file, table: name, load: (db: Database) => importInventory(db, name, rows) }]
      : [],
  );
}

function parseJson(file: string, text: string): object {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (error) {
    throw new Error(`${file} is not JSON: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
  return typeof content === 'object' && content !== null ? content : {};
}

function csvPart(file: string, text: string): Part {
  const table = path.basename(file, path.extname(file)).toLowerCase();
  if (path.extname(file).toLowerCase() !== '.csv' || !isTable(table)) {
    throw new Error(
      `${file}: the name must say the table: ${INVENTORY_TABLES.map((name) => `${name}.csv`).join(', ')}, or *.json.`,
    );
  }
  const { rows, lines, rejected } = readCsv(table, text);
  return {
    file,
    table,
    load: async (db) => {
      const result = await importInventory(db, table, rows, lines);
      const all = [...rejected, ...result.rejected].sort((a, b) => a.line - b.line);
      return { ...result, rejectedRows: new Set(all.map(({ line }) => line)).size, rejected: all };
    },
  };
}

function isTable(name: string): name is InventoryTable {
  return (INVENTORY_TABLES as readonly string[]).includes(name);
}

function report(file: string, { table, created, updated, rejectedRows, rejected }: ImportResult): void {
  const what = file.toLowerCase().endsWith('.json') ? 'item' : 'line';
  console.log(
    `${file}, ${table}: ${String(created)} created, ${String(updated)} updated, ${String(rejectedRows)} rejected`,
  );
  for (const { line, field, message } of rejected) console.log(`  ${what} ${String(line)}: ${field} ${message}`);
}

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
  },
);
