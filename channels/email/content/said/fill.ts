import { remaining, type AffectedResource, type MessageFacts } from '../../../../domain/notices/message';
import type { OpenPlace, SaidText } from '../../../../domain/proof/said';
import { inOrder, listLines, RESOURCE_LIMIT, rowNames } from '../resource-list';
import { oneLine, wrapBody } from '../words';

/** What of a message stands in the open places of its text. */
export type SaidTo = Pick<MessageFacts, 'organization' | 'resources'> & {
  readonly recipient: Pick<MessageFacts['recipient'], 'name'>;
};

/**
 * The text as that recipient got it. What is kept was written by the version that sent it and is read by every later one, so this and what
 * it uses may not change what they give: test/unit/said-text.test.ts has texts of earlier versions.
 */
export function fillSaid({ parts, words }: SaidText, { recipient, organization, resources }: SaidTo): string {
  const values: Record<OpenPlace, () => string> = {
    name: () => oneLine(recipient.name),
    organization: () => oneLine(organization.name),
    count: () => String(remaining(resources).length),
    list: () => saidLines(resources, words).join('\n  '),
  };
  return wrapBody(parts.map((part) => (typeof part === 'string' ? part : values[part.open]())).join(''));
}

function saidLines(
  resources: readonly AffectedResource[],
  { impact, work }: NonNullable<SaidText['words']> = NO_WORDS,
) {
  const rows = inOrder(resources)
    .slice(0, RESOURCE_LIMIT)
    .map((resource) => ({
      ...rowNames(resource),
      impact: impact[impactKey(resource)] ?? '',
      work: work?.[workKey(resource)] ?? '',
    }));
  return listLines(rows, work !== undefined);
}

const NO_WORDS = { impact: {} };

/** By what the words of a row's impact are kept. */
export function impactKey({ impact, change }: AffectedResource): string {
  return change === undefined ? impact : `${impact} ${change}`;
}

/** By what those of its work are kept. */
export function workKey({ work }: AffectedResource): string {
  return work?.state ?? '';
}
