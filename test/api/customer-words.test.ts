import { DAY, HOUR, MINUTE } from '../../domain/shared/time';
import { deliver, StoredWindow } from '../store/support';
import { PROCESS_POLICY, STAFF_POLICY } from '../support/windows';
import { useApi } from './support/api';

const api = useApi();

/** Appears in what the provider's people do among themselves. */
const SECRET = 'canary';
/** What staff is asked and told, in the words of the window's duties, notices and events. */
const INTERNAL =
  /nag\b|staff|approv|escalat|brief\b|nominat|ask (for|why|whether)|decide between|draft|overridden|signal|canary|engineer@/i;

const READS = ['', '/timeline', '/notices', '/deliveries', '/rfo'];

/** Every text in an answer, with the path of its field. */
function textsIn(value: unknown, path = ''): [path: string, text: string][] {
  if (typeof value === 'string') return [[path, value]];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => textsIn(inner, `${path}.${key}`));
}

/** What a customer's token should not have read, of all it can read of the window. */
async function wrongTexts({ reference }: StoredWindow): Promise<[path: string, text: string][]> {
  const reads = await Promise.all(
    [...READS.map((read) => `/v1/windows/${reference}${read}`), '/v1/windows', `/v1/maintenance`].map(
      async (path) => [path, await api.as('customer').get(path).expect(200)] as const,
    ),
  );
  return reads.flatMap(([path, { body }]) =>
    textsIn(body, path).filter(([, text]) => INTERNAL.test(text) || /\S {2,}\S| : |undefined|null$/.test(text)),
  );
}

describe("N4, T3: whatever happens to a window, a customer's token reads nothing internal, and no sentence with a gap", () => {
  it('through a planned life: nags, approval, rescope, an overrun, verification and the report', async () => {
    const window = await StoredWindow.announced(
      api.store,
      {
        verification: { steps: [`${SECRET}: look at the old host`, 'Second'], monitorMinutes: 30 },
        pointOfContact: 'support@provider.example',
      },
      { ...PROCESS_POLICY, ...STAFF_POLICY, process: PROCESS_POLICY.process ?? fail() },
    );
    await deliver(api.store, window.key('announcement'));
    const seen: unknown[] = [];
    const look = async () => {
      expect(await wrongTexts(window)).toEqual([]);
      const { body } = await api.as('customer').get(`/v1/windows/${window.reference}`).expect(200);
      const { next } = body as { next: { what: string } | null };
      const what = next?.what ?? null;
      if (what !== seen.at(-1)) seen.push(what);
    };
    await look();
    const scope = { locations: ['eu-1/dc-1/rack-a12'], except: ['bolt-web'] };
    await window.give('rescope', { scope, reason: 'One server is done already.' });
    await look();
    // nags and questions are the next duty now and then
    for (let day = 0; day < 13; day++) {
      await window.advanceBy(DAY / 2);
      await look();
    }
    await window.start();
    await look();
    await window.give('post', {
      message: 'Half of it is done.',
      nextUpdateBy: new Date(window.core.now + 10 * MINUTE).toISOString(),
    });
    await look();
    for (let step = 0; step < 6; step++) {
      await window.advanceBy(HOUR);
      await look();
    }
    await window.give('verify');
    await look();
    await window.give('tick', { step: 1 });
    await window.give('tick', { step: 2 });
    await window.give('complete', { customerImpactMinutes: 5 });
    await look();
    await window.advanceBy(4 * DAY);
    await look();
    expect(seen).toEqual(['reminder, 7 days before', 'planned end', 'next update', 'planned end', null]);
  });
});

function fail(): never {
  throw new Error('the policy has a process');
}
