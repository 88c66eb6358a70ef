import type { Refusal } from '../shared/errors';
import { DAY, describeDuration, toIso } from '../shared/time';
import { DEFAULT_POLICY, type NoticePolicy } from '../notices/notice-policy';
import type { Slot, WindowSpec } from './types';

/** Nobody plans further ahead; a typing error in the year is more likely. */
const FURTHEST_MS = 2 * 366 * DAY;

/** Why a night cannot start then, or undefined. */
export function checkStart(
  { startsAt }: Pick<Slot, 'startsAt'>,
  now: number,
  field: string,
): Refusal<'start-in-past' | 'too-far-ahead'> | undefined {
  if (startsAt <= now) {
    return {
      code: 'start-in-past',
      field,
      detail: `The start ${toIso(startsAt)} was ${describeDuration(now - startsAt)} ago; it is ${toIso(now)}. Give a later start, or open an emergency.`,
    };
  }
  if (startsAt - now > FURTHEST_MS) {
    return {
      code: 'too-far-ahead',
      field,
      detail: `The start ${toIso(startsAt)} is ${describeDuration(startsAt - now)} ahead; the furthest is two years. Check the year.`,
    };
  }
  return undefined;
}

/** The rules of opening that need a clock (N2, N3), or undefined when the window may be opened now. */
export function checkOpening(
  spec: WindowSpec,
  now: number,
  policy: NoticePolicy = DEFAULT_POLICY,
): Refusal | undefined {
  const { slot } = spec;
  // an emergency may have begun before it was opened (N3); its end still lies ahead
  const mayHaveStarted = spec.class === 'emergency';
  const isUnderWay = mayHaveStarted && slot.startsAt <= now;
  const fault = isUnderWay ? undefined : checkStart(slot, now, 'slots.0.start');
  if (fault) return fault;
  if (slot.endsAt <= now) {
    return {
      code: 'end-in-past',
      field: 'slots.0.end',
      detail: `The end ${toIso(slot.endsAt)} was ${describeDuration(now - slot.endsAt)} ago; it is ${toIso(now)}. Give an end that lies ahead.`,
    };
  }
  const { minimumNoticeMs } = policy.classes[spec.class];
  const left = slot.startsAt - now;
  if (!mayHaveStarted && left < minimumNoticeMs) {
    return {
      code: 'notice-too-short',
      field: 'slots.0.start',
      detail:
        `Class ${spec.class} promises at least ${describeDuration(minimumNoticeMs)} of notice; ${describeDuration(left)} are left. ` +
        `Start at ${toIso(now + minimumNoticeMs)} or later, or open an emergency with its duties (an RFO afterwards).`,
    };
  }
  return undefined;
}
