import type { Ledger } from '../../activities/ports/ledger';
import type { Database } from '../database/database';
import { closeNotice, noticeRemainder } from './close';
import { commitStep } from './commit';
import { dueDeliveries } from './due-page';
import { createNoticeTexts } from './notice-texts';
import { mustWait } from './order';
import { postponeQuiet } from './quiet';
import { reopenNotice } from './reopen';
import { prepareNotice, type MessageIds } from './prepare-notice';
import { recoverLost } from './recover';
import { reviseRefusals } from './refusals';
import { tallyNotice } from './tally';

/**
 * The durable ledger: one row for each delivery, from `pending` to a final state with the server's reply (N8). Every step is
 * one statement or one transaction, and repeating it changes nothing. `prepare` and `close` throw for an unknown notice: the
 * timeline records a notice before anything acts on it.
 */
export function createLedger(db: Database, ids: MessageIds): Ledger {
  const texts = createNoticeTexts(db);
  return {
    prepare: (key) => prepareNotice(db, key, ids),
    reopen: (key) => reopenNotice(db, key),
    mustWait: (key) => mustWait(db, key),
    postponeQuiet: (key, now) => postponeQuiet(db, key, now),
    due: (key, request) => dueDeliveries(db, key, request),
    commit: async (key, claim, step) =>
      commitStep(db, key, claim, step, step.words && (await texts.keep(key, step.words))),
    recoverLost: (key, claim) => recoverLost(db, key, claim),
    reviseRefusals: (key, now) => reviseRefusals(db, key, now),
    tally: (key) => tallyNotice(db, key),
    remainder: (key) => noticeRemainder(db, key),
    close: (key, as) => closeNotice(db, key, as),
  };
}
