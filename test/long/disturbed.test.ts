import { randomUUID } from 'node:crypto';
import { WorkflowNotFoundError } from '@temporalio/client';
import { sql } from 'kysely';
import Long from 'long';
import { DAY } from '../../domain/shared/time';
import { ledgerOf, reckon, deliveryStates } from '../support/fault-oracle';
import { atOnce, openAtOnce } from '../support/fault-windows';
import { seeded } from '../support/seeded';
import { eventually } from '../support/stack';
import { useStack } from '../support/use-stack';
import { iso } from '../support/windows';

/**
 * Windows whose run is reset, whose plan changes in mid notice, whose data is poisoned: rows 10 and 13 of the fault table
 * (docs/delivery.md), and N9.
 */

jest.setTimeout(180_000);

const CONNECTIONS = 8;
const RECIPIENTS = 400;
const RESETS = 6;
const WORKFLOW_TASK_COMPLETED = 7;
const WORKFLOW_TASK_FAILED = 9;

const chance = seeded('windows are disturbed');
const world = useStack({
  connections: CONNECTIONS,
  racks: [{ count: RECIPIENTS }, { count: 10, rack: 'rack-ten', prefix: 'ten-' }],
});

async function command(reference: string, name: string, body: Record<string, unknown> = {}): Promise<void> {
  const { status, body: answer } = await world.stack.call('POST', `/v1/windows/${reference}/${name}`, body);
  if (status !== 200) throw new Error(`${name}: ${JSON.stringify(answer)}`);
}

async function eventsOf(workflowId: string) {
  const { events } = await world.client.workflow.getHandle(workflowId).fetchHistory();
  return events ?? [];
}

/** Resets the workflow's latest run to one of its completed workflow tasks, by chance; answers the event's number. */
async function resetSomewhere(workflowId: string): Promise<void> {
  const { runId } = await world.client.workflow.getHandle(workflowId).describe();
  const tasks = (await eventsOf(workflowId)).filter(({ eventType }) => Number(eventType) === WORKFLOW_TASK_COMPLETED);
  await world.client.workflowService.resetWorkflowExecution({
    namespace: 'default',
    workflowExecution: { workflowId, runId },
    reason: 'a fault test',
    workflowTaskFinishEventId: Long.fromValue(chance.pick(tasks).eventId ?? 0),
    requestId: randomUUID(),
  });
}

/** Undefined while there is no such workflow. */
async function statusOf(workflowId: string): Promise<string | undefined> {
  try {
    return (await world.client.workflow.getHandle(workflowId).describe()).status.name;
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return undefined;
    throw error;
  }
}

/** The window waits for a timer or a person, and for nothing else. */
async function isQuiet(reference: string): Promise<boolean> {
  const { raw } = await world.client.workflow.getHandle(reference).describe();
  return !raw.pendingWorkflowTask && !raw.pendingActivities?.length && !raw.pendingChildren?.length;
}

/** Every notice the window has begun is at rest, these among them, on the page and in Temporal. */
async function atRest(reference: string, notices: readonly string[]): Promise<boolean> {
  const rows = await world.stack.db
    .selectFrom('notices')
    .select(['slug', 'revision', 'state'])
    .where('window_reference', '=', reference)
    .execute();
  if (rows.some(({ state }) => state === 'under-way' || state === 'waiting')) return false;
  const begun = new Set(rows.map(({ slug, revision }) => `${slug}.r${String(revision)}`));
  if (!notices.every((notice) => begun.has(notice))) return false;
  return (await workflowsOf(reference)).every(
    ({ workflowId, status }) => workflowId === reference || status !== 'RUNNING',
  );
}

/** The window's, and those of notices that were not through with their first slice. */
async function workflowsOf(reference: string): Promise<{ workflowId: string; status: string }[]> {
  const { rows } = await sql<{ slug: string; revision: number }>`
    select slug, revision from notices where window_reference = ${reference}
  `.execute(world.stack.db);
  const ids = [reference, ...rows.map(({ slug, revision }) => `${reference}.${slug}.r${String(revision)}`)];
  const found = await Promise.all(ids.map(async (workflowId) => ({ workflowId, status: await statusOf(workflowId) })));
  return found.flatMap(({ workflowId, status }) => (status === undefined ? [] : [{ workflowId, status }]));
}

describe('row 13: a reset', () => {
  test('N8, row 13: of a window or a notice to any workflow task: nobody gets a second copy of anything', async () => {
    const reference = await openAtOnce(world.stack, 'rack-ten');
    const notices = ['announcement.r1', 'started.r1', 'progress-1.r1', 'completed.r1'];
    await eventually('announced', () => atRest(reference, ['announcement.r1']));
    await command(reference, 'start');
    await command(reference, 'post', { message: 'Half of the rack is done.' });
    await command(reference, 'complete', { message: 'All is done.' });
    await eventually(
      'everybody has heard',
      async () => (await deliveryStates(world.stack.db, reference)).accepted === 40,
    );
    await eventually('at rest', () => atRest(reference, notices));
    const before = world.smtp.accepted.length;

    for (let reset = 0; reset < RESETS; reset++) {
      const { workflowId: target } = chance.pick(await workflowsOf(reference));
      await resetSomewhere(target);
      // which commands are obeyed again is another matter: they are checked anew, all against the state of that moment
      await eventually(`${target} through again`, async () => (await isQuiet(reference)) && atRest(reference, notices));
    }
    expect(world.smtp.accepted.length).toBe(before);
    expect(await deliveryStates(world.stack.db, reference)).toEqual({ accepted: 40 });
    expect(reckon(await ledgerOf(world.stack.db, reference), world.smtp)).toEqual({ lost: 0, repeated: 0 });
  });

  test.each([['notice'], ['window']])(
    'N8, row 13: of a %s in mid notice: no second copy of what the ledger had as accepted',
    async (what) => {
      // a notice has a workflow of its own once its first slice has left something
      world.smtp.rules = { delayMs: what === 'window' ? 3 : 100 };
      const before = world.smtp.accepted.length;
      const reference = await openAtOnce(world.stack);
      await world.smtp.whenAccepted(before + chance.between(50, 250));
      if (what === 'notice') {
        await eventually('its workflow', async () => (await statusOf(`${reference}.announcement.r1`)) !== undefined);
        world.smtp.rules = { delayMs: 3 };
      }
      const accepted = (await ledgerOf(world.stack.db, reference)).filter(({ state }) => state === 'accepted');
      await resetSomewhere(what === 'window' ? reference : `${reference}.announcement.r1`);
      await eventually(
        'everybody',
        async () => (await deliveryStates(world.stack.db, reference)).accepted === RECIPIENTS,
      );
      await eventually('at rest', () => atRest(reference, ['announcement.r1']));

      expect(accepted.length).toBeLessThan(RECIPIENTS);
      expect(reckon(accepted, world.smtp)).toEqual({ lost: 0, repeated: 0 });
      const { lost, repeated } = reckon(await ledgerOf(world.stack.db, reference), world.smtp);
      expect(lost).toBe(0);
      // what was on the wire at that moment nobody knew
      expect(repeated).toBeLessThanOrEqual(CONNECTIONS);
    },
  );
});

describe('N9: a notice that is overtaken', () => {
  /** A slow fan-out, stopped by a command at a random point; answers how far it was, and what came after the answer. */
  async function overtake(name: string, body: Record<string, unknown>) {
    world.smtp.rules = { delayMs: 10 };
    const before = world.smtp.accepted.length;
    const reference = await openAtOnce(world.stack);
    await world.smtp.whenAccepted(before + chance.between(20, 200));
    await command(reference, name, body);
    const atAnswer = world.smtp.accepted.length;
    // the rest may go as fast as it likes
    world.smtp.rules = {};
    const isFirst = ({ messageId }: { messageId: string }) => messageId.startsWith(`${reference}.announcement.r1.`);
    await eventually('the announcement stopped', () => atRest(reference, ['announcement.r1']));
    const mine = () => world.smtp.accepted.filter(({ messageId }) => messageId.startsWith(`${reference}.`));
    const late = world.smtp.accepted.slice(atAnswer).filter(isFirst);
    const told = new Set(
      mine()
        .filter(isFirst)
        .map(({ to }) => to[0]),
    );
    return { reference, late, told, mine, isFirst };
  }

  test('N9: a new date in mid notice: it stops with what is on the wire, whoever had the old date hears the new one, then nobody the old', async () => {
    const start = Date.now() + DAY;
    const { reference, late, told, mine, isFirst } = await overtake('reschedule', {
      start: iso(start),
      end: iso(start + DAY / 12),
      reason: 'A part is late.',
    });
    // a connection finishes the message it is writing and begins no other
    expect(new Set(late.map(({ session }) => session)).size).toBe(late.length);
    expect(late.length).toBeLessThanOrEqual(CONNECTIONS);
    expect(told.size).toBeLessThan(RECIPIENTS);

    const second = () => mine().filter((mail) => !isFirst(mail));
    await eventually('the new date', () => new Set(second().map(({ to }) => to[0])).size === RECIPIENTS);
    await eventually('at rest', () => atRest(reference, ['rescheduled.r2']));
    // whoever had the old date reads that it has changed
    const rescheduled = new Set(
      second()
        .filter(({ messageId }) => messageId.startsWith(`${reference}.rescheduled.r2.`))
        .map(({ to }) => to[0]),
    );
    expect([...told].filter((address) => !rescheduled.has(address))).toEqual([]);
    // no mail of the old date after the first of the new one
    const inOrder = mine().map(isFirst);
    expect(inOrder.lastIndexOf(true)).toBeLessThan(inOrder.indexOf(false));
    expect(
      reckon(
        (await ledgerOf(world.stack.db, reference)).filter(({ state }) => state === 'accepted'),
        world.smtp,
      ),
    ).toEqual({
      lost: 0,
      repeated: 0,
    });
  });

  test('N9: a cancellation in mid notice: whoever had the date hears that it is off, nobody else hears anything', async () => {
    const { reference, late, told, mine, isFirst } = await overtake('cancel', {
      reason: 'The vendor withdrew the advice.',
    });
    expect(new Set(late.map(({ session }) => session)).size).toBe(late.length);
    expect(late.length).toBeLessThanOrEqual(CONNECTIONS);
    await eventually('at rest', () => atRest(reference, ['announcement.r1', 'cancelled.r2']));
    const off = new Set(
      mine()
        .filter((mail) => !isFirst(mail))
        .map(({ to }) => to[0]),
    );
    expect(off).toEqual(told);
    const inOrder = mine().map(isFirst);
    expect(inOrder.lastIndexOf(true)).toBeLessThan(inOrder.indexOf(false));
    const { phase } = (await world.stack.call('GET', `/v1/windows/${reference}`)).body;
    expect(phase).toBe('cancelled');
  });
});

describe('row 10: poison', () => {
  test('N8, row 10: data that no mail can be made of fails that recipient, with the reason; the window carries on', async () => {
    const huge = 'x'.repeat(300_000);
    await world.stack.fillInventory(8, { rack: 'rack-poison', prefix: 'poison-' });
    // past the import's checks: as a damaged row or an older version would have it
    const spoil = (n: number, field: string, value: string) =>
      sql`update organizations set ${sql.ref(field)} = ${value} where id = ${`org-poison-000${String(n)}`}`.execute(
        world.stack.db,
      );
    await spoil(1, 'name', huge);
    await spoil(2, 'maintenance_email', 'a@customer.example, evil@evil.example');
    await spoil(3, 'maintenance_email', 'a@customer.example>\r\nRCPT TO:<evil@evil.example');
    await spoil(4, 'time_zone', 'Mars/Olympus');
    await spoil(5, 'name', '\u202e{{ resources | json }}{% raw %} <script>\u0001\u2028');
    await sql`update resources set name = ${huge} where id = 'srv-poison-0006'`.execute(world.stack.db);
    await sql`
      create function spoil_snapshot() returns trigger language plpgsql as $$
        begin
          if new.organization_id = 'org-poison-0007' then new.resources = '[{"id": 7, "name": null}]'; end if;
          return new;
        end $$`.execute(world.stack.db);
    await sql`create trigger spoil before insert on notice_organizations for each row execute function spoil_snapshot()`.execute(
      world.stack.db,
    );
    const reference = await openAtOnce(world.stack, 'rack-poison');
    await eventually('at rest', () => atRest(reference, ['announcement.r1']));
    await sql`drop trigger spoil on notice_organizations`.execute(world.stack.db);

    const rows = await ledgerOf(world.stack.db, reference);
    const fate = new Map(rows.map(({ organization, state, reply }) => [organization.slice(-1), { state, reply }]));
    const words = (part: string) => ({ state: 'failed', reply: expect.stringContaining(part) as string });
    expect(fate.get('1')).toEqual(words("the recipient's name has 300000 characters"));
    expect(fate.get('2')).toEqual(words('must be one mail address'));
    expect(fate.get('3')).toEqual(words('must be one mail address'));
    expect(fate.get('7')).toEqual(words('the message could not be written'));
    for (const n of ['4', '5', '6', '8']) expect(fate.get(n)?.state).toBe('accepted');
    expect(
      reckon(
        rows.filter(({ state }) => state === 'accepted'),
        world.smtp,
      ),
    ).toEqual({ lost: 0, repeated: 0 });
    expect(world.smtp.accepted.filter(({ to }) => to.length !== 1 || to.includes('evil@evil.example'))).toEqual([]);

    // the window goes on
    await command(reference, 'start');
    await eventually('started', () => atRest(reference, ['announcement.r1', 'started.r1']));
    for (const { workflowId } of await workflowsOf(reference)) {
      const failed = (await eventsOf(workflowId)).filter(({ eventType }) => Number(eventType) === WORKFLOW_TASK_FAILED);
      expect(failed).toEqual([]);
    }
  });

  test('N8, row 10: NUL, lone surrogates and 300 KB through each door are refused or made harmless, and stop no window', async () => {
    const nasty = ['lone \ud800 surrogate', 'trailing \udc00', 'nul \u0000 in it', 'x'.repeat(300_000)];
    for (const title of nasty) {
      const { status } = await world.stack.call('POST', '/v1/windows', { ...atOnce('rack-ten'), title });
      expect([201, 400, 413, 422]).toContain(status);
    }
    const reference = await openAtOnce(world.stack, 'rack-ten');
    const window = world.client.workflow.getHandle(reference);
    await eventually('announced', () => atRest(reference, ['announcement.r1']));
    await command(reference, 'start');
    for (const message of nasty) {
      expect([200, 400, 413, 422]).toContain(
        (await world.stack.call('POST', `/v1/windows/${reference}/post`, { message })).status,
      );
      await window.signal('post', { by: message, message });
      await window.signal('nobody knows this one', message);
    }
    await command(reference, 'complete', { message: 'All is done.' });
    await eventually('completed', () => atRest(reference, ['completed.r1']));
    const failed = (await eventsOf(reference)).filter(({ eventType }) => Number(eventType) === WORKFLOW_TASK_FAILED);
    expect(failed).toEqual([]);
    const rows = await ledgerOf(world.stack.db, reference);
    expect(new Set(rows.map(({ state }) => state))).toEqual(new Set(['accepted']));
    expect(reckon(rows, world.smtp)).toEqual({ lost: 0, repeated: 0 });
    // what was refused is on the record
    const { status, body } = await world.stack.call('GET', `/v1/windows/${reference}/timeline`);
    expect({ status, refused: JSON.stringify(body).includes('command-refused') }).toEqual({
      status: 200,
      refused: true,
    });
  });
});
