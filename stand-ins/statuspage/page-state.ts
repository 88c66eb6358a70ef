import { runAutomaticClock } from './automatic-clock';
import type { Page, SentNotice, StoredComponent, StoredIncident, Switches } from './model';
import type { Fields, Faults } from './refusals';
import { blankIncident, faultsIn, writeIncident } from './write-incident';

/** A write as the service answers it. */
export type Written = { readonly incident: StoredIncident } | { readonly faults: Faults };

/** One page's entries and components, and what its subscribers were told. */
export interface PageState {
  /** Newest first. */
  incidents(): readonly StoredIncident[];
  incident(id: string): StoredIncident | undefined;
  readonly components: Map<string, StoredComponent>;
  /** Oldest first. */
  readonly notices: SentNotice[];
  create(fields: Fields): Written;
  update(incident: StoredIncident, fields: Fields): Written;
  remove(incident: StoredIncident): void;
  /** Carries out what the service's own clock has due. */
  tick(): void;
}

/** `before`: the entries to begin with, newest first. */
export function createPageState(
  clock: () => number,
  switches: () => Switches,
  before: readonly StoredIncident[] = [],
): PageState {
  const page: Page = { incidents: [...before], components: new Map(), notices: [], clock, switches };

  return {
    components: page.components,
    notices: page.notices,
    incidents: () => page.incidents,
    incident: (id) => page.incidents.find((one) => one.id === id),

    create(fields) {
      const faults = faultsIn(page, fields, undefined);
      if (Object.keys(faults).length > 0) return { faults };
      const incident = blankIncident(clock(), fields.scheduled_for !== undefined);
      page.incidents.unshift(incident);
      writeIncident(page, incident, fields, true);
      return { incident };
    },

    update(incident, fields) {
      const faults = faultsIn(page, fields, incident);
      if (Object.keys(faults).length > 0) return { faults };
      writeIncident(page, incident, fields, false);
      return { incident };
    },

    remove(incident) {
      page.incidents.splice(page.incidents.indexOf(incident), 1);
      if (switches().noticeOnDelete) {
        const { id, status, metadata } = incident;
        page.notices.push({ incident: id, status, body: '(deleted)', at: clock(), metadata: { ...metadata } });
      }
    },

    tick: () => runAutomaticClock(page),
  };
}
