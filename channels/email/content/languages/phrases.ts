import type { NoticeKind } from '../../../../domain/notices/notices';
import type { MailModel } from '../mail-model';
import { statusIn } from '../subject';
import type { Moment } from '../times';
import type { Language } from './language';
import { leadOf, listWords } from './lead';

/** What a mail says by itself, ready to print; null for what its facts do not give. Templates know it as `say`. */
export interface Phrases {
  readonly lang: string;
  readonly heading: Language['headings'];
  readonly text: Language['texts'];
  /** The status word as subject and head show it. */
  readonly status: string;
  readonly lead: string;
  readonly inAll: string;
  readonly ofWork: string | null;
  readonly announced: string;
  readonly actually: string | null;
  readonly measures: readonly string[];
  readonly quote: string;
  readonly sender: string;
  readonly edition: string;
  readonly unknownZone: string | null;
  readonly decidedBy: string | null;
  /** Until when the reader may do the work, in UTC and where they are. */
  readonly selfServiceUntil: Moment | null;
  /** Until when the reader may choose another night, in UTC and where they are. */
  readonly otherNightUntil: Moment | null;
  /** Around a list of customers for staff. */
  readonly list: { readonly customers: string; readonly message: string; readonly asks: boolean } | null;
  /** In the mails of the page's subscribers. */
  readonly subscription: Readonly<Record<'heading' | 'why' | 'manage' | 'unsubscribe', string>> | null;
}

/** The phrases of one mail, in its reader's language. */
export function phrasesOf(kind: NoticeKind, mail: MailModel): Phrases {
  const { language, window, actual, impact } = mail;
  const page = mail.subscription && language.page;
  const lead = leadOf(kind, mail);
  const list = listWords(lead);
  return {
    lang: language.tag.split('-')[0] ?? 'en',
    heading: { ...language.headings, ...page?.headings },
    text: { ...language.texts, ...page?.texts },
    status: statusIn(mail.status, language),
    lead: language.leads[lead](mail),
    inAll: impact.level === 'no-impact' ? language.inAll(window.duration) : language.inAllWithin(window.duration),
    ofWork: actual && language.ofWork(actual.duration),
    announced: language.announced(impact.phrase),
    actually: mail.customerImpact === null ? null : language.actually(mail.customerImpact),
    measures: (mail.rfo?.measures ?? []).map(({ due }) => language.measure(due)),
    quote: language.quote(mail.reference),
    sender: page ? page.sender(mail.provider) : language.sender(mail.provider, mail.organization),
    edition: language.edition(mail.reference, mail.revision),
    unknownZone: mail.unknownZone === null ? null : language.unknownZone(mail.unknownZone),
    decidedBy: mail.alternate && language.decidedBy(mail.alternate.decideBy.utc),
    selfServiceUntil: mail.selfService && momentSaid(mail.selfService.until, (when) => language.selfServiceUntil(when)),
    otherNightUntil: mail.otherNight && momentSaid(mail.otherNight.until, (when) => language.selfServiceUntil(when)),
    list: list
      ? { customers: language.headings[list.customers], message: language.headings[list.message], asks: list.asks }
      : null,
    subscription: page && {
      heading: page.subscription,
      why: page.why(mail.provider),
      manage: page.manage,
      unsubscribe: page.unsubscribe,
    },
  };
}

function momentSaid({ utc, local }: Moment, say: (when: string) => string): Moment {
  return { utc: say(utc), local: local && say(local) };
}
