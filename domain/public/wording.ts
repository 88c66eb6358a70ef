import { MINUTE } from '../shared/time';
import { ownWords } from '../notices/own-words';
import { slotText, utcParts, utcText } from './times';
import type { PublicReport, PublicUpdate } from './updates';
import type { PublicWindow, WorkProgress } from './window';
import { en } from './words/en';
import type { PageWords } from './words/page-words';

/** The sentences of the page, in one place: the HTML in its reader's language, feeds and JSON in English. */

/** Where the window stands. One that was rolled back is not called completed once it is closed (L13). */
export function stateWords({ phase, updates }: Pick<PublicWindow, 'phase' | 'updates'>, say: PageWords = en): string {
  return say.phases[phase === 'closed' && isRolledBack({ updates }) ? 'rolled-back' : phase];
}

/** Its work was called off after it had begun, and systems are as before (L13). */
export function isRolledBack({ updates }: Pick<PublicWindow, 'updates'>): boolean {
  return updates.some(({ type }) => type === 'rolled-back');
}

/** The kind of maintenance: the provider's own word for it where there is one in the reader's language (P6). */
export function classWord(
  { class: base, classLabel }: Pick<PublicWindow, 'class' | 'classLabel'>,
  say: PageWords = en,
): string {
  return classLabel?.[say.tag] ?? say.classes[base];
}

/** `Outage: cannot be reached or used. Duration: up to 30 minutes.`; a level that shows nothing has no duration. */
export function impactText(
  { level, minutes }: Pick<PublicWindow['impact'], 'level' | 'minutes'>,
  say: PageWords = en,
): string {
  const words = say.impacts[level].meaning;
  const length = level === 'no-impact' || minutes === 0 ? '' : ` ${say.lasts(say.upTo(minutes * MINUTE))}`;
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}.${length}`;
}

/** How long customers really saw it (L3). */
export function customerImpactText(minutes: number, say: PageWords = en): string {
  return minutes === 0 ? say.sawNothing : say.sawFor(say.duration(minutes * MINUTE));
}

/** A paragraph: what the page says, and after it what people wrote, which is in the language they wrote it in. */
export interface Paragraph {
  readonly ours: string;
  readonly theirs: string;
}

const ours = (text: string): Paragraph => ({ ours: text, theirs: '' });

/** `before` and what people wrote; what the window itself wrote there is the page's. */
function theirs(text: string, say: PageWords, before = ''): Paragraph {
  const own = ownWords(text, say.own);
  return own === undefined
    ? { ours: before, theirs: text }
    : ours([before, own].filter((words) => words !== '').join(' '));
}

const some = (text: string | null, say: PageWords) => (text === null ? [] : [theirs(text, say)]);

/** What the update says, as paragraphs of plain text with the times written out in UTC. */
export function updateParts(update: PublicUpdate, window: PublicWindow, say: PageWords = en): Paragraph[] {
  const because = (reason: string) => theirs(reason, say, say.because);
  switch (update.type) {
    case 'announced': {
      const what = `${classWord(window, say)}: ${slotText(update.slot, say)}.`;
      const impact = { ours: say.expectedImpact(impactText(window.impact, say)), theirs: window.impact.description };
      return [ours(what), impact, theirs(window.customerAction, say, say.whatToDo)];
    }
    case 'rescheduled':
      return [ours(say.moved(slotText(update.from, say), slotText(update.to, say))), because(update.reason)];
    case 'extended':
      return [ours(say.longer(slotText(update.to, say), slotText(update.from, say))), because(update.reason)];
    case 'changed':
      return [ours(say.planChanged), ...changeReason(update, say)];
    case 'started':
      return [
        ours(update.startedAt === null ? say.workStarted : say.workStartedOn(utcText(update.startedAt, say))),
        ...some(update.note, say),
      ];
    case 'posted':
      return [
        theirs(update.message, say),
        ...(update.nextUpdateBy === null ? [] : [ours(say.nextUpdateBy(utcText(update.nextUpdateBy, say)))]),
      ];
    case 'verifying':
      return [ours(say.workChecked), ...some(update.note, say)];
    case 'overdue':
      return [ours(say.workOverdue)];
    case 'delayed':
      return [ours(say.delays[update.planned])];
    case 'completed':
      return [
        ...(update.message === null ? [ours(say.workComplete)] : some(update.message, say)),
        ...outcome(update, say),
      ];
    case 'degraded':
      return [ours(say.workDegraded)];
    case 'recovered':
      return [ours(say.workRecovered), ...some(update.message, say), ...seen(update, say)];
    case 'rolling-back':
      return [ours(say.workRollingBack), because(update.reason)];
    case 'rolled-back':
      return [ours(say.workRolledBack), ...some(update.message, say), ...outcome(update, say)];
    case 'cancelled':
      return [ours(say.workCancelled), because(update.reason)];
    case 'report':
      return reportSections(update.report, say).map(({ heading, paragraphs }) => ({
        ours: `${heading}:`,
        theirs: paragraphs.join('\n'),
      }));
  }
}

/** The same as plain texts. */
export function updateParagraphs(update: PublicUpdate, window: PublicWindow, say: PageWords = en): string[] {
  return updateParts(update, window, say).map((part) =>
    [part.ours, part.theirs].filter((text) => text !== '').join(' '),
  );
}

function changeReason(
  { reason, isRelease }: Extract<PublicUpdate, { readonly type: 'changed' }>,
  say: PageWords,
): Paragraph[] {
  if (isRelease === true) return [ours(`${say.because} ${say.nightReleased}`)];
  return reason === null ? [] : [theirs(reason, say, say.because)];
}

/** When it really was over, and what customers saw. */
function outcome(update: Extract<PublicUpdate, { readonly endedAt: number | null }>, say: PageWords): Paragraph[] {
  const { endedAt } = update;
  return [...(endedAt === null ? [] : [ours(say.overOn(utcText(endedAt, say)))]), ...seen(update, say)];
}

function seen({ customerImpactMinutes: minutes }: Seen, say: PageWords): Paragraph[] {
  return minutes === null ? [] : [ours(customerImpactText(minutes, say))];
}
type Seen = Extract<PublicUpdate, { readonly customerImpactMinutes: number | null }>;

export interface ReportSection {
  readonly heading: string;
  readonly paragraphs: readonly string[];
}

/** A report's parts in reading order; parts it does not have are left out. */
export function reportSections(report: PublicReport, words: PageWords = en): ReportSection[] {
  const { report: say } = words;
  const section = (heading: string, text: string | null) => (text === null ? [] : [{ heading, paragraphs: [text] }]);
  const measures = report.preventiveMeasures.map(
    ({ text, due }) => `${text} ${say.due(due, utcParts(Date.parse(due), words).date)}`,
  );
  return [
    ...section(say.summary, report.summary),
    ...section(say.customerImpact, report.customerImpact),
    ...section(say.rootCause, report.rootCause),
    ...section(say.resolution, report.resolution),
    ...(measures.length > 0 ? [{ heading: say.prevention, paragraphs: measures }] : []),
  ];
}

/** `14 of 20 done` */
export function workText({ done, total }: WorkProgress, say: PageWords = en): string {
  const figure = new Intl.NumberFormat(say.locale);
  return say.workDone(figure.format(done), figure.format(total));
}
