import { sql } from 'kysely';
import type { Refusal } from '../../domain/shared/errors';
import { noticeDebt } from '../../domain/notices/notice-debt';
import { changesPlan, describeConflict, newcomersDebt, type Conflict } from '../../domain/planning/conflicts';
import { nameOfClass } from '../../domain/window/classes';
import type { RecordRefusal } from '../../domain/window/commands/command';
import type { RecordedEvent } from '../../domain/window/events';
import { wasTold } from '../../domain/window/begun-notices';
import type { WindowState } from '../../domain/window/types';
import { affectedResources, countAudience, unknownInScope } from '../inventory/audience';
import type { Transacting } from '../database/database';
import { findConflicts } from './conflicts';
import { checkMove } from './check-move';
import { lockPlanning } from './slots';
import { judgeConflicts } from './ways-out';

/**
 * Checks a step that changes when or where a window takes place, or its class, against the other plans (L9) and the notice
 * newcomers are promised (N11). Returns the refusal; undefined when there is none, and then the conflicts found are on record.
 * `after` is the state after the step.
 */
export async function checkStep(
  trx: Transacting,
  after: WindowState,
  step: readonly RecordedEvent[],
): Promise<Refusal<RecordRefusal> | undefined> {
  const joining = step.find(({ event }) => event.type === 'moved-in');
  if (joining?.event.type === 'moved-in') return checkMove(trx, after, { ...joining.event, at: joining.at });
  const planning = step.filter(({ event }) => changesPlan(event));
  const [first] = planning;
  if (!first || !after.policy.process) return undefined;
  await lockPlanning(trx);
  const override = step.map(({ event }) => (event.type === 'rule-overridden' ? event.reason : undefined)).find(Boolean);
  if (planning.some(({ event }) => event.type === 'rescoped')) {
    const refusal = await checkScope(trx, after, first.at, override);
    if (refusal) return refusal;
  }
  const { reference, spec, startedAt } = after;
  const looked = { reference, spec, now: first.at, places: after.policy.places };
  const conflicts = await findConflicts(trx, looked);
  const refusal = await judgeConflicts(trx, looked, conflicts, {
    class: spec.class,
    isUnderWay: startedAt !== undefined,
    override,
    reclassifiedFrom: planning
      .map(({ event }) => (event.type === 'reclassified' ? (event.fromName ?? event.from) : undefined))
      .find(Boolean),
  });
  if (!refusal) await recordConflicts(trx, after, conflicts, first.at);
  return refusal;
}

/** Records the conflicts of the window's plan at this revision. */
export async function recordConflicts(
  trx: Transacting,
  { reference, revision }: Pick<WindowState, 'reference' | 'revision'>,
  conflicts: readonly Conflict[],
  at: number,
): Promise<void> {
  await sql`delete from window_conflicts where window_reference = ${reference} and revision = ${revision}`.execute(trx);
  if (conflicts.length === 0) return;
  await trx
    .insertInto('window_conflicts')
    .values(
      conflicts.map((conflict) => ({
        window_reference: reference,
        revision,
        kind: conflict.kind,
        text: describeConflict(conflict, reference),
        is_blocking: conflict.isBlocking,
        found_at: new Date(at),
      })),
    )
    .execute();
}

/** A new scope must exist, reach at least one person, and give newcomers the promised notice. */
async function checkScope(
  trx: Transacting,
  { reference, spec, policy, notices }: WindowState,
  now: number,
  override: string | undefined,
): Promise<Refusal<RecordRefusal> | undefined> {
  const [unknown] = await unknownInScope(trx, spec.scope);
  if (unknown) {
    return {
      code: 'unknown-scope',
      field: unknown.field,
      detail: `The inventory has no "${unknown.value}" (${unknown.field}). Correct the scope, or import what is missing first.`,
    };
  }
  const { recipients } = await countAudience(trx, spec.scope, spec.visibility === 'private');
  if (recipients === 0) {
    return {
      code: 'empty-audience',
      field: 'scope',
      detail: 'The new scope reaches nobody. Widen it, or cancel the window.',
    };
  }
  const debt = override === undefined && wasTold({ notices }) ? noticeDebt(spec, now, policy) : null;
  if (!debt) return undefined;
  const { rows } = await sql<{ count: number }>`
    with ${affectedResources(spec.scope)}
    select count(distinct organization_id)::integer as count from affected
    where organization_id not in (
      select s.organization_id from notice_organizations s join notices n on n.id = s.notice_id
      where n.window_reference = ${reference}
    )
  `.execute(trx);
  return newcomersDebt(rows[0]?.count ?? 0, debt, nameOfClass(spec));
}
