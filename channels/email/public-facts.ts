import type { MessageFacts, NoticeFacts } from '../../domain/message';
import { PAGE_ORGANIZATION } from '../../domain/page-audience';

/** Whether the message is to a subscriber of the public page. */
export function isFollower({ organization }: Pick<MessageFacts, 'organization'>): boolean {
  return organization.id === PAGE_ORGANIZATION;
}

/**
 * The facts as the public may read them: what the page never shows is left out (store/public-window.ts), because a mail to
 * everybody who asks for it is as public as the page.
 */
export function publicFacts(facts: NoticeFacts): NoticeFacts {
  const { justification: _1, emergency: _2, introduction: _3, alternate: _4, translations: _5, ...rest } = facts;
  const changes = facts.changes?.filter(({ field }) => field !== 'introduction');
  const { changes: _6, ...shown } = rest;
  return { ...shown, pointOfContact: '', ...(changes && changes.length > 0 ? { changes } : {}) };
}
