import type { WindowCensus, WindowRecords } from '../activities/ports/reconciling';
import type { Timeline } from '../activities/ports/timeline';
import { DIFFERENCES, differenceOf, mayWriteOff, type Repair } from '../domain/reconciling/differences';
import { KnownError } from '../domain/shared/errors';
import type { Occasion } from '../domain/audit/doors';
import type { AuditEvent } from '../domain/audit/events';
import { recorded, type Actor } from '../domain/shared/actor';
import type { RecordedEvent } from '../domain/window/events';
import { adoptWindow } from './adopt-window';

export interface RepairDependencies {
  readonly records: WindowRecords;
  readonly census: WindowCensus;
  readonly timeline: Timeline;
  readonly clock: () => number;
  /** Puts it into the audit log (T2). */
  readonly note: (occasion: Occasion, event: AuditEvent) => Promise<void>;
}

export interface RepairRequest {
  readonly reference: string;
  readonly how: Repair;
  readonly actor: Actor & Pick<RecordedEvent, 'door'>;
  readonly reason: string;
}

/**
 * Repairs a window whose workflow and record disagree (T7): `adopt` writes the record from the workflow, `restart` starts the
 * workflow again from the record, `write-off` closes the record of a window that needs no workflow. Both sides are compared
 * once more first. Throws KnownError `not-found`, or `nothing-to-repair` when they agree or this repair does not fit.
 */
export async function repairWindow(deps: RepairDependencies, request: RepairRequest): Promise<void> {
  const { records, census, clock } = deps;
  const { reference, how } = request;
  const [record] = await records.of([reference]);
  const look = await census.look(reference);
  if (!record && look.status === 'missing') throw new KnownError('not-found', `There is no window ${reference}.`);
  const sequence =
    look.status === 'running' && look.failures === 0 ? (await census.state(reference))?.sequence : undefined;
  const kind = differenceOf(record?.state, { ...look, sequence });
  if (!kind) {
    throw new KnownError(
      'nothing-to-repair',
      `The workflow of ${reference} and its record agree (workflow ${look.words}).`,
    );
  }
  const { repairs, title } = DIFFERENCES[kind];
  if (!(repairs as readonly Repair[]).includes(how)) {
    throw new KnownError(
      'nothing-to-repair',
      `${title}: "${how}" does not help. Take ${repairs.map((repair) => `"${repair}"`).join(' or ')}.`,
      [{ field: 'how', message: `must be ${repairs.join(' or ')} here` }],
    );
  }
  if (how === 'adopt') {
    await adoptWindow(deps, reference);
    const occasion = { acting: request.actor, at: clock() };
    await deps.note(occasion, { type: 'record-adopted', subject: reference, reference, detail: {} });
  }
  if (record && how === 'restart') await census.restart(record.state, repaired(request, 'restart'));
  if (record && how === 'write-off') await writeOff(deps, request, record.state, clock());
  await records.agreed(reference);
}

function repaired(
  { actor, reason }: RepairRequest,
  how: 'restart' | 'write-off',
): Actor & Pick<RecordedEvent, 'event' | 'door'> {
  return { event: { type: 'repaired', how, reason }, ...recorded(actor), door: actor.door };
}

async function writeOff(
  { census, timeline }: RepairDependencies,
  request: RepairRequest,
  state: Parameters<typeof mayWriteOff>[0],
  now: number,
): Promise<void> {
  if (!mayWriteOff(state, now)) {
    throw new KnownError(
      'nothing-to-repair',
      `Customers have been told of ${state.reference} and it is still ahead or under way. Restart it, then cancel or complete it, so that they hear of it.`,
    );
  }
  await census.end(state.reference, `written off: ${request.reason}`);
  const { event, ...actor } = repaired(request, 'write-off');
  const events: RecordedEvent[] = [event, { type: 'closed' } as const].map((each, index) => ({
    ...{ sequence: state.sequence + 1 + index, at: now, ...actor, event: each },
  }));
  await timeline.record({ reference: state.reference, events });
}
