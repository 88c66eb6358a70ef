/** What the stand-in keeps, in the words of the Manage API. Instants are UTC ms inside and ISO 8601 in answers. */

export const MAINTENANCE_STATUSES = ['scheduled', 'in_progress', 'verifying', 'completed'] as const;
export const INCIDENT_STATUSES = ['investigating', 'identified', 'monitoring', 'resolved'] as const;
export const COMPONENT_STATUSES = [
  'operational',
  'under_maintenance',
  'degraded_performance',
  'partial_outage',
  'major_outage',
] as const;

export interface StoredComponent {
  readonly id: string;
  name: string;
  status: string;
  readonly group: boolean;
  updatedAt: number;
}

export interface AffectedComponent {
  readonly code: string;
  readonly name: string;
  readonly old_status: string;
  readonly new_status: string;
}

export interface StoredUpdate {
  readonly id: string;
  readonly status: string;
  readonly body: string;
  readonly at: number;
  readonly affected: readonly AffectedComponent[] | null;
  readonly delivers: boolean;
}

export interface StoredIncident {
  readonly id: string;
  name: string;
  status: string;
  impact: string;
  readonly createdAt: number;
  updatedAt: number;
  resolvedAt: number | null;
  /** null for a real-time incident. */
  scheduledFor: number | null;
  scheduledUntil: number | null;
  remindPrior: boolean;
  remindedAt: number | null;
  autoInProgress: boolean;
  autoCompleted: boolean;
  autoMaintenanceState: boolean;
  autoOperationalState: boolean;
  autoNotifyStart: boolean;
  autoNotifyEnd: boolean;
  componentIds: string[];
  metadata: Record<string, Record<string, unknown>>;
  /** Newest first. */
  updates: StoredUpdate[];
}

/** A notice that subscribers got: one an update that was to be delivered. */
export interface SentNotice {
  readonly incident: string;
  readonly status: string;
  readonly body: string;
  readonly at: number;
  /** The entry's at that time. */
  readonly metadata: Readonly<Record<string, Record<string, unknown>>>;
}

/** What the documents leave open: the client has to be right with every setting. */
export interface Switches {
  /** What a PATCH with metadata does to what was there. */
  readonly metadata: 'replace' | 'merge';
  /** Whether completing an entry makes its components operational by itself. */
  readonly completionRestores: boolean;
  /** Which of the two bounds a list. */
  readonly listSize: 'limit' | 'per_page';
  /** The number of the first page of `/incidents`. */
  readonly firstPage: 0 | 1;
  /** Whether `/incidents/scheduled` still shows an entry whose planned start has passed. */
  readonly scheduledShowsLate: boolean;
  /** Whether an unknown component id is refused or left out. */
  readonly unknownComponent: 'refuse' | 'ignore';
  /** The form of `error` in a 422. */
  readonly errorForm: 'text' | 'list' | 'fields';
  /** Whether deleting an entry tells its subscribers. */
  readonly noticeOnDelete: boolean;
  /** So long a new entry is missing in lists (ms). */
  readonly listDelayMs: number;
  /** The page's offset from UTC in answers, in hours. */
  readonly offsetHours: number;
}

export const USUAL: Switches = {
  metadata: 'replace',
  completionRestores: false,
  listSize: 'per_page',
  firstPage: 1,
  scheduledShowsLate: true,
  unknownComponent: 'refuse',
  errorForm: 'fields',
  noticeOnDelete: false,
  listDelayMs: 0,
  offsetHours: 2,
};

/** A page as the parts of the stand-in share it. */
export interface Page {
  /** Newest first. */
  readonly incidents: StoredIncident[];
  readonly components: Map<string, StoredComponent>;
  /** What subscribers were told, oldest first. */
  readonly notices: SentNotice[];
  /** UTC ms. */
  readonly clock: () => number;
  readonly switches: () => Switches;
}
