import { KnownError } from '../../domain/shared/errors';
import { readWatched } from '../../store/live/watched';
import { getWindow } from '../../store/windows/windows';
import type { ConsoleArea } from '../console/area';
import { viewerOf } from '../console/viewer';
import { personOf, whoAsks } from '../sign-in/signed-in';
import { createHub } from './hub';
import { MOST_WATCHED, stream } from './stream';

/** As many pages as one session, and all together, keep open (T8). */
const MOST_PAGES = { ofSession: 20, ofProcess: 2_000 } as const;

/** `/console/live?seen=812&windows=MW-2026-0001,MW-2026-0002`: what changes while a page is open. */
export function addLive(area: ConsoleArea, stopping: AbortSignal | undefined): void {
  const { db, logger } = area.parts;
  const hub = createHub({
    read: (references) => readWatched(db, references),
    onFailure: (error) => logger.warn({ type: (error as Error).name }, 'open pages hear nothing of what changes'),
  });
  const open = new Map<string, number>();
  area.handle(
    { method: 'GET', path: '/console/live', operation: 'GET /v1/windows' },
    async (request, response): Promise<void> => {
      const { session } = personOf(response);
      const own = open.get(session.id) ?? 0;
      const all = [...open.values()].reduce((sum, one) => sum + one, 0);
      if (own >= MOST_PAGES.ofSession || all >= MOST_PAGES.ofProcess) {
        response.set('Retry-After', '60');
        throw new KnownError(
          'too-many-requests',
          `You have ${String(own)} pages open that hear what changes, which is the most. Close some of them.`,
        );
      }
      open.set(session.id, own + 1);
      response.once('close', () => {
        const left = (open.get(session.id) ?? 1) - 1;
        if (left === 0) open.delete(session.id);
        else open.set(session.id, left);
      });
      stream(response, {
        ...{ hub, stopping },
        references: await known(area, typeof request.query.windows === 'string' ? request.query.windows : '', session),
        seen: countIn(request.get('Last-Event-ID') ?? request.query.seen),
        mayCount: session.grant.organizations === null,
        isGood: async () => (await whoAsks(area.parts, request)) !== undefined,
      });
    },
  );
}

function countIn(asked: unknown): number | undefined {
  return typeof asked === 'string' && /^\d{1,15}$/.test(asked) ? Number(asked) : undefined;
}

/** Those of the windows that the person may know of (T3). */
async function known({ parts: { db } }: ConsoleArea, asked: string, session: Parameters<typeof viewerOf>[0]) {
  const references = [...new Set(asked.split(',').filter((one) => /^[A-Za-z0-9._-]{1,100}$/.test(one)))];
  const found: string[] = [];
  for (const reference of references.slice(0, MOST_WATCHED)) {
    if (await getWindow(db, reference, viewerOf(session))) found.push(reference);
  }
  return found;
}
