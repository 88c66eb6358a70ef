import type { Executor, WorkBlockers } from '../activities/ports/executor';

export const EXECUTOR_CHECKS = ['executor', 'probe', 'alerts'] as const;

/** What is configured to carry out maintenance. */
export interface ExaminedExecutors {
  /** With the kinds of resources that each serves. */
  readonly executors: readonly { readonly executor: Executor; readonly kinds: readonly string[] }[];
  readonly probes: readonly { readonly address: string; readonly kinds: readonly string[]; readonly name?: string }[];
  readonly blockers: WorkBlockers;
}

interface Finding {
  readonly check: (typeof EXECUTOR_CHECKS)[number];
  readonly ok: boolean;
  readonly text: string;
}

/** Whether maintenance could be carried out now (S7): every executor's own check, the probes, and what blocks. Begins nothing. */
export async function examineExecutors({ executors, probes, blockers }: ExaminedExecutors): Promise<Finding[]> {
  const [checked, blocking] = await Promise.all([Promise.all(executors.map(examined)), blockers.blocking()]);
  const looked = probes.map(({ address, kinds, name }): Finding => {
    const uses = [...(name === undefined ? [] : [`windows that name ${name}`]), ...kinds];
    return { ...PROBE, text: `${address} for ${uses.join(', ')}` };
  });
  const firing = blocking.map((text): Finding => ({ check: 'alerts', ok: false, text: `nothing may begin: ${text}` }));
  return [...checked.flat(), ...looked, ...firing];
}

const PROBE = { check: 'probe', ok: true } as const;

async function examined({ executor, kinds }: ExaminedExecutors['executors'][number]): Promise<Finding[]> {
  const who = `${executor.name} for ${kinds.join(', ')}`;
  const problems = await executor.check();
  if (problems.length === 0) return [{ check: 'executor', ok: true, text: `${who} can be used` }];
  return problems.map(({ text }) => ({ check: 'executor', ok: false, text: `${who}: ${text}` }));
}
