import type { MailTransport, MailVerdict, OutgoingMail } from '../../../activities/ports/mail';

/** Sends one mail that belongs to no notice, over a connection of the transport. Answers what became of it; keeps nothing. */
export async function sendOne(mail: MailTransport, message: OutgoingMail): Promise<MailVerdict> {
  let verdict: MailVerdict = { verdict: 'unavailable', reply: 'the mail server could not be used' };
  let given = false;
  await mail.run({
    signal: new AbortController().signal,
    next: () => {
      const next = given ? undefined : { id: 1, mail: message };
      given = true;
      return Promise.resolve(next);
    },
    take: () => Promise.resolve(true),
    settled: (_id, answer) => {
      verdict = answer;
      return Promise.resolve();
    },
  });
  return verdict;
}
