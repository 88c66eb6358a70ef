import { randomBytes } from 'node:crypto';
import express from 'express';
import pino from 'pino';
import { HOUR, MINUTE } from '../../domain/shared/time';
import { createArea, type AreaParts } from '../../web/console/area';
import { createSecretBox } from '../../store/database/secret-box';
import { Form } from '../../web/forms/form';
import { Field } from '../../web/forms/field';
import type { FieldSpec } from '../../web/forms/fields';
import { textOf } from '../../web/forms/typed';
import { createSignInCookies } from '../../web/sign-in/cookies';
import { notThisForm } from '../../web/sign-in/routes';
import { loadAssets } from '../../web/status/assets';
import { signedInAs } from '../support/console-session';
import { useServer } from '../support/server';
import { useStore } from '../store/support';

const store = useStore();
const server = useServer(() => app());
const time = { now: Date.UTC(2027, 0, 5, 9) };
const TEXT = 'The fan was replaced.\nAll is well <again>.';
const FIELD: FieldSpec = { name: 'message', label: 'Message', kind: 'area' };
/** What the operation was given. */
const done: unknown[] = [];

function app() {
  const site = { providerName: 'Example', assets: loadAssets() };
  const box = createSecretBox([randomBytes(32)]);
  const parts: AreaParts = {
    ...{ db: store.db, box, cookies: createSignInCookies('http://localhost', box), clock: () => time.now },
    operations: {
      may: () => true,
      mustBePermitted: () => undefined,
      run: (_session, _operation, call) => Promise.resolve(done.push(call)),
    },
    rules: { idle: 2 * HOUR, longest: 12 * HOUR, claim: 'groups', roles: {} },
    notThisForm: notThisForm(site),
    named: () => undefined,
    ...{ publicUrl: 'http://localhost', providerName: 'Example', logger: pino({ level: 'silent' }) },
    provider: {} as AreaParts['provider'],
  };
  const router = express();
  createArea(router, parts, site).action({
    path: '/console/windows/:reference/post',
    operation: 'POST /v1/windows/{reference}/post',
    call: (typed, { params }) => ({ params, body: { message: textOf(typed, 'message') } }),
    done: () => '/console',
    again: ({ params, person }, form) =>
      Promise.resolve(
        <Form
          action={`/console/windows/${String(params.reference)}/post`}
          secret={person.secret}
          button="Post"
          form={form}
        >
          <Field field={FIELD} form={form} />
        </Form>,
      ),
  });
  const errors: express.ErrorRequestHandler = (error: Error, _request, response, _next) => {
    response.status(404).send(error.message);
  };
  return router.use(errors);
}

const as = (person: string) => signedInAs(store.db, () => server.origin, { role: 'operator', person }, time.now);
const PATH = '/console/windows/MW-2027-0001/post';

/** Where the browser is sent to sign in, and from there back. */
async function sentTo(response: Response): Promise<string | null> {
  expect(response.status).toBe(303);
  const { searchParams } = new URL(response.headers.get('location') ?? '', server.origin);
  expect(await response.text()).not.toContain('fan');
  return searchParams.get('to');
}

describe('P8: a form whose session has lapsed', () => {
  beforeEach(() => {
    done.length = 0;
    time.now = Date.UTC(2027, 0, 5, 9);
  });

  test('is not done, and its person gets it back with what was typed after signing in', async () => {
    const ada = await as('ada');
    time.now += 3 * HOUR;
    const back = await sentTo(await ada.send(PATH, { message: TEXT }));
    expect(back).toMatch(/^\/console\/kept\/fw_/);
    expect(done).toEqual([]);

    const again = await as('ada');
    const page = await (await again.get(back ?? '')).text();
    expect(page).toContain('You were signed out before this arrived');
    expect(page).toContain('The fan was replaced.\nAll is well &lt;again>.');
    // the address of the window it was for
    expect(page).toContain(`action="${PATH}"`);
    expect(page).not.toContain(ada.secret);

    expect((await again.send(PATH, { message: TEXT })).headers.get('location')).toBe('/console');
    expect(done).toEqual([{ params: { reference: 'MW-2027-0001' }, body: { message: TEXT } }]);
  });

  test('is given to nobody else, and to nobody after an hour', async () => {
    const ada = await as('ada');
    time.now += 3 * HOUR;
    const back = (await sentTo(await ada.send(PATH, { message: TEXT }))) ?? '';
    const eve = await as('eve');
    const other = await eve.get(back);
    expect(other.status).toBe(404);
    expect(await other.text()).toContain('No form of yours is kept here');
    expect((await fetch(`${server.origin}${back}`, { redirect: 'manual' })).status).toBe(303);

    const later = await as('ada');
    time.now += 61 * MINUTE;
    expect((await later.get(back)).status).toBe(404);
  });

  test('is not kept when another site made it, when its session was ended, or when there never was one', async () => {
    const ada = await as('ada');
    const eve = await as('eve');
    time.now += 3 * HOUR;
    const forged = await fetch(`${server.origin}${PATH}`, {
      ...{ method: 'POST', redirect: 'manual', headers: { cookie: `forewarn=${ada.secret}` } },
      body: new URLSearchParams({ message: TEXT }),
    });
    expect(await sentTo(forged)).toBeNull();
    await store.db.deleteFrom('sessions').where('id', '=', eve.id).execute();
    expect(await sentTo(await eve.send(PATH, { message: TEXT }))).toBeNull();
    expect((await store.db.selectFrom('kept_forms').select('path').execute()).length).toBeLessThanOrEqual(2);
  });

  test('is kept sealed, and of one person no more than five', async () => {
    const bo = await as('bo');
    time.now += 3 * HOUR;
    for (let n = 0; n < 7; n++) {
      time.now += 1_000;
      await sentTo(await bo.send(PATH, { message: TEXT }));
    }
    const rows = await store.db.selectFrom('kept_forms').selectAll().where('person', '=', 'bo').execute();
    expect(rows).toHaveLength(5);
    expect(JSON.stringify(rows)).not.toContain('fan');
  });
});
