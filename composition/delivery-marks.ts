import type { NoticeKey } from '../activities/ports/ledger';
import type { Config } from '../config/config';
import { returnPathFor } from '../domain/delivery/return-path';
import { createDeliveryMarks, type MarkedDelivery } from '../store/ledger/delivery-marks';

/** The configured marks in the mails of a brand, for the ledger and for the renderer; empty without FOREWARN_SECRETS_KEY. */
export interface ConfiguredMarks {
  readonly idKey?: (key: NoticeKey) => Buffer;
  readonly marksFor?: (delivery: MarkedDelivery) => { readonly token: string; readonly returnPath?: string };
}

export function configuredMarks({
  secretsKeys,
  returnMailbox,
}: Pick<Config, 'secretsKeys' | 'returnMailbox'>): ConfiguredMarks {
  if (!secretsKeys) return {};
  const marks = createDeliveryMarks(secretsKeys);
  return {
    idKey: (key) => marks.idKey(key),
    marksFor(delivery) {
      const token = marks.tokenFor(delivery);
      return { token, ...(returnMailbox === undefined ? {} : { returnPath: returnPathFor(returnMailbox, token) }) };
    },
  };
}
