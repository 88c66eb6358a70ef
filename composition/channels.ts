import type { ChannelAdapter, ChannelAdapters } from '../activities/ports/channels';
import type { OwnerNotices } from '../activities/ports/webhooks';
import type { Config } from '../config/config';
import { CHANNELS, type Channel } from '../domain/channels/channels';
import type { Database } from '../store/database/database';
import { hasEndpoints } from '../store/webhooks/endpoints';
import { createSilences } from './silences';
import { createSlackChannel } from './slack';
import { createStatusPageChannel } from './statuspage';
import { createWebhookChannel } from './webhooks';

/** What a channel's adapter is built from. */
export interface ChannelParts {
  readonly db: Database;
  readonly config: Config;
  /** Tells customers by mail that their webhook endpoint was disabled. */
  readonly owners: OwnerNotices;
}

/** The settings that decide whether a channel is configured. */
type ChannelSettings = Partial<Pick<Config, 'statuspage' | 'slack' | 'secretsKeys' | 'silences'>>;

interface ChannelRow {
  readonly isConfigured: (settings: ChannelSettings) => boolean;
  /** Whether the channel has anything to update, where that can change while processes run. */
  readonly isInUse?: (db: Database) => Promise<boolean>;
  /** Whether the channel shows something that must be undone when a window is cancelled (L7). */
  readonly isUndone: boolean;
  readonly create: (parts: ChannelParts) => ChannelAdapter | undefined;
}

/** All channels; a missing one does not compile. CONTRIBUTING.md says how to add one. */
const REGISTRY: Readonly<Record<Channel, ChannelRow>> = {
  statuspage: {
    isConfigured: ({ statuspage }) => statuspage !== undefined,
    isUndone: true,
    create: ({ db, config }) => createStatusPageChannel(db, config),
  },
  slack: {
    isConfigured: ({ slack }) => slack !== undefined,
    isUndone: true,
    create: ({ db, config }) => createSlackChannel(db, config),
  },
  webhooks: {
    isConfigured: ({ secretsKeys }) => secretsKeys !== undefined,
    isInUse: hasEndpoints,
    isUndone: false,
    create: ({ db, config, owners }) => createWebhookChannel(db, config, owners),
  },
  silences: {
    isConfigured: ({ silences }) => silences !== undefined,
    isUndone: true,
    create: ({ db, config }) => createSilences(db, config),
  },
};

/** The adapters of all channels that are configured. */
export function createChannels(parts: ChannelParts): ChannelAdapters {
  const made = CHANNELS.map((channel) => [channel, REGISTRY[channel].create(parts)]);
  return Object.fromEntries(made) as ChannelAdapters;
}

/** Channels that currently have something to update. */
export async function channelsInUse(db: Database, settings: ChannelSettings): Promise<Channel[]> {
  const answers = await Promise.all(
    CHANNELS.map(async (channel) => {
      const { isConfigured, isInUse } = REGISTRY[channel];
      return isConfigured(settings) && (await isInUse?.(db)) !== false;
    }),
  );
  return CHANNELS.filter((_, index) => answers[index]);
}

/** Channels that must be undone if a window opened now is cancelled (L7). */
export function channelsToUndo(settings: ChannelSettings): Channel[] {
  return CHANNELS.filter((channel) => REGISTRY[channel].isUndone && REGISTRY[channel].isConfigured(settings));
}
