import type {
  CensusLook,
  CheckedRecord,
  Reconciled,
  WindowCensus,
  WindowRecords,
} from '../activities/ports/reconciling';
import { DIFFERENCES, differenceOf } from '../domain/reconciling/differences';
import { adoptWindow } from './adopt-window';

export interface ReconcilingDependencies {
  readonly records: WindowRecords;
  readonly census: WindowCensus;
  readonly clock: () => number;
  /** What could not be mended, without customers' data. */
  readonly onTrouble: (reference: string, error: unknown) => void;
}

/** So many windows are looked at side by side. */
const SIDE_BY_SIDE = 10;
/** A difference is mended from the second look on: the first may have met a step on its way. */
const MENDED_FROM = 2;

/**
 * Compares every window that is not over with its workflow, and every workflow with its record (T7). What differs is noted;
 * what Forewarn can mend from a history, it mends at the second look. Repeating it changes nothing more.
 */
export async function reconcileWindows(
  deps: ReconcilingDependencies,
  isStopped: () => boolean = () => false,
): Promise<Reconciled> {
  const { records, census } = deps;
  const total = { compared: 0, differences: 0, mended: 0 };
  const known = new Set<string>();

  const compare = async (reference: string, record: CheckedRecord | undefined) => {
    if (isStopped()) return;
    known.add(reference);
    const found = await lookAt(deps, reference, record);
    total.compared++;
    if (found === 'mended') total.mended++;
    if (found === 'differs') total.differences++;
  };

  await eachOf(await records.open(), (record) => compare(record.state.reference, record));
  for await (const page of census.references()) {
    const unseen = page.filter((reference) => !known.has(reference));
    const recorded = new Map((await records.of(unseen)).map((record) => [record.state.reference, record]));
    await eachOf(unseen, (reference) => compare(reference, recorded.get(reference)));
  }
  if (!isStopped()) await records.finished(total.compared, deps.clock());
  return total;
}

async function lookAt(
  deps: ReconcilingDependencies,
  reference: string,
  record: CheckedRecord | undefined,
): Promise<'agrees' | 'differs' | 'mended'> {
  const { records, census, clock, onTrouble } = deps;
  const look = await withSequence(census, reference, await census.look(reference), record);
  const kind = differenceOf(record?.state, look);
  if (!kind) {
    await records.agreed(reference);
    if (look.sequence !== undefined) await records.checked(reference, look.sequence, look.historyLength);
    return 'agrees';
  }
  const { seen } = await records.note({ reference, kind, detail: detailOf(look, record) }, clock());
  if (!DIFFERENCES[kind].isMendedAlone || seen < MENDED_FROM) return 'differs';
  try {
    await adoptWindow(deps, reference);
    await records.agreed(reference);
    return 'mended';
  } catch (error) {
    onTrouble(reference, error);
    return 'differs';
  }
}

/** The window is asked for its last event only when one of both sides has changed since it was asked. */
async function withSequence(
  census: WindowCensus,
  reference: string,
  look: CensusLook,
  record: CheckedRecord | undefined,
): Promise<CensusLook> {
  const checked = record?.checked;
  const isAsBefore = checked?.historyLength === look.historyLength && checked.sequence === record?.state.sequence;
  if (!record || look.status !== 'running' || look.failures > 0 || isAsBefore) return look;
  return { ...look, sequence: (await census.state(reference))?.sequence };
}

function detailOf({ words, sequence, failures }: CensusLook, record: CheckedRecord | undefined): string {
  return [
    `workflow ${words}`,
    sequence === undefined ? undefined : `at event ${String(sequence)}`,
    failures > 0 ? `its task failed ${String(failures)} times in a row` : undefined,
    record ? `record ${record.state.phase} at event ${String(record.state.sequence)}` : 'no record',
  ]
    .filter((part) => part !== undefined)
    .join(', ');
}

async function eachOf<T>(items: readonly T[], call: (item: T) => Promise<void>): Promise<void> {
  const left = [...items];
  const next = async (): Promise<void> => {
    for (let item = left.shift(); item !== undefined; item = left.shift()) await call(item);
  };
  await Promise.all(Array.from({ length: SIDE_BY_SIDE }, next));
}
