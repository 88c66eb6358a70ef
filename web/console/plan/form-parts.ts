import { z } from 'zod';
import type { ClassPromise } from '../../../domain/notices/class-promises';
import { classPromises } from '../../../domain/notices/class-promises';
import type { NoticePolicy } from '../../../domain/notices/notice-policy';
import { findPlaces, resourceKinds, type Places } from '../../../store/inventory/places';
import { textOf, type Typed } from '../../forms/typed';
import type { Asked, ConsoleArea } from '../area';
import { levelAt, openedIn, type Level } from './tree';

/** So many kinds are named. */
const KINDS = 20;

export interface PlanSetup {
  /** The promises of a window that is opened at `now` (UTC ms). */
  readonly policyAt: (now: number) => NoticePolicy;
}

/** With what the form is made. */
export type FormMakers = PlanSetup & Pick<ConsoleArea['parts'], 'db'>;

/** What the parts of the form show besides what was typed. */
export interface FormParts {
  readonly promises: readonly ClassPromise[];
  readonly tree: Level;
  readonly found: Places | undefined;
  readonly kinds: readonly string[];
  readonly templates: readonly (readonly [id: string, name: string])[];
}

export async function formParts({ db, policyAt }: FormMakers, asked: Asked, typed: Typed): Promise<FormParts> {
  const [tree, found, kinds, templates] = await Promise.all([
    levelAt(db, asked.viewer, null, openedIn(typed)),
    searched(db, asked, typed),
    resourceKinds(db, KINDS),
    templatesFor(asked),
  ]);
  return { tree, found, kinds, templates, promises: classPromises(policyAt(asked.now), { now: asked.now }) };
}

/** What the form's search finds; undefined where nothing is searched for. */
export async function searched(db: FormMakers['db'], { viewer }: Asked, typed: Typed): Promise<Places | undefined> {
  const text = textOf(typed, 'find').trim();
  return text === '' ? undefined : findPlaces(db, text, viewer);
}

const listed = z.object({ items: z.array(z.object({ id: z.string(), name: z.string() })) });

/** Those the reader may use; the first hundred by id. */
async function templatesFor(asked: Asked): Promise<[id: string, name: string][]> {
  if (!asked.may('GET /v1/templates')) return [];
  const { items } = listed.parse(await asked.ask('GET /v1/templates', { query: { limit: '100' } }));
  return items.map(({ id, name }) => [id, name]);
}
