import type { Ledger } from '../../activities/ports/ledger';
import type { Database } from '../database/database';
import { closeNotice, noticeRemainder } from './close';
import { commitStep } from './commit';
import { dueDeliveries } from './due';
import { mustWait } from './order';
import { reopenNotice } from './reopen';
import { prepareNotice } from './prepare';
import { recoverLost } from './recover';
import { tallyNotice } from './tally';

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
    mustWait: (key) => mustWait(db, key),
    due: (key, request) => dueDeliveries(db, key, request),
    commit: (key, claim, step) => commitStep(db, key, claim, step),
    recoverLost: (key, claim) => recoverLost(db, key, claim),
    tally: (key) => tallyNotice(db, key),
    remainder: (key) => noticeRemainder(db, key),
    close: (key, as) => closeNotice(db, key, as),
  };
}
