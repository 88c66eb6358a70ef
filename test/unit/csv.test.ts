import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { fromFile, inFile } from '../../domain/shared/csv-cell';
import { rereadableBlocks } from '../../store/inventory/import/blocks';
import { readCsv } from '../../store/inventory/import/csv';
import { recordsOf, type CsvRecord } from '../../store/inventory/import/csv-records';
import type { InventoryTable } from '../../store/inventory/import/rows';

async function* pieces(content: string | Buffer, size = 65_536): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(content);
  for (let start = 0; start < bytes.length; start += size)
    yield await Promise.resolve(bytes.subarray(start, start + size));
}

async function read(table: InventoryTable, content: string | Buffer) {
  const values: unknown[] = [];
  const faults: [number, string, string][] = [];
  for await (const row of readCsv(table, pieces(content))) {
    if ('value' in row) values.push(row.value);
    else faults.push(...row.faults.map(({ field, message }) => [row.line, field, message] as [number, string, string]));
  }
  return { values, faults };
}

async function records(content: string | Buffer, separator = ',', size?: number): Promise<CsvRecord[]> {
  const all: CsvRecord[] = [];
  for await (const found of recordsOf(rereadableBlocks(pieces(content, size)), separator)) all.push(...found);
  return all;
}

const acme = { id: 'acme', name: 'Acme', timeZone: 'Etc/UTC' };
const bolt = { id: 'bolt', name: 'Bolt', timeZone: 'Asia/Tokyo' };
const inUtf16 = (text: string) => Buffer.from(text, 'utf16le');

describe('N5: files as spreadsheets write them', () => {
  it.each([
    ['with a comma', 'id,name,timeZone\nacme,Acme,Etc/UTC\nbolt,Bolt,Asia/Tokyo\n'],
    ['with a semicolon', 'id;name;timeZone\nacme;Acme;Etc/UTC\nbolt;Bolt;Asia/Tokyo\n'],
    ['with a tab', 'id\tname\ttimeZone\nacme\tAcme\tEtc/UTC\nbolt\tBolt\tAsia/Tokyo\n'],
    ['with CRLF and no line end at the last', 'id,name,timeZone\r\nacme,Acme,Etc/UTC\r\nbolt,Bolt,Asia/Tokyo'],
    [
      'after a byte-order mark, in quotes',
      '\ufeff"id";"name";"timeZone"\n"acme";"Acme";"Etc/UTC"\nbolt;Bolt;Asia/Tokyo\n',
    ],
    ['with headers in another case and blanks', ' ID , Name,TIMEZONE\nacme,Acme,Etc/UTC\nbolt , Bolt,Asia/Tokyo\n'],
    ['with empty columns at the end', 'id,name,timeZone,,\nacme,Acme,Etc/UTC,,\nbolt,Bolt,Asia/Tokyo,,,,\n'],
    ['with empty columns in the middle', 'id;;name;timeZone\nacme;;Acme;Etc/UTC\nbolt;;Bolt;Asia/Tokyo\n'],
    ['with rows of commas', ',,\nid,name,timeZone\n,,\nacme,Acme,Etc/UTC\n,"", \n\nbolt,Bolt,Asia/Tokyo\n,,\n,,\n'],
  ])('are read %s', async (_name, text) => {
    expect(await read('organizations', text)).toEqual({ values: [acme, bolt], faults: [] });
  });

  it('keep a line break in quotes, and the lines after it their numbers', async () => {
    const { values, faults } = await read(
      'resources',
      [
        'id,organizationId,environmentId,location,kind,name,labels',
        'a,acme,acme-prod,eu-1,server,"one',
        'two","tier=web',
        'os=linux"',
        'b,acme,acme-prod,eu-1,server,b,wrong',
        'c,acme,acme-prod,eu-1,server,"c","{',
        '  ""x;y"": ""z""',
        '}"',
        'd,acme,acme-prod,eu-1,server,d,wrong',
      ].join('\r\n'),
    );
    const place = { organizationId: 'acme', environmentId: 'acme-prod', location: 'eu-1', kind: 'server' };
    expect(values).toEqual([
      { id: 'a', ...place, name: 'one\r\ntwo', labels: { tier: 'web', os: 'linux' } },
      { id: 'c', ...place, name: 'c', labels: { 'x;y': 'z' } },
    ]);
    expect(faults.map(([line, field]) => [line, field])).toEqual([
      [5, 'labels'],
      [9, 'labels'],
    ]);
  });

  it('separate lists by a semicolon or a line break', async () => {
    const text = 'id;organizationId;name;email;roles\na;acme;A;a@acme.example;"billing;ops-alert\nmaintenance"\n';
    expect((await read('contacts', text)).values).toMatchObject([{ roles: ['billing', 'ops-alert', 'maintenance'] }]);
  });

  it('read whole numbers as numbers', async () => {
    const text = 'id,name,timeZone,maintenanceEveryDays\nacme,Acme,Etc/UTC,30\nbolt,Bolt,Asia/Tokyo,often\n';
    expect(await read('organizations', text)).toEqual({
      values: [{ ...acme, maintenanceEveryDays: 30 }],
      faults: [[3, 'maintenanceEveryDays', 'must be a whole number']],
    });
  });
});

describe('N5: what cannot be read is told with the way out', () => {
  const SAVE_AS = 'save it as UTF-8, in Excel as "CSV UTF-8"';
  it.each<[string, string | Buffer, string, string]>([
    ['UTF-16 with a mark', inUtf16('\ufeffid,name\n'), '(file)', `is UTF-16 text; ${SAVE_AS}`],
    ['UTF-16 of the other order', inUtf16('\ufeffid,name\n').swap16(), '(file)', `is UTF-16 text; ${SAVE_AS}`],
    ['UTF-16 without a mark', inUtf16('id,name\n'), '(file)', `is UTF-16 text; ${SAVE_AS}`],
    ['a workbook', 'PK\u0003\u0004', '(file)', `is a workbook, not the text of its sheet; ${SAVE_AS}`],
    [
      'lines of an old Macintosh',
      'id,name\ra,b\r',
      '(file)',
      'has lines that end with a carriage return alone; save it with line feeds',
    ],
    [
      'two separators',
      'id,name;timeZone\na,b,c\n',
      '(file)',
      'has columns separated by "," and by ";"; separate all of them by a comma',
    ],
    ['nothing but commas', ',,\n,,\n', '(file)', 'is empty'],
    [
      'a header in Latin-1',
      Buffer.from('id,näme\na,b\n', 'latin1'),
      '(header)',
      'is not UTF-8 but perhaps Latin-1 text; save the file as UTF-8, in Excel as "CSV UTF-8"',
    ],
  ])('%s', async (_name, content, field, message) => {
    expect(await read('organizations', content)).toEqual({ values: [], faults: [[1, field, message]] });
  });

  it('another separator is a header without the fields, and says which may separate them', async () => {
    const { faults } = await read('organizations', 'id|name|timeZone\na|b|c\n');
    expect(faults[0]?.[2]).toMatch(
      /^"id\|name\|timeZone" is not .*; columns are separated by a comma, a semicolon or a tab$/,
    );
  });

  it.each([
    ['too many cells', 'a/b;x;y', 'has 3 cells; the header has 2; put a cell that holds ";" in quotes'],
    ['too few cells', 'a/b', 'has 1 cell; the header has 2'],
    [
      'a cell where the header has none',
      'a/b;;;y',
      'has 4 cells; the header has 2; put a cell that holds ";" in quotes',
    ],
    [
      'a quote too late',
      'a/b;x;"y\nz"',
      'has 3 cells; the header has 2; it goes on to line 4, so perhaps a quote is missing',
    ],
  ])('a row with %s', async (_name, row, message) => {
    const { values, faults } = await read('locations', `path;name\na/a;z\n${row}\na/c;z\n`);
    expect(faults).toEqual([[3, '(line)', message]]);
    expect(values).toHaveLength(2);
  });

  it('text below an empty header', async () => {
    const { faults } = await read('locations', 'path,,name\na/a,,z\na/b,x,z\n');
    expect(faults).toEqual([[3, '(line)', 'has text in column 2, which has no name in the header']]);
  });

  it('a forgotten quote spoils its own row, also when nothing closes it or too much lies between', async () => {
    const rows = Array.from({ length: 8_000 }, (_, i) => `r/${String(i)},${'name '.repeat(38)}`);
    rows[10] = 'r/10,"x';
    rows[7_990] = 'r/7990,"x';
    const { values, faults } = await read('locations', `path,name\n${rows.join('\n')}\n`);
    const message =
      'has a quote that is not closed at the end of its cell; close it there, and double the quotes that belong to the text';
    expect(faults).toEqual([
      [12, '(line)', message],
      [7_992, '(line)', message],
    ]);
    expect(values).toHaveLength(7_998);
  });
});

describe('a reader that is sent anything', () => {
  const cell = fc.string({
    unit: fc.constantFrom('a', ' ', '"', ',', ';', '\n', '\r\n', 'ü', '東', '\ufeff', '='),
    maxLength: 8,
  });
  const rows = fc.array(fc.array(cell, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 12 });
  const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;

  it('gives back every cell in quotes, and the line each record begins on', async () => {
    await fc.assert(
      fc.asyncProperty(
        rows,
        fc.constantFrom('\n', '\r\n'),
        fc.integer({ min: 1, max: 9 }),
        async (table, end, size) => {
          const text = table.map((cells) => cells.map(quoted).join(',') + end).join('');
          const lineOf = (i: number) => 1 + (table.slice(0, i).flat().join('').match(/\n/g)?.length ?? 0) + i;
          expect(await records(text, ',', size)).toEqual(table.map((cells, i) => ({ line: lineOf(i), cells })));
        },
      ),
    );
  });

  it('names the same lines whatever the pieces, goes on after each fault and never stops early', async () => {
    const junk = fc.string({ unit: fc.constantFrom('a', '"', '"', ',', '\n', ' '), maxLength: 60 });
    await fc.assert(
      fc.asyncProperty(junk, fc.integer({ min: 1, max: 9 }), async (text, size) => {
        const found = await records(text, ',', size);
        expect(found).toEqual(await records(text));
        const lines = found.map(({ line }) => line);
        expect(lines).toEqual([...new Set(lines)].sort((a, b) => a - b));
        const after = await records(`${text}\nlast,line\n`);
        expect(after.at(-1)).toMatchObject({ cells: ['last', 'line'] });
      }),
    );
  });

  it.each<[string, string, string, sent: number, held: number]>([
    ['a line without end', '', 'a', 20e6, 8e6],
    // a million cells
    ['a line of commas', '', ',', 60e6, 40e6],
    ['a quote that is never closed', '"', `a/b,${'x'.repeat(495)}\n`, 12e6, 8e6],
    ['quotes that are never closed', '"', '""', 20e6, 8e6],
  ])('T8: holds no more than a row of %s', async (_name, start, filling, sent, bound) => {
    setFlagsFromString('--expose-gc');
    const collect = runInNewContext('gc') as () => void;
    const held = () => {
      // buffers of one collection are freed beside the program, at the latest by the next
      collect();
      collect();
      const { heapUsed, arrayBuffers } = process.memoryUsage();
      return heapUsed + arrayBuffers;
    };
    const before = held();
    let most = 0;
    async function* endless() {
      yield Buffer.from(`path,name\n${start}`);
      for (let i = 0; i < sent / 100_000; i++) {
        if (i % 100 === 0) most = Math.max(most, held() - before);
        yield await Promise.resolve(Buffer.alloc(100_000, filling));
      }
    }
    const faults = new Set<string>();
    for await (const row of readCsv('locations', endless())) {
      if ('faults' in row) faults.add(row.faults[0]?.message.slice(0, 40) ?? '');
    }
    expect(most).toBeLessThan(bound);
    expect(faults.size).toBeLessThanOrEqual(3);
  });
});

test('N5: rows shorter or longer than the header cost no more than others', async () => {
  const made = jest.spyOn(Error, 'captureStackTrace');
  try {
    const found = await records(`path,name\n${'a\n\na,b,c\n'.repeat(1_000)}`);
    expect(found).toHaveLength(3_001);
    expect(made).not.toHaveBeenCalled();
    await records('a"');
    expect(made).toHaveBeenCalled();
  } finally {
    made.mockRestore();
  }
});

describe('T8: formulas in exported files', () => {
  it.each(['=1+1', '+49 30', '-x', '@sum(a)', '\tx', "'=1", "''=1", '＝1', '-"a", b'])(
    '%j is text to a spreadsheet, and read back as it was',
    (value) => {
      expect(inFile(value)).toMatch(/^"?'/);
      expect(inFile(value)).not.toBe(value);
    },
  );

  it('anything else stays as it is', () => {
    for (const value of ['a=b', "'s-Hertogenbosch", "O'Neill", '1-2', '']) expect(inFile(value)).toBe(value);
  });

  it('every cell is read back as it was', async () => {
    const unit = fc.constantFrom('=', '+', '-', '@', '\t', "'", '"', ',', ';', ' ', 'a', '\n', '\r', 'ü', '＝');
    await fc.assert(
      fc.asyncProperty(fc.array(fc.string({ unit, maxLength: 6 }), { minLength: 2, maxLength: 4 }), async (cells) => {
        const [record] = await records(`${cells.map(inFile).join(',')}\r\n`);
        expect(record && 'cells' in record && record.cells.map(fromFile)).toEqual(cells);
      }),
    );
  });
});
