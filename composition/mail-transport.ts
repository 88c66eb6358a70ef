import { readFileSync } from 'node:fs';
import type { MailTransport } from '../activities/ports/mail';
import { createMailEngine } from '../channels/email/transport/engine/engine';
import type { MailOptions, MailSender } from '../channels/email/transport/mail-options';
import { createNodemailerTransport } from '../channels/email/transport/nodemailer-transport';
import type { Config } from '../config/config';
import { optional } from '../domain/shared/optional';
import { mailboxesOf } from './mailboxes';

/** The configured mail engine. Throws for a server, sender or DKIM key it cannot use. */
export function createMailTransport(config: Config): MailTransport {
  const options = mailOptions(config);
  return config.mailEngine === 'engine' ? createMailEngine(options) : createNodemailerTransport(options);
}

/** What a mail engine is made of. Throws for a DKIM key that cannot be read. */
export function mailOptions(config: Config): MailOptions {
  return {
    url: config.smtpUrl,
    from: config.mailFrom,
    replyTo: mailboxesOf(config).answersTo,
    brands: sendersOf(config),
    connections: config.smtpConnections,
    ...optional({ ratePerSecond: config.mailRate, maxMessages: config.mailMaxMessages }),
    ...(config.dkim ? { dkim: { ...config.dkim, key: readKey(config.dkim.keyFile) } } : {}),
  };
}

/** The senders of the brands in the file of rules. */
function sendersOf({ brands, inboundSmtpPort }: Pick<Config, 'brands' | 'inboundSmtpPort'>): Map<string, MailSender> {
  return new Map(
    [...brands.named].map(([id, brand]) => {
      const { answersTo } = mailboxesOf({ ...brand, inboundSmtpPort });
      const sender: MailSender = { from: brand.mailFrom, replyTo: answersTo, dkim: brand.dkim };
      return [id, sender];
    }),
  );
}

function readKey(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new Error(`FOREWARN_DKIM_KEY_FILE: ${file} cannot be read`, { cause: error });
  }
}
