import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import pino from 'pino';
import PostalMime from 'postal-mime';
import { DAY, HOUR, MINUTE } from '../../domain/shared/time';
import { refuseObjection } from '../../store/work/objection-answers';
import { createObjectionMails } from '../../use-cases/mail-about-objections';
import { objectToMaintenance } from '../../use-cases/object-to-maintenance';
import { useMailEngine } from '../support/use-mail-engine';
import { deliver, StoredWindow, useStore } from './support';

/** Reminders of objections, and their refusals, over real SMTP (S9). */

const store = useStore();
const time = { now: 0 };
const log: string[] = [];
const server = useMailEngine();

beforeEach(async () => {
  log.length = 0;
  await sql`truncate task_mails, staff_tasks, suppressions restart identity cascade`.execute(store.db);
});

function mails(more: Partial<Parameters<typeof createObjectionMails>[0]> = {}) {
  const mail = server.engine();
  const logger = pino({}, { write: (line: string) => void log.push(line) });
  const sender = { providerName: 'Provider', messageDomain: 'provider.example' };
  return createObjectionMails({
    ...{ db: store.db, mail, senderFor: () => sender, logger, clock: () => time.now },
    ...more,
  });
}

interface Objection {
  readonly id: number;
  readonly window: StoredWindow;
  readonly startsAt: number;
}

/** An objection to a window that starts in five days; the clock stands at the moment it was made. */
async function objected(
  organizationId = 'acme',
  who = 'ops@acme.example',
  reason = 'Our sale begins.',
): Promise<Objection> {
  const window = await StoredWindow.announced(store);
  await deliver(store, window.key('announcement'));
  const { startsAt } = window.core.state.spec.slot;
  time.now = startsAt - 5 * DAY;
  const { reference } = window;
  const covered = { organizationId, environments: null };
  const asked = {
    reference,
    reason,
    covered,
    acting: { by: who, door: 'api' as const },
    id: randomUUID(),
    now: time.now,
  };
  const { id } = await objectToMaintenance(store.db, asked);
  return { id, window, startsAt };
}

const refuse = (id: number, reason = 'The firmware is not safe.') =>
  refuseObjection(store.db, id, { by: 'rita', reason, at: time.now }, null);
const { sent } = server;
const addressees = () => sent().flatMap(({ to }) => to);
const textOf = async (index: number) => {
  const { subject, text } = await PostalMime.parse(sent()[index]?.raw ?? Buffer.alloc(0));
  return `${subject ?? ''}\n${text ?? ''}`.replaceAll(/\s+/g, ' ');
};
const kinds = async () =>
  (await store.db.selectFrom('staff_tasks').select(['kind', 'subject', 'done_at']).orderBy('id').execute()).map(
    ({ kind, subject, done_at }) => `${kind} ${subject} ${done_at === null ? 'open' : 'done'}`,
  );
/** Moves the clock on in steps and sends what is due after each; the hours after the start at which something came. */
async function hoursOfMails(until: number, stepMs = HOUR): Promise<number[]> {
  const from = time.now;
  const came: number[] = [];
  for (; time.now < until; time.now += stepMs) {
    const before = sent().length;
    await mails().now();
    for (let n = before; n < sent().length; n++) came.push((time.now - from) / HOUR);
  }
  return came;
}

describe('S9: whoever answers is reminded until there is an answer', () => {
  it('the account representative, at once, each day and on the last day, until the start', async () => {
    const { id, startsAt, window } = await objected();
    const came = await hoursOfMails(startsAt + DAY);
    // five days, and a day before the lock-in, which is an hour before the start
    expect(came).toEqual([0, 24, 48, 72, 95, 96]);
    expect(new Set(addressees())).toEqual(new Set(['rita@provider.example']));
    expect(await textOf(0)).toMatch(
      new RegExp(
        `^\\[${window.reference}\\] An objection waits.*Acme objects.*Our sale begins.*tasks answer ${String(id)} accept`,
      ),
    );
    expect(new Set(sent().map(({ messageId }) => messageId)).size).toBe(came.length);
  });

  it('no more once it is answered', async () => {
    const { id, startsAt } = await objected();
    await mails().now();
    await refuse(id);
    time.now += 2 * DAY;
    await mails().now();
    expect(addressees()).toEqual(['rita@provider.example', 'ops@acme.example']);
    expect(await hoursOfMails(startsAt)).toEqual([]);
  });

  it('by support where nobody answers for the customer', async () => {
    await store.db
      .insertInto('staff')
      .values({ id: 'sue', name: 'Sue', email: 'sue@provider.example', role: 'support' })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    const window = await StoredWindow.announced(store, { scope: { all: true } });
    await deliver(store, window.key('announcement'));
    time.now = window.core.state.spec.slot.startsAt - 5 * DAY;
    const covered = { organizationId: 'dyne', environments: null };
    const { reference } = window;
    await objectToMaintenance(store.db, {
      ...{ reference, reason: 'No.', covered, acting: { by: 'dyne', door: 'api' as const }, id: 'x' },
      now: time.now,
    });
    await mails().now();
    expect(addressees()).toEqual(['sue@provider.example']);
  });

  it('once, whoever sends: several processes at the same moment, and another day', async () => {
    await objected();
    await Promise.all([mails(), mails(), mails()].map((each) => each.now()));
    await mails().now();
    expect(addressees()).toEqual(['rita@provider.example']);
  });
});

describe('S9: a refusal reaches the customer', () => {
  it('once, with the reason, at the contact who objected', async () => {
    const { id, window } = await objected();
    await refuse(id, 'The firmware is not safe.');
    for (let round = 0; round < 3; round++) await mails().now();
    expect(addressees()).toEqual(['ops@acme.example']);
    expect(await textOf(0)).toMatch(
      new RegExp(`\\[${window.reference}\\] About your objection.*Provider cannot leave .*The firmware is not safe\\.`),
    );
    expect(await refuse(id)).toBe(false);
  });

  it('P8: with the way to the window in the portal of their brand, where they can sign in', async () => {
    const portalAt = (brand: string | null) => `https://${brand ?? 'status'}.example`;
    const own = await objected();
    await refuse(own.id);
    await mails({ portalAt }).now();
    expect(await textOf(0)).toContain(`https://status.example/portal/windows/${own.window.reference}`);
    const central = await objected('acme', 'portal');
    await refuse(central.id);
    await mails({ portalAt }).now();
    expect(addressees()).toEqual(['ops@acme.example', 'noc@acme.example']);
    expect(await textOf(1)).not.toContain('/portal/');
  });

  it('at the central address of a customer whose token is of no contact', async () => {
    const { id } = await objected('acme', 'portal');
    await refuse(id);
    await mails().now();
    expect(addressees()).toEqual(['noc@acme.example']);
  });

  it('at its people for maintenance where it has none', async () => {
    const { id } = await objected('bolt', 'portal');
    await refuse(id);
    await mails().now();
    expect(addressees().sort()).toEqual(['bea@bolt.example', 'bob@bolt.example']);
  });

  it('later, where the mail server cannot take it now', async () => {
    const { id } = await objected();
    await refuse(id);
    server.smtp.rules = { replies: { MAIL: '451 4.3.0 later' } };
    await mails().now();
    expect(addressees()).toEqual([]);
    server.smtp.rules = {};
    await mails().now();
    expect(addressees()).toEqual([]);
    time.now += MINUTE;
    await mails().now();
    expect(addressees()).toEqual(['ops@acme.example']);
    expect(log.join('')).toContain('could not be sent');
    expect(log.join('')).not.toContain('acme');
  });

  it.each([
    [
      'is refused by its server',
      () => {
        server.smtp.rules = { replies: { RCPT: '550 5.1.1 no such mailbox' } };
        return Promise.resolve();
      },
    ],
    [
      'is suppressed',
      async () => {
        await sql`insert into suppressions (address, reason) values ('ops@acme.example', 'x')`.execute(store.db);
      },
    ],
  ])('by somebody, as a task, where the address %s', async (_name, prepare) => {
    const { id } = await objected();
    await refuse(id);
    await prepare();
    await mails().now();
    expect(addressees()).toEqual([]);
    expect(await kinds()).toEqual(['objection contact:acme-ops done', 'reach-otherwise contact:acme-ops open']);
  });

  it('not once the customer has objected again', async () => {
    const { id, window } = await objected();
    await refuse(id);
    const covered = { organizationId: 'acme', environments: null };
    const asked = {
      reference: window.reference,
      reason: 'Really not.',
      covered,
      acting: { by: 'ops@acme.example', door: 'api' as const },
    };
    await objectToMaintenance(store.db, { ...asked, id: randomUUID(), now: time.now + 1 });
    time.now += MINUTE;
    await mails().now();
    expect(addressees()).toEqual(['rita@provider.example']);
  });
});
