import { setCurrentDetails, upsertSearchAttributes } from '@temporalio/workflow';
import { nextDue } from '../domain/window/duties/agenda';
import type { WindowState } from '../domain/window/types';
import { referenceInWords } from '../domain/window/references';
import { headline, viewOf } from '../domain/window/view';
import { noticeSlug } from '../domain/notices/notice';
import { toIso } from '../domain/shared/time';
import { ATTRIBUTES } from './search-attributes';

/** What the Temporal UI shows of a window: its details in Markdown, and the attributes operators list and filter by. */
export function createPresentation(initial: WindowState, fresh: boolean) {
  // at start the attributes came with the start request, so the first step costs no event
  let shown = fresh ? fingerprint(initial) : '';
  let hadChanges = initial.spec.references !== undefined;
  return function present(state: WindowState): void {
    setCurrentDetails(detailsOf(state));
    const now = fingerprint(state);
    const changes = state.spec.references?.map(({ id }) => id) ?? [];
    if (now === shown) return;
    shown = now;
    upsertSearchAttributes([
      { key: ATTRIBUTES.phase, value: state.phase },
      { key: ATTRIBUTES.start, value: new Date(state.spec.slot.startsAt) },
      { key: ATTRIBUTES.end, value: new Date(state.spec.slot.endsAt) },
      { key: ATTRIBUTES.nextDutyAt, value: dutyAt(state) },
      { key: ATTRIBUTES.needsAttention, value: state.attention.length > 0 },
      ...(changes.length > 0 || hadChanges ? [{ key: ATTRIBUTES.changes, value: changes }] : []),
    ]);
    hadChanges = changes.length > 0;
  };
}

function dutyAt(state: WindowState): Date | null {
  const due = nextDue(state);
  return due ? new Date(due.at) : null;
}

function fingerprint(state: WindowState): string {
  const { slot } = state.spec;
  return JSON.stringify([
    state.phase,
    slot.startsAt,
    slot.endsAt,
    nextDue(state)?.at ?? null,
    state.attention.length > 0,
    ...(state.spec.references ?? []).map(({ id }) => id),
  ]);
}

/** The current details, in Markdown. People's words go through `plain`, so that none of them becomes markup. */
function detailsOf(state: WindowState): string {
  const view = viewOf(state);
  const { slot } = state.spec;
  const lines = [
    `**${headline(view)}**`,
    '',
    `- planned ${toIso(slot.startsAt)} to ${toIso(slot.endsAt)}, revision ${String(state.revision)}`,
  ];
  for (const one of state.spec.references ?? []) lines.push(`- change ${plain(referenceInWords(one))}`);
  if (state.startedAt !== undefined) lines.push(`- started ${toIso(state.startedAt)}`);
  if (state.endedAt !== undefined) lines.push(`- ended ${toIso(state.endedAt)}`);
  if (state.nextUpdateBy !== undefined) lines.push(`- next update promised by ${toIso(state.nextUpdateBy)}`);
  if (view.rfo.owed)
    lines.push(`- RFO owed: ${view.rfo.because ?? ''}; draft it with draftRfo, publish it with approveRfo`);
  if (state.attention.length > 0) {
    lines.push('', '**Needs attention**', '');
    for (const item of state.attention) lines.push(`- ${plain(item.text)} (since ${toIso(item.since)})`);
  }
  if (view.plan.length > 0) {
    lines.push('', '**Plan**', '');
    for (const planned of view.plan) lines.push(`- ${planned.kind} on ${toIso(planned.at)}`);
  }
  if (state.notices.length > 0) {
    lines.push(
      '',
      '**Notices**',
      '',
      '| notice | revision | state | accepted | failed |',
      '| --- | --- | --- | --- | --- |',
    );
    for (const notice of state.notices) {
      const { accepted = '', failed = '' } = notice.counts ?? {};
      lines.push(
        `| ${noticeSlug(notice)} | ${String(notice.revision)} | ${notice.state} | ${String(accepted)} | ${String(failed)} |`,
      );
    }
  }
  return lines.join('\n');
}

function plain(text: string): string {
  return text.replace(/[\\`*_{}[\]()#+!|<>~]/g, '\\$&').replace(/\s+/g, ' ');
}
