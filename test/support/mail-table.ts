import type { MessageFacts } from '../../domain/notices/message';
import { isToCustomers, NOTICE_KINDS, subscriberRule } from '../../domain/notices/notice-kinds';
import { NOTICES, type NoticeKind } from '../../domain/notices/notices';
import type { CustomerLanguage } from '../../domain/shared/words/common';
import { brandedConfig, brandedMessage, brandedRenderer } from './brands';
import { MAIL_VARIANTS, unwritten } from './mail-variants';
import { SAMPLE_RESOURCES, sampleFacts } from './sample-messages';

/**
 * Every mail that customers get, written out to be read by people (P2): whole once, in a standard, public window of the default brand; of
 * all else the lines that differ.
 */

/** What people write stands for itself, so that everything else is ours. */
const WRITTEN: Readonly<Record<CustomerLanguage, { readonly title: string; readonly mark: string }>> = {
  en: { title: 'Replace the power unit', mark: '‹what an engineer wrote›' },
  de: { title: 'Netzteil tauschen', mark: '‹was jemand geschrieben hat›' },
  fr: { title: 'Remplacer l’alimentation', mark: '‹ce que quelqu’un a écrit›' },
};

interface Version {
  readonly brand?: string;
  readonly isFollower?: boolean;
  readonly more?: Partial<MessageFacts['facts']>;
}

/** In what a mail can differ from the one that is written out. */
const VERSIONS: Readonly<Record<string, Version>> = {
  private: { more: { private: true } },
  'to a subscriber of the page': { isFollower: true },
  'in the name of Solara Cloud': { brand: 'solara' },
  ...Object.fromEntries(
    Object.entries(MAIL_VARIANTS)
      .filter(([name]) => name !== 'standard')
      .map(([name, more]) => [name, { more }]),
  ),
};

const renderer = brandedRenderer(brandedConfig());
const CUSTOMER_KINDS = NOTICE_KINDS.filter((kind) => isToCustomers(kind));

/**
 * The whole table in one language. A paragraph that stood above is named by its first line; of versions, lines that stood above are left
 * out, as are the mails that have nothing new.
 */
export async function mailTable(language: CustomerLanguage): Promise<string> {
  const whole = new Map<NoticeKind, readonly string[]>();
  for (const kind of CUSTOMER_KINDS) whole.set(kind, await linesOf(kind, language, {}));
  const paragraphs = new Set<string>();
  const parts = [...whole].map(
    ([kind, lines]) => `${headed(kind, NOTICES[kind].title)}${shortened(lines, paragraphs)}\n`,
  );
  const seen = new Set([...whole.values()].flat());
  for (const [name, version] of Object.entries(VERSIONS)) {
    const same = new Map<string, NoticeKind[]>();
    for (const kind of CUSTOMER_KINDS) {
      if (version.isFollower && subscriberRule(kind) === undefined) continue;
      const lines = await linesOf(kind, language, version);
      const different = differing(whole.get(kind) ?? [], lines);
      const added = different.filter((line) => line.startsWith('+') && !seen.has(line.slice(2)));
      const left = different.filter((line) => line.startsWith('-'));
      const shown = (added.length > 0 || different.length > left.length ? added : left).join('\n');
      for (const line of lines) seen.add(line);
      if (shown !== '') same.set(shown, [...(same.get(shown) ?? []), kind]);
    }
    const groups = [...same].map(([shown, kinds]) => `${namesOf(kinds)}\n${shown}\n`);
    if (groups.length > 0) parts.push(`${headed('Different', name)}${groups.join('\n')}`);
  }
  return parts.join('\n');
}

/** What stood in an earlier mail by its first line. */
function shortened(lines: readonly string[], seen: Set<string>): string {
  const paragraphs = lines.join('\n').split('\n\n');
  let text = '';
  let isShort = false;
  for (const paragraph of paragraphs) {
    const [first = '', ...more] = paragraph.split('\n');
    const isSeen = seen.has(paragraph);
    const shown = isSeen ? `… ${first.trim()}${more.length > 0 ? ' …' : ''}` : paragraph;
    text += `${text === '' ? '' : isSeen && isShort ? '\n' : '\n\n'}${shown}`;
    isShort = isSeen;
    seen.add(paragraph);
  }
  return text;
}

const headed = (what: string, title: string) => `${'='.repeat(20)} ${what}: ${title}\n\n`;
const namesOf = (kinds: readonly NoticeKind[]) =>
  kinds.length === CUSTOMER_KINDS.length ? 'every mail:' : `${kinds.join(', ')}:`;

async function linesOf(
  kind: NoticeKind,
  language: CustomerLanguage,
  { brand = '', isFollower = false, more = {} }: Version,
): Promise<string[]> {
  const { title, mark } = WRITTEN[language];
  const facts = { ...unwritten(sampleFacts(kind, more), mark, title), language };
  const { subject, text } = await renderer.render(
    brandedMessage(brand, facts, {
      ...{ locale: language, isFollower },
      resources: SAMPLE_RESOURCES.slice(1).map((one) => ({ ...one, kind: 'k1', environment: 'e1' })),
    }),
  );
  return [`Subject: ${subject}`, '', ...text.trimEnd().split('\n')];
}

/** The lines that one has and the other has not, in order. */
function differing(before: readonly string[], after: readonly string[]): string[] {
  const lengths = Array.from({ length: before.length + 1 }, () => new Uint16Array(after.length + 1));
  const at = (i: number, j: number) => lengths[i]?.[j] ?? 0;
  for (let i = before.length - 1; i >= 0; i--) {
    for (let j = after.length - 1; j >= 0; j--) {
      const row = lengths[i];
      if (row) row[j] = before[i] === after[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  const lines: string[] = [];
  for (let i = 0, j = 0; i < before.length || j < after.length;) {
    if (i < before.length && j < after.length && before[i] === after[j]) {
      i++;
      j++;
    } else if (j >= after.length || (i < before.length && at(i + 1, j) >= at(i, j + 1))) {
      lines.push(`- ${before[i++] ?? ''}`);
    } else lines.push(`+ ${after[j++] ?? ''}`);
  }
  return lines.filter((line) => line.trim().length > 1);
}
