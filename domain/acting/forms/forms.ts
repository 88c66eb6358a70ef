import type { CommandName } from '../../window/commands/commands';
import type { WindowView } from '../../window/view';
import * as after from './after';
import type { CommandField, CommandForm, FormElsewhere } from './form';
import * as plan from './plan';
import * as work from './work';

/** How a person gives each command of a window (P8): every command has its row, in the order in which buttons stand. */
export const FORMS = {
  start: work.start,
  post: work.post,
  extend: work.extend,
  verify: work.verify,
  tick: work.tick,
  complete: work.complete,
  enterValue: work.enterValue,
  cancel: after.cancel,
  pauseWork: work.pauseWork,
  resumeWork: work.resumeWork,
  abortWork: work.abortWork,
  skipWork: work.skipWork,
  retryWork: work.retryWork,
  offer: work.offer,
  approve: plan.approve,
  requestChanges: plan.requestChanges,
  withdraw: plan.withdraw,
  edit: plan.edit,
  reschedule: plan.reschedule,
  rescope: plan.rescope,
  reclassify: plan.reclassify,
  useAlternate: plan.useAlternate,
  releaseAlternate: plan.releaseAlternate,
  nominate: plan.nominate,
  refer: plan.refer,
  draftRfo: after.draftRfo,
  approveRfo: after.approveRfo,
  retryFailed: after.retryFailed,
  writeOff: after.writeOff,
} satisfies { readonly [N in CommandName]: CommandForm<N> | FormElsewhere };

/** A row, whichever it is. */
export type AnyForm = Omit<CommandForm<CommandName>, 'fields'> & { readonly fields: readonly CommandField[] };
export const formRow = (name: CommandName): AnyForm | FormElsewhere => FORMS[name];

/** Whether the window may obey the command as it stands: what its phase alone rules out is not offered. The window itself decides in the end. */
export function isOffered(name: CommandName, view: WindowView): boolean {
  const { phases, when } = formRow(name);
  return phases.includes(view.phase) && (when?.(view) ?? true);
}

const NAMES = Object.keys(FORMS) as CommandName[];

/** The commands that are offered of a window, in the order in which buttons stand. */
export const offeredCommands = (view: WindowView): CommandName[] => NAMES.filter((name) => isOffered(name, view));

/** The fields that are asked for: those for this window, and what it has asked for in its refusal. */
export function fieldsAsked(name: CommandName, view: WindowView, refusedAt: readonly string[] = []): CommandField[] {
  const row = formRow(name);
  if ('page' in row) return [];
  return row.fields.filter((field) => !field.when || field.when(view) || refusedAt.includes(field.name));
}
