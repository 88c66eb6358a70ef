import type { z } from 'zod';
import { noticeDebt, toIsoDuration } from '../domain/notice-debt';
import { describeDuration, toIso } from '../domain/time';
import { evolve } from '../domain/window/evolve';
import { viewOf } from '../domain/window/view';
import type { OpenedWindow } from '../opening/open-window';
import { linksOf, type Addresses } from './links';
import type { openedSchema } from './schemas/windows';

/** The plan of a window that is open: every notice, its date, and how many it would reach now. */
export function openedAnswer(
  { opened, audience, conflicts }: OpenedWindow,
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
    debts: debt
      ? [
          {
            class: spec.class,
            promised: toIsoDuration(debt.promisedMs),
            given: toIsoDuration(debt.givenMs),
            organizations,
            text:
              `Class ${spec.class} promises ${describeDuration(debt.promisedMs)} of notice; ${describeDuration(debt.givenMs)} are left. ` +
              `A start at ${toIso(opened.at + debt.promisedMs)} or later keeps the promise.`,
          },
        ]
      : [],
    conflicts,
    links: linksOf(view, null, addresses, true),
  };
}
