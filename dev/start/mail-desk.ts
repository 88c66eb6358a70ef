import path from 'node:path';
import { standInLinks } from './settings';
import type { StartContext } from './context';

/** The address of the mail server: the user's, or the mail desk. */
export function mailAddress({ own, mailDeskSmtpPort }: StartContext['settings']): string {
  return own.smtpUrl ?? `smtp://127.0.0.1:${String(mailDeskSmtpPort)}`;
}

/** The mail desk, which catches every mail and shows it, unless the user has a mail server. */
export async function startMailDesk({ settings, supervisor }: StartContext): Promise<void> {
  if (settings.own.smtpUrl) return;
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
    ready: 'message',
  });
}
