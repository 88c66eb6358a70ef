import type { Ledger } from '../activities/ports';
import type { Database } from './database';
import { claimDeliveries } from './ledger/claim';
import { closeNotice, noticeRemainder } from './ledger/close';
import { isEarlierUnderWay } from './ledger/order';
import { reopenNotice } from './ledger/reopen';
import { prepareNotice } from './ledger/prepare';
import { recoverLost, settleDeliveries } from './ledger/settle';

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
    claim: (key, claim, limit, now) => claimDeliveries(db, key, { claim, limit, now }),
    settle: (claim, outcomes) => settleDeliveries(db, claim, outcomes),
    recoverLost: (key, claim) => recoverLost(db, key, claim),
    remainder: (key) => noticeRemainder(db, key),
    close: (key, as) => closeNotice(db, key, as),
  };
}
