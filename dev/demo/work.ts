import { setTimeout as pause } from 'node:timers/promises';
import { HOUR, toIso } from '../../domain/shared/time';
import type { RunningForewarn } from './running';
import { demoInventory } from './inventory';
import { DEMO_RACK } from './window';

/** The fields read from GET /v1/windows/{reference}/work. */
interface WorkAnswer {
  readonly total: number;
  readonly counts: Readonly<Record<string, number>>;
  readonly items: readonly {
    readonly resource: { readonly id: string; readonly name: string };
    readonly state: string;
    readonly by: string | null;
  }[];
}

interface DueAnswer {
  readonly items: readonly { readonly reference: string; readonly resource: { readonly id: string } }[];
}

/** So often the list is looked at (ms), and so long the work may take. */
const LOOK_MS = 1_000;
const PATIENCE_MS = 5 * 60_000;

/**
 * An urgent window, on the clock on the wall, whose resources Forewarn restarts through the demo executor four at a time (S2), and
 * a customer who was quicker (S3). Throws StartupError when the API refuses something, and Error when the work takes minutes.
 */
export async function showWork(forewarn: RunningForewarn, say: (line: string) => void): Promise<void> {
  const { call } = forewarn;
  const { reference } = await call<{ reference: string }>('POST', '/v1/windows', urgentWindow(Date.now()));
  say(`  ${reference} is opened: an emergency in an hour, whose work Forewarn does by itself`);
  await until(async () => (await phaseOf(forewarn, reference)) === 'announced', 'its customers are told');

  const [first] = (await call<WorkAnswer>('GET', `/v1/windows/${reference}/work?limit=1`)).items;
  if (!first) throw new Error(`the rack ${DEMO_RACK} is empty`);
  const { id, name } = first.resource;
  const customer = forewarn.as(await tokenOf(forewarn, id));
  const due = await customer<DueAnswer>('GET', '/v1/maintenance');
  const own = due.items.filter((item) => item.reference === reference).length;
  say(`  a customer sees ${counted(own)} of theirs that are due, and restarts ${name} at once`);
  await customer('POST', `/v1/maintenance/${reference}/${id}/restart`, {});
  await until(async () => (await stateOf(forewarn, reference, id)) === 'done', `${name} is restarted`);
  say(`  ${name} is done, by the customer; the window will leave it alone`);

  await call('POST', `/v1/windows/${reference}/start`, { note: 'The fix is rolled out.' });
  let shown = '';
  await until(async () => {
    const work = await call<WorkAnswer>('GET', `/v1/windows/${reference}/work?limit=1`);
    const line = progress(work);
    if (line !== shown) say(`  ${line}`);
    shown = line;
    return ['completed', 'closed'].includes(await phaseOf(forewarn, reference));
  }, 'the last one is done');
  say(`  the last one is done, so the window ends early and everybody is told`);
}

function urgentWindow(now: number): object {
  return {
    title: 'Close a hole in the kernel',
    class: 'emergency',
    reason: 'platform-security',
    visibility: 'public',
    slots: [{ start: toIso(now + HOUR), end: toIso(now + 3 * HOUR) }],
    scope: { locations: [DEMO_RACK] },
    impact: { level: 'outage', minutes: 5, description: 'Each server restarts once.' },
    customerAction: 'None, or restart your servers yourself before.',
    pointOfContact: 'noc@provider.example',
    emergency: {
      trigger: 'security-patch',
      necessity: 'The hole is being used.',
      risk: 'A restart may take longer on older servers.',
      mitigation: 'Four servers at a time, each looked after.',
    },
    work: {
      ...{ mode: 'automatic', executor: 'demo', batch: 4, pauseSeconds: 2 },
      ...{ selfService: true, lockInMinutes: 15 },
    },
  };
}

async function phaseOf({ call }: RunningForewarn, reference: string): Promise<string> {
  return (await call<{ phase: string }>('GET', `/v1/windows/${reference}`)).phase;
}

async function stateOf({ call }: RunningForewarn, reference: string, id: string): Promise<string | undefined> {
  const { items } = await call<WorkAnswer>('GET', `/v1/windows/${reference}/work?limit=100`);
  return items.find(({ resource }) => resource.id === id)?.state;
}

/** A token of the customer whose resource it is. */
async function tokenOf({ call }: RunningForewarn, resource: string): Promise<string> {
  const organizationId = demoInventory().resources.find(({ id }) => id === resource)?.organizationId;
  const { token } = await call<{ token: string }>('POST', '/v1/tokens', {
    ...{ name: 'npm run demo', role: 'customer', access: 'self-service', organizationId },
  });
  return token;
}

function progress({ counts, total }: WorkAnswer): string {
  const others = Object.entries(counts).filter(([state, count]) => state !== 'done' && count > 0);
  return [
    `${String(counts.done ?? 0)} of ${String(total)} done`,
    ...others.map(([state, count]) => `${String(count)} ${state}`),
  ].join(', ');
}

const counted = (count: number) => (count === 1 ? 'one resource' : `${String(count)} resources`);

async function until(holds: () => Promise<boolean>, what: string): Promise<void> {
  for (const end = Date.now() + PATIENCE_MS; !(await holds());) {
    if (Date.now() > end) throw new Error(`did not happen in five minutes: ${what}`);
    await pause(LOOK_MS);
  }
}
