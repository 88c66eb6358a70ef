import type { NoticeKind } from '../notices/notices';
import { begin } from './begun-notices';
import type { WindowEvent } from './events';
import type { WindowState } from './types';

/** Notices of what customers of a public window read on its page. */
type InsteadOfPage = Extract<NoticeKind, 'overdue' | 'verifying'>;

/** N7: no page tells of a private window, so what a page would say is mailed. Windows of version 0.2.0 did not. */
export function onlyByMail(state: WindowState, kind: InsteadOfPage): WindowEvent[] {
  return isWithoutPage(state) ? [begin(state, kind)] : [];
}

/** Whether customers learn only by mail how the work goes. */
export function isWithoutPage({ spec, policy }: Pick<WindowState, 'spec' | 'policy'>): boolean {
  return spec.visibility === 'private' && policy.unplanned !== undefined;
}
