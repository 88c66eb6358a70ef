import { gzipSync } from 'node:zlib';
import { useServer } from '../support/server';
import { problemIn, useApi } from './support/api';

const api = useApi();
const server = useServer(() => api.app);

const JSON_LINES = 'application/x-ndjson';
const send = (path: string, body: NonNullable<RequestInit['body']>, headers: Record<string, string> = {}) =>
  fetch(`${server.origin}/v1/inventory/${path}`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${api.tokens.admin}`, 'Content-Type': 'text/csv', ...headers },
    body,
    duplex: 'half',
  } as RequestInit);
const containing = (text: string) => expect.stringContaining(text) as string;
const linesOf = (text: string) =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
const count = async (table: 'locations' | 'contacts') =>
  Number(
    (
      await api.store.db
        .selectFrom(table)
        .select(({ fn }) => fn.countAll().as('n'))
        .executeTakeFirst()
    )?.n,
  );

/** A body without end of its own length, made while it is sent. */
function stream(pieces: () => Generator<string>) {
  const source = pieces();
  return new ReadableStream({
    pull(controller) {
      const piece = source.next();
      if (piece.done) controller.close();
      else controller.enqueue(Buffer.from(piece.value));
    },
  });
}

describe('N5: files of the inventory', () => {
  it.each<[string, string, Record<string, string>, string | Uint8Array<ArrayBuffer>]>([
    ['CSV', 'text/csv', {}, 'path,name\r\nfile/a,A\r\nfile/b,\r\n'],
    ['JSON Lines', JSON_LINES, {}, '{"path":"file/a","name":"A"}\n{"path":"file/b"}\n'],
    ['compressed CSV', 'text/csv; charset=UTF-8', { 'Content-Encoding': 'gzip' }, gzipSync('path,name\nfile/a,A\n')],
  ])('come as %s', async (_name, type, headers, body) => {
    await api.store.db.deleteFrom('locations').where('path', 'like', 'file%').execute();
    const response = await send('locations', body, { 'Content-Type': type, ...headers });
    expect(await response.json()).toMatchObject({ rejectedRows: 0, unchanged: 0 });
    expect((await api.store.db.selectFrom('locations').where('path', '=', 'file/a').selectAll().execute())[0]).toEqual({
      path: 'file/a',
      parent: 'file',
      name: 'A',
    });
  });

  it.each([
    ['another charset', { 'Content-Type': 'text/csv; charset=latin1' }, 'path\nx\n', 415, 'unsupported-media-type'],
    ['another compression', { 'Content-Encoding': 'zstd' }, 'path\nx\n', 415, 'unsupported-media-type'],
    ['what is not compressed at all', { 'Content-Encoding': 'gzip' }, 'path\nx\n', 400, 'malformed-body'],
  ])('are refused in %s', async (_name, headers, body, status, code) => {
    const response = await send('locations', body, headers);
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ code });
  });

  it('are answered when their header is wrong, however long they are', async () => {
    function* long() {
      yield 'path;nam\n';
      for (let i = 0; i < 400; i++) yield `long/r${String(i)};${'x'.repeat(100_000)}\n`;
    }
    const response = await send('locations', stream(long));
    expect([response.status, await response.json()]).toMatchObject([
      422,
      { errors: [{ field: 'line 1, (header)', message: containing('"nam" is not a field of locations') }] },
    ]);
  });

  it('change nothing when they break off', async () => {
    const before = await count('locations');
    function* broken() {
      yield 'path\n';
      for (let i = 0; i < 7_000; i++) yield `broken/r${String(i)}\n`;
      throw new Error('the line went dead');
    }
    await expect(send('locations', stream(broken))).rejects.toThrow();
    // the server ends its transaction when it sees the end of the connection; the next import waits for that
    await send('locations', 'path\nfile/c\n');
    expect(await count('locations')).toBe(before + 1);
  });

  it('change nothing in a dry run', async () => {
    const before = await count('locations');
    const response = await send('locations?dryRun=true', 'path\ndry/a\n');
    expect(await response.json()).toMatchObject({ dryRun: true, created: 2, rejectedRows: 0 });
    expect(await count('locations')).toBe(before);
  });

  it('remove what is gone only when asked, and never after a rejected row', async () => {
    const header = 'id,organizationId,name,email\n';
    const kept = 'acme-noc,acme,Ada,noc@acme.example\n';
    const before = await count('contacts');
    const refused = await send('contacts?deleteMissing=true', `${header}${kept}bad,acme,Bad,a@b.example;c@d.example\n`);
    expect(await refused.json()).toMatchObject({ deleted: 0, deletionRefused: containing('rejected') });
    const empty = await send('contacts?deleteMissing=true', header);
    expect(await empty.json()).toMatchObject({ deleted: 0, deletionRefused: containing('no row at all') });
    expect(await count('contacts')).toBe(before);
    const done = await send('contacts?deleteMissing=true', header + kept);
    expect(await done.json()).toMatchObject({ deleted: before - 1, deletionRefused: null });
  });

  it('report every rejected row where asked, and the first 1,000 else', async () => {
    function* rows() {
      yield 'path\n';
      for (let i = 0; i < 6_000; i++) yield i % 2 === 0 ? `many/r${String(i)}\n` : 'not a path\n';
    }
    const short = (await (await send('locations?dryRun=true', stream(rows))).json()) as { rejected: unknown[] };
    expect(short).toMatchObject({ created: 3_001, rejectedRows: 3_000 });
    expect(short.rejected).toHaveLength(1_000);

    const response = await send('locations?dryRun=true&report=all', stream(rows));
    expect(response.headers.get('content-type')).toBe(JSON_LINES);
    const lines = linesOf(await response.text());
    expect(lines).toHaveLength(3_001);
    expect(lines[0]).toEqual({ line: 3, faults: [{ field: 'path', message: containing('joined by') }] });
    expect(lines.at(-1)).toEqual({
      result: {
        ...{ table: 'locations', dryRun: true, created: 3_001, updated: 0, unchanged: 0, deleted: 0 },
        ...{ deletionRefused: null, rejectedRows: 3_000 },
      },
    });
  });

  it('say at last what failed when rows have been reported already, and answer a plain problem else', async () => {
    const rows = Array.from({ length: 20_000 }, (_, i) => `late/${String((i * 7_919) % 20_011)}`);
    const file = gzipSync(`path\nnot a path\n${rows.join('\n')}`);
    const late = await send('locations?report=all', file.subarray(0, file.length / 2), { 'Content-Encoding': 'gzip' });
    const lines = linesOf(await late.text());
    expect(lines[0]).toMatchObject({ line: 2 });
    expect(lines.at(-1)).toMatchObject({ problem: { code: 'malformed-body', status: 400 } });
    const early = await send('locations?report=all', gzipSync('path\nx\n').subarray(0, 12), {
      'Content-Encoding': 'gzip',
    });
    expect([early.status, await early.json()]).toMatchObject([400, { code: 'malformed-body' }]);
  });

  it('are told apart from a list by their type', async () => {
    const body = JSON.stringify([{ path: 'list/a' }]);
    const list = await send('locations?report=all', body, { 'Content-Type': 'application/json' });
    expect(linesOf(await list.text())).toMatchObject([{ result: { created: 2 } }]);
  });

  it('report every rejected row again to the same Idempotency-Key: an answer in pieces is not kept', async () => {
    const body = JSON.stringify([{ path: 'key/a' }, { path: '' }]);
    const headers = { 'Content-Type': 'application/json', 'Idempotency-Key': 'rows-of-tonight' };
    for (const counts of [{ created: 2 }, { unchanged: 1 }]) {
      const response = await send('locations?report=all', body, headers);
      expect(response.headers.get('idempotency-replayed')).toBeNull();
      expect(linesOf(await response.text())).toMatchObject([{ line: 2 }, { result: { ...counts, rejectedRows: 1 } }]);
    }
  });

  it.each([
    ['locations?dryRun=maybe', 'dryRun'],
    ['locations?report=some', 'report'],
    ['locations?delete=true', 'delete'],
  ])('name the fault in %s', async (path, field) => {
    const response = await send(path, 'path\nx\n');
    expect(await response.json()).toMatchObject({ code: 'invalid-body', errors: [{ field }] });
  });
});

describe('the export of the inventory', () => {
  it('is a file in the form asked for', async () => {
    const csv = await api.as('operator').get('/v1/inventory/staff/export').expect(200);
    expect(csv.headers).toMatchObject({
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': 'attachment; filename=staff.csv',
      'cache-control': 'no-store',
    });
    expect(csv.text).toBe(
      'id,name,email,role\r\ncarl,Carl,carl@provider.example,customer-engineer\r\n' +
        'rita,Rita,rita@provider.example,account-representative\r\n',
    );
    const response = await fetch(`${server.origin}/v1/inventory/staff_organizations/export?format=jsonl`, {
      headers: { Authorization: `Bearer ${api.tokens.admin}` },
    });
    expect(linesOf(await response.text())[0]).toEqual({ staffId: 'carl', organizationId: 'acme' });
    expect(problemIn(await api.as('admin').get('/v1/inventory/staff/export?format=xml').expect(422)).errors).toEqual([
      { field: 'format', message: 'must be one of "csv", "jsonl"' },
    ]);
  });

  it('has no body for HEAD', async () => {
    const response = await fetch(`${server.origin}/v1/inventory/resources/export`, {
      method: 'HEAD',
      headers: { Authorization: `Bearer ${api.tokens.admin}` },
    });
    expect([response.status, await response.text()]).toEqual([200, '']);
  });

  it('T3: gives a customer its own rows, and no staff', async () => {
    const { text } = await api.as('customer').get('/v1/inventory/resources/export?format=jsonl').expect(200);
    expect(text).toContain('acme-web');
    expect(text).not.toMatch(/bolt|coil|dyne/);
    await api.as('customer').get('/v1/inventory/staff/export').expect(403);
  });

  it('leaves no transaction open when the reader goes away', async () => {
    const going = new AbortController();
    const response = await fetch(`${server.origin}/v1/inventory/locations/export`, {
      headers: { Authorization: `Bearer ${api.tokens.admin}` },
      signal: going.signal,
    });
    await response.body?.getReader().read();
    going.abort();
    // an import and an export still have connections to work with
    await expect(send('locations', 'path\nfile/d\n')).resolves.toMatchObject({ status: 200 });
  });
});
