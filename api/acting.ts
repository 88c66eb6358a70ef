import type { WorkChecks } from '../use-cases/check-work';
import { createActs, type Acts } from '../use-cases/act-by-link';
import { createActLinks } from '../store/access/act-links';
import type { AppDependencies } from './app';
import { mustBePermitted } from './permissions';

type ActingDependencies = Pick<AppDependencies, 'db' | 'windows' | 'wakeInside' | 'config' | 'clock'> & WorkChecks;

/** What staff do by links in their mails (N12), where there is a key that signs them. */
export function createActing({
  db,
  windows,
  executors,
  wakeInside,
  config,
  clock,
}: ActingDependencies): Acts | undefined {
  const { secretsKeys } = config;
  if (!secretsKeys) return undefined;
  return createActs({
    ...{ db, windows, executors, links: createActLinks(secretsKeys), wakeInside, clock },
    permit: (asking, operation) => {
      mustBePermitted({ ...asking, environments: null, access: null }, operation);
    },
  });
}
