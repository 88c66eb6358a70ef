import type { Refusal } from '../shared/errors';
import { DAY, describeDuration, toIso } from '../shared/time';
import { DEFAULT_POLICY, type NoticePolicy } from '../notices/notice-policy';
import type { Slot, WindowSpec } from './types';

/** Nobody plans a window further ahead; a year typed wrong is more likely. */
const FURTHEST_MS = 2 * 366 * DAY;

interface SlotFields {
  readonly startField: string;
  readonly endField: string;
  /** An emergency may have begun before it was opened (N3); its end still lies ahead. */
  readonly mayHaveStarted: boolean;
}

/** Why a slot cannot be used now, or undefined. */
export function checkSlot(slot: Slot, now: number, fields: SlotFields): Refusal | undefined {
  if (!fields.mayHaveStarted && slot.startsAt <= now) {
    return {
      code: 'start-in-past',
      field: fields.startField,
      detail: `The start ${toIso(slot.startsAt)} was ${describeDuration(now - slot.startsAt)} ago; it is ${toIso(now)}. Give a later start, or open an emergency.`,
    };
  }
  if (slot.endsAt <= now) {
    return {
      code: 'end-in-past',
      field: fields.endField,
      detail: `The end ${toIso(slot.endsAt)} was ${describeDuration(now - slot.endsAt)} ago; it is ${toIso(now)}. Give an end that lies ahead.`,
    };
  }
  if (slot.startsAt - now > FURTHEST_MS) {
    return {
      code: 'too-far-ahead',
      field: fields.startField,
      detail: `The start ${toIso(slot.startsAt)} is ${describeDuration(slot.startsAt - now)} ahead; the furthest is two years. Check the year.`,
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
  const mayHaveStarted = spec.class === 'emergency';
  const fault = checkSlot(spec.slot, now, { startField: 'slots.0.start', endField: 'slots.0.end', mayHaveStarted });
  if (fault) return fault;
  const { minimumNoticeMs } = policy.classes[spec.class];
  const left = spec.slot.startsAt - now;
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
