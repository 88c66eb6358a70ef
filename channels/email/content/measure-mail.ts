import type { OutgoingMail } from '../../../activities/ports/mail';
import type { Telling } from '../../../domain/measures/measure';
import type { ObjectionSender } from './objection-mail';
import { shortMail } from './short-mail';
import { oneLine, shorten } from './words';

/** A mail about a preventive measure (E5). */
export interface MeasureNews {
  readonly to: { readonly name: string; readonly address: string };
  /** Of the mail, the same when it is sent again. */
  readonly id: number;
  readonly measureId: number;
  readonly telling: Telling;
  /** A date, 2026-12-31. */
  readonly due: string;
  /** Nobody is written to again about this date. */
  readonly isLast: boolean;
  readonly reference: string;
  readonly title: string;
  readonly text: string;
  readonly owner: string;
}

/** Of what people wrote, so much is in a mail (characters). */
const LONGEST = 4_000;

const SUBJECTS: Record<Telling, (due: string) => string> = {
  ahead: (due) => `A preventive measure is due on ${due}`,
  due: (due) => `A preventive measure has come due: ${due}`,
  late: (due) => `A preventive measure is late: it was due on ${due}`,
};

const SENTENCES: Record<Telling, (due: string) => string> = {
  ahead: (due) => `is due on ${due}`,
  due: (due) => `has come due, ${due}`,
  late: (due) => `was due on ${due}, and nobody has said that it is done`,
};

/** Asks whoever answers for a measure what became of it, with the commands that answer. `now`: UTC ms. */
export function measureMail(news: MeasureNews, { messageDomain }: ObjectionSender, now: number): OutgoingMail {
  const { to, id, measureId, telling, due, isLast, reference, title, text, owner } = news;
  const number = String(measureId);
  return shortMail({
    to,
    subject: `[${reference}] ${SUBJECTS[telling](due)}`,
    messageId: `measure.${telling}.${String(id)}@${messageDomain}`,
    paragraphs: [
      `A preventive measure that the report on ${reference}, "${oneLine(title)}", promised ${SENTENCES[telling](due)}. Its owner is ${oneLine(owner)}.`,
      shorten(oneLine(text), LONGEST),
      `When it is done: forewarn measures done ${number}. If it takes longer: forewarn measures postpone ${number} --due <date> --reason "…". If it is not going to be done: forewarn measures give-up ${number} --reason "…".`,
      ...(isLast ? ['Nobody is written to again about this date: the measure stays open until somebody ends it.'] : []),
    ],
    now,
  });
}
