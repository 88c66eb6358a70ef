import { temporal } from '@temporalio/proto';
import { DAY } from '../domain/shared/time';
import { WindowServer } from '../test/support/window-world';

/**
 * Events and bytes in the history of a standard window: before the announcement, and the whole. They are the same for 3 or
 * 100,000 recipients.
 */
export async function historyBench(): Promise<string[]> {
  const server = await WindowServer.start();
  try {
    const window = await server.open({}, { inMs: 20 * DAY });
    const start = window.openedAt + 20 * DAY;
    await window.until((view) => view.phase === 'approved');
    await server.pass(window, window.openedAt);
    const asleep = await sizeOf(window.handle);
    await server.pass(window, start);
    await window.update('start');
    await window.update('complete');
    await window.handle.result();
    const whole = await sizeOf(window.handle);
    return [
      `asleep before the announcement: ${asleep}`,
      `whole life (announcement, 3 reminders, started, completed): ${whole}`,
    ];
  } finally {
    await server.teardown();
  }
}

async function sizeOf(handle: { fetchHistory(): Promise<temporal.api.history.v1.IHistory> }): Promise<string> {
  const history = await handle.fetchHistory();
  const bytes = temporal.api.history.v1.History.encode(history).finish().length;
  return `${String(history.events?.length ?? 0)} events, ${(bytes / 1024).toFixed(1)} KiB`;
}
