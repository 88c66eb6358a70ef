import { z } from 'zod';
import { actorSchema } from '../../shared/actor';
import { line } from '../../shared/fields';
import { optional } from '../../shared/optional';
import { NAMED_DOORS } from '../events';
import type { Giver } from './command';

/** A person has few names on record: those of its tokens. */
export const MOST_NAMES = 50;

const schema = actorSchema.extend({
  alsoAs: z.array(line(200)).max(MOST_NAMES).optional(),
  door: z.enum(NAMED_DOORS).optional(),
});

/** Who gives a command, as the API says beside it; undefined where nobody says so, or what is said cannot be read. */
export function readGiver(raw: unknown): Giver | undefined {
  const { data } = schema.safeParse(raw);
  return data && { ...optional(data), by: data.by };
}
