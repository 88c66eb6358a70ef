import PostalMime from 'postal-mime';
import { importInventory } from '../../store/inventory/import/import-inventory';
import { openingBody } from '../support/windows';
import { DAY } from '../../domain/shared/time';
import { eventually } from '../support/stack';
import { useStack } from '../support/use-stack';

jest.setTimeout(180_000);

/** From the mail of one of the staff through its page to what comes of it, over real processes (L8, N12). */

const world = useStack({
  racks: [{ count: 2 }],
  env: { FOREWARN_SECRETS_KEY: Buffer.alloc(32, 9).toString('base64') },
});

beforeAll(async () => {
  const { db } = world.stack;
  await importInventory(db, 'staff', [
    { id: 'mara', name: 'Mara', email: 'mara@provider.example', role: 'approver' },
    { id: 'rita', name: 'Rita', email: 'rita@provider.example', role: 'account-representative' },
  ]);
  const organizations = await db.selectFrom('organizations').select('id').orderBy('id').execute();
  await importInventory(
    db,
    'staff_organizations',
    organizations.map(({ id }) => ({ staffId: 'rita', organizationId: id })),
  );
});

async function opened(inDays = 6): Promise<string> {
  const body = openingBody({ class: 'expedited', draft: true }, { now: Date.now(), inMs: inDays * DAY });
  const answer = await world.stack.call('POST', '/v1/windows', body);
  expect(answer).toMatchObject({ status: 201, body: { phase: 'draft' } });
  return answer.body.reference;
}

const phaseOf = async (reference: string) => (await world.stack.call('GET', `/v1/windows/${reference}`)).body.phase;

/** The latest mail to somebody about a window, as soon as it is there. */
async function mailTo(address: string, reference: string, words: string) {
  const found = () =>
    world.smtp.accepted.filter(({ to, raw }) => to.includes(address) && raw.toString().includes(reference));
  let text: string | undefined;
  await eventually(`${address} has the mail "${words}"`, async () => {
    for (const { raw } of found()) {
      const mail = await PostalMime.parse(raw);
      if (mail.subject?.startsWith(words)) text = mail.text;
    }
    return text !== undefined;
  });
  return text ?? '';
}

/** The page of a link in a mail, on the machine of this test. */
function pageIn(text: string, link: string): string {
  const [, path] = new RegExp(`^${link}:\\n\\s+\\S+?(/act/\\S+)$`, 'm').exec(text) ?? [];
  if (path === undefined) throw new Error(`no link "${link}" in:\n${text}`);
  return world.stack.apiUrl + path;
}

const submit = (page: string, fields: Record<string, string> = {}) =>
  fetch(page, { method: 'POST', body: new URLSearchParams(fields), headers: { 'Sec-Fetch-Site': 'same-origin' } });

test('L8, N12: approved from the mail, announced, and ticked off from the list', async () => {
  const reference = await opened();
  const page = pageIn(await mailTo('mara@provider.example', reference, 'APPROVE'), 'Approve');
  // as scanners of mail do
  const seen = await Promise.all([fetch(page), fetch(page), fetch(page, { method: 'HEAD' })]);
  expect(seen.map(({ status }) => status)).toEqual([200, 200, 200]);
  expect(await phaseOf(reference)).toBe('draft');

  const approved = await Promise.all([submit(page), submit(page)]);
  expect(approved.map(({ status }) => status)).toEqual([200, 200]);
  await eventually('customers are told', async () => (await phaseOf(reference)) === 'announced');
  await eventually('customers have it', () =>
    world.smtp.accepted.some(({ to }) => to[0]?.endsWith('customer.example') ?? false),
  );
  expect(await (await submit(page)).text()).toContain('This has been done');
  const { body } = await world.stack.call('GET', `/v1/windows/${reference}/timeline`);
  const { items } = body as unknown as { items: { type: string; by: string; door: string }[] };
  expect(items.filter(({ type }) => type === 'approved')).toMatchObject([{ by: 'mara', door: 'mail-link' }]);

  const list = pageIn(await mailTo('rita@provider.example', reference, 'CUSTOMERS'), 'Tick off whom you have told');
  expect(await (await submit(list, { all: 'yes' })).text()).toContain('Ticked off.');
  const tasks = await world.stack.call('GET', `/v1/tasks?reference=${reference}&open=true`);
  expect(
    (tasks.body as unknown as { items: { kind: string }[] }).items.filter(({ kind }) => kind === 'tell-customer'),
  ).toEqual([]);
});

test('L8: changes asked for from the mail reach the point of contact where a program drew it up', async () => {
  const reference = await opened(8);
  const page = pageIn(await mailTo('mara@provider.example', reference, 'APPROVE'), 'Ask for changes');
  expect((await submit(page, { reason: '' })).status).toBe(422);
  expect((await submit(page, { reason: 'Name the racks.' })).status).toBe(200);
  const text = await mailTo('noc@provider.example', reference, 'REVISE');
  expect(text).toContain('mara has not approved revision 1 and asks for changes:');
  expect(text).toContain('Name the racks.');
  expect(await phaseOf(reference)).toBe('draft');
});
