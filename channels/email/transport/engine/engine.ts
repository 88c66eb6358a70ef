import type { MailTransport } from '../../../../activities/ports/mail';
import { hideSecrets, type MailOptions, type MailSender } from '../mail-options';
import { createComposer } from '../../mime/compose';
import { createDkimSigner } from '../../mime/dkim';
import { parseSender, parseSmtpUrl } from '../smtp-url';
import { Connection } from './connection';
import { createBrandLetters, createLetters, type Letters } from './letter';
import { createPool } from './pool';
import { createRateLimit } from './rate';
import { Session } from './session';
import { RFC_TIMEOUTS, type EngineTimeouts } from './timeouts';

export interface MailEngineOptions extends MailOptions {
  readonly timeouts?: Partial<EngineTimeouts>;
}

/**
 * Our own SMTP client for many messages: pooled connections, one write a message with the next one's envelope in it where
 * the server allows (RFC 2920), a plain dialogue where it offers little. Throws RangeError for a server address, sender, Reply-To or
 * DKIM key it cannot use.
 */
export function createMailEngine(options: MailEngineOptions): MailTransport {
  const { url, connections, ca, ratePerSecond, maxMessages, brands = new Map<string, MailSender>() } = options;
  const server = parseSmtpUrl(url);
  const timeouts = { ...RFC_TIMEOUTS, ...options.timeouts };
  const letters = createBrandLetters(
    lettersOf(options),
    new Map([...brands].map(([id, sender]) => [id, lettersOf(sender)])),
  );
  const pool = createPool(connections);
  const turn = ratePerSecond === undefined ? undefined : createRateLimit(ratePerSecond);
  const places = Array.from(
    { length: connections },
    () =>
      new Connection({
        work: pool.work,
        letters,
        turn,
        open: () => Session.open({ server, ca, timeouts }),
        maxMessages: maxMessages ?? Infinity,
        idleMs: timeouts.idle,
        hide: hideSecrets(server.credentials),
      }),
  );
  let isLive = false;

  return {
    run(job) {
      if (!isLive) for (const place of places) void place.live();
      isLive = true;
      return pool.run(job);
    },
    close() {
      pool.close();
      for (const place of places) place.close();
    },
  };
}

function lettersOf({ from, replyTo, dkim }: MailSender): Letters {
  const composer = createComposer(parseSender(from), parseSender(replyTo));
  return createLetters(composer, dkim ? createDkimSigner(dkim) : undefined);
}
