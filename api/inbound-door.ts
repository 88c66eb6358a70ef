import type { Logger } from 'pino';
import type { InboundPort } from '../activities/inbound-ports';
import type { CalendarSender } from '../channels/calendar/event';
import { createInbound, type Inbound } from '../channels/inbound/inbound';
import type { Config } from '../config/config';
import type { Database } from '../store/database';
import { createInboundStore } from '../store/inbound';

export interface InboundDoorOptions {
  readonly db: Database;
  readonly sender: CalendarSender;
  readonly config: Partial<Pick<Config, 'inboundAuthservId'>>;
  readonly logger: Pick<Logger, 'info'>;
  readonly clock: () => number;
  /** Where answers go. Until one is given they are on record, and refusals in the log. */
  readonly port?: InboundPort | undefined;
}

/** The door for incoming mail over the real records. */
export function createInboundDoor({ db, sender, config, logger, clock, port }: InboundDoorOptions): Inbound {
  return createInbound({
    store: createInboundStore(db),
    port: port ?? loggedPort(logger),
    domain: sender.domain,
    authservId: config.inboundAuthservId,
    clock,
  });
}

function loggedPort(logger: Pick<Logger, 'info'>): InboundPort {
  return {
    acknowledge: ({ reference, answer }) => {
      logger.info({ window: reference, answer }, 'a customer answered an invitation');
      return Promise.resolve();
    },
    refuse: (reference, reason) => {
      logger.info(
        { ...(reference === undefined ? {} : { window: reference }), reason },
        'a mail that came in was refused',
      );
      return Promise.resolve();
    },
  };
}
