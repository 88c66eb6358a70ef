import { ServiceFailure } from '../convergence/service-failure';
import { namedComponents, readMapping, type Mapping } from './mapping';
import type { StatuspageApiClient } from './statuspage-api-client';

/** One thing that was looked at, in one line. */
export interface Finding {
  readonly check: 'key and page' | 'mapping file' | 'components';
  readonly ok: boolean;
  readonly text: string;
}

/**
 * Looks whether the key, the page and the mapping can be used; changes nothing. Two requests, more when the page has over 100
 * components.
 */
export async function examineStatuspage(client: StatuspageApiClient, mapFile: string): Promise<Finding[]> {
  const mapping = await tried('mapping file', async () => {
    const read = await readMapping(mapFile);
    const { size } = namedComponents(read);
    const places = Object.keys(read.locations).length + Object.keys(read.kinds).length;
    const text = `${mapFile}: ${counted(places, 'place or kind', 'places and kinds')}, ${counted(size, 'component')}; edits by hand: ${read.drift}.`;
    return { text, value: read };
  });
  const page = await tried('key and page', async () => {
    const { id, name } = await client.page();
    return { text: `The key opens page ${id}${name ? ` (${name})` : ''}.`, value: id };
  });
  if (page.value === undefined || !mapping.value) return [page.finding, mapping.finding];
  const { value } = mapping;
  const components = await tried('components', () => compared(client, value));
  return [page.finding, mapping.finding, components.finding];
}

interface Tried<T> {
  readonly finding: Finding;
  readonly value?: T;
}

async function tried<T>(
  check: Finding['check'],
  look: () => Promise<{ text: string; value: T; ok?: boolean }>,
): Promise<Tried<T>> {
  try {
    const { text, value, ok = true } = await look();
    return { finding: { check, ok, text }, value };
  } catch (error) {
    if (!(error instanceof ServiceFailure)) throw error;
    return { finding: { check, ok: false, text: error.message } };
  }
}

/** Every component the mapping names has to be on the page, and must not be a group. */
async function compared(client: StatuspageApiClient, mapping: Mapping) {
  const known = new Map((await client.components()).map((component) => [component.id, component]));
  const named = namedComponents(mapping);
  const faults = [...named].flatMap(([id, by]) => {
    const component = known.get(id);
    if (!component) return [`${id} (named by ${by.join(', ')}) is not on the page`];
    return component.group ? [`${id} (named by ${by.join(', ')}) is a group, whose status cannot be set`] : [];
  });
  if (faults.length > 0)
    return { ok: false, value: undefined, text: `${faults.join('; ')}. Correct the mapping file.` };
  const text =
    named.size === 0
      ? 'The mapping names none: entries will affect no component.'
      : `All ${counted(named.size, 'component')} of the mapping ${named.size === 1 ? 'is' : 'are'} on the page, which has ${String(known.size)}.`;
  return { value: undefined, text };
}

const counted = (count: number, one: string, many = `${one}s`) => `${String(count)} ${count === 1 ? one : many}`;
