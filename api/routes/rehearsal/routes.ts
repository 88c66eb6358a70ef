import type { MessageRenderer } from '../../../activities/ports/mail';
import { KnownError } from '../../../domain/shared/errors';
import type { RehearsalPlan } from '../../../domain/planning/rehearsal';
import { MINUTE, toIso } from '../../../domain/shared/time';
import { previewNotice } from '../../../use-cases/preview-notice';
import { rehearseWindow, type RehearsedWindow } from '../../../use-cases/rehearse-window';
import type { OpeningDependencies } from '../../../use-cases/open-window';
import { invalid } from '../../http/problem';
import { rehearsedAnswer, samplesOf } from './answers';
import { route, type Route } from '../../http/route';
import { previewParams, previewQuery, previewSchema, rehearsalSchema, rehearsedWindowSchema } from './schemas';
import { OPENING_EXAMPLE } from '../windows/open';

type Dependencies = Pick<OpeningDependencies, 'db' | 'provider'> & { readonly renderer: MessageRenderer };

/** Organizations whose messages are shown when nobody names any. */
const SHOWN = 5;

/** `POST /v1/rehearsals` and `GET /v1/windows/{reference}/preview`: what customers would read (L11, P2). Nothing is sent or stored. */
export function rehearsalRoutes({ db, provider, renderer }: Dependencies): Route[] {
  return [
    route({
      method: 'post',
      path: '/v1/rehearsals',
      id: 'rehearseWindow',
      tag: 'windows',
      summary: 'See every message of a window before it is opened',
      description:
        'The body that opens a window, lived through on a clock that leaps: every message on its date, for each customer, with its ' +
        'text (L11). The same rules decide as in a window that is open; the audience is that of the inventory now. Approval and ' +
        'nomination are given when they are first asked for; the work starts and ends as planned unless the body says otherwise. ' +
        'Nothing is sent, stored or held. What would be refused at opening for its notice or a conflict is listed and rehearsed all the same.',
      example: { ...OPENING_EXAMPLE, organizations: ['acme'], endsLateMinutes: 30 },
      readsOnly: true,
      problems: [
        'start-in-past',
        'end-in-past',
        'too-far-ahead',
        'notice-too-short',
        'unknown-scope',
        'empty-audience',
      ],
      success: { status: 200, description: 'The messages in the order they would leave' },
      body: rehearsalSchema,
      answer: rehearsedWindowSchema,
      async handle({ body, caller, now }) {
        const { organizations, html, startsLateMinutes, endsLateMinutes, cancelAt, reschedule, ...opening } = body;
        const plan: RehearsalPlan = {
          startsLateMs: startsLateMinutes * MINUTE,
          endsLateMs: endsLateMinutes * MINUTE,
          ...(cancelAt === undefined ? {} : { cancelAt: notBefore(now, cancelAt, 'cancelAt') }),
          ...(reschedule
            ? {
                reschedule: {
                  at: notBefore(now, reschedule.at, 'reschedule.at'),
                  to: { startsAt: reschedule.start, endsAt: reschedule.end },
                },
              }
            : {}),
        };
        const shown = organizations ? { ids: organizations } : { first: SHOWN };
        const rehearsed = await rehearseWindow({ db, provider }, { body: opening, by: caller.name, now, plan, shown });
        if (organizations) checkShown(organizations, rehearsed);
        return { body: await rehearsedAnswer(rehearsed, { renderer, html, now }) };
      },
    }),

    route({
      method: 'get',
      path: '/v1/windows/{reference}/preview',
      id: 'previewNotice',
      tag: 'windows',
      summary: 'Read a message as a customer would',
      description:
        'One notice of the window as it stands, for one organization, in its language or another (L8, P2): on its date where it is ' +
        'still to come, else as it would be worded now. Nothing is sent or stored.',
      problems: [],
      success: { status: 200, description: 'The message' },
      params: previewParams,
      query: previewQuery,
      answer: previewSchema,
      async handle({ params, query, now }) {
        const { organization, notice: kind, locale, html } = query;
        const { reference } = params;
        const preview = await previewNotice(db, { reference, kind, organization, now });
        if (!preview) {
          throw new KnownError(
            'not-found',
            `There is no window ${reference}. GET /v1/windows lists those you can see.`,
          );
        }
        const { facts, audience } = preview;
        const [sample] = await samplesOf(renderer, facts, audience, { html: html !== false, locale });
        if (!sample) {
          const message = `${organization} has nothing in the scope of ${reference}, or nobody to tell`;
          throw invalid([{ field: 'organization', message }], 'query');
        }
        return { body: { ...sample, at: toIso(facts.now), kind, revision: facts.notice.revision } };
      },
    }),
  ];
}

function notBefore(now: number, at: number, field: string): number {
  if (at >= now) return at;
  throw invalid([{ field, message: `must not have passed; it is ${toIso(now)}` }], 'body');
}

/** Whoever is named and would not be told is a mistake in the scope, or in the name. */
function checkShown(asked: readonly string[], { audiences, rehearsal }: RehearsedWindow): void {
  const told = audiences.get('announcement');
  // cancelled before anybody is told: there is nothing to show of anybody
  if (!told || rehearsal.notices.length === 0) return;
  const known = new Set(told.shown.map(({ organization }) => organization.id));
  const faults = asked.flatMap((id, index) =>
    known.has(id) ? [] : [{ field: `organizations.${String(index)}`, message: `"${id}" is not told of this window` }],
  );
  if (faults.length > 0) throw invalid(faults, 'body');
}
