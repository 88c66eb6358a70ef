import type { WindowCensus, WindowRecords } from '../activities/ports/reconciling';
import { StepsMissing } from '../activities/ports/timeline';
import { noticeSlug } from '../domain/notices/notice';
import { KnownError } from '../domain/shared/errors';

/**
 * Writes a window's record anew from its workflow: step by step from the histories, or the state alone where they are not
 * kept any more. Notices that were sent count as sent. May be repeated. Throws KnownError `no-answer-yet` when the workflow
 * says nothing.
 */
export async function adoptWindow(
  { records, census }: { records: WindowRecords; census: WindowCensus },
  reference: string,
): Promise<void> {
  const state = await census.state(reference);
  if (!state) {
    throw new KnownError(
      'no-answer-yet',
      `The workflow of ${reference} does not say where it stands. Is a worker running?`,
    );
  }
  try {
    for (const step of await census.steps(reference)) await records.adopt(step);
  } catch (error) {
    // the first steps may be kept no longer; then the state has to do
    if (!(error instanceof StepsMissing)) throw error;
  }
  await records.adoptState(state);
  for (const notice of state.notices) {
    if (notice.state === 'under-way') continue;
    const key = { reference, slug: noticeSlug(notice), revision: notice.revision };
    await records.assumeTold(key, notice.state === 'superseded' ? 'superseded' : 'settled', notice.counts);
  }
}
