import type { z } from 'zod';
import { noticeDebt, toIsoDuration, type NoticeDebt } from '../../../domain/notices/notice-debt';
import { describeDuration, toIso } from '../../../domain/shared/time';
import { evolve } from '../../../domain/window/evolve/evolve';
import { nameOfClass, type NamedClass } from '../../../domain/window/classes';
import { optional } from '../../../domain/shared/optional';
import { viewOf } from '../../../domain/window/view';
import type { OpenedWindow } from '../../../use-cases/open-window';
import { languagesAnswer } from './languages';
import { linksOf, type Addresses } from './links';
import { untoldAnswer } from './untold';
import type { openedSchema } from '../commands/schemas';

/** The plan of a window that is open: every notice, its date, and how many it would reach now. */
export function openedAnswer(
  { opened, audience, languages, conflicts }: OpenedWindow,
  addresses: Addresses,
): z.input<typeof openedSchema> {
  const state = evolve(undefined, opened);
  const view = viewOf(state);
  const { spec } = state;
  const { organizations, recipients } = audience;
  const debt = noticeDebt(spec, opened.at, state.policy);
  return {
    reference: view.reference,
    phase: view.phase,
    revision: view.revision,
    workflowId: view.reference,
    plan: view.plan.map(({ kind, at }) => ({ kind, at: toIso(at), organizations, recipients })),
    ...untoldAnswer(audience),
    languages: languagesAnswer(languages, spec),
    debts: debtsAnswer(debt, spec, organizations),
    conflicts,
    links: linksOf(view, null, addresses, true),
  };
}

/** The notice debt of a plan, as answers list it (N11). */
export function debtsAnswer(
  debt: NoticeDebt | null,
  named: NamedClass,
  organizations: number,
): z.input<typeof openedSchema>['debts'] {
  if (!debt) return [];
  return [
    {
      class: named.class,
      ...optional({ className: named.className }),
      promised: toIsoDuration(debt.promisedMs),
      given: toIsoDuration(debt.givenMs),
      organizations,
      text:
        `Class ${nameOfClass(named)} promises ${debt.promised} of notice; ${describeDuration(debt.givenMs)} are left. ` +
        `A start at ${toIso(debt.keptFrom)} or later keeps the promise.`,
    },
  ];
}
