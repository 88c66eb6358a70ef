import { z } from 'zod';
import { runServer } from '../shared/server-process';
import { createMailDesk } from './desk';

/** The mail desk as a process of `npm start`. Ends in order on SIGTERM and SIGINT. */
const port = z.coerce.number().int().min(0).max(65_535);
const settings = z.object({
  MAIL_DESK_SMTP_PORT: port.default(1025),
  MAIL_DESK_HTTP_PORT: port.default(8025),
  /** Where messages are kept; in memory only when left out. */
  MAIL_DESK_DATA: z.string().optional(),
  /** Pages beside it, as JSON: `[{"name": "Chat", "url": "http://127.0.0.1:8027"}]`. */
  MAIL_DESK_LINKS: z
    .string()
    .default('[]')
    .transform((text) => JSON.parse(text) as unknown)
    .pipe(z.array(z.object({ name: z.string(), url: z.url() }))),
});

runServer('the mail desk', async () => {
  const env = settings.parse(process.env);
  const desk = await createMailDesk({
    smtpPort: env.MAIL_DESK_SMTP_PORT,
    httpPort: env.MAIL_DESK_HTTP_PORT,
    links: env.MAIL_DESK_LINKS,
    ...(env.MAIL_DESK_DATA ? { dataFolder: env.MAIL_DESK_DATA } : {}),
  });
  console.log(`the mail desk takes mail at ${desk.smtpUrl} and shows it at ${desk.url}`);
  return desk;
});
