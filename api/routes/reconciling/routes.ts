import { z } from 'zod';
import type { Difference } from '../../../activities/ports/reconciling';
import { DIFFERENCES, REPAIRS, type DifferenceKind } from '../../../domain/reconciling/differences';
import { text } from '../../../domain/shared/fields';
import { toIso } from '../../../domain/shared/time';
import { lastCompared, listDifferences } from '../../../store/reconciling/differences';
import type { RepairRequest } from '../../../use-cases/repair-window';
import { route, type Route } from '../../http/route';
import { at, isoOrNull, maybeAt, onBehalfOf, reference } from '../../http/schemas';
import type { Dependencies } from '../dependencies';

export interface ReconcilingDependencies extends Dependencies {
  /** Throws KnownError `not-found`, `nothing-to-repair` or Temporal's. */
  readonly repair: (request: RepairRequest) => Promise<void>;
}

/** Windows whose workflow and record disagree (T7). */
export function reconcilingRoutes(deps: ReconcilingDependencies): Route[] {
  return [listAll(deps), repair(deps)];
}

const KINDS = Object.keys(DIFFERENCES) as [DifferenceKind, ...DifferenceKind[]];

const difference = z.object({
  reference: z.string(),
  kind: z.enum(KINDS).describe(KINDS.map((kind) => `\`${kind}\`: ${DIFFERENCES[kind].title}`).join('; ')),
  detail: z.string().describe('what each side says'),
  help: z.string().describe('what it means, and the way out'),
  repairs: z.array(z.enum(REPAIRS)).describe('the repairs that fit'),
  since: at,
});

const listAll = ({ db }: Dependencies) =>
  route({
    method: 'get',
    path: '/v1/differences',
    id: 'listDifferences',
    tag: 'windows',
    summary: 'Windows whose workflow and record disagree',
    description:
      'Every two minutes each window is compared with its workflow. What was found twice is listed here, the oldest first; what ' +
      'Forewarn can mend by itself is gone a moment later.',
    problems: [],
    success: { status: 200, description: 'The differences' },
    answer: z.object({
      items: z.array(difference),
      comparedAt: maybeAt.describe(
        'when all windows were last compared; long ago, or null, while no worker compares them',
      ),
    }),
    async handle() {
      const [items, comparedAt] = await Promise.all([listDifferences(db), lastCompared(db)]);
      return { body: { items: items.map(differenceAnswer), comparedAt: isoOrNull(comparedAt) } };
    },
  });

const repair = ({ repair }: ReconcilingDependencies) =>
  route({
    method: 'post',
    path: '/v1/windows/{reference}/repair',
    id: 'repairWindow',
    tag: 'windows',
    summary: 'Repair a window whose workflow and record disagree',
    description:
      '`adopt` writes the record anew from the workflow; `restart` starts the workflow again from the record, and nobody is told ' +
      'twice; `write-off` closes the record of a window that needs no workflow any more. Both sides are compared once more first.',
    example: { how: 'restart', reason: 'Its workflow was terminated by mistake.' },
    problems: ['nothing-to-repair', 'temporal-unreachable', 'no-answer-yet'],
    success: { status: 200, description: 'It is repaired' },
    params: z.strictObject({ reference }),
    body: z.strictObject({ by: onBehalfOf, how: z.enum(REPAIRS), reason: text(2_000) }),
    answer: z.object({ reference: z.string(), how: z.enum(REPAIRS) }),
    async handle({ params: { reference }, body: { how, reason }, acting }) {
      await repair({ reference, how, reason, actor: acting });
      return { body: { reference, how } };
    },
  });

function differenceAnswer({ reference, kind, detail, since }: Difference): z.input<typeof difference> {
  const { help, repairs } = DIFFERENCES[kind];
  return {
    reference,
    kind,
    detail,
    help: help.replaceAll('<reference>', reference),
    repairs: [...repairs],
    since: toIso(since),
  };
}
