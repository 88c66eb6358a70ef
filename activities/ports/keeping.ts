import type { RetentionKind } from '../../domain/retention/retention';

/** Rows forgotten, by kind; a kind that is kept for ever is not among them. */
export type Forgotten = Readonly<Partial<Record<RetentionKind, number>>>;

export interface Keeping {
  /**
   * Forgets what is not kept any longer (T6). May be repeated, and then does what is left; stops early when `isStopped` says
   * so. Rejects when a kind failed, after the others.
   */
  apply(isStopped: () => boolean): Promise<Forgotten>;
}
