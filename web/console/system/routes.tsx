import { AUDIT_DOORS } from '../../../domain/audit/doors';
import { AUDIT_KINDS, auditKindsFor } from '../../../domain/audit/sources';
import { invalid } from '../../../domain/shared/invalid';
import { KnownError } from '../../../domain/shared/errors';
import { SECOND } from '../../../domain/shared/time';
import { listErasures } from '../../../store/erasure/record';
import { lastCompared, listDifferences } from '../../../store/reconciling/differences';
import { readAudit } from '../../../use-cases/read-audit';
import { readFields } from '../../forms/fields';
import { textOf } from '../../forms/typed';
import type { Asked, ConsoleArea } from '../area';
import { cursorIn, given, wordIn } from '../list-parts';
import { AuditPage } from './audit-page';
import { DifferencePage, DifferencesPage, REPAIR_FIELDS } from './differences-page';
import { doctorHref, DoctorPage, type Examination } from './doctor-page';
import { DOCTOR_NAMES, DOCTORS } from './doctors';
import {
  CONFIRM,
  ERASE,
  ErasedPage,
  ErasePage,
  ERASURES,
  ErasuresPage,
  RetentionPage,
  type Erased,
  type Kept,
} from './retention-page';
import { SettingsPage, type Setting } from './settings-page';
import { addWebhooks } from './webhook-routes';

const SHOWN = 50;
/** How long a page waits for an examination, whose other side may be far away (ms). */
const PATIENCE = 20 * SECOND;

/** What administrators look after: webhooks, channels, the record of what was done, settings, differences, what is kept. */
export function addSystem(area: ConsoleArea): void {
  addWebhooks(area);
  addDoctor(area);
  addAudit(area);
  addDifferences(area);
  addKeeping(area);
  area.page('/console/settings', 'GET /v1/config', async (asked) => {
    const { values } = (await asked.ask('GET /v1/config')) as { readonly values: readonly Setting[] };
    return <SettingsPage asked={asked} q={given(asked.query, 'q')} values={values} />;
  });
}

function addDoctor(area: ConsoleArea): void {
  area.page('/console/doctor', DOCTORS.mail.operation, (asked) => Promise.resolve(<DoctorPage asked={asked} />));
  for (const name of DOCTOR_NAMES) {
    const { operation } = DOCTORS[name];
    area.page(doctorHref(name), operation, async (asked) => {
      const found = await withinPatience(asked.ask(operation) as Promise<Examination>);
      return <DoctorPage asked={asked} examined={{ name, found }} />;
    });
  }
}

/** The answer, or that there was none in time; what comes of it later is of no interest any more. */
async function withinPatience(examination: Promise<Examination>): Promise<Examination | 'no answer'> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<'no answer'>((resolve) => {
    timer = setTimeout(() => {
      resolve('no answer');
    }, PATIENCE);
  });
  try {
    return await Promise.race([examination, late]);
  } finally {
    clearTimeout(timer);
    examination.catch(() => undefined);
  }
}

function addAudit(area: ConsoleArea): void {
  const { db } = area.parts;
  area.page('/console/audit', 'GET /v1/audit', async (asked) => {
    const { query, session, viewer } = asked;
    const narrowed = {
      ...{ by: given(query, 'by'), door: wordIn(query, 'door', AUDIT_DOORS), reference: given(query, 'reference', 40) },
      ...{ kind: wordIn(query, 'kind', AUDIT_KINDS), day: dayIn(query) },
    };
    const { role, organizations } = session.grant;
    const request = { limit: SHOWN, cursor: cursorIn(query) };
    const page = await readAudit(db, narrowed, request, { role, viewer });
    return <AuditPage {...{ asked, narrowed, page }} kinds={auditKindsFor(role, organizations !== null)} />;
  });
}

/** A day as a field for dates writes it; undefined for one that is not in the calendar. */
function dayIn(query: Asked['query']): string | undefined {
  const day = given(query, 'day', 10);
  if (day === undefined || !/^\d{4}-\d{2}-\d{2}$/.test(day)) return undefined;
  const at = new Date(`${day}T00:00:00Z`);
  return Number.isFinite(at.getTime()) && at.toISOString().startsWith(day) ? day : undefined;
}

function addDifferences(area: ConsoleArea): void {
  const { db } = area.parts;
  const differenceOf = async ({ params: { reference = '' } }: Asked) => {
    const [difference] = /^MW-\d{4}-\d{4,9}$/.test(reference) ? await listDifferences(db, reference) : [];
    if (difference) return difference;
    throw new KnownError('not-found', 'This window and its workflow agree, so there is nothing to repair.');
  };
  area.page('/console/differences', 'GET /v1/differences', async (asked) => {
    const [differences, comparedAt] = await Promise.all([listDifferences(db), lastCompared(db)]);
    return <DifferencesPage {...{ asked, differences, comparedAt }} repaired={given(asked.query, 'repaired', 40)} />;
  });
  area.page('/console/differences/:reference', 'GET /v1/differences', async (asked) => (
    <DifferencePage asked={asked} difference={await differenceOf(asked)} />
  ));
  area.action({
    path: '/console/differences/:reference',
    operation: 'POST /v1/windows/{reference}/repair',
    call: (typed, { params: { reference = '' } }) => ({
      params: { reference },
      body: readFields(typed, REPAIR_FIELDS),
    }),
    done: (_answer, { params: { reference = '' } }) => `/console/differences?repaired=${encodeURIComponent(reference)}`,
    again: async (asked, form) => <DifferencePage asked={asked} difference={await differenceOf(asked)} form={form} />,
  });
}

function addKeeping(area: ConsoleArea): void {
  const { db } = area.parts;
  area.page('/console/retention', 'GET /v1/retention', async (asked) => {
    const { items } = (await asked.ask('GET /v1/retention')) as { readonly items: readonly Kept[] };
    return <RetentionPage asked={asked} kept={items} />;
  });
  area.page(ERASURES, 'GET /v1/erasures', async (asked) => (
    <ErasuresPage asked={asked} page={await listErasures(db, { limit: SHOWN, cursor: cursorIn(asked.query) })} />
  ));
  area.page(ERASE, 'POST /v1/erasures', (asked) => Promise.resolve(<ErasePage asked={asked} />));
  area.action({
    path: ERASE,
    operation: 'POST /v1/erasures',
    call(typed) {
      const address = textOf(typed, 'address').trim();
      // what cannot be undone is typed twice
      if (textOf(typed, CONFIRM.name).trim() !== address) {
        throw invalid([
          { field: CONFIRM.name, message: 'must be the same address: type it again, nothing was erased' },
        ]);
      }
      return { body: address === '' ? {} : { address } };
    },
    show: (answer, asked) => Promise.resolve(<ErasedPage asked={asked} erased={answer as Erased} />),
    again: (asked, form) => Promise.resolve(<ErasePage asked={asked} form={form} />),
  });
}
