import { createToken } from '../../store/access/create-token';
import { StoredWindow } from '../store/support';
import { problemIn, useApi } from './support/api';

/** The reason-for-outage report before it is on record (E4): drafted from the timeline, and read as customers will read it. */

const api = useApi();
let window: StoredWindow;

beforeAll(async () => {
  await api.store.db.updateTable('organizations').set({ locale: 'de' }).where('id', '=', 'acme').execute();
  window = await StoredWindow.announced(api.store);
  await api.store.ledger.prepare(window.key('announcement'));
  await window.start();
});

const TEXT = { summary: 'A pump <failed>.', rootCause: 'Wear.', state: 'preliminary' };
const draftOf = ({ reference }: StoredWindow) => `/v1/windows/${reference}/rfo/draft`;
const previewOf = ({ reference }: StoredWindow) => `/v1/windows/${reference}/rfo/preview`;

interface Previewed {
  readonly messages: readonly {
    readonly organization: { readonly id: string };
    readonly language: string;
    readonly subject: string;
    readonly text: string;
    readonly html?: string;
  }[];
}

describe('E4: GET /v1/windows/{reference}/rfo/draft', () => {
  it('answers what the timeline says, and puts nothing on record', async () => {
    const { body } = await api.as('approver').get(draftOf(window)).expect(200);
    expect(body).toMatchObject({
      state: 'preliminary',
      summary: expect.stringContaining('Work started') as string,
      rootCause: '',
    });
    const { items } = (await api.as('operator').get(`/v1/windows/${window.reference}/rfo`).expect(200)).body as {
      items: unknown[];
    };
    expect(items).toEqual([]);
  });

  it('before the work there is nothing to report', async () => {
    const ahead = await StoredWindow.announced(api.store);
    const refused = problemIn(await api.as('operator').get(draftOf(ahead)).expect(409));
    expect([refused.code, refused.detail]).toEqual(['wrong-phase', expect.stringContaining('nothing to report')]);
  });

  it('T3: another tenant has no such window, and customers read what is published alone', async () => {
    const token = (await createToken(api.store.db, { name: 'dyne only', role: 'operator', organizations: ['dyne'] }))
      .token;
    const asked = api.anonymous().get(draftOf(window)).set('Authorization', `Bearer ${token}`);
    expect(problemIn(await asked.expect(404)).code).toBe('not-found');
    expect(problemIn(await api.as('customer').get(draftOf(window)).expect(403)).code).toBe('not-permitted');
    expect(problemIn(await api.as('customer').post(previewOf(window), TEXT).expect(403)).code).toBe('not-permitted');
  });
});

describe('E4, P2: POST /v1/windows/{reference}/rfo/preview', () => {
  it("is the mail of the report in the readers' language, with measures that are public, and nothing is kept", async () => {
    const preventiveMeasures = [
      { text: 'A second pump.', owner: 'rita', due: '2027-01-31', public: true },
      { text: 'Ask the vendor.', owner: 'rita', due: '2027-01-31' },
    ];
    const before = await api.stored();
    const { messages } = (
      await api
        .as('operator')
        .post(previewOf(window), { ...TEXT, preventiveMeasures, html: true })
        .expect(200)
    ).body as Previewed;
    expect(messages.map(({ organization, language }) => `${organization.id} ${language}`)).toEqual(['acme de']);
    expect(messages[0]?.text).toContain('A pump <failed>.');
    expect(messages[0]?.text).toContain('A second pump.');
    expect(messages[0]?.text).not.toMatch(/vendor|rita/);
    expect(messages[0]?.html).toContain('A pump &lt;failed&gt;.');
    expect(await api.stored()).toEqual(before);
  });

  it('is of the organization and in the language asked for; nobody else is told', async () => {
    const asked = { ...TEXT, organization: 'bolt', locale: 'fr' };
    const { messages } = (await api.as('approver').post(previewOf(window), asked).expect(200)).body as Previewed;
    expect(messages.map(({ organization, language }) => `${organization.id} ${language}`)).toEqual(['bolt fr']);
    const none = await api
      .as('operator')
      .post(previewOf(window), { ...TEXT, organization: 'dyne' })
      .expect(200);
    expect(none.body).toEqual({ messages: [] });
  });

  it('says at each field what cannot be used', async () => {
    const refused = problemIn(await api.as('operator').post(previewOf(window), { summary: '' }).expect(422));
    expect(refused.errors.map(({ field }) => field)).toEqual(['summary', 'rootCause']);
  });
});
