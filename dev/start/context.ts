import type { DevSettings } from './settings';
import type { Supervisor } from '../processes/supervisor';

/** What every part of `npm start` gets. */
export interface StartContext {
  readonly settings: DevSettings;
  readonly supervisor: Supervisor;
  /** reports something that takes a while */
  readonly progress: (line: string) => void;
  /** Aborted by Ctrl-C, and when another part could not start. */
  readonly signal: AbortSignal;
}
