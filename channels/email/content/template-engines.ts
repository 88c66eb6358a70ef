import { join } from 'node:path';
import { Liquid } from 'liquidjs';
import { NOTICE_KINDS } from '../../../domain/notices/notice-kinds';
import { NOTICES, type NoticeKind } from '../../../domain/notices/notices';
import { phrasesOf } from './languages/phrases';
import type { MailModel } from './mail-model';
import { STYLES, type Styles } from './styles';

/** The names of all pairs of templates. */
export const TEMPLATE_NAMES: readonly string[] = [...new Set(NOTICE_KINDS.map((kind) => NOTICES[kind].template))];

export interface Templates {
  /** The two bodies of one message. Throws when a template asks for what the model does not have. */
  render(kind: NoticeKind, model: MailModel): Promise<{ text: string; html: string }>;
  /** The text alone. */
  renderText(kind: NoticeKind, model: MailModel): Promise<string>;
}

/**
 * Two Liquid engines over the same folder, beside this file (the build copies it): HTML escapes every output, text escapes
 * none. The words are those of the reader's language (`say`), the facts the mail's (`mail`); in both an unknown variable or filter is an error rather than a gap in a customer's mail. Tags on a line of their
 * own leave no empty line in text.
 */
export function createTemplates(styles: Styles = STYLES, folder = join(__dirname, 'templates')): Templates {
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
  const written = (engine: Liquid, kind: NoticeKind, model: MailModel) => {
    const globals = { css: styles, say: phrasesOf(kind, model) };
    return engine.renderFile(NOTICES[kind].template, { mail: model }, { globals }) as Promise<string>;
  };
  return {
    async render(kind, model) {
      const [htmlBody, textBody] = await Promise.all([written(html, kind, model), written(text, kind, model)]);
      return { html: htmlBody, text: textBody };
    },
    renderText: (kind, model) => written(text, kind, model),
  };
}
