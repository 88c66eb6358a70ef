import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { WorkflowHandle } from '@temporalio/client';
import { historyToJSON } from '@temporalio/common/lib/proto-utils';

/** Golden histories: a subfolder for each release, and `unreleased` for those recorded since the last one. */
export const HISTORIES = path.join(__dirname, '..', 'replay', 'histories');

const DESCRIPTIVE = new Set(['identity', 'meteringMetadata', 'stackTrace']);

/**
 * Keeps a run's history as a golden one when RECORD_HISTORIES names a folder, as test/replay/record.mjs does;
 * otherwise does nothing. Purely descriptive fields (identity, summaries, metering, where in which file a refusal was thrown)
 * are left out, because a replay does not need them.
 */
export async function keepHistory(handle: Pick<WorkflowHandle, 'fetchHistory'>, name: string): Promise<void> {
  const label = process.env.RECORD_HISTORIES;
  if (!label) return;
  const history = JSON.parse(historyToJSON(await handle.fetchHistory())) as { events: Record<string, unknown>[] };
  for (const event of history.events) delete event.userMetadata;
  const slim = JSON.stringify(history, (key, value: unknown) => (DESCRIPTIVE.has(key) ? undefined : value));
  mkdirSync(path.join(HISTORIES, label), { recursive: true });
  writeFileSync(path.join(HISTORIES, label, `${name}.json`), `${slim}\n`);
}
