import type { Connection } from '@temporalio/client';
import { createWindowsClient } from '../../temporal/windows-client';
import { DAY, HOUR } from '../../domain/shared/time';
import { createTimeline } from '../../store/windows/timeline';
import type { Stack } from './stack';
import { openedEvent, openingBody, PLAIN_POLICY } from './windows';

/** The body of a window that is announced as soon as it is opened. */
export function atOnce(rack = 'rack-a12') {
  return openingBody(
    { class: 'emergency', scope: { locations: [`eu-1/dc-1/${rack}`] } },
    { now: Date.now(), inMs: HOUR },
  );
}

/** Opens a window that announces at once. Returns its reference. */
export async function openAtOnce(stack: Stack, rack?: string): Promise<string> {
  const { status, body } = await stack.call('POST', '/v1/windows', atOnce(rack));
  if (status !== 201) throw new Error(`not opened: ${JSON.stringify(body)}`);
  return body.reference;
}

/**
 * Opens standard windows whose announcements are all due at `at` (UTC ms), with the API's own parts. Returns their references.
 */
export async function openDueAt(
  stack: Stack,
  connection: Connection,
  { at, count, rack, first }: { at: number; count: number; rack: string; first: number },
): Promise<string[]> {
  const windows = createWindowsClient({ connection, namespace: 'default', dataConverter: {} });
  const timeline = createTimeline(stack.db);
  const references = Array.from({ length: count }, (_, index) => `MW-2026-${String(first + index)}`);
  const waiting = [...references];
  const opener = async (): Promise<void> => {
    for (let reference = waiting.pop(); reference !== undefined; reference = waiting.pop()) {
      const now = Date.now();
      const body = openingBody({ scope: { locations: [`eu-1/dc-1/${rack}`] } }, { now, inMs: at - now + 14 * DAY });
      const opened = openedEvent(body, { now, reference, policy: PLAIN_POLICY });
      await timeline.record({ reference, events: [opened] });
      await windows.open(opened);
    }
  };
  await Promise.all(Array.from({ length: 10 }, opener));
  return references;
}
