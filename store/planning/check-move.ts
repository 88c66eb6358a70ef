import { scopeSchema } from '../../domain/planning/scope';
import { describeCollision, refusing } from '../../domain/planning/conflicts';
import type { Refusal } from '../../domain/shared/errors';
import type { WindowState } from '../../domain/window/types';
import type { Transacting } from '../database/database';
import { findConflicts } from './conflicts';
import { lockPlanning } from './slots';

/** What a customer moves here, from which window, and when (UTC ms). */
interface JoiningResources {
  readonly resources: readonly string[];
  readonly from: string;
  readonly at: number;
}

/** The window as it was before: what it has accepted already is nobody's fault who joins it. */
const NOBODY = '';

/**
 * Whether resources that a customer moves here collide with other plans on this night (L9), or with others of their redundancy group
 * here. The window that they leave is none of these, and what they are beside each other was accepted there.
 */
export async function checkMove(
  trx: Transacting,
  { reference, spec, startedAt }: WindowState,
  { resources, from, at }: JoiningResources,
): Promise<Refusal<'conflict'> | undefined> {
  await lockPlanning(trx);
  const scope = scopeSchema.parse({ resources });
  const conflicts = await findConflicts(trx, { reference: NOBODY, spec: { ...spec, scope }, now: at });
  const others = conflicts.filter(
    ({ kind, other }) => other !== NOBODY && other !== from && !(kind === 'organization' && other === reference),
  );
  const plan = { reference, class: spec.class, isUnderWay: startedAt !== undefined, override: undefined };
  const blocking = refusing(others, plan);
  if (blocking.length === 0) return undefined;
  const detail = `${describeCollision(blocking, plan)} Choose another window, or ask your provider.`;
  return { code: 'conflict', field: 'to', detail };
}
