import type { Logger } from 'pino';
import { calendarSender } from '../channels/calendar/sender';
import { createMailReader } from '../channels/inbound/reading/reader';
import type { Config } from '../config/config';
import { optional } from '../domain/shared/optional';
import { addressKey } from '../domain/delivery/address-form';
import type { Database } from '../store/database/database';
import { createDeliveryMarks } from '../store/ledger/delivery-marks';
import { createInboundStore } from '../store/ledger/inbound';
import type { WindowsClient } from '../temporal/windows-client';
import { createInbound, type Inbound } from '../use-cases/receive-mail';
import { allBrands } from '../domain/brands/brand';
import { brandsOf } from './brands';
import { allMailboxes, type MailboxSettings } from './mailboxes';

export interface InboundMailOptions {
  readonly db: Database;
  readonly windows: Pick<WindowsClient, 'noticeReturned'>;
  readonly config: MailboxSettings &
    Pick<Config, 'providerName' | 'publicUrl'> &
    Partial<Pick<Config, 'inboundAuthservId' | 'secretsKeys' | 'brands' | 'supportAddress'>>;
  /** See createForwarding: called when a message was kept. */
  readonly forwarding?: { now(): Promise<void> } | undefined;
  /** See InboundOptions: channels inside show what waits. */
  readonly onAnswer?: ((reference: string) => void) | undefined;
  readonly logger: Pick<Logger, 'info'>;
  readonly clock: () => number;
}

/** Incoming mail with real storage. The result of each mail is logged, without addresses. */
export function createInboundMail({
  db,
  windows,
  config,
  forwarding,
  onAnswer,
  logger,
  clock,
}: InboundMailOptions): Inbound {
  const brands = brandsOf(config);
  const { own, support, otherSupport } = allMailboxes(brands, config.inboundSmtpPort);
  const domain = [...new Set(allBrands(brands).map((brand) => calendarSender(brand).domain))];
  const marks = config.secretsKeys && createDeliveryMarks(config.secretsKeys);
  const reader = createMailReader();
  const inbound = createInbound({
    store: createInboundStore(db, domain, marks),
    read: reader.read,
    domain,
    authservId: config.inboundAuthservId,
    ownMailboxes: own,
    support: support && addressKey(support),
    otherSupport: otherSupport.map(addressKey),
    onMessage: () => void forwarding?.now(),
    ...optional({ onAnswer }),
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
