import type { PublicWindow } from '../../domain/public/window';
import type { Tone } from '../site/icon';
import type { ComponentStatus } from '../../domain/public/component-status';
import { isRolledBack } from '../../domain/public/wording';
import type { Indicator } from './components';

/** How a window's state looks. An emergency under way looks as bad as it is. */
export function windowTone(window: PublicWindow): Tone {
  switch (window.phase) {
    case 'draft':
    case 'approved':
    case 'announced':
      return window.class === 'emergency' ? 'minor' : 'planned';
    case 'delayed':
    case 'overdue':
      return 'late';
    case 'degraded':
      return 'minor';
    case 'in-progress':
    case 'verifying':
    case 'rolling-back':
      return window.class === 'emergency' ? 'major' : 'working';
    case 'completed':
    case 'closed':
      return isRolledBack(window) ? 'quiet' : 'good';
    case 'rolled-back':
    case 'cancelled':
      return 'quiet';
  }
}

export const INDICATOR_TONES: Record<Indicator, Tone> = {
  none: 'good',
  maintenance: 'working',
  minor: 'minor',
  major: 'major',
  critical: 'critical',
};

export const COMPONENT_TONES: Record<ComponentStatus, Tone> = {
  operational: 'good',
  under_maintenance: 'working',
  degraded_performance: 'minor',
  partial_outage: 'major',
  major_outage: 'critical',
};
