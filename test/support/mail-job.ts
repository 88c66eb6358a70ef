import type { MailTransport, MailVerdict, OutgoingMail } from '../../activities/ports/mail';

/** The results of a job of mails, and the order of its steps. */
export interface JobRun {
  /** By index of the mail; undefined for one without a result. */
  readonly verdicts: readonly (MailVerdict | undefined)[];
  readonly unavailable?: string;
}

/** Sends the mails as one job, without a ledger. */
export async function sendAll(transport: MailTransport, mails: readonly OutgoingMail[]): Promise<JobRun> {
  const verdicts: (MailVerdict | undefined)[] = mails.map(() => undefined);
  let next = 0;
  const end = await transport.run({
    signal: new AbortController().signal,
    next: () => {
      const id = next++;
      const mail = mails[id];
      return Promise.resolve(mail && { id, mail });
    },
    take: () => Promise.resolve(true),
    settled: (id, verdict) => {
      verdicts[id] = verdict;
      return Promise.resolve();
    },
  });
  return { verdicts, ...end };
}

/** Sends one mail; a server that could not be used gives the verdict `unavailable`. */
export async function sendOne(transport: MailTransport, mail: OutgoingMail): Promise<MailVerdict> {
  const { verdicts, unavailable } = await sendAll(transport, [mail]);
  return verdicts[0] ?? { verdict: 'unavailable', reply: unavailable ?? 'no verdict at all' };
}
