import type { PublicWindow } from '../../domain/public/window';
import type { ComponentStatus } from '../../domain/public/component-status';
import type { ImpactLevel } from '../../domain/shared/impact';
import { windowUrl } from '../../domain/window/links';
import { effectOn, touchedBy, type Component } from './components';
import { publicId } from './ids';
import { isIncident, statusOf, stepsOf, type EntryStatus, type Step } from '../../domain/public/life-cycle';
import { isoMs } from '../../domain/public/times';
import { updateParagraphs } from '../../domain/public/wording';

/**
 * The public Status API v2 of Atlassian Statuspage: the same fields in the same order, so that tools which read one read
 * this (C2). Times are ISO 8601 in UTC with milliseconds.
 */

/** The page's own facts; `updatedAt` is UTC ms. */
export interface PageFacts {
  readonly providerName: string;
  readonly publicUrl: string;
  readonly updatedAt: number | null;
}

/** Stands for "not known": the inventory keeps no dates. */
const UNKNOWN_DATE = isoMs(0);

export function pageJson({ providerName, publicUrl, updatedAt }: PageFacts) {
  return {
    id: pageId(publicUrl),
    name: providerName,
    url: publicUrl,
    time_zone: 'Etc/UTC',
    updated_at: isoMs(updatedAt ?? 0),
  };
}

export function pageId(publicUrl: string): string {
  return publicId('page', new URL(publicUrl).host);
}

export function componentJson(component: Component, page: string) {
  const isGroup = component.children.length > 0;
  return {
    id: component.id,
    name: component.name,
    status: component.status,
    created_at: UNKNOWN_DATE,
    updated_at: component.changedAt === null ? UNKNOWN_DATE : isoMs(component.changedAt),
    position: component.position,
    description: null,
    showcase: false,
    start_date: null,
    group_id: component.groupId,
    page_id: page,
    group: isGroup,
    only_show_if_degraded: false,
    ...(isGroup ? { components: component.children } : {}),
  };
}

/** How bad an incident is said to be. */
const IMPACTS: Record<ImpactLevel, 'none' | 'minor' | 'major' | 'critical'> = {
  'no-impact': 'none',
  'reduced-redundancy': 'minor',
  degraded: 'major',
  outage: 'critical',
};

/** An incident; a scheduled maintenance is the same with impact `maintenance` and its planned times at the end. */
export function entryJson(window: PublicWindow, components: readonly Component[], { publicUrl }: PageFacts) {
  const touched = touchedBy(components, window.locations);
  const page = pageId(publicUrl);
  const resolvedAt = window.phase === 'degraded' ? null : (window.endedAt ?? window.cancelledAt);
  const incident = isIncident(window);
  const createdAt = isoMs(window.announcedAt);
  const monitoring = incident ? window.updates.find((update) => update.type === 'verifying') : undefined;
  return {
    id: publicId('window', window.reference),
    name: window.title,
    status: statusOf(window),
    created_at: createdAt,
    updated_at: isoMs(window.updatedAt),
    monitoring_at: monitoring ? isoMs(monitoring.at) : null,
    resolved_at: resolvedAt === null ? null : isoMs(resolvedAt),
    impact: incident ? IMPACTS[window.impact.level] : ('maintenance' as const),
    shortlink: windowUrl(publicUrl, window.reference),
    started_at: createdAt,
    page_id: page,
    incident_updates: stepsOf(window).map((step) => updateJson(step, window, touched)),
    components: touched.map((component) => componentJson(component, page)),
    ...(incident ? {} : { scheduled_for: isoMs(window.startsAt), scheduled_until: isoMs(window.endsAt) }),
    // not of Statuspage: how far the work on the resources is
    ...(window.work ? { work: window.work } : {}),
  };
}

interface UpdateJson {
  readonly id: string;
  readonly status: EntryStatus;
  readonly body: string;
  readonly incident_id: string;
  readonly created_at: string;
  readonly updated_at: string;
  readonly display_at: string;
  readonly affected_components: readonly AffectedComponent[] | null;
  readonly deliver_notifications: boolean;
  readonly custom_tweet: null;
  readonly tweet_id: null;
}

/** What the update did to a component as far as this window goes; another window may hold it at the same time. */
interface AffectedComponent {
  readonly code: string;
  readonly name: string;
  readonly old_status: ComponentStatus;
  readonly new_status: ComponentStatus;
}

function updateJson(step: Step, window: PublicWindow, touched: readonly Component[]): UpdateJson {
  const at = isoMs(step.update.at);
  const work = { class: window.class, impact: window.impact.level, locations: window.locations };
  const effect = (component: Component, isDegraded: boolean) =>
    effectOn(component, { ...work, phase: isDegraded ? 'degraded' : 'in-progress' });
  const affected = touched.map((component) => ({
    code: component.id,
    name: component.name,
    old_status: step.ranBefore ? effect(component, step.degradedBefore) : ('operational' as const),
    new_status: step.runsAfter ? effect(component, step.degradedAfter) : ('operational' as const),
  }));
  return {
    id: publicId('update', `${window.reference}#${String(step.update.sequence)}`),
    status: step.status,
    body: updateParagraphs(step.update, window).join('\n\n'),
    incident_id: publicId('window', window.reference),
    created_at: at,
    updated_at: at,
    display_at: at,
    affected_components: affected.length > 0 && step.update.type !== 'report' ? affected : null,
    deliver_notifications: !isQuiet(step.update),
    custom_tweet: null,
    tweet_id: null,
  };
}

/** Posted for the page only (`notify: false`). */
function isQuiet(update: Step['update']): boolean {
  return update.type === 'posted' && update.quiet;
}
