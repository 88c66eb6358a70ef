import type { MailVerdict, OutgoingMail } from '../../../../activities/ports/mail';
import { wireBytes, type Composer } from '../../mime/compose';
import type { DkimSigner } from '../../mime/dkim';
import { NO_SENDER } from '../mail-options';
import type { Capabilities } from './capabilities';
import type { Envelope } from './session';

/** A message made for one session: what to tell of it, and its bytes up to the final dot, on their way from now on. */
export interface WrittenLetter {
  readonly envelope: Envelope;
  readonly bytes: Promise<readonly Buffer[]>;
}

export type Letter = WrittenLetter | { readonly refused: MailVerdict };

export interface Letters {
  /** Never throws: a message that cannot be written or sent this way is refused, with the reason. */
  write(mail: OutgoingMail, capabilities: Capabilities): Letter;
}

/** Writes each message as its brand: `own` where it names none. */
export function createBrandLetters(own: Letters, brands: ReadonlyMap<string, Letters>): Letters {
  return {
    write(mail, capabilities) {
      const letters = mail.brand === undefined ? own : brands.get(mail.brand);
      return letters ? letters.write(mail, capabilities) : refused(NO_SENDER);
    },
  };
}

/** Writes messages; signs them when `sign` is given. */
export function createLetters(composer: Composer, sign?: DkimSigner): Letters {
  return {
    write(mail, capabilities) {
      try {
        return written(mail, capabilities);
      } catch (error) {
        return refused(`the message could not be written: ${error instanceof Error ? error.message : String(error)}`);
      }
    },
  };

  function written(mail: OutgoingMail, { eightBitMime, smtpUtf8, maxSize }: Capabilities): Letter {
    // a relay may have to recode eight-bit text, which would break the signature (RFC 6376 §5.3)
    const { headers, body, to, isEightBit, needsUtf8 } = composer.compose(mail, {
      eightBit: eightBitMime && !sign,
    });
    if (needsUtf8 && !smtpUtf8) {
      return refused('not sent: the mail server takes no address with characters beyond ASCII before the @ (SMTPUTF8)');
    }
    const size = () => body.reduce((sum, part) => sum + Buffer.byteLength(part), Buffer.byteLength(headers));
    if (maxSize !== undefined && size() > maxSize) {
      return refused(
        `not sent: the message has ${String(size())} bytes, and the mail server takes at most ${String(maxSize)}`,
      );
    }
    const parameters =
      ((isEightBit || needsUtf8) && eightBitMime ? ' BODY=8BITMIME' : '') + (needsUtf8 ? ' SMTPUTF8' : '');
    const bytes = sign
      ? sign(headers, body).then((signature) => wireBytes(signature + headers, body))
      : Promise.resolve(wireBytes(headers, body));
    // awaited when its turn has come; until then a failure is nobody's
    bytes.catch(() => undefined);
    return {
      envelope: {
        mail: `MAIL FROM:<${mail.returnPath ?? composer.from}>${parameters}\r\n`,
        rcpt: `RCPT TO:<${to}>\r\n`,
      },
      bytes,
    };
  }
}

function refused(reply: string): Letter {
  return { refused: { verdict: 'refused', reply } };
}
