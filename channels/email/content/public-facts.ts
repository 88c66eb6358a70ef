import type { MessageFacts, NoticeFacts } from '../../../domain/notices/message';
import { isPageOrganization } from '../../../domain/notices/page-audience';

/** Whether the message is to a subscriber of the public page. */
export function isFollower({ organization }: Pick<MessageFacts, 'organization'>): boolean {
  return isPageOrganization(organization.id);
}

/** What the page never shows. */
const INTERNAL = new Set([
  'justification',
  'emergency',
  'introduction',
  'alternate',
  'translations',
  'selfServiceUntil',
  'otherNightUntil',
]);

/**
 * The facts as the public may read them: what the page never shows is left out (store/public/public-window.ts), because a mail to
 * everybody who asks for it is as public as the page.
 */
export function publicFacts(facts: NoticeFacts): NoticeFacts {
  const { changes, ...shown } = facts;
  const told = changes?.filter(({ field }) => field !== 'introduction') ?? [];
  const open = Object.fromEntries(Object.entries(shown).filter(([field]) => !INTERNAL.has(field))) as typeof shown;
  return { ...open, pointOfContact: '', ...(told.length > 0 ? { changes: told } : {}) };
}
