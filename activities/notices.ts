import type { NoticeCounts } from '../domain/notices/notice';
import { whileBeating } from './heartbeat';
import type { Ports } from './ports';
import type { NoticeKey } from './ports/ledger';

export function createNoticeActivities({ ledger }: Pick<Ports, 'ledger'>) {
  return {
    /** Ends a notice that was overtaken: what was not sent is superseded (N9). Counts. */
    async supersedeNotice(key: NoticeKey): Promise<NoticeCounts> {
      return whileBeating(() => ledger.close(key, 'superseded'));
    },
  };
}
