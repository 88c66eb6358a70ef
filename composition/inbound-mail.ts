import type { Logger } from 'pino';
import type { CalendarSender } from '../channels/calendar/event';
import { createInbound, type Inbound } from '../use-cases/receive-mail';
import type { Config } from '../config/config';
import type { Database } from '../store/database/database';
import { createDeliveryMarks } from '../store/ledger/delivery-marks';
import type { WindowsClient } from '../temporal/windows-client';
import { createInboundStore } from '../store/ledger/inbound';

export interface InboundDoorOptions {
  readonly db: Database;
  readonly windows: Pick<WindowsClient, 'noticeReturned'>;
  readonly sender: CalendarSender;
  readonly config: Partial<Pick<Config, 'inboundAuthservId' | 'secretsKeys'>>;
  readonly logger: Pick<Logger, 'info'>;
  readonly clock: () => number;
}

/** The door for incoming mail over the real records; what became of each mail is a line of the log, without addresses. */
export function createInboundDoor({ db, windows, sender, config, logger, clock }: InboundDoorOptions): Inbound {
  const inbound = createInbound({
    store: createInboundStore(db, config.secretsKeys && createDeliveryMarks(config.secretsKeys)),
    domain: sender.domain,
    authservId: config.inboundAuthservId,
    noticeReturned: ({ reference, ...word }) => windows.noticeReturned(reference, word),
    clock,
  });
  return {
    async receive(raw, recipients) {
      const result = await inbound.receive(raw, recipients);
      logger.info({ ...result }, 'a mail came in');
      return result;
    },
  };
}
