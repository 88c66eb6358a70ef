import type { MessageFacts } from '../../../domain/notices/message';
import { isFollower } from './public-facts';

/**
 * Whether the reader can sign in to the customers' portal (T9). Contacts can; the central address of an organization is no contact, and a
 * subscriber of the page is nobody's customer. A mail that is only shown has no recipient, and stands for a contact's.
 */
export function canSignIn(message: Pick<MessageFacts, 'organization' | 'recipient'>): boolean {
  const { id } = message.recipient;
  return !isFollower(message) && (id === undefined || id.startsWith('contact:'));
}
