import type { Scope } from '../../../domain/planning/scope';
import { isWithin, wholeLocations } from '../whole-locations';

/** Which services at PagerDuty stand for what of the inventory. */
export interface ServiceMapping {
  /** By path; a path stands for everything below it. */
  readonly locations: Readonly<Record<string, readonly string[]>>;
  /** By the resource's id. */
  readonly resources: Readonly<Record<string, readonly string[]>>;
}

/**
 * The services that stand for nothing beyond the work, sorted: everything that names one has to be in the scope (C8). `inScope` are
 * the mapped resources that are. Pure.
 */
export function coveredServices(
  scope: Scope,
  inScope: ReadonlySet<string>,
  { locations, resources }: ServiceMapping,
): readonly string[] {
  const whole = wholeLocations(scope);
  const isEverything = scope.all && (scope.except ?? []).length === 0;
  const within = new Set<string>();
  const beyond = new Set<string>();
  for (const [path, ids] of Object.entries(locations)) {
    for (const id of ids) (isEverything || isWithin(path, whole) ? within : beyond).add(id);
  }
  for (const [resource, ids] of Object.entries(resources)) {
    for (const id of ids) (inScope.has(resource) ? within : beyond).add(id);
  }
  return [...within].filter((id) => !beyond.has(id)).sort();
}

/** Every service that is mapped, with what names it. */
export function namedServices({ locations, resources }: ServiceMapping): ReadonlyMap<string, readonly string[]> {
  const named = new Map<string, string[]>();
  for (const [name, ids] of [...Object.entries(locations), ...Object.entries(resources)]) {
    for (const id of ids) named.set(id, [...(named.get(id) ?? []), name]);
  }
  return named;
}
