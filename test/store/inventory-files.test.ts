import { readCsv } from '../../store/inventory/import/csv';
import { importFrom } from '../../store/inventory/import/import-inventory';
import { readJsonLines } from '../../store/inventory/import/json-lines';
import type { InventoryTable } from '../../store/inventory/import/rows';
import type { SourceRow } from '../../store/inventory/import/source';
import { exportInventory, EXPORT_FORMATS, type ExportFormat } from '../../store/inventory/export-inventory';
import { importInventory } from '../../store/inventory/import/import-inventory';
import { INVENTORY_TABLES } from '../../store/inventory/import/rows';
import { useStore } from './support';

/** The text in pieces of so many bytes, so that lines and characters are cut in the middle. */
async function* pieces(content: string | Buffer, size = 7): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(content);
  for (let start = 0; start < bytes.length; start += size) {
    // the memory is used again, as a socket does it
    const piece = Buffer.from(bytes.subarray(start, start + size));
    yield piece;
    await Promise.resolve();
    piece.fill(0x2a);
  }
}

async function all(rows: AsyncIterable<SourceRow>) {
  const values: unknown[] = [];
  const faults: [number, string, string][] = [];
  for await (const row of rows) {
    if ('value' in row) values.push(row.value);
    else faults.push(...row.faults.map(({ field, message }) => [row.line, field, message] as [number, string, string]));
  }
  return { values, faults };
}
const NOT_CLOSED =
  'has a quote that is not closed at the end of its cell; close it there, and double the quotes that belong to the text';
const csv = (table: InventoryTable, text: string | Buffer) => all(readCsv(table, pieces(text)));

describe('CSV', () => {
  const store = useStore();

  it('reads lists, labels and yes or no, leaves empty cells out, and keeps each line', async () => {
    const text = [
      '\ufeffid,organizationId,environmentId,location,kind,name,labels',
      '',
      'csv-1,acme,acme-production,eu-1/dc-1/rack-a12,server,"web, ""one""",tier=web;os = linux',
      'csv-2,acme,acme-production,eu-1/dc-1/rack-a12,server,zwölf,',
      'csv-3,acme,acme-production,eu-1/dc-1/rack-a12,server,three,tier',
      'csv-4,acme,acme-production,eu-1/dc-1/rack-a12,server',
      'csv-5,acme,acme-production,eu-1/dc-1/rack-zz,server,five,',
      'csv-6,acme,acme-production,eu-1/dc-1/rack-a12,server,six,"{""a=b"":""c;d""}"',
    ].join('\r\n');
    const result = await importFrom(store.db, 'resources', readCsv('resources', pieces(text)));
    expect(result).toMatchObject({ created: 3, rejectedRows: 3 });
    expect(result.rejected.map(({ line, field, message }) => [line, field, message])).toEqual([
      [5, 'labels', 'must be key=value pairs separated by ";", such as tier=web;os=linux'],
      [6, '(line)', 'has 5 cells; the header has 7'],
      [7, 'location', 'eu-1/dc-1/rack-zz is not in the inventory; import locations first'],
    ]);
    const rows = await store.db
      .selectFrom('resources')
      .where('id', 'like', 'csv-%')
      .selectAll()
      .orderBy('id')
      .execute();
    expect(rows).toMatchObject([
      { id: 'csv-1', name: 'web, "one"', labels: { tier: 'web', os: 'linux' } },
      { id: 'csv-2', name: 'zwölf', labels: {} },
      { id: 'csv-6', labels: { 'a=b': 'c;d' } },
    ]);
  });

  it('reads roles, environments and preferences', async () => {
    const text =
      'id,organizationId,name,email,roles,environments,wantsOptional,locale\n' +
      'c-1,acme,A,a@acme.example,ops-alert; maintenance,acme-production,FALSE,de-AT\n';
    expect((await csv('contacts', text)).values).toEqual([
      {
        ...{ id: 'c-1', organizationId: 'acme', name: 'A', email: 'a@acme.example' },
        ...{ roles: ['ops-alert', 'maintenance'], environments: ['acme-production'] },
        ...{ wantsOptional: false, locale: 'de-AT' },
      },
    ]);
  });

  it.each([
    ['an unknown column', 'id,name,zone\n', ['"zone" is not a field of organizations', '"timeZone" is missing']],
    ['a column given twice', 'id,name,timeZone,name\n', ['"name" is there twice']],
    ['nothing', '', ['is empty']],
    ['only blanks', ' \n\n', ['is empty']],
  ])('rejects a file with %s as a whole', async (_name, text, messages) => {
    const { values, faults } = await csv('organizations', `${text}${text.trim() && 'a,b,Etc/UTC\n'}`);
    expect(values).toEqual([]);
    messages.forEach((message, i) =>
      expect(faults[i]).toEqual([1, expect.any(String), expect.stringContaining(message)]),
    );
    expect(faults).toHaveLength(messages.length);
  });

  it.each([
    ['inside a cell', 'x"y', 'has a quote inside a cell; put the whole cell in quotes and double the inner ones'],
    ['never closed', '"x', NOT_CLOSED],
    ['closed too early', '"x"y', 'has text after a closing quote; double the quotes inside a cell'],
  ])('names the line of a quote %s, and goes on', async (_name, cell, message) => {
    const { values, faults } = await csv('locations', `path,name\na/a,z\na/b,${cell}\na/c,"z"\n`);
    expect(faults).toEqual([[3, '(line)', message]]);
    expect(values).toEqual([
      { path: 'a/a', name: 'z' },
      { path: 'a/c', name: 'z' },
    ]);
  });

  it('names the lines that are no UTF-8, and goes on', async () => {
    const latin1 = Buffer.concat([
      Buffer.from('path,name\na/a,Zürich\na/b,'),
      Buffer.from('Zürich', 'latin1'),
      Buffer.from('\na/c,東京\n'),
    ]);
    const { values, faults } = await csv('locations', latin1);
    expect(faults).toEqual([
      [3, '(line)', 'is not UTF-8 but perhaps Latin-1 text; save the file as UTF-8, in Excel as "CSV UTF-8"'],
    ]);
    expect(values).toEqual([
      { path: 'a/a', name: 'Zürich' },
      { path: 'a/c', name: '東京' },
    ]);
  });

  it('does not hold a line without end', async () => {
    async function* endless() {
      yield Buffer.from('path,name\na/a,z\n');
      for (let i = 0; i < 40; i++) yield await Promise.resolve(Buffer.alloc(100_000, 0x61));
      yield Buffer.from('\na/b,z\n');
    }
    const { values, faults } = await all(readCsv('locations', endless()));
    expect(faults).toEqual([[3, '(line)', 'is longer than 1,000,000 bytes, which no row is']]);
    expect(values).toHaveLength(2);
  });
});

describe('JSON Lines', () => {
  it('reads one row a line, and names the lines that are none', async () => {
    const text = '\ufeff{"id":"a"}\r\n\n{"id":\n{"id":"\\ud800"}\n{"id":"\\ud83d\\ude00 \\\\ud800"}\n5';
    const { values, faults } = await all(readJsonLines(pieces(text)));
    expect(values).toEqual([{ id: 'a' }, { id: '😀 \\ud800' }, 5]);
    expect(faults).toEqual([
      [3, '(line)', 'is not JSON; each line holds one object, such as {"id":"acme"}'],
      [4, '(line)', 'holds half a surrogate pair; write the whole character'],
    ]);
  });

  it('rejects addresses that are not one addr-spec, unknown fields and control characters', async () => {
    const contact = { id: 'x', organizationId: 'acme', name: 'X', email: 'x@acme.example' };
    const lines = [
      { ...contact, email: 'a@b.example, c@d.example' },
      { ...contact, email: 'X <a@b.example>' },
      { ...contact, name: 'a\u0000b' },
      { ...contact, phone: '1' },
      { ...contact, wantsOptional: 'perhaps' },
    ];
    const rows = readJsonLines(pieces(lines.map((row) => JSON.stringify(row)).join('\n')));
    const { rejected } = await importFrom(jsonStore.db, 'contacts', rows);
    expect(rejected.map(({ line, field }) => [line, field])).toEqual([
      [1, 'email'],
      [2, 'email'],
      [3, 'name'],
      [4, 'phone'],
      [5, 'wantsOptional'],
    ]);
  });
  const jsonStore = useStore();
});

/** What spreadsheets would run or change, and what CSV has a meaning of its own for. */
const ODD_NAMES = [
  '=1+1',
  '+49',
  '-x',
  '@sum(a)',
  "'=1",
  "''@",
  "'s-Hertogenbosch",
  'a\tb',
  '"',
  'a,"b',
  ';',
  '{',
  'x=y',
  '\ufffd',
];

describe('the export', () => {
  const store = useStore();
  const read = {
    csv: readCsv,
    jsonl: (_table: InventoryTable, bytes: AsyncIterable<Uint8Array>) => readJsonLines(bytes),
  };
  const exported = async (table: InventoryTable, format: ExportFormat, organizationId: string | null = null) => {
    let text = '';
    for await (const piece of exportInventory(store.db, table, format, { organizationId })) text += piece;
    return text;
  };

  beforeAll(async () => {
    await importInventory(store.db, 'resources', [
      {
        ...{ id: 'odd', organizationId: 'acme', environmentId: 'acme-production', location: 'eu-1/dc-1/rack-a12' },
        ...{ kind: 'server', name: 'a "b", c', labels: { 'x=y': '{;}', plain: 'ü' }, redundancyGroup: 'pair-1' },
      },
    ]);
    await importInventory(store.db, 'contacts', [
      {
        ...{ id: 'odd', organizationId: 'acme', name: 'O', email: 'o@acme.example', roles: ['a', 'b'] },
        ...{ environments: ['acme-production', 'acme-staging'], wantsOptional: false, locale: 'fr' },
      },
    ]);
    await importInventory(store.db, 'organizations', [
      { id: 'odd', name: '=1+1', timeZone: 'Etc/UTC', maintenanceEveryDays: 30, calendarMode: 'invite' },
    ]);
    await importInventory(
      store.db,
      'environments',
      ODD_NAMES.map((name, i) => ({ id: `odd-${String(i)}`, organizationId: 'odd', name })),
    );
    await importInventory(
      store.db,
      'resources',
      ODD_NAMES.map((name, i) => ({
        ...{ id: `odd-${String(i)}`, organizationId: 'odd', environmentId: 'odd-0', location: 'eu-1/dc-1/rack-a12' },
        ...{ kind: 'server', name, labels: { [name]: name, [`${name} 2`]: 'x' } },
      })),
    );
  });

  it.each(EXPORT_FORMATS.flatMap((format) => INVENTORY_TABLES.map((table) => [table, format] as const)))(
    'writes %s as %s that the import takes as they are',
    async (table, format) => {
      const text = await exported(table, format);
      const result = await importFrom(store.db, table, read[format](table, pieces(text, 1_000)), {
        deleteMissing: true,
      });
      expect(result).toMatchObject({ created: 0, updated: 0, deleted: 0, rejected: [], deletionRefused: null });
      expect(result.unchanged).toBeGreaterThan(1);
    },
  );

  it('T8: writes no cell that a spreadsheet runs as a formula', async () => {
    for (const table of INVENTORY_TABLES) {
      const text = await exported(table, 'csv');
      expect(text).not.toMatch(/(^|[,\n])"?[=+\-@]/);
    }
    expect(await exported('environments', 'csv')).toContain("odd-0,odd,'=1+1\r\n");
  });

  it('writes every row of more than one chunk once, in order', async () => {
    const rows = Array.from({ length: 12_345 }, (_, i) => ({ path: `z/${String(i).padStart(5, '0')}` }));
    await importInventory(store.db, 'locations', rows);
    const lines = (await exported('locations', 'jsonl')).trimEnd().split('\n');
    const paths = lines.map((line) => (JSON.parse(line) as { path: string }).path).filter((path) => path > 'z/');
    expect(paths).toEqual(rows.map(({ path }) => path));
  });

  it('T3: writes for an organization only what is its own', async () => {
    for (const table of INVENTORY_TABLES) {
      const text = await exported(table, 'csv', 'acme');
      expect(text).not.toMatch(/bolt|coil|dyne|us-1/);
    }
    expect(await exported('locations', 'csv', 'acme')).toBe(
      'path,name\r\neu-1,eu-1\r\neu-1/dc-1,dc-1\r\neu-1/dc-1/rack-a12,rack-a12\r\n',
    );
  });
});
