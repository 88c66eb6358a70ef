import { z } from 'zod';
import type { MessageRenderer } from '../../../activities/ports/mail';
import { acceptedForCustomer } from '../../../domain/proof/accepted';
import { KnownError } from '../../../domain/shared/errors';
import { toIsoDuration } from '../../../domain/notices/notice-debt';
import { describeDateProof, describeUntold, type DateProof, type Proof, type ProofNotice } from '../../../domain/proof/proof';
import { toIso } from '../../../domain/shared/time';
import type { Database } from '../../../store/database/database';
import { DELIVERY_STATES, NOTICE_STATES } from '../../../store/database/tables/notices';
import { createProofPage } from '../../../web/proof/render';
import { invalid } from '../../http/problem';
import { makeProof } from '../../../use-cases/make-proof';
import { route, type Caller, type Route } from '../../http/route';
import { isoOrNull, reference } from '../../http/schemas';
import { proofQuery, proofSchema } from './schemas';
import { StreamedAnswer } from '../../http/streams';

interface Dependencies {
  readonly db: Database;
  readonly renderer: MessageRenderer;
  readonly providerName: string;
}

const params = z.strictObject({ reference });
const WHAT =
  'What one organization was told of the window: every date it had and whether the promised notice was kept, every notice ' +
  "with its text, and every delivery with the server's answer (T1). Staff name the organization; a customer token gets its own.";

/** `/v1/windows/{reference}/proof`, as JSON and as a page to print. */
export function proofRoutes({ db, renderer, providerName }: Dependencies): Route[] {
  const page = createProofPage({ providerName });
  const proofFor = async (window: string, asked: string | undefined, caller: Caller, now: number) => {
    const organization = organizationOf(asked, caller);
    const proof = organization === undefined ? undefined : await makeProof({ db, renderer }, window, organization, now);
    if (proof)
      return caller.organizationId === null ? proof : { ...proof, accepted: acceptedForCustomer(proof.accepted) };
    throw new KnownError(
      'not-found',
      `No notice of ${window} to that organization is on record, sent or owed. It is told with the first notice; /notices lists them.`,
    );
  };
  return [
    route({
      method: 'get',
      path: '/v1/windows/{reference}/proof',
      id: 'getProof',
      tag: 'windows',
      summary: 'Proof of notice',
      description: WHAT,
      problems: [],
      success: { status: 200, description: 'The proof' },
      params,
      query: proofQuery,
      answer: proofSchema,
      async handle({ params, query, caller, now }) {
        return { body: proofAnswer(await proofFor(params.reference, query.organization, caller, now)) };
      },
    }),
    route({
      method: 'get',
      path: '/v1/windows/{reference}/proof.html',
      id: 'getProofPage',
      tag: 'windows',
      summary: 'Proof of notice, to print',
      description: WHAT,
      problems: [],
      success: { status: 200, description: 'The proof', alsoAs: { 'text/html': 'A page' } },
      params,
      query: proofQuery,
      async handle({ params, query, caller, now }) {
        const proof = await proofFor(params.reference, query.organization, caller, now);
        return { body: new StreamedAnswer('text/html', inOnePiece(page(proof))) };
      },
    }),
  ];
}

/** A customer that asks for another's proof asks for something that does not exist (T3). */
function organizationOf(asked: string | undefined, caller: Caller): string | undefined {
  if (caller.organizationId !== null) {
    return asked === undefined || asked === caller.organizationId ? caller.organizationId : undefined;
  }
  if (asked === undefined) {
    throw invalid([{ field: 'organization', message: 'is required: whose proof it is, such as acme' }], 'query');
  }
  return asked;
}

async function* inOnePiece(text: string): AsyncGenerator<string> {
  yield await Promise.resolve(text);
}

function proofAnswer(proof: Proof): z.input<typeof proofSchema> {
  const { startedAt, endedAt, cancelledAt, dates, accepted, notices, answers, madeAt, ...rest } = proof;
  return {
    ...rest,
    startedAt: isoOrNull(startedAt),
    endedAt: isoOrNull(endedAt),
    cancelledAt: isoOrNull(cancelledAt),
    dates: dates.map(dateAnswer),
    answers: answers.map((answer) => ({ ...answer, at: toIso(answer.at) })),
    accepted: accepted.map(({ at, rules, ...one }) => ({ ...one, at: toIso(at), rules: [...rules] })),
    notices: notices.map(noticeAnswer),
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
    resources: [...resources],
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
