import type { JSX } from 'preact';
import { z } from 'zod';
import { listSeriesWithNext, readSeries } from '../../../use-cases/read-series';
import { textOf, type FormState, type Typed } from '../../forms/typed';
import type { Asked, ConsoleArea } from '../area';
import type { OperationName } from '../operations';
import { formParts, type PlanSetup } from '../plan/form-parts';
import { atSeriesFields, seriesBodyOf } from './fields';
import { NewSeriesPage } from './new-series-page';
import { LOOK_AT_SERIES, NEW_SERIES, SERIES, seriesHref } from './paths';
import { SeriesListPage, SeriesPage } from './series-pages';

/** As many as one page shows. */
const SHOWN = 50;

const MAKE = 'POST /v1/series';
const made = z.object({ id: z.string() });

/** What may be done about a series, and the body of each. */
const ACTS: readonly (readonly [path: string, OperationName, body?: (typed: Typed) => object])[] = [
  [
    'skip',
    'POST /v1/series/{id}/skip',
    (typed) => ({ night: textOf(typed, 'night'), reason: textOf(typed, 'reason') }),
  ],
  ['unskip', 'POST /v1/series/{id}/unskip', (typed) => ({ night: textOf(typed, 'night') })],
  ['pause', 'POST /v1/series/{id}/pause'],
  ['resume', 'POST /v1/series/{id}/resume'],
  ['end', 'DELETE /v1/series/{id}'],
];

/** Recurring windows (L10, P8). */
export function addSeries(area: ConsoleArea, { policyAt }: PlanSetup): void {
  const { db } = area.parts;
  const newPage = async (asked: Asked, form: FormState) => {
    const parts = await formParts({ db, policyAt }, asked, form.typed);
    return <NewSeriesPage {...parts} {...{ frame: asked.frame, form }} />;
  };

  area.page(SERIES, 'GET /v1/series', async ({ frame, query: { cursor }, now }) => {
    const request = { limit: SHOWN, cursor: typeof cursor === 'string' && cursor !== '' ? cursor : undefined };
    return <SeriesListPage frame={frame} page={await listSeriesWithNext(db, {}, request, now)} />;
  });

  area.page(NEW_SERIES, MAKE, (asked) => newPage(asked, { typed: {}, faults: [] }));
  area.look(LOOK_AT_SERIES, MAKE, (asked, typed) => newPage(asked, { typed, faults: [] }));
  area.action({
    path: NEW_SERIES,
    operation: MAKE,
    call: (typed) => ({ body: seriesBodyOf(typed) }),
    done: (answer) => seriesHref(made.parse(answer).id),
    again: (asked, form) => newPage(asked, { ...form, faults: atSeriesFields(form.faults) }),
  });

  const seriesPage = async (asked: Asked, form?: FormState): Promise<JSX.Element> => (
    <SeriesPage frame={asked.frame} read={await readSeries(db, asked.params.id ?? '', asked.now)} form={form} />
  );
  area.page(`${SERIES}/:id`, 'GET /v1/series/{id}', (asked) => seriesPage(asked));
  for (const [act, operation, body] of ACTS) {
    area.action({
      path: `${SERIES}/:id/${act}`,
      operation,
      call: (typed, { params }) => ({ params: { id: params.id ?? '' }, ...(body ? { body: body(typed) } : {}) }),
      done: (_answer, { params }) => seriesHref(params.id ?? ''),
      again: seriesPage,
    });
  }
}
