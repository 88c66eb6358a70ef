/** What the configuration says of mail, for examining it. */
export interface MailSetting {
  /** See composition/mailboxes.ts. */
  readonly answersTo: string;
  readonly readBy: 'forewarn' | 'people' | 'unsaid';
  readonly support: string | undefined;
  readonly returnMailbox: string | undefined;
  /** The name of the mail server that checks senders. */
  readonly authservId: string | undefined;
}

export const MAIL_CHECKS = ['answers', 'support', 'senders', 'returned mail'] as const;

/** One thing that was looked at, in one line. */
export interface MailFinding {
  readonly check: (typeof MAIL_CHECKS)[number];
  readonly ok: boolean;
  readonly text: string;
}

/** Whether what customers write reaches a person (N15), from the configuration alone. */
export function examineMail(setting: MailSetting): MailFinding[] {
  const { answersTo, readBy, support, returnMailbox, authservId } = setting;
  const answers = {
    forewarn: `Answers go to ${answersTo}, which the inbound listener reads.`,
    people: `Answers go to ${answersTo}, the mailbox of support.`,
    unsaid:
      `Answers go to ${answersTo}, and nobody said who reads it. Set FOREWARN_SUPPORT_ADDRESS to a mailbox that people read, ` +
      'or FOREWARN_INBOUND_SMTP_PORT so that Forewarn reads it. Where that mailbox is handed in with POST /v1/inbound/email, all is well.',
  };
  return [
    { check: 'answers', ok: readBy !== 'unsaid', text: answers[readBy] },
    support === undefined
      ? {
          ...{ check: 'support', ok: false },
          text: 'What people write is passed on to nobody, it is a task alone. Set FOREWARN_SUPPORT_ADDRESS to a mailbox that Forewarn does not read itself.',
        }
      : { check: 'support', ok: true, text: `What people write to Forewarn is passed on to ${support}.` },
    {
      ...{ check: 'senders', ok: true },
      text:
        authservId === undefined
          ? 'Senders are not checked: set FOREWARN_INBOUND_AUTHSERV_ID where your mail server checks DMARC.'
          : `Answers by calendar count when ${authservId} confirmed their sender.`,
    },
    {
      ...{ check: 'returned mail', ok: true },
      text:
        returnMailbox === undefined
          ? 'All mails have one return path: set FOREWARN_RETURN_PATH to place mail that comes back for sure.'
          : `Each mail has a return path of its own below ${returnMailbox}.`,
    },
  ];
}
