import type { Executors } from '../activities/ports';
import type { Executor, HealthProbe } from '../activities/ports/executor';
import type { Config } from '../config/config';
import type { ExecutorsConfig, ExecutorSetting } from '../config/executors';
import { optional } from '../domain/shared/optional';
import { SECOND } from '../domain/shared/time';
import type { WorkResource } from '../domain/work/item';
import type { ServingExecutor } from '../domain/work/serving';
import { createAlertBlockers } from '../executors/alerts';
import { createFleetLockExecutor } from '../executors/fleetlock/executor';
import { createHttpExecutor } from '../executors/http/executor';
import { createHttpProbe, createTcpProbe } from '../executors/probe';
import { createRedfishExecutor } from '../executors/redfish/executor';
import { createTemporalExecutor } from '../executors/temporal/executor';
import type { TemporalAccess } from '../temporal/connection';
import { createExecutorJobs, type ExecutorJobs } from '../temporal/executor-jobs';
import type { HostLock, HostLocks } from '../use-cases/answer-hosts';
import type { ExaminedExecutors } from '../use-cases/examine-executors';

/** What executors are built from. */
interface ExecutorParts {
  readonly jobs: ExecutorJobs;
  /** Where jobs' ends can be reported; see config/config.ts. */
  readonly publicUrl: string;
}

/** A type without a row does not compile. */
function make(name: string, setting: ExecutorSetting, { jobs, publicUrl }: ExecutorParts): Executor {
  switch (setting.type) {
    case 'http':
      return createHttpExecutor({ name, publicUrl, ...given(setting) });
    case 'redfish':
      return createRedfishExecutor({ name, ...given(setting) });
    case 'temporal':
      return createTemporalExecutor({
        name,
        jobs,
        ...given(setting),
        ...optional({ heartbeatMs: ms(setting.heartbeatSeconds) }),
      });
    case 'fleetlock':
      return createFleetLockExecutor({ name, publicUrl, kinds: setting.kinds });
  }
}

/** Without the fields that were left out. */
const given = <T extends object>(setting: T) => optional(setting) as { [K in keyof T]: Exclude<T[K], undefined> };

function ms(seconds: number): number;
function ms(seconds: number | undefined): number | undefined;
function ms(seconds: number | undefined): number | undefined {
  return seconds === undefined ? undefined : seconds * SECOND;
}

/** The executors, probes and alerts of the configuration; none where there is none. */
export function createExecutors(config: ExecutorsConfig | undefined, parts: ExecutorParts): Executors {
  const { executors = {}, probes: probeSettings = [], blockedBy = [] } = config ?? {};
  const probes = probeSettings.map(probeOf);
  const blockers = blockedBy.map(({ timeoutSeconds, ...setting }) =>
    createAlertBlockers({ ...given(setting), timeoutMs: ms(timeoutSeconds) }),
  );
  return {
    executors: new Map(Object.entries(executors).map(([name, setting]) => [name, make(name, setting, parts)])),
    probeFor: (kind) => probes.find((probe) => probe.serves(kind)),
    probeNamed(name) {
      const probe = probes[probeSettings.findIndex((setting) => setting.name === name)];
      return probe && { look: (signal) => probe.look(NO_RESOURCE, signal) };
    },
    blockers: {
      async blocking(signal) {
        return (await Promise.all(blockers.map((one) => one.blocking(signal)))).flat();
      },
    },
  };
}

/** What stands in the place of a resource for a probe whose address has no placeholders. */
const NO_RESOURCE: WorkResource = { id: '', name: '', kind: '', environment: '' };

/** The executors whose hosts ask by themselves, to be answered; undefined where there are none. */
export function hostLocksOf(
  { executors: config, publicUrl }: Pick<Config, 'executors' | 'publicUrl'>,
  temporal: TemporalAccess,
): HostLocks | undefined {
  const locks = Object.entries(config?.executors ?? {}).flatMap(([name, setting]): [string, HostLock][] =>
    setting.type === 'fleetlock' ? [[name, { kinds: setting.kinds, token: setting.token, label: setting.label }]] : [],
  );
  if (locks.length === 0) return undefined;
  const executors = createExecutors(config, { jobs: createExecutorJobs(temporal), publicUrl });
  return { ...executors, locks: new Map(locks) };
}

/** The executors that windows may name. */
export function servingExecutors(config: ExecutorsConfig | undefined): ServingExecutor[] {
  return Object.entries(config?.executors ?? {}).map(([name, { kinds }]) => ({ name, kinds }));
}

/** The probes that windows may name. */
export function namedProbes(config: ExecutorsConfig | undefined): string[] {
  return (config?.probes ?? []).flatMap(({ name }) => (name === undefined ? [] : [name]));
}

/** Executors with their kinds, probes and alerts, to be examined; undefined where none are configured. */
export function executorsToExamine(
  { executors: config, publicUrl }: Pick<Config, 'executors' | 'publicUrl'>,
  temporal: TemporalAccess,
): ExaminedExecutors | undefined {
  if (!config) return undefined;
  const { executors, blockers } = createExecutors(config, { jobs: createExecutorJobs(temporal), publicUrl });
  return {
    executors: [...executors].map(([name, executor]) => ({ executor, kinds: config.executors[name]?.kinds ?? [] })),
    probes: config.probes.map(({ name, kinds = [], ...probe }) => ({
      ...{ address: 'tcp' in probe ? probe.tcp : probe.http, kinds },
      ...optional({ name }),
    })),
    blockers,
  };
}

function probeOf({
  settleSeconds,
  timeoutSeconds,
  kinds = [],
  name: _windows,
  ...probe
}: ExecutorsConfig['probes'][number]): HealthProbe {
  const times = { kinds, settleMs: ms(settleSeconds), timeoutMs: ms(timeoutSeconds) };
  return 'tcp' in probe ? createTcpProbe({ ...probe, ...times }) : createHttpProbe({ ...given(probe), ...times });
}
