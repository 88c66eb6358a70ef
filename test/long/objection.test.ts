import PostalMime from 'postal-mime';
import { DAY } from '../../domain/shared/time';
import { createToken } from '../../store/access/create-token';
import { eventually } from '../support/stack';
import { useStack } from '../support/use-stack';
import { openingBody } from '../support/windows';

/** Objections with real processes: what a customer says, what a person answers, and what the customer is told (S6, S9). */

jest.setTimeout(300_000);

const world = useStack({ racks: [{ count: 3, rack: 'objects', prefix: 'objects-' }] });

const body = () =>
  openingBody({ class: 'expedited', scope: { locations: ['eu-1/dc-1/objects'] } }, { now: Date.now(), inMs: 4 * DAY });

async function announced(): Promise<string> {
  const { status, body: answer } = await world.stack.call('POST', '/v1/windows', body());
  expect({ status, answer }).toMatchObject({ status: 201 });
  const { reference } = answer;
  await eventually('customers are told', async () => {
    const { body: window } = await world.stack.call('GET', `/v1/windows/${reference}`);
    return window.phase === 'announced';
  });
  return reference;
}

/** What came to that address with that in the subject. */
async function mailsTo(address: string, subject: RegExp): Promise<string[]> {
  const mails = world.smtp.accepted.filter(({ to }) => to.includes(address));
  const read = await Promise.all(mails.map(({ raw }) => PostalMime.parse(raw)));
  return read.filter((mail) => subject.test(mail.subject ?? '')).map(({ text }) => text ?? '');
}

async function object(reference: string, organizationId: string): Promise<string> {
  const wanted = { name: organizationId, role: 'customer', access: 'self-service', organizationId } as const;
  const { token } = await createToken(world.stack.db, wanted);
  let said: { task?: number } = {};
  // for a customer a window exists once it has been told of it
  await eventually('it is on record', async () => {
    const answer = await fetch(`${world.stack.apiUrl}/v1/maintenance/${reference}/object`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ reason: 'Our sale begins.' }),
    });
    said = (await answer.json()) as { task?: number };
    return answer.status === 202;
  });
  return String(said.task);
}

/** Organizations of the rack, and where each is written to. */
async function customers() {
  return world.stack.db
    .selectFrom('organizations')
    .select(['id', 'maintenance_email as address'])
    .where('id', 'like', '%objects%')
    .orderBy('id')
    .execute();
}

test('S9: accepted, the resources leave the window and the customer alone gets the all-clear; refused, the reason', async () => {
  const reference = await announced();
  const [leaves, stays] = await customers();
  if (!leaves?.address || !stays?.address) throw new Error('the rack has customers with addresses');
  const accepted = await object(reference, leaves.id);
  const refused = await object(reference, stays.id);
  const accept = await world.stack.call('POST', `/v1/tasks/${accepted}/answer`, { answer: 'accepted' });
  expect(accept).toMatchObject({ status: 200 });
  const reason = 'The firmware is not safe.';
  const refuse = await world.stack.call('POST', `/v1/tasks/${refused}/answer`, { answer: 'refused', reason });
  expect(refuse).toMatchObject({ status: 200 });
  const to = { leaves: leaves.address, stays: stays.address };
  await eventually('the all-clear', async () => (await mailsTo(to.leaves, /NO LONGER AFFECTED/)).length === 1, 120_000);
  await eventually('the refusal', async () => (await mailsTo(to.stays, /About your objection/)).length === 1, 120_000);
  expect((await mailsTo(to.stays, /About your objection/))[0]?.replaceAll(/\s+/g, ' ')).toContain(reason);
  expect(await mailsTo(to.stays, /CANCELLED|NO LONGER AFFECTED/)).toEqual([]);
  const { rows } = await affected(reference);
  expect(rows).not.toContain(leaves.id);
  expect(rows).toContain(stays.id);
});

/** The organizations that the window touches now. */
async function affected(reference: string): Promise<{ rows: string[] }> {
  const found = await world.stack.db
    .selectFrom('window_organizations')
    .select('organization_id as id')
    .where('window_reference', '=', reference)
    .execute();
  return { rows: found.map(({ id }) => id) };
}
