import type { MailTransport, OutgoingMail } from '../../activities/ports/mail';

/** A transport that keeps what it is given, and takes all of it. */
export function recordingMail() {
  const sent: OutgoingMail[] = [];
  const transport: Pick<MailTransport, 'run'> = {
    async run({ next, take, settled }) {
      for (let message = await next(); message; message = await next()) {
        if (!(await take(message.id))) continue;
        sent.push(message.mail);
        await settled(message.id, { verdict: 'accepted', reply: '250 2.0.0 queued' });
      }
      return {};
    },
  };
  return { sent, transport: transport as MailTransport };
}
