import type { AffectedCustomer } from '../../activities/ports/channel-records';
import type { WriteOnce } from '../convergence/write-once';
import type { DesiredThread } from './desired-thread';
import type { ThreadFacts, ThreadWrite } from './known-thread';
import type { SlackApiClient } from './slack-api-client';

/** What one attempt to bring a window's thread up to date works with. */
export interface ThreadContext extends WriteOnce<ThreadFacts, ThreadWrite> {
  readonly client: SlackApiClient;
  readonly desired: DesiredThread;
  /** The affected customers, asked for only when they are to be listed. */
  readonly customers: () => Promise<readonly AffectedCustomer[]>;
  /** Names this installation in the messages' metadata. */
  readonly origin: string;
}
