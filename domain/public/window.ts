import type { ImpactLevel } from '../shared/impact';
import type { ClassLabel } from '../window/classes';
import type { Phase, Reason, WindowClass, Wording } from '../window/types';
import type { PublicUpdate } from './updates';

/** Of all resources of the window, whoever's they are. */
export interface WorkProgress {
  readonly done: number;
  readonly total: number;
}

/**
 * What the public may know of a window. Everything else (point of contact, scope, justification, who did what) is left in
 * the database: so no page, feed or JSON can show it (N7). Instants are UTC ms.
 */
export interface PublicWindow {
  readonly reference: string;
  readonly title: string;
  /** Of its own sentences; English where it is left out. */
  readonly language?: string;
  /** The same sentences in other languages; an introduction is for customers alone. */
  readonly translations?: Readonly<Record<string, Omit<Wording, 'introduction'>>>;
  readonly class: WindowClass;
  /** What is read of the provider's own class in place of its word (P6). */
  readonly classLabel?: ClassLabel;
  readonly reason: Reason;
  readonly phase: Phase;
  readonly announcedAt: number;
  readonly startsAt: number;
  readonly endsAt: number;
  readonly startedAt: number | null;
  readonly endedAt: number | null;
  readonly cancelledAt: number | null;
  /** When something the public can read last changed. */
  readonly updatedAt: number;
  readonly impact: { readonly level: ImpactLevel; readonly minutes: number; readonly description: string };
  readonly customerImpactMinutes: number | null;
  readonly customerAction: string;
  readonly nextUpdateBy: number | null;
  /** A reason-for-outage report is owed (E4). */
  readonly reportOwed: boolean;
  /** How many of the resources are done (S2), while the work is under way and there is a work list; else null. */
  readonly work: WorkProgress | null;
  /** Paths the work touches, as deep as the inventory goes: for finding its components, not for showing. */
  readonly locations: readonly string[];
  /** Newest first, from the announcement on. */
  readonly updates: readonly PublicUpdate[];
}
