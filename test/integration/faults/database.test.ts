import { setTimeout as pause } from 'node:timers/promises';
import { SECOND } from '../../../domain/shared/time';
import { startBreakablePostgres, type BreakablePostgres } from '../../support/breakable-postgres';
import { ledgerOf, reckon, deliveryStates } from '../../support/fault-oracle';
import { atOnce, openAtOnce } from '../../support/fault-windows';
import { startRecordingSmtp, type RecordingSmtp } from '../../support/recording-smtp';
import { seeded } from '../../support/seeded';
import { eventually, Stack } from '../../support/stack';

/** PostgreSQL goes away in the middle of a notice: row 8 of the fault table (docs/delivery.md). */

jest.setTimeout(180_000);

const CONNECTIONS = 10;
const RECIPIENTS = 1_500;

const chance = seeded('the database goes away');
let postgres: BreakablePostgres;
let smtp: RecordingSmtp;
let stack: Stack;

beforeAll(async () => {
  postgres = await startBreakablePostgres();
  smtp = await startRecordingSmtp({ delayMs: 2 });
  stack = await Stack.start(postgres.url, smtp.url, { connections: CONNECTIONS });
  await stack.fillInventory(RECIPIENTS);
});

afterAll(async () => {
  await stack.stop();
  await smtp.close();
  await postgres.remove();
});

test('N8, row 8: stopped at once in mid notice: nobody is lost, at most what was on the wire comes twice, the API says 503', async () => {
  const reference = await openAtOnce(stack);
  await smtp.whenAccepted(chance.between(100, RECIPIENTS / 2));
  await postgres.crash();
  const atCrash = smtp.accepted.length;

  const probe = await fetch(`${stack.apiUrl}/readyz`);
  expect(probe.status).toBe(503);
  expect(await probe.json()).toMatchObject({ database: 'unreachable', temporal: 'reachable' });
  expect((await fetch(`${stack.apiUrl}/healthz`)).status).toBe(200);
  for (const [method, where, body] of [
    ['GET', `/v1/windows/${reference}`, undefined],
    ['POST', '/v1/windows', atOnce()],
    ['POST', `/v1/windows/${reference}/cancel`, { reason: 'The vendor withdrew the advice.' }],
  ] as const) {
    expect(await stack.call(method, where, body)).toMatchObject({
      status: 503,
      body: { code: 'database-unreachable' },
    });
  }
  await pause(3 * SECOND);
  // each connection may have had a message on the wire, and none begins another without its commit
  expect(smtp.accepted.length).toBeLessThanOrEqual(atCrash + CONNECTIONS);
  expect(atCrash).toBeLessThan(RECIPIENTS);

  await postgres.start();
  await eventually(
    'everybody accepted',
    async () => (await deliveryStates(stack.db, reference)).accepted === RECIPIENTS,
  );
  const { lost, repeated } = reckon(await ledgerOf(stack.db, reference), smtp);
  expect(lost).toBe(0);
  expect(repeated).toBeLessThanOrEqual(CONNECTIONS);
  expect(stack.worker.isRunning && stack.api.isRunning).toBe(true);
  // nothing that was answered with 503 was done
  expect(await stack.db.selectFrom('windows').select('reference').execute()).toEqual([{ reference }]);
  expect((await fetch(`${stack.apiUrl}/readyz`)).status).toBe(200);
  expect((await stack.call('GET', `/v1/windows/${reference}`)).body.phase).toBe('announced');
});
