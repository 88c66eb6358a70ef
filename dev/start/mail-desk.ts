import path from 'node:path';
import { loopback, standInLinks } from './settings';
import type { StartContext } from './context';
import { answersOk } from './http';

/** The address mail is sent to: the user's server, or the mail desk, which catches everything and shows it. */
export async function startMailDesk({ settings, supervisor }: StartContext): Promise<string> {
  if (settings.own.smtpUrl) return settings.own.smtpUrl;
  const { mailDeskSmtpPort, mailDeskHttpPort, dataFolder } = settings;
  await supervisor.start({
    name: 'mail-desk',
    run: { script: path.join(__dirname, '..', '..', 'stand-ins', 'mail-desk', 'main.js') },
    env: {
      ...process.env,
      MAIL_DESK_SMTP_PORT: String(mailDeskSmtpPort),
      MAIL_DESK_HTTP_PORT: String(mailDeskHttpPort),
      MAIL_DESK_DATA: path.join(dataFolder, 'mail'),
      MAIL_DESK_LINKS: JSON.stringify(standInLinks(settings)),
    },
    ready: answersOk(`${loopback(mailDeskHttpPort)}/`),
  });
  return `smtp://127.0.0.1:${String(mailDeskSmtpPort)}`;
}
