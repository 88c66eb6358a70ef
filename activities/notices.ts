import type { NoticeCounts } from '../domain/notices/notice';
import { whileBeating } from './heartbeat';
import type { Ports } from './ports';
import type { NoticeKey, PreparedNotice } from './ports/ledger';

export function createNoticeActivities({ ledger }: Pick<Ports, 'ledger'>) {
  return {
    /** Resolves the audience and writes its deliveries. Recipients stay in the ledger; only figures come back (T4). */
    async prepareNotice(key: NoticeKey): Promise<PreparedNotice> {
      return whileBeating(() => ledger.prepare(key));
    },

    /** Queues again what failed for good, because somebody asked for it. */
    async reopenNotice(key: NoticeKey): Promise<void> {
      await whileBeating(() => ledger.reopen(key));
    },

    /** Brings what is left of the notice to rest and counts. */
    async closeNotice(key: NoticeKey, as: 'settled' | 'superseded'): Promise<NoticeCounts> {
      return whileBeating(() => ledger.close(key, as));
    },
  };
}
