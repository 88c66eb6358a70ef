import type { OutgoingMail } from '../../../activities/ports/mail';

/** The mail as sent by that brand (P7); by the default one without a name. */
export function asBrand(brand: string | null | undefined, mail: OutgoingMail): OutgoingMail {
  return brand === null || brand === undefined || brand === '' ? mail : { ...mail, brand };
}
