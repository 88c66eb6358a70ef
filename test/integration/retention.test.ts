import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { KEPT_BY_DEFAULT, RETENTION_KINDS } from '../../domain/retention/retention';
import { useApi } from '../api/support/api';
import { useCommandLine } from '../support/command-line';
import { openAtOnce } from '../support/fault-windows';
import { eventually } from '../support/stack';
import { useStack } from '../support/use-stack';

jest.setTimeout(240_000);

describe('T6: the daily run', () => {
  const world = useStack({ racks: [{ count: 3 }], env: { FOREWARN_RETENTION: 'messages=never' } });
  const lastRun = async () =>
    world.stack.db.selectFrom('retention_runs').selectAll().where('kind', '=', 'idempotency-keys').executeTakeFirst();

  test('T6: is scheduled by the worker, forgets by kind, and logs figures without a name or an address', async () => {
    const { db } = world.stack;
    const reference = await openAtOnce(world.stack);
    await eventually('its notices are at rest', async () => {
      const { rows } = await sql<{ begun: number; settled: number }>`
        select count(*) filter (where type = 'notice-begun') as begun,
          count(*) filter (where type = 'notice-settled') as settled from timeline
      `.execute(db);
      return rows[0] !== undefined && rows[0].begun > 0 && rows[0].begun === rows[0].settled;
    });
    // the window was over long ago
    await sql`update windows set phase = 'closed', ended_at = now() - interval '3 years' where reference = ${reference}`.execute(
      db,
    );
    await sql`
      insert into idempotency_keys (token_id, key, request_hash, created_at)
      select ${randomUUID()}::uuid, i::text, '', now() - interval '8 days' from generate_series(1, 1200) i
    `.execute(db);
    const schedule = world.client.schedule.getHandle('forewarn-retention');
    expect((await schedule.describe()).spec.calendars).toHaveLength(1);
    await schedule.trigger();
    await eventually('the run is through', async () => (await lastRun())?.removed === 1_200);
    const kinds = await db.selectFrom('retention_runs').select('kind').execute();
    await eventually('every kind had its turn', async () => {
      const ran = (await db.selectFrom('retention_runs').select('kind').execute()).map(({ kind }) => kind);
      return RETENTION_KINDS.filter((kind) => kind !== 'messages').every((kind) => ran.includes(kind));
    });
    expect(kinds.map(({ kind }) => kind)).not.toContain('messages');
    const { rows } = await sql<{ address: string }>`select address from deliveries`.execute(db);
    expect(rows.length).toBeGreaterThanOrEqual(3);
    for (const { address } of rows) expect(address).toMatch(/^erased:/);
    await eventually('it is in the log', () => world.stack.worker.output.includes('not kept any longer'));
    expect(world.stack.worker.output).not.toMatch(/@[a-z0-9-]+\.example/);
    const metrics = await fetch(`${world.stack.apiUrl}/metrics`, {
      headers: { authorization: `Bearer ${world.stack.token}` },
    });
    expect(await metrics.text()).toContain('forewarn_retention_removed{kind="idempotency-keys"} 1200');
  });
});

describe('T6: the command line', () => {
  const api = useApi({ retention: { ...KEPT_BY_DEFAULT, messages: null } });
  const { run: cli } = useCommandLine(api);

  test('T6: says how long what is kept', async () => {
    const { stdout, code } = await cli('operator', 'retention');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^deliveries +730 days +0 +never/m);
    expect(stdout).toMatch(/^messages +for ever/m);
  });

  test('T6: erases a person with a report, and refuses who may not', async () => {
    expect(await cli('operator', 'erase', '--contact', 'acme-ops')).toMatchObject({ code: 1 });
    expect(await cli('admin', 'erase')).toMatchObject({ code: 2 });
    const { stdout, code } = await cli('admin', 'erase', '--contact', 'acme-ops');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^Erased; in its place stands erased:[0-9a-f]{32}\.\nTABLE +ROWS\ncontacts +1/);
    expect((await cli('admin', 'erase', '--address', 'ops@acme.example')).stdout).toContain(
      'Nothing was left to erase',
    );
  });
});
