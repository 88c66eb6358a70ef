import type { Logger } from 'pino';
import type { CalendarSender } from '../channels/calendar/event';
import { createInbound, type Inbound } from '../use-cases/receive-mail';
import type { Config } from '../config/config';
import type { Database } from '../store/database/database';
import { createInboundStore } from '../store/ledger/inbound';

export interface InboundDoorOptions {
  readonly db: Database;
  readonly sender: CalendarSender;
  readonly config: Partial<Pick<Config, 'inboundAuthservId'>>;
  readonly logger: Pick<Logger, 'info'>;
  readonly clock: () => number;
}

/** The door for incoming mail over the real records; what became of each mail is a line of the log, without addresses. */
export function createInboundDoor({ db, sender, config, logger, clock }: InboundDoorOptions): Inbound {
  const inbound = createInbound({
    store: createInboundStore(db),
    domain: sender.domain,
    authservId: config.inboundAuthservId,
    clock,
  });
  return {
    async receive(raw) {
      const result = await inbound.receive(raw);
      logger.info({ ...result }, 'a mail came in');
      return result;
    },
  };
}
