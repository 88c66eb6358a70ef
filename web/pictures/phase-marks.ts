import type { Phase } from '../../domain/window/types';
import type { Tone } from '../site/icon';

interface PhaseMark {
  readonly tone: Tone;
  /** A sign that says the same as the colour; none while work is ahead. */
  readonly mark: '' | '▸' | '!' | '✓' | '×';
}

/** How pictures draw a window in each phase. */
export const PHASE_MARKS: Readonly<Record<Phase, PhaseMark>> = {
  draft: { tone: 'quiet', mark: '' },
  approved: { tone: 'planned', mark: '' },
  announced: { tone: 'planned', mark: '' },
  delayed: { tone: 'late', mark: '!' },
  'in-progress': { tone: 'working', mark: '▸' },
  overdue: { tone: 'late', mark: '!' },
  verifying: { tone: 'working', mark: '▸' },
  'rolling-back': { tone: 'major', mark: '!' },
  completed: { tone: 'good', mark: '✓' },
  'rolled-back': { tone: 'quiet', mark: '×' },
  degraded: { tone: 'major', mark: '!' },
  closed: { tone: 'good', mark: '✓' },
  cancelled: { tone: 'quiet', mark: '×' },
};

/** What the signs mean, for those who see the picture. */
export const MARK_WORDS =
  '▸ under way · ! late, degraded or rolling back · ✓ done · × cancelled or rolled back · dashed: a second night';
