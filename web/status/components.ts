import { COMPONENT_STATUSES, effectOf, type ComponentStatus } from '../../domain/public/component-status';
import type { PublicLocation, RunningWork } from '../../store/public/public-page';
import { publicId } from './ids';

/**
 * What the page calls a component: a datacenter, or a region with its datacenters as a group. A region without datacenters
 * is a component by itself.
 */
export interface Component {
  readonly id: string;
  readonly path: string;
  readonly name: string;
  readonly status: ComponentStatus;
  /** UTC ms; null while no public work has touched it. */
  readonly changedAt: number | null;
  /** Its place among its siblings, from 1. */
  readonly position: number;
  readonly groupId: string | null;
  /** The region's name, for people. */
  readonly groupName: string | null;
  /** Ids of a group's components; empty for a plain component. */
  readonly children: readonly string[];
}

function worstStatus(statuses: readonly ComponentStatus[]): ComponentStatus {
  const worst = Math.max(0, ...statuses.map((status) => COMPONENT_STATUSES.indexOf(status)));
  return COMPONENT_STATUSES[worst] ?? 'operational';
}

/** A path stands for everything below it, whichever of the two is the wider. */
function isTouched(path: string, places: readonly string[]): boolean {
  return places.some((place) => place === path || place.startsWith(`${path}/`) || path.startsWith(`${place}/`));
}

/** Every component with its status now: groups first, each followed by its own, in the order of the paths. */
export function componentsOf(locations: readonly PublicLocation[], running: readonly RunningWork[]): Component[] {
  const isRegion = (path: string) => !path.includes('/');
  const regionOf = (path: string) => path.slice(0, path.indexOf('/'));
  const regions = locations.filter(({ path }) => isRegion(path));
  const known = new Set(regions.map(({ path }) => path));
  const orphans = locations.filter(({ path }) => !isRegion(path) && !known.has(regionOf(path)));
  const top = [...regions, ...orphans];

  return top.flatMap((location, index) => {
    const members = locations.filter(({ path }) => path.startsWith(`${location.path}/`));
    const group = members.length > 0 ? location : null;
    const children = members.map((member, at) => component(member, at + 1, group, [], running));
    const own = component(location, index + 1, null, children, running);
    return [own, ...children];
  });
}

function component(
  { path, name, changedAt }: PublicLocation,
  position: number,
  group: PublicLocation | null,
  children: readonly Component[],
  running: readonly RunningWork[],
): Component {
  const own = running.filter(({ locations }) => isTouched(path, locations)).map(effectOf);
  return {
    id: publicId('component', path),
    path,
    name,
    status: worstStatus(children.length > 0 ? children.map((child) => child.status) : own),
    changedAt,
    position,
    groupId: group ? publicId('component', group.path) : null,
    groupName: group?.name ?? null,
    children: children.map((child) => child.id),
  };
}

/** The components (never groups) a window's work touches. */
export function touchedBy(components: readonly Component[], places: readonly string[]): Component[] {
  return components.filter(({ path, children }) => children.length === 0 && isTouched(path, places));
}

export type Indicator = 'none' | 'maintenance' | 'minor' | 'major' | 'critical';

/** The roll-up at the top of the page and in status.json. */
export interface OverallStatus {
  readonly indicator: Indicator;
  readonly description: string;
}

const OVERALL: Record<ComponentStatus, OverallStatus> = {
  operational: { indicator: 'none', description: 'All Systems Operational' },
  under_maintenance: { indicator: 'maintenance', description: 'Service Under Maintenance' },
  degraded_performance: { indicator: 'minor', description: 'Partially Degraded Service' },
  partial_outage: { indicator: 'major', description: 'Partial System Outage' },
  major_outage: { indicator: 'critical', description: 'Major Service Outage' },
};

/** From the components' status; running work that stands nowhere in the inventory counts by itself, never silently not at all. */
export function overallStatus(components: readonly Component[], running: readonly RunningWork[]): OverallStatus {
  const unplaced = running.filter((work) => touchedBy(components, work.locations).length === 0).map(effectOf);
  return OVERALL[worstStatus([...components.map(({ status }) => status), ...unplaced])];
}
