import { z } from 'zod';
import { toIsoDuration } from '../../../domain/notices/notice-debt';
import {
  describeDateProof,
  describeUntold,
  type DateProof,
  type Proof,
  type ProofNotice,
} from '../../../domain/proof/proof';
import { describeWork } from '../../../domain/proof/work';
import { toIso } from '../../../domain/shared/time';
import { DELIVERY_STATES, NOTICE_STATES } from '../../../store/database/tables/notices';
import { isoOrNull } from '../../http/schemas';
import { resourceAnswer } from '../windows/answers';
import type { proofSchema } from './schemas';

export function proofAnswer(proof: Proof): z.input<typeof proofSchema> {
  const { startedAt, endedAt, cancelledAt, rolledBackAt, dates, accepted, notices, answers, work, madeAt, ...rest } =
    proof;
  return {
    ...rest,
    startedAt: isoOrNull(startedAt),
    endedAt: isoOrNull(endedAt),
    cancelledAt: isoOrNull(cancelledAt),
    rolledBackAt: isoOrNull(rolledBackAt),
    dates: dates.map(dateAnswer),
    answers: answers.map((answer) => ({ ...answer, at: toIso(answer.at) })),
    accepted: accepted.map(({ at, rules, ...one }) => ({ ...one, at: toIso(at), rules: [...rules] })),
    notices: notices.map(noticeAnswer),
    work: work.map(({ cause, since, ...one }) => ({
      ...{ ...one, since: toIso(since) },
      text: describeWork({ ...one, cause }),
    })),
    madeAt: toIso(madeAt),
  };
}

function dateAnswer(date: DateProof): z.input<typeof proofSchema>['dates'][number] {
  const { revision, slot, setAt, reason, promisedMs, toldAt, givenMs, verdict } = date;
  return {
    revision,
    start: toIso(slot.startsAt),
    end: toIso(slot.endsAt),
    setAt: toIso(setAt),
    reason,
    promisedNotice: toIsoDuration(promisedMs),
    toldAt: isoOrNull(toldAt),
    givenNotice: givenMs === null ? null : `${givenMs < 0 ? '-' : ''}${toIsoDuration(Math.abs(givenMs))}`,
    verdict,
    text: describeDateProof(date),
  };
}

const noticeState = z.enum(NOTICE_STATES);
const deliveryState = z.enum(DELIVERY_STATES);

function noticeAnswer(notice: ProofNotice): z.input<typeof proofSchema>['notices'][number] {
  const { slug, kind, revision, begunAt, state, resources, untold, message, deliveries } = notice;
  return {
    ...{ notice: slug, kind, revision, begunAt: toIso(begunAt), state: noticeState.parse(state) },
    resources: resources.map(resourceAnswer),
    untold: untold && { reason: untold, text: describeUntold(untold) },
    message,
    deliveries: deliveries.map((delivery) => ({
      ...delivery,
      state: deliveryState.parse(delivery.state),
      stateSince: toIso(delivery.stateSince),
      acceptedAt: isoOrNull(delivery.acceptedAt),
    })),
  };
}
