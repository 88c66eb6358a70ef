import type { Logger } from 'pino';
import { KnownError } from '../domain/shared/errors';
import { MINUTE } from '../domain/shared/time';
import type { Database } from '../store/database/database';
import { noteHandover } from '../store/work/hosts';
import { waitingClaims } from '../store/work/own-claim';
import type { WindowsClient } from '../temporal/windows-client';
import type { WorkCarrier } from '../temporal/work-carrier';
import { callOffDone } from './call-off-done';
import { eachMinute, type EachMinute } from './each-minute';

interface HandoverParts {
  readonly db: Database;
  readonly work: WorkCarrier;
  readonly windows: Pick<WindowsClient, 'nothingLeft'>;
  readonly logger: Logger;
  /** UTC ms. */
  readonly clock: () => number;
}

/** The most that are handed over at once. */
const MOST = 200;

/**
 * Sees to it that nothing is forgotten when a request ends early: a claim of a customer or a host that has waited a minute for its
 * hand-over (S3), and a window whose work is all done before it was told (S5). Several processes may do this: a claim is carried out
 * once however often it is handed over.
 */
export function createHandover({ db, work, windows, logger, clock }: HandoverParts): EachMinute {
  const late = (error: unknown, what: string) =>
    logger.warn({ failure: error instanceof Error ? error.message : String(error) }, what);
  const handOver = async (claim: Parameters<WorkCarrier['carryOut']>[0]) => {
    await work.carryOut(claim);
    await noteHandover(db, claim.key);
  };

  return eachMinute(
    async () => {
      const onUntold = (error: unknown) => late(error, 'windows with nothing left to do hear so in a minute');
      await callOffDone({ db, windows, onUntold }, 'all');
      for (const claim of await waitingClaims(db, clock() - MINUTE, MOST)) {
        await handOver(claim).catch((error: unknown) => {
          // nothing can be handed over; otherwise one that cannot must not keep the others waiting
          if (error instanceof KnownError) throw error;
          late(error, `the claim ${claim.key} is handed over in a minute`);
        });
      }
    },
    (error) => late(error, 'what customers and hosts have claimed is handed over in a minute'),
  );
}
