import { join } from 'node:path';
import { Liquid } from 'liquidjs';
import { NOTICE_KINDS, type NoticeKind } from '../../../domain/notices/notice';
import { phrasesOf } from './languages/phrases';
import type { MailModel } from './model';
import { STYLES } from './styles';

/** Kinds whose words come with the notice. */
const INTERNAL: readonly NoticeKind[] = [
  'brief',
  'approval-request',
  'nomination-nag',
  'overrun-question',
  'escalation',
];

/** The template pair of each kind; the three reminders say the same thing, and so do questions to the provider's own people. */
function templateOf(kind: NoticeKind): string {
  if (INTERNAL.includes(kind)) return 'internal';
  return kind.startsWith('reminder-') ? 'reminder' : kind;
}

export const TEMPLATE_NAMES: readonly string[] = [...new Set(NOTICE_KINDS.map(templateOf))];

export interface Templates {
  /** The two bodies of one message. Throws when a template asks for what the model does not have. */
  render(kind: NoticeKind, model: MailModel): Promise<{ text: string; html: string }>;
}

/**
 * Two Liquid engines over the same folder, beside this file (the build copies it): HTML escapes every output, text escapes
 * none. The words are those of the reader's language (`say`), the facts the mail's (`mail`); in both an unknown variable or filter is an error rather than a gap in a customer's mail. Tags on a line of their
 * own leave no empty line in text.
 */
export function createTemplates(folder = join(__dirname, 'templates')): Templates {
  const shared = {
    root: folder,
    layouts: folder,
    partials: join(folder, 'partials'),
    cache: true,
    strictVariables: true,
    strictFilters: true,
    relativeReference: false,
  };
  const html = new Liquid({ ...shared, extname: '.html.liquid', outputEscape: 'escape' });
  const text = new Liquid({ ...shared, extname: '.text.liquid', trimTagLeft: true, trimTagRight: true, greedy: false });
  return {
    async render(kind, model) {
      const name = templateOf(kind);
      const globals = { css: STYLES, say: phrasesOf(kind, model) };
      const [htmlBody, textBody] = await Promise.all([
        html.renderFile(name, { mail: model }, { globals }) as Promise<string>,
        text.renderFile(name, { mail: model }, { globals }) as Promise<string>,
      ]);
      return { html: htmlBody, text: textBody };
    },
  };
}
