import { COMPONENT_STATUSES, effectOf, type ComponentStatus } from '../../domain/public/component-status';
import type { PublicWindow } from '../../domain/public/window';
import type { PublicLocation, RunningWork } from '../../store/public/public-page';
import type { SiteWords } from '../words/site-words';
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
  /** How many places below it hold resources. */
  readonly parts: number;
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

/** What the work does to the component of that path: where it touches only part of it, such as one rack, not all of it is out. */
export function effectOn({ path, parts }: Pick<Component, 'path' | 'parts'>, work: RunningWork): ComponentStatus {
  const effect = effectOf(work);
  const isWhole =
    work.locations.some((place) => place === path || path.startsWith(`${place}/`)) ||
    work.locations.filter((place) => place.startsWith(`${path}/`)).length >= parts;
  return effect === 'major_outage' && !isWhole ? 'partial_outage' : effect;
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
  { path, name, changedAt, parts }: PublicLocation,
  position: number,
  group: PublicLocation | null,
  children: readonly Component[],
  running: readonly RunningWork[],
): Component {
  const own = running
    .filter(({ locations }) => isTouched(path, locations))
    .map((work) => effectOn({ path, parts }, work));
  return {
    id: publicId('component', path),
    path,
    name,
    status: worstStatus(children.length > 0 ? children.map((child) => child.status) : own),
    changedAt,
    parts,
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

/**
 * From the components' status; running work that stands nowhere in the inventory counts by itself, never silently not at all. It is
 * a major outage where all of it is out.
 */
export function overallStatus(components: readonly Component[], running: readonly RunningWork[]): OverallStatus {
  const unplaced = running.filter((work) => touchedBy(components, work.locations).length === 0).map(effectOf);
  const statuses = [
    ...components.filter(({ children }) => children.length === 0).map(({ status }) => status),
    ...unplaced,
  ];
  const worst = worstStatus(statuses);
  const isPart = worst === 'major_outage' && statuses.some((status) => status !== worst);
  return OVERALL[isPart ? 'partial_outage' : worst];
}

/** How things stand in a sentence that names what and where, for people; `running` are the windows under way. */
export function standing(
  components: readonly Component[],
  running: readonly PublicWindow[],
  { standing: say }: Pick<SiteWords, 'standing'>,
): string {
  const effect = ({ class: kind, impact, phase }: PublicWindow) =>
    COMPONENT_STATUSES.indexOf(effectOf({ class: kind, impact: impact.level, phase }));
  const [worst] = running.toSorted((a, b) => effect(b) - effect(a));
  if (!worst) return say.allGood;
  const likeIt = running.filter((one) => effect(one) === effect(worst));
  const touched = likeIt.flatMap(({ locations }) => locations);
  const names = touchedBy(components, touched).map(({ name }) => name);
  const places = names.length > 2 ? say.places(names.length) : names.join(say.and);
  if (worst.phase === 'degraded') return say.degraded(places);
  return worst.class === 'emergency' ? say.emergency(places, say.effects[worst.impact.level]) : say.running(places);
}
