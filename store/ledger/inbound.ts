import type { InboundStore } from '../../activities/ports/inbound';
import { readToldEvent, recordAcknowledgement, recordRefusedReply } from '../windows/acknowledgements';
import type { Database } from '../database/database';
import type { DeliveryMarks } from './delivery-marks';
import { keepMessage } from '../messages/keep';
import { tickByReply } from '../messages/tick';
import { placeMessage } from '../messages/place';
import { recordReturned } from './returned';
import { keepUnplacedMail } from './unplaced-mail';

/**
 * Stored data for incoming mail. `domain` is the host of our UIDs. Without `marks`, reports are matched by ids that could be
 * guessed.
 */
export function createInboundStore(
  db: Database,
  domain: string | readonly string[],
  marks?: DeliveryMarks,
): InboundStore {
  return {
    onRecord: (reference, organizationId) => readToldEvent(db, reference, organizationId),
    acknowledge: (acknowledgement) => recordAcknowledgement(db, acknowledgement),
    refuse: (reference, reason, at) => recordRefusedReply(db, reference, reason, at),
    returned: (mail) => recordReturned(db, mail, marks),
    keepUnplaced: (raw, reason, at) => keepUnplacedMail(db, raw, { kind: 'place-returned-mail', reason, at }),
    keepUnreadable: (raw, reason, at) => keepUnplacedMail(db, raw, { kind: 'unreadable-mail', reason, at }),
    place: (message) => placeMessage(db, message, { domain, marks }),
    // without a key anybody could guess the id of the list
    tick: (message, at) => (marks ? tickByReply(db, message, at) : Promise.resolve(undefined)),
    keepMessage: (kept) => keepMessage(db, kept),
  };
}
