import { z } from 'zod';

/** A location's path from the region down, `eu-1/dc-1/rack-a12`; a path stands for everything below it. */
export const locationPath = z
  .string()
  .regex(/^[a-z0-9][a-z0-9._-]*(\/[a-z0-9][a-z0-9._-]*)*$/i, 'must be names joined by "/", such as eu-1/dc-1/rack-a12')
  .max(200);

/** The most ids that one list of a scope can have. */
export const MOST_IDS = 1_000;

const idList = z.array(z.string().min(1).max(200)).max(MOST_IDS);
const ids = idList.default([]);

/**
 * What the work touches (N5). `resources` are always in; `locations`, `kinds` and `labels` narrow each other, and within one
 * list any match counts; `all` is every resource and stands alone. `except` are out, whatever else is named.
 */
export const scopeSchema = z
  .strictObject({
    locations: z.array(locationPath).max(1_000).default([]),
    resources: ids,
    kinds: ids,
    labels: z
      .record(z.string().min(1).max(100), z.string().max(200))
      .refine((labels) => Object.keys(labels).length <= 1_000, 'must have at most 1,000 keys')
      .default({}),
    all: z.boolean().default(false),
    // no default: windows of before have none on record
    except: idList.optional().describe('ids of resources that are left out, whatever else is named'),
  })
  .superRefine((scope, context) => {
    const named = isNamed(scope);
    if (!scope.all && !named) {
      context.addIssue({
        code: 'custom',
        message: 'is empty: name locations, resources, kinds or labels, or set "all" to true',
      });
    }
    if (scope.all && named) {
      context.addIssue({
        code: 'custom',
        path: ['all'],
        message: 'stands alone: leave the other lists out, or set it to false',
      });
    }
  });
export type Scope = z.output<typeof scopeSchema>;

function isNamed(scope: {
  locations: string[];
  resources: string[];
  kinds: string[];
  labels: Record<string, string>;
}): boolean {
  return [scope.locations, scope.resources, scope.kinds, Object.keys(scope.labels)].some((list) => list.length > 0);
}

/** The scope in a few words, for summaries and the read model: `eu-1/dc-1/rack-a12`, `all resources`. */
export function describeScope(scope: Scope): string {
  const left = scope.except?.length ?? 0;
  return `${describeNamed(scope)}${left === 0 ? '' : ` without ${named(scope.except ?? [])}`}`;
}

function describeNamed(scope: Scope): string {
  if (scope.all) return 'all resources';
  const parts = [...scope.locations];
  if (scope.kinds.length > 0) parts.push(`kind ${scope.kinds.join(' or ')}`);
  for (const [key, value] of Object.entries(scope.labels)) parts.push(`${key}=${value}`);
  if (scope.resources.length > 0) {
    parts.push(named(scope.resources));
  }
  return parts.join(', ');
}

function named(resources: readonly string[]): string {
  return resources.length <= 3 ? resources.join(', ') : `${String(resources.length)} resources`;
}

/** The scope without these resources too; as it is where they are left out already. */
export function without(scope: Scope, resources: readonly string[]): Scope {
  return { ...scope, except: [...new Set([...(scope.except ?? []), ...resources])] };
}
