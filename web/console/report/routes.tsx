import { z } from 'zod';
import { KnownError } from '../../../domain/shared/errors';
import { rfoFields } from '../../../domain/window/rfo-fields';
import { readReport, type ReportInDetail } from '../../../use-cases/read-report';
import { textOf, type FormState, type Typed } from '../../forms/typed';
import type { Asked, ConsoleArea } from '../area';
import { changedSections } from './difference';
import { reportOf, typedReport, withoutGaps } from './fields';
import { ReportPage, reportHref, type ReportProps } from './page';
import { PreviewPart, type Preview } from './preview';

const PAGE = '/console/windows/:reference/rfo';

/** The reason-for-outage report of a window (E4). */
export function addReports(area: ConsoleArea): void {
  const show = async (asked: Asked, more: Partial<ReportProps> = {}) => {
    const detail = await detailOf(area, asked);
    const version = Number(asked.query.version);
    return <ReportPage {...{ frame: asked.frame, detail, version, ...startOf(asked, detail), ...more }} />;
  };
  area.page(PAGE, 'GET /v1/windows/{reference}/rfo', (asked) => show(asked));
  area.action({
    path: PAGE,
    operation: 'POST /v1/windows/{reference}/draftRfo',
    async call(typed, asked) {
      mustBeLatest(typed, await detailOf(area, asked));
      return { params: asked.params, body: reportOf(typed) };
    },
    done: (_answer, { params }) => `${reportHref(params.reference ?? '')}#versions`,
    again: (asked, form) => show(asked, { form: compact(form) }),
  });
  area.action({
    path: `${PAGE}/publish`,
    operation: 'POST /v1/windows/{reference}/approveRfo',
    call: (typed, { params }) => ({ params, body: { version: Number(textOf(typed, 'version')) } }),
    done: (_answer, { params }) => `${reportHref(params.reference ?? '')}#versions`,
    again: (asked, published) => show(asked, { published }),
  });
  area.look(`${PAGE}/preview`, 'POST /v1/windows/{reference}/rfo/preview', async (asked, typed, isPart) => {
    const preview = await previewOf(asked, typed);
    if (isPart) return <PreviewPart preview={preview} />;
    const faults = 'faults' in preview ? preview.faults : [];
    return show(asked, { form: compact({ typed, faults }), preview });
  });
}

function detailOf({ parts: { db } }: ConsoleArea, { params, session, viewer }: Asked): Promise<ReportInDetail> {
  return readReport(db, params.reference ?? '', { person: session.person, viewer });
}

/** The latest version where there is one, else what the timeline says, or where the address asks for it. */
function startOf({ query }: Asked, { versions, draft }: ReportInDetail): Pick<ReportProps, 'initial' | 'from'> {
  const latest = versions.at(-1);
  if (latest && (query.from !== 'timeline' || !draft)) return { initial: typedReport(latest.text), from: 'version' };
  return { initial: draft ? typedReport(draft) : {}, from: 'timeline' };
}

/** Two people at one report: the later one sees what the other kept, with their own words still typed. */
function mustBeLatest(typed: Typed, { state: { rfo }, versions }: ReportInDetail): void {
  const base = Number(textOf(typed, 'base'));
  if (base === rfo.drafted) return;
  // sent twice: the first one has kept it
  const sent = z.object(rfoFields).safeParse(reportOf(typed)).data;
  const latest = versions.at(-1);
  if (sent && latest && changedSections(latest.text, sent).length === 0) return;
  throw new KnownError(
    'stale-revision',
    `You wrote beside version ${String(base)}; version ${String(rfo.drafted)} has been kept meanwhile. Look at it above, then keep yours.`,
  );
}

const compact = (form: FormState): FormState => ({ ...form, typed: withoutGaps(form.typed) });

const previewed = z.object({
  messages: z.array(
    z.object({
      organization: z.object({ name: z.string() }),
      ...{ recipientName: z.string(), language: z.string(), subject: z.string(), text: z.string() },
    }),
  ),
});

async function previewOf(asked: Asked, typed: Typed): Promise<Preview> {
  try {
    const call = { params: asked.params, body: reportOf(typed) };
    const answer = await asked.ask('POST /v1/windows/{reference}/rfo/preview', call);
    return { mails: previewed.parse(answer).messages };
  } catch (error) {
    if (error instanceof KnownError && error.code === 'invalid-body') return { faults: error.faults };
    throw error;
  }
}
