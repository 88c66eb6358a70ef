import type { ActName } from '../../domain/acting/acts';
import type { ActToken } from '../../domain/acting/act-token';
import { DAY, HOUR } from '../../domain/shared/time';
import type { OpeningBody } from '../../domain/window/opening';
import { createToken } from '../../store/access/create-token';
import { createActLinks } from '../../store/access/act-links';
import { importInventory } from '../../store/inventory/import/import-inventory';
import { CoreWindow, iso, openedEvent, openingBody, PROCESS_POLICY, T0 } from '../support/windows';
import { useApi, WEBHOOKS } from './support/api';

/** What staff do by links in their mails (N12, P1, P3, L6, L8), at the pages that the links lead to. */

const api = useApi();
const links = createActLinks(WEBHOOKS.secretsKeys);
const PUBLIC = 'https://status.provider.example';

const STAFF = [
  { id: 'mara', name: 'Mara', email: 'mara@provider.example', role: 'approver' },
  { id: 'esra', name: 'Esra', email: 'esra@provider.example', role: 'escalation' },
  { id: 'mia', name: 'Mia', email: 'mia@provider.example', role: 'marketing' },
  // one person with two rows
  { id: 'pat', name: 'Pat', email: 'pat@provider.example', role: 'approver' },
  { id: 'pat-ae', name: 'Pat', email: 'Pat@provider.example', role: 'account-representative' },
];

beforeAll(async () => {
  await importInventory(api.store.db, 'staff', STAFF);
  api.windows.timeline = api.store.timeline;
});
beforeEach(async () => {
  api.time.now = T0;
  api.windows.reachable = true;
  await api.store.db.deleteFrom('subscribe_counts').execute();
});

let windows = 0;
/** A window at work, with an approval asked for; `until` ms after it was opened. */
async function opened(change: Partial<OpeningBody> = {}, by = 'engineer', until = 0): Promise<CoreWindow> {
  windows += 1;
  const reference = `MW-2026-${String(windows).padStart(4, '0')}`;
  const settings = { approvalRequired: true };
  const event = openedEvent(openingBody(change, { inMs: 20 * DAY }), { reference, policy: PROCESS_POLICY, settings });
  const core = new CoreWindow({ ...event, by });
  core.advance(until);
  await api.store.timeline.record({ reference, events: core.log });
  api.windows.adopt(core);
  api.time.now = core.now;
  return core;
}

const STAFF_LINK = (id: string) => ({ recipient: `staff:${id}`, address: `${id}@provider.example` });
const CONTACT = { recipient: 'contact-point', address: 'noc@provider.example' };

function link(
  { state }: CoreWindow,
  act: ActName,
  to: { recipient: string; address: string },
  more: Partial<ActToken> = {},
): string {
  const { reference, revision } = state;
  return `/act/${String(links.tokenFor({ act, reference, revision, expiresAt: api.time.now + DAY, ...more }, to))}`;
}

const get = (path: string) => api.anonymous().get(path);
const post = (path: string, body: Record<string, unknown> = {}, origin?: string) => {
  const asked = api.anonymous().post(path).type('form');
  return (origin === undefined ? asked : asked.set('Origin', origin)).send(body);
};
const given = (name: string) => api.windows.commands.filter((one) => one.name === name).length;

describe('L8: an approver follows the link of the mail', () => {
  it('looking changes nothing, the button approves, and the second time says so', async () => {
    const window = await opened();
    const path = link(window, 'approve', STAFF_LINK('mara'));
    for (let times = 0; times < 3; times++) {
      const page = await get(path)
        .expect(200)
        .expect('Cache-Control', 'no-store')
        .expect('Referrer-Policy', 'no-referrer')
        .expect('X-Robots-Tag', 'noindex');
      expect(page.headers['content-security-policy']).toMatch(/default-src 'none'.*form-action 'self'/);
      for (const words of [
        'Mara',
        window.state.reference,
        window.state.spec.title,
        'Customers are told as it is planned',
      ])
        expect(page.text).toContain(words);
    }
    expect(window.state.phase).toBe('draft');
    expect((await post(path).expect(200)).text).toContain('Approved.');
    expect(window.state).toMatchObject({ phase: 'approved', approval: { approvedBy: 'mara' } });
    const approved = window.log.findLast(({ event }) => event.type === 'approved');
    expect(approved).toMatchObject({
      by: 'mara',
      door: 'mail-link',
      credential: expect.stringMatching(/^mail-link:/) as string,
    });
    for (const again of [await get(path).expect(200), await post(path).expect(200)]) {
      expect(again.text).toContain('This has been done');
    }
    expect(window.log.filter(({ event }) => event.type === 'approved')).toHaveLength(1);
    const { body } = await api.as('operator').get(`/v1/windows/${window.state.reference}/timeline`).expect(200);
    expect(body).toMatchObject({
      items: expect.arrayContaining([expect.objectContaining({ type: 'approved', door: 'mail-link' })]) as unknown,
    });
  });

  it('pressed twice at once it is approved once, and nobody reads of a failure', async () => {
    const window = await opened();
    const path = link(window, 'approve', STAFF_LINK('mara'));
    const answers = await Promise.all([post(path), post(path)]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    expect(window.log.filter(({ event }) => event.type === 'approved')).toHaveLength(1);
  });

  it('an author is refused in words, also with a second row as staff or the name of a token', async () => {
    for (const [author, follower] of [
      ['mara', 'mara'],
      ['pat-ae', 'pat'],
      ['pat@provider.example', 'pat'],
    ] as const) {
      const window = await opened({}, author);
      const path = link(window, 'approve', STAFF_LINK(follower));
      expect((await get(path).expect(403)).text).toContain('somebody else has to approve it');
      await post(path).expect(403);
      expect(window.state.phase).toBe('draft');
    }
    await createToken(api.store.db, { name: 'the laptop of Pat', role: 'engineer', staffId: 'pat-ae' });
    const window = await opened({}, 'the laptop of Pat');
    await post(link(window, 'approve', STAFF_LINK('pat'))).expect(403);
  });

  it('a plan that has changed since is not approved', async () => {
    const window = await opened();
    const path = link(window, 'approve', STAFF_LINK('mara'));
    window.give('edit', { title: 'Another title', by: 'engineer' });
    await api.store.timeline.record({
      reference: window.state.reference,
      events: window.log.slice(-window.log.length + 1),
    });
    expect((await post(path).expect(410)).text).toContain('revision 2 is in force');
    expect(window.state.phase).toBe('draft');
  });

  it('where the promise cannot be kept any more it asks why that is accepted, and keeps what was typed', async () => {
    const window = await opened({}, 'engineer', 10 * DAY);
    const path = link(window, 'approve', STAFF_LINK('mara'));
    expect((await get(path).expect(200)).text).toContain('Why customers get less notice than promised');
    const refused = await post(path).expect(422);
    expect(refused.text).toMatch(/id="field-override-fault"/);
    await post(path, { override: 'The vendor insists.' }).expect(200);
    expect(window.state.phase).toBe('approved');
  });

  it('changes are asked for with words, which go to whoever drew it up', async () => {
    const window = await opened();
    const path = link(window, 'requestChanges', STAFF_LINK('mara'));
    const empty = await post(path, { reason: '  ' }).expect(422);
    expect(empty.text).toMatch(/It is required\..*aria-describedby="field-reason-fault"/s);
    const long = 'x'.repeat(2_001);
    expect((await post(path, { reason: long }).expect(422)).text).toContain(long);
    await post(path, { reason: 'Name the racks <b>here</b>.' }).expect(200);
    expect(window.notices.at(-1)).toBe('changes-request r1');
    expect((await post(path, { reason: 'Name the racks <b>here</b>.' }).expect(200)).text).toContain('You did this');
    expect(window.log.filter(({ event }) => event.type === 'changes-requested')).toHaveLength(1);
  });
});

describe('L6, P3: whoever answers for the work follows the link of the mail', () => {
  const started = async () => {
    const window = await opened();
    window.give('approve', { by: 'mara' });
    window.advance(20 * DAY);
    window.give('start');
    await api.store.timeline.record({ reference: window.state.reference, events: window.log.slice(1) });
    api.time.now = window.now;
    return window;
  };

  it('extends, with what was typed kept where it is refused', async () => {
    const window = await started();
    const path = link(window, 'extend', CONTACT);
    const { endsAt } = window.state.spec.slot;
    const typed = iso(endsAt + HOUR).slice(0, 16);
    expect((await get(path).expect(200)).text).toContain(`value="${typed}"`);
    const early = iso(endsAt - HOUR).slice(0, 16);
    const refused = await post(path, { end: early, reason: 'A bolt is stuck.' }).expect(422);
    expect(refused.text).toMatch(/aria-describedby="field-end-fault"/);
    expect(refused.text).toContain('A bolt is stuck.');
    expect(refused.text).toContain(`value="${early}"`);
    expect((await post(path, { end: 'soon', reason: 'x' }).expect(422)).text).toContain('It must be a date and time');
    await post(path, { end: typed, reason: 'A bolt is stuck.' }).expect(200);
    expect(window.state.spec.slot.endsAt).toBe(endsAt + HOUR);
    const used = await post(path, { end: typed, reason: 'A bolt is stuck.' }).expect(200);
    expect(used.text).toContain('You did this by this link');
    expect(given('extend')).toBe(2);
  });

  it('completes, as somebody who is escalated to', async () => {
    const window = await started();
    const path = link(window, 'complete', STAFF_LINK('esra'));
    expect((await post(path, { customerImpactMinutes: 'a few' }).expect(422)).text).toContain('It must be a number.');
    await post(path, { message: 'All is back.', customerImpactMinutes: '12' }).expect(200);
    expect(window.state).toMatchObject({ phase: 'completed', customerImpactMinutes: 12 });
    expect(window.log.find(({ event }) => event.type === 'completed')).toMatchObject({ by: 'esra', door: 'mail-link' });
  });

  it('who answers for customers, too, acts by the role that was asked', async () => {
    const window = await opened({ pointOfContact: 'rita@provider.example' });
    window.give('approve', { by: 'mara' });
    window.advance(20 * DAY);
    window.give('start');
    await api.store.timeline.record({ reference: window.state.reference, events: window.log.slice(1) });
    api.time.now = window.now;
    const path = link(window, 'complete', { recipient: 'contact-point', address: 'Rita@provider.example' });
    expect((await get(path).expect(200)).text).toContain('<strong>Rita</strong>');
    await post(path).expect(200);
    expect(window.log.find(({ event }) => event.type === 'completed')).toMatchObject({ by: 'rita' });
  });

  it('a point of contact that is somebody else now can do nothing more', async () => {
    const window = await started();
    const path = link(window, 'complete', CONTACT);
    window.give('nominate', { pointOfContact: 'other@provider.example' });
    await api.store.timeline.record({ reference: window.state.reference, events: window.log.slice(1) });
    expect((await post(path).expect(403)).text).toContain('somebody else now');
    expect(window.state.phase).toBe('in-progress');
  });

  it('names a point of contact where there is none', async () => {
    const { pointOfContact: _nobody, ...body } = openingBody();
    const window = await opened({ ...body, pointOfContact: undefined }, 'engineer', 2 * DAY);
    const path = link(window, 'nominate', STAFF_LINK('esra'));
    const refused = await post(path, { pointOfContact: 'nobody' }).expect(422);
    expect(refused.text).toMatch(/value="nobody"/);
    await post(path, { pointOfContact: 'night@provider.example' }).expect(200);
    expect(window.state.spec.pointOfContact).toBe('night@provider.example');
  });

  it('a window that cannot be reached says so, and the link stays good', async () => {
    const window = await started();
    const path = link(window, 'complete', CONTACT);
    api.windows.reachable = false;
    expect((await post(path, { message: 'All is back.' }).expect(503)).text).toContain('All is back.');
    api.windows.reachable = true;
    await post(path, { message: 'All is back.' }).expect(200);
  });
});

describe('N12: a list of customers to tell', () => {
  const listed = async (customers: readonly (readonly [string, string])[]) => {
    const window = await opened();
    await api.store.db
      .insertInto('staff_tasks')
      .values(
        customers.map(([organization, staff]) => ({
          ...{
            window_reference: window.state.reference,
            kind: 'tell-customer' as const,
            organization_id: organization,
          },
          ...{ subject: `staff:${staff}`, reason: 'Tell them' },
        })),
      )
      .execute();
    return window;
  };
  const tasks = (window: CoreWindow) =>
    api.store.db
      .selectFrom('staff_tasks')
      .select(['id', 'organization_id', 'subject', 'done_by'])
      .where('window_reference', '=', window.state.reference)
      .orderBy('id')
      .execute();

  it('those are ticked that were told, then all of them, never those of others', async () => {
    const window = await listed([
      ['acme', 'rita'],
      ['bolt', 'rita'],
      ['acme', 'carl'],
    ]);
    const path = link(window, 'told', STAFF_LINK('rita'));
    const page = await get(path).expect(200);
    expect(page.text).toContain('Acme');
    expect(page.text).toContain('I have told all 2');
    expect((await post(path).expect(422)).text).toContain('Tick those you have told');
    const [acme, , carls] = await tasks(window);
    const first = await post(path, { task: [String(acme?.id), String(carls?.id)] }).expect(200);
    expect(first.text).toContain('One customer is still on your list');
    expect((await tasks(window)).map(({ done_by }) => done_by)).toEqual(['rita', null, null]);
    await post(path, { all: 'yes' }).expect(200);
    expect((await tasks(window)).map(({ done_by }) => done_by)).toEqual(['rita', 'rita', null]);
    expect((await get(path).expect(200)).text).toContain('Everybody on your list is ticked off.');
    expect((await post(path, { all: 'yes' }).expect(200)).text).toContain('This has been done');
  });

  it('one customer is one click', async () => {
    const window = await listed([['acme', 'carl']]);
    await post(link(window, 'told', STAFF_LINK('carl'))).expect(200);
    expect((await tasks(window)).map(({ done_by }) => done_by)).toEqual(['carl']);
  });

  it('who no longer answers for customers ticks nothing', async () => {
    const window = await listed([['acme', 'mia']]);
    await post(link(window, 'told', STAFF_LINK('mia'))).expect(403);
    expect((await tasks(window)).map(({ done_by }) => done_by)).toEqual([null]);
  });
});

describe('S9, N15: what a customer has said', () => {
  const asked = async (organization: string | null, reference: string | null) => {
    const row = await api.store.db
      .insertInto('staff_tasks')
      .values({
        ...{ window_reference: reference, kind: 'answer-message' as const, organization_id: organization },
        ...{ subject: `message:${String(Math.random())}`, reason: 'Please not on Friday.' },
      })
      .returning('id')
      .executeTakeFirstOrThrow();
    return row.id;
  };
  const doneBy = async (id: number) =>
    (await api.store.db.selectFrom('staff_tasks').select('done_by').where('id', '=', id).executeTakeFirst())?.done_by;

  it('is ticked off by whoever answers for them, once; by nobody else', async () => {
    const window = await opened();
    const task = await asked('acme', window.state.reference);
    const of = (id: string) => link(window, 'tick', STAFF_LINK(id), { revision: 0, task });
    expect((await post(of('mara')).expect(410)).text).toContain('Nothing of this is yours');
    const page = await get(of('rita')).expect(200);
    expect(page.text).toContain('Please not on Friday.');
    expect(await doneBy(task)).toBeNull();
    await post(of('rita')).expect(200);
    expect(await doneBy(task)).toBe('rita');
    expect((await post(of('carl')).expect(200)).text).toContain('It was ticked off by rita');
  });

  it('of nobody who is known, by support', async () => {
    await importInventory(api.store.db, 'staff', [
      { id: 'sue', name: 'Sue', email: 'sue@provider.example', role: 'support' },
    ]);
    const task = await asked(null, null);
    const act = { act: 'tick', reference: '', revision: 0, expiresAt: api.time.now + DAY, task } as const;
    const path = `/act/${String(links.tokenFor(act, STAFF_LINK('sue')))}`;
    expect((await get(path).expect(200)).text).toContain('Nobody knows which customer');
    await post(path).expect(200);
    expect(await doneBy(task)).toBe('sue');
  });
});

describe('T8: a link that does not count', () => {
  it('forged, altered, of another window or another person: it leads nowhere and says nothing of a window', async () => {
    const window = await opened();
    const other = await opened({ title: 'A secret title' });
    const [mine, others] = [link(window, 'approve', STAFF_LINK('mara')), link(other, 'approve', STAFF_LINK('mara'))];
    const [payload, mac] = [others.split('.')[0] ?? '', mine.split('.')[1] ?? ''];
    const foreign = String(
      createActLinks([Buffer.alloc(32, 1)]).tokenFor(
        { act: 'approve', reference: window.state.reference, revision: 1, expiresAt: T0 + DAY },
        STAFF_LINK('mara'),
      ),
    );
    for (const path of [`${payload}.${mac}`, `${mine}A`, mine.slice(0, -3), '/act/nothing', `/act/${foreign}`]) {
      for (const answer of [await get(path).expect(404), await post(path).expect(404)]) {
        expect(answer.text).not.toContain('secret');
        expect(answer.text).not.toContain(window.state.reference);
      }
    }
    expect(window.state.phase).toBe('draft');
  });

  it('expired, of somebody who has left, or who has another role now: it says so', async () => {
    const window = await opened();
    const expired = link(window, 'approve', STAFF_LINK('mara'), { expiresAt: T0 });
    expect((await post(expired).expect(410)).text).toContain('This link was good until');
    expect((await post(link(window, 'approve', STAFF_LINK('gone'))).expect(403)).text).toContain(
      'not one of the staff',
    );
    for (const id of ['mia', 'esra', 'rita']) {
      expect((await post(link(window, 'approve', STAFF_LINK(id))).expect(403)).text).toMatch(/not yours any more/);
    }
    await post(link(window, 'approve', CONTACT)).expect(403);
    await post(link(window, 'complete', STAFF_LINK('rita'))).expect(403);
    expect(window.state.phase).toBe('draft');
  });

  it('a form of a page elsewhere does nothing', async () => {
    const window = await opened();
    const path = link(window, 'approve', STAFF_LINK('mara'));
    await post(path, {}, 'https://evil.example').expect(403);
    expect(window.state.phase).toBe('draft');
    await post(path, {}, PUBLIC).expect(200);
  });

  it('too many forms of one network are told to wait', async () => {
    for (let n = 0; n < 60; n++) await post('/act/nothing').expect(404);
    const answer = await post('/act/nothing').expect(429);
    expect(answer.headers['retry-after']).toMatch(/^\d+$/);
  });

  it('no log line holds a token, a name or an address', async () => {
    const window = await opened();
    const path = link(window, 'approve', STAFF_LINK('mara'));
    api.log.length = 0;
    await get(path).expect(200);
    const log = api.log.join('');
    expect(log).toContain('answered');
    expect(log).not.toContain(path.slice(5, 25));
    expect(log).not.toContain('mara');
  });
});
