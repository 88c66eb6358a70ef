import type { z } from 'zod';
import type { WorkCounts } from '../../../activities/ports/work';
import { toIso } from '../../../domain/shared/time';
import type { DueMaintenance } from '../../../store/work/customer';
import type { ListedWork } from '../../../store/work/listed';
import { isoOrNull } from '../../http/schemas';
import type { dueMaintenance, work } from './schemas';

export function dueAnswer(due: DueMaintenance): z.input<typeof dueMaintenance> {
  return {
    ...due,
    since: toIso(due.since),
    startsAt: toIso(due.startsAt),
    endsAt: toIso(due.endsAt),
    selfServiceUntil: isoOrNull(due.selfServiceUntil),
  };
}

/** How much is in each state, and in all. */
export function countsAnswer(counts: WorkCounts) {
  return { counts, total: Object.values(counts).reduce((sum, number) => sum + number, 0) };
}

export function workAnswer(listed: ListedWork): z.input<typeof work> {
  return { ...listed, since: toIso(listed.since) };
}
