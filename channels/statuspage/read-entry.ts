import { isGone } from '../convergence/service-failure';
import { concludeLastWrite } from '../convergence/write-once';
import type { EntryContext } from './entry-context';
import { findEntry } from './find-entry';
import type { EntryFacts } from './known-entry';
import type { Incident } from './statuspage-schemas';

/**
 * The window's entry as it is at Statuspage; undefined when there is none. Learns from it which steps are told, and what became
 * of the last write. Throws Waiting while that write may still arrive.
 */
export async function readEntry(context: EntryContext): Promise<Incident | undefined> {
  const { known, desired } = context;
  const entry = await (known.now.id === null ? recognise(context) : read(context, known.now.id));
  const marker = entry?.metadata?.forewarn;
  const shown = marker?.window_id === desired.reference ? marker.last_step : 0;
  const told = Math.max(known.now.told, shown);
  if (known.now.attempt || told !== known.now.told) {
    await concludeLastWrite(context, {
      service: 'Statuspage',
      hasArrived: ({ creates, step }) => (creates ? entry !== undefined : told >= step),
      learned: () => ({ told }),
    });
  }
  return entry;
}

async function read({ client, drift }: EntryContext, id: string): Promise<Incident | undefined> {
  try {
    return await client.incident(id);
  } catch (error) {
    if (!isGone(error)) throw error;
    drift.push('The entry was deleted by hand.');
    return undefined;
  }
}

/** The entry whose id is not known, found by its marker. */
async function recognise({ client, known, desired, origin }: EntryContext): Promise<Incident | undefined> {
  const { attempt, told } = known.now;
  const everywhere = attempt?.creates === true || told > 0;
  const found = await findEntry(client, desired.kind, { window_id: desired.reference, origin }, everywhere);
  if (found) await known.save({ id: found.id, url: found.shortlink ?? null, wrote: writtenInto(found) });
  return found;
}

/** The answer to its creation was lost: what differs from it now counts as a change of ours. */
function writtenInto({ name, scheduled_for, scheduled_until, components }: Incident): NonNullable<EntryFacts['wrote']> {
  const ids = (components ?? []).map(({ id }) => id).sort();
  return { name, from: scheduled_for ?? null, until: scheduled_until ?? null, components: ids };
}
