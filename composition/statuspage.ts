import type { StatusPageChannel } from '../activities/ports/channels';
import { createPacedStatuspageClient, createStatuspageChannel } from '../channels/statuspage/statuspage-channel';
import type { Config } from '../config/config';
import type { Database } from '../store/database/database';
import { updateParagraphs } from '../domain/public/wording';

/** The status page outside that the configuration asks for, if any. */
export function createStatusPageChannel(
  db: Database,
  { statuspage, publicUrl }: Config,
): StatusPageChannel | undefined {
  if (!statuspage) return undefined;
  return createStatuspageChannel({
    db,
    mapFile: statuspage.mapFile,
    // the same words as on the built-in page
    describe: updateParagraphs,
    origin: publicUrl,
    createClient: () => createPacedStatuspageClient(db, statuspage),
  });
}
