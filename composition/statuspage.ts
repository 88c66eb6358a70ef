import type { ChannelAdapter } from '../activities/ports/channels';
import { createPace } from '../channels/convergence/pace';
import { createStatuspageApiClient, type StatuspageApiClient } from '../channels/statuspage/statuspage-api-client';
import { createStatuspageChannel, type StatuspageRecords } from '../channels/statuspage/statuspage-channel';
import type { Config } from '../config/config';
import { updateParagraphs } from '../domain/public/wording';
import { createChannelStates } from '../store/channels/channel-states';
import { createHeldComponents } from '../store/channels/held-components';
import { createRequestSlots } from '../store/channels/request-slots';
import type { Database } from '../store/database/database';
import { readAffectedKinds, readPublicEntry } from '../store/public/public-entry';

/** The longest duration of a request (ms); Statuspage answers in about a second. */
const REQUEST_TIMEOUT = 20_000;

/** The configured Atlassian Statuspage, if any (C3). */
export function createStatusPageChannel(
  db: Database,
  { statuspage, publicUrl }: Pick<Config, 'statuspage' | 'publicUrl'>,
): ChannelAdapter | undefined {
  if (!statuspage) return undefined;
  return createStatuspageChannel({
    records: statuspageRecords(db),
    mapFile: statuspage.mapFile,
    // the same texts as on the built-in page
    describe: updateParagraphs,
    origin: publicUrl,
    createClient: () => createPacedStatuspageClient(db, statuspage),
  });
}

/** A client for one page with the rate limit of its key, which all processes on the database share. */
export function createPacedStatuspageClient(
  db: Database,
  { key, page, url }: Pick<NonNullable<Config['statuspage']>, 'key' | 'page' | 'url'>,
): StatuspageApiClient {
  return createStatuspageApiClient({
    ...{ key, page, url, timeoutMs: REQUEST_TIMEOUT },
    ...createPace(createRequestSlots(db, key)),
  });
}

/** What the page at Statuspage shows about windows, from the database. */
export function statuspageRecords(db: Database): StatuspageRecords {
  return {
    states: createChannelStates(db, 'statuspage'),
    heldByOthers: createHeldComponents(db, 'statuspage'),
    readEntry: (reference) => readPublicEntry(db, reference),
    readKinds: (reference) => readAffectedKinds(db, reference),
  };
}
