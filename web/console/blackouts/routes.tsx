import type { JSX } from 'preact';
import { z } from 'zod';
import { listBlackouts } from '../../../store/planning/blackouts';
import { readFields } from '../../forms/fields';
import type { FormState } from '../../forms/typed';
import type { Asked, ConsoleArea } from '../area';
import { queryText } from '../parts';
import { BLACKOUT_FIELDS, BLACKOUTS, BlackoutsPage } from './blackouts-page';

/** As many as one page shows. */
const SHOWN = 50;
/** As many windows as are named of those inside a new one. */
const NAMED = 20;

const READ = 'GET /v1/blackouts';
const made = z.object({ id: z.string(), warnings: z.array(z.object({ reference: z.string() })) });
const reference = z.string().regex(/^MW-\d{4}-\d{4,9}$/);

/** Times in which no window may take place (L9). */
export function addBlackouts(area: ConsoleArea): void {
  area.page(BLACKOUTS, READ, (asked) => blackoutsPage(area, asked));

  area.action({
    path: BLACKOUTS,
    operation: 'POST /v1/blackouts',
    call: (typed) => ({ body: readFields(typed, BLACKOUT_FIELDS) }),
    done(answer) {
      const { id, warnings } = made.parse(answer);
      const inside = warnings.slice(0, NAMED).map((one) => one.reference);
      return `${BLACKOUTS}?${queryText({ made: id, inside: inside.join(',') })}`;
    },
    again: (asked, form) => blackoutsPage(area, asked, form),
  });

  area.action({
    path: `${BLACKOUTS}/:id/remove`,
    operation: 'DELETE /v1/blackouts/{id}',
    call: (_typed, { params }) => ({ params: { id: params.id ?? '' } }),
    done: () => BLACKOUTS,
    again: (asked, form) => blackoutsPage(area, asked, form),
  });
}

async function blackoutsPage({ parts }: ConsoleArea, asked: Asked, form?: FormState): Promise<JSX.Element> {
  const { cursor, made: id, inside } = asked.query;
  const request = { limit: SHOWN, cursor: typeof cursor === 'string' && cursor !== '' ? cursor : undefined };
  const page = await listBlackouts(parts.db, { from: asked.now }, request);
  // an address says what was made: of it no more is believed than that it is there
  const isThere = page.items.some((one) => one.id === id);
  const named = typeof inside === 'string' ? inside.split(',').filter((one) => reference.safeParse(one).success) : [];
  const madeNow = isThere && typeof id === 'string' ? { id, inside: named.slice(0, NAMED) } : undefined;
  return <BlackoutsPage {...{ frame: asked.frame, page, form, made: madeNow }} />;
}
