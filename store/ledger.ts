import type { Ledger } from '../activities/ports/ledger';
import type { Database } from './database';
import { closeNotice, noticeRemainder } from './ledger/close';
import { commitStep } from './ledger/commit';
import { dueDeliveries } from './ledger/due';
import { isEarlierUnderWay } from './ledger/order';
import { reopenNotice } from './ledger/reopen';
import { prepareNotice } from './ledger/prepare';
import { recoverLost } from './ledger/recover';
import { tallyNotice } from './ledger/tally';

export interface LedgerOptions {
  /** The host name after the `@` of every Message-ID, `maintenance.provider.example`. */
  readonly messageDomain: string;
}

/**
 * The durable ledger: one row for each delivery, from `pending` to a final state with the server's own words (N8). Every
 * step is one statement or one transaction that changes nothing when it is repeated. A notice it does not know makes
 * `prepare` and `close` throw: the timeline writes the notice before anything acts on it.
 */
export function createLedger(db: Database, { messageDomain }: LedgerOptions): Ledger {
  return {
    prepare: (key) => prepareNotice(db, key, messageDomain),
    reopen: (key) => reopenNotice(db, key),
    isEarlierUnderWay: (key) => isEarlierUnderWay(db, key),
    due: (key, request) => dueDeliveries(db, key, request),
    commit: (key, claim, step) => commitStep(db, key, claim, step),
    recoverLost: (key, claim) => recoverLost(db, key, claim),
    tally: (key) => tallyNotice(db, key),
    remainder: (key) => noticeRemainder(db, key),
    close: (key, as) => closeNotice(db, key, as),
  };
}
