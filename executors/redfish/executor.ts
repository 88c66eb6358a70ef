import type { Evidence, Executor, StartAnswer, WorkJob } from '../../activities/ports/executor';
import type { WorkResource } from '../../domain/work/item';
import { SECOND } from '../../domain/shared/time';
import { agentFor, type Trust } from '../../channels/convergence/exchange';
import { createOnce } from '../shared/once';
import { filled } from '../shared/placeholders';
import { progressOf, wasReset, type SystemLook } from './progress';
import { actionInfoSchema, systemSchema, systemsSchema, type Reset } from './schemas';
import { RedfishFailure, withService, type RedfishService } from './service';

export interface RedfishExecutorOptions extends Trust {
  readonly name: string;
  readonly kinds: readonly string[];
  /** The controller of a resource, such as `https://{name}.bmc.example.net`, without a path. */
  readonly url: string;
  /** The system's id at its controller, such as `{id}` or `System.Embedded.1`; the only one when left out. */
  readonly system?: string;
  readonly user: string;
  readonly password: string;
  readonly login: 'session' | 'basic';
  /** What is asked for: the first one that the system allows. */
  readonly resets: readonly Reset[];
  /** The longest a request may take as a whole (ms). */
  readonly requestMs?: number;
  /** UTC ms. */
  readonly clock?: () => number;
}

const REQUEST_MS = 20 * SECOND;

/** A system, and how it is restarted. */
interface FoundSystem extends SystemLook {
  readonly target: string;
  /** undefined: the controller does not say what it allows. */
  readonly allowed: readonly string[] | undefined;
}

/**
 * Servers through their management controllers (S7): `ComputerSystem.Reset`, then power state and boot progress. Redfish has no key
 * for a request, so this process never sends a second one under the same key, and none when LastResetTime names a reset since the
 * job was asked for; after a crash of the process, observing first is what prevents a second reset.
 */
export function createRedfishExecutor(options: RedfishExecutorOptions): Executor {
  const { name, kinds, clock = Date.now, requestMs = REQUEST_MS, user, password, login } = options;
  const agent = agentFor(options);
  const once = createOnce<StartAnswer>(({ accepted }) => accepted !== false);

  async function atSystem<T>(
    resource: WorkResource,
    signal: AbortSignal | undefined,
    work: (service: RedfishService, system: FoundSystem) => Promise<T>,
  ): Promise<T> {
    const url = required(filled(options.url, resource));
    const id = options.system === undefined ? undefined : required(filled(options.system, resource));
    return withService({ url: new URL(url), user, password, login, agent, requestMs, signal }, async (service) =>
      work(service, await findSystem(service, id, clock)),
    );
  }

  async function start(job: WorkJob, signal?: AbortSignal): Promise<StartAnswer> {
    try {
      return await atSystem(job.resource, signal, async (service, system) => {
        if (wasReset(system, {}, job.askedAt)) return { accepted: true, evidence: { restarting: true } };
        const refusal = refusalOf(system);
        if (refusal) return refusal;
        const reset = choose(options.resets, system.allowed);
        if (reset === undefined) return notAllowed(options.resets, system.allowed ?? []);
        await service.post(system.target, { ResetType: reset });
        return { accepted: true, evidence: before(system, reset) };
      });
    } catch (error) {
      if (!(error instanceof RedfishFailure)) throw error;
      const { message: reason, mayHaveBeenApplied, retryable } = error;
      return mayHaveBeenApplied ? { accepted: 'in-doubt', reason } : { accepted: false, reason, retryable };
    }
  }

  return {
    name,
    serves: (kind) => kinds.includes(kind),
    start: (job, signal) => once(job.key, () => start(job, signal)),

    async observe({ resource, askedAt, timeoutMs }, evidence = {}, signal) {
      try {
        const look = await atSystem(resource, signal, (_service, system) => Promise.resolve(system));
        return progressOf(look, evidence, { askedAt, until: askedAt + timeoutMs, now: clock() });
      } catch (error) {
        if (!(error instanceof RedfishFailure)) throw error;
        return { state: 'unknown', evidence, reason: error.message };
      }
    },

    async check(signal) {
      // each resource has a controller of its own, so there is none to ask
      if (options.url.includes('{')) return [];
      const url = new URL(options.url);
      try {
        await withService({ url, user, password, login, agent, requestMs, signal }, (service) =>
          service.get(systemsSchema, '/redfish/v1/Systems'),
        );
        return [];
      } catch (error) {
        if (!(error instanceof RedfishFailure)) throw error;
        return [{ text: `${url.host} ${error.message}.` }];
      }
    },
  };
}

async function findSystem(service: RedfishService, id: string | undefined, clock: () => number): Promise<FoundSystem> {
  const { value, date } = await service.get(
    systemSchema,
    id === undefined ? await onlySystem(service) : `/redfish/v1/Systems/${id}`,
  );
  const reset = value.Actions['#ComputerSystem.Reset'];
  const allowed =
    reset['ResetType@Redfish.AllowableValues'] ?? (await allowedBy(service, reset['@Redfish.ActionInfo']));
  const told = Date.parse(date ?? '');
  return {
    power: value.PowerState ?? undefined,
    boot: value.BootProgress?.LastState ?? undefined,
    lastReset: value.LastResetTime ?? undefined,
    clockAhead: Number.isNaN(told) ? undefined : told - clock(),
    target: reset.target,
    allowed,
  };
}

async function onlySystem(service: RedfishService): Promise<string> {
  const { value } = await service.get(systemsSchema, '/redfish/v1/Systems');
  const [only, ...others] = value.Members;
  if (only && others.length === 0) return only['@odata.id'];
  const text = `has ${String(value.Members.length)} systems: say which one in the executor's "system", such as "{id}"`;
  throw new RedfishFailure(text, false, false);
}

async function allowedBy(service: RedfishService, info: string | undefined): Promise<readonly string[] | undefined> {
  if (info === undefined) return undefined;
  const { value } = await service.get(actionInfoSchema, info);
  return value.Parameters.find(({ Name }) => Name === 'ResetType')?.AllowableValues;
}

function refusalOf({ power }: SystemLook): StartAnswer | undefined {
  if (power === undefined || power === 'On') return undefined;
  const isChanging = power.startsWith('Powering');
  const reason = isChanging
    ? `the power state is ${power}: somebody is changing it just now`
    : `the power state is ${power}: there is nothing to restart; switch the system on, or skip it`;
  return { accepted: false, reason, retryable: isChanging };
}

function choose(resets: readonly Reset[], allowed: readonly string[] | undefined): Reset | undefined {
  return allowed === undefined ? resets[0] : resets.find((reset) => allowed.includes(reset));
}

function notAllowed(resets: readonly Reset[], allowed: readonly string[]): StartAnswer {
  const reason = `allows none of ${resets.join(', ')}, only ${allowed.slice(0, 20).join(', ') || 'nothing'}: add one to the executor's "resets"`;
  return { accepted: false, reason, retryable: false };
}

/** How the system was before the reset, to be compared with how it is later. */
function before({ power, boot, lastReset }: SystemLook, reset: Reset): Evidence {
  return {
    reset,
    ...(power === undefined ? {} : { power }),
    ...(boot === undefined ? {} : { boot }),
    ...(lastReset === undefined ? {} : { lastReset }),
  };
}

function required(value: ReturnType<typeof filled>): string {
  if ('text' in value) return value.text;
  throw new RedfishFailure(value.fault, false, false);
}
