import { dateAt } from '../../../domain/measures/measure';
import { KnownError } from '../../../domain/shared/errors';
import { STAFF } from '../../../domain/shared/roles';
import { historyOf, isOwnedBy, listMeasures } from '../../../store/measures/read';
import { findMeasure } from '../../../use-cases/change-measure';
import { readFields } from '../../forms/fields';
import type { Asked, ConsoleArea } from '../area';
import { MEASURE_FORMS, type MeasureForm } from './fields';
import { measureHref, MeasuresPage, WHICH, type NarrowedMeasures } from './list-page';
import { GiveUpPage, MeasurePage, type MeasureProps } from './page';

const NAMES = Object.keys(MEASURE_FORMS) as MeasureForm[];

/** Preventive measures and what becomes of them (E5). */
export function addMeasures(area: ConsoleArea): void {
  const { db } = area.parts;
  area.page('/console/measures', 'GET /v1/measures', async ({ frame, query, viewer, now }) => {
    const narrowed = narrowedBy(query);
    const { which, owner, window } = narrowed;
    const filters = {
      ...(which === 'open' ? { open: true } : {}),
      ...(which === 'late' ? { lateOn: dateAt(now) } : {}),
      ...(owner === '' ? {} : { owner }),
      ...(window === '' ? {} : { reference: window }),
    };
    const page = await listMeasures(db, filters, { cursor: wordIn(query.cursor) || undefined }, viewer);
    return <MeasuresPage {...{ frame, narrowed, page, now }} />;
  });

  area.page('/console/measures/:id', 'GET /v1/measures/{id}', async (asked) => (
    <MeasurePage {...await detailOf(area, asked)} />
  ));
  area.page('/console/measures/:id/give-up', 'POST /v1/measures/{id}/give-up', async (asked) => (
    <GiveUpPage {...await detailOf(area, asked)} />
  ));
  for (const name of NAMES) {
    area.action({
      path: `/console/measures/:id/${name}`,
      operation: `POST /v1/measures/{id}/${name}`,
      call: (typed, { params }) => ({ params, body: readFields(typed, MEASURE_FORMS[name]) }),
      done: (_answer, { params }) => measureHref(Number(params.id)),
      async again(asked, form) {
        const detail = { ...(await detailOf(area, asked)), forms: { [name]: form } };
        return name === 'give-up' && detail.measure.state === 'open' ? (
          <GiveUpPage {...detail} />
        ) : (
          <MeasurePage {...detail} />
        );
      },
    });
  }
}

async function detailOf({ parts: { db } }: ConsoleArea, asked: Asked): Promise<MeasureProps> {
  const { frame, params, viewer, session, now } = asked;
  const text = params.id ?? '';
  if (!/^[1-9]\d{0,14}$/.test(text)) throw new KnownError('not-found', 'There is no such measure.');
  const id = Number(text);
  const measure = await findMeasure(db, id, viewer);
  const isStaff = STAFF.includes(session.grant.role);
  const mayChange = isStaff || (session.staffId !== null && (await isOwnedBy(db, id, session.staffId)));
  return { frame, measure, history: await historyOf(db, id), mayChange, now };
}

/** What the address of the list says; what it cannot mean is left out. */
function narrowedBy(query: Asked['query']): NarrowedMeasures {
  const which = Object.keys(WHICH).find((one) => one === query.which) as NarrowedMeasures['which'] | undefined;
  return { which: which ?? 'open', owner: wordIn(query.owner), window: wordIn(query.window) };
}

const wordIn = (value: unknown) => (typeof value === 'string' ? value.trim().slice(0, 200).replaceAll('\0', '') : '');
