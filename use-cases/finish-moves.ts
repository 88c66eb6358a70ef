import type { Logger } from 'pino';
import { MINUTE } from '../domain/shared/time';
import type { Database } from '../store/database/database';
import { noteTried, openMoves } from '../store/work/moves';
import type { WindowsClient } from '../temporal/windows-client';
import { eachMinute, type EachMinute } from './each-minute';
import { carryOutMove } from './move-resources';

interface FinishingParts {
  readonly db: Database;
  readonly windows: Pick<WindowsClient, 'move'>;
  readonly logger: Logger;
  /** UTC ms. */
  readonly clock: () => number;
}

/** The most that are carried on at once. */
const MOST = 200;

/**
 * Sees to it that no move is forgotten when a request ends early: carries on what has waited for a minute (S8). Several processes may
 * do this: each half of a move takes effect once.
 */
export function finishMoves({ db, windows, logger, clock }: FinishingParts): EachMinute {
  const late = (error: unknown, move?: number) =>
    logger.warn(
      { failure: error instanceof Error ? error.message : String(error), move },
      'what customers move between windows is carried on in a minute',
    );

  return eachMinute(async () => {
    for (const number of await openMoves(db, clock() - MINUTE, MOST)) {
      await noteTried(db, number, clock());
      await carryOutMove({ db, windows }, number, clock(), { isAlone: true }).catch((error: unknown) =>
        late(error, number),
      );
    }
  }, late);
}
