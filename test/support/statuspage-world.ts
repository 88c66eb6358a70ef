import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { ChannelAdapter } from '../../activities/ports/channels';
import { createStatuspageChannel } from '../../channels/statuspage/statuspage-channel';
import { statuspageRecords } from '../../composition/statuspage';
import { createStatuspageApiClient, type StatuspageApiClient } from '../../channels/statuspage/statuspage-api-client';
import { startStatuspageStandIn } from '../../stand-ins/statuspage/stand-in';
import { updateParagraphs } from '../../domain/public/wording';
import { alive, reachingPages, useChannelWorld, type Reach } from './channel-world';

export const KEY = 'canary-key-5d1f';
export const PAGE = 'ab12cd34ef56';
export const LATE_WRITE_MS = 60_000;

export const MAPPING = {
  locations: { 'eu-1/dc-1': ['vienna1'], 'eu-1/dc-2': ['vienna2'], 'us-1': ['america'] },
};

/** The channel with a real database, a mapping file and the stand-in. */
export function useStatuspage() {
  const world = useChannelWorld((clock) =>
    startStatuspageStandIn({
      ...{ port: 0, key: KEY, page: PAGE, clock },
      components: [
        { id: 'vienna1', name: 'Vienna 1' },
        { id: 'vienna2', name: 'Vienna 2' },
        { id: 'america', name: 'North America' },
        { id: 'europe', name: 'Europe', group: true },
      ],
    }),
  );
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'forewarn-statuspage-'));
    await map(MAPPING);
  });
  afterAll(() => rm(folder, { recursive: true }));

  const mapFile = () => path.join(folder, 'map.json');
  /** Writes the mapping file; a text is written unchanged. */
  async function map(mapping: unknown): Promise<void> {
    await writeFile(mapFile(), typeof mapping === 'string' ? mapping : JSON.stringify(mapping));
  }

  function client(change: { key?: string; page?: string; url?: string; timeoutMs?: number } = {}): StatuspageApiClient {
    const { key = KEY, page = PAGE, url = world.standIn.url, timeoutMs = 5_000 } = change;
    return createStatuspageApiClient({ key, page, url, timeoutMs, ...world.pace(key) });
  }

  function channel(change: Parameters<typeof client>[0] & { reach?: Reach } = {}): ChannelAdapter {
    const { reach = alive, ...of } = change;
    return createStatuspageChannel({
      ...{ mapFile: mapFile(), clock: world.clock, lateWriteMs: LATE_WRITE_MS },
      origin: 'https://status.provider.example',
      describe: updateParagraphs,
      createClient: () => reaching(client(of), reach),
      records: { ...statuspageRecords(world.db), states: world.states('statuspage', reach) },
    });
  }

  return Object.assign(world, { client, channel, map, mapFile });
}

function reaching(client: StatuspageApiClient, reach: Reach): StatuspageApiClient {
  return {
    get calls() {
      return client.calls;
    },
    page: () => reach(() => client.page()),
    components: () => reach(() => client.components()),
    setComponent: (id, status) => reach(() => client.setComponent(id, status)),
    incidents: (list) => reachingPages(client.incidents(list), reach),
    incident: (id) => reach(() => client.incident(id)),
    create: (prepare) => reach(() => client.create(prepare)),
    update: (id, prepare) => reach(() => client.update(id, prepare)),
  };
}
