import type { JSX } from 'preact';
import { utcText } from '../../../domain/public/times';
import { owesRfo } from '../../../domain/window/duties/report';
import type { ReportInDetail } from '../../../use-cases/read-report';
import type { RfoVersion } from '../../../store/windows/windows';
import { FaultSummary, Form } from '../../forms/form';
import type { FormState } from '../../forms/typed';
import type { Asked } from '../area';
import { Changes } from '../difference';
import { ConsoleLayout } from '../layout';
import { queryText, Table, windowHref } from '../parts';
import { changedSections } from './difference';
import { Editor, type EditorProps } from './editor';

export const reportHref = (reference: string) => `${windowHref(reference)}/rfo`;

export interface ReportProps extends Omit<EditorProps, 'state' | 'hasPreview'> {
  readonly frame: Asked['frame'];
  readonly detail: ReportInDetail;
  /** The version to look at, as the address says; the latest where it names none. */
  readonly version: number | undefined;
  /** The form of the publication that was refused. */
  readonly published?: FormState | undefined;
}

/** `/console/windows/{reference}/rfo`: the report's versions, what is different, its publication, and the next version (E4). */
export function ReportPage({ frame, detail, version, published, ...editor }: ReportProps): JSX.Element {
  const { state, draft } = detail;
  const { reference, spec, phase } = state;
  return (
    <ConsoleLayout {...frame} title={`Report: ${spec.title}`} here="windows">
      <p class="muted">
        <a href={windowHref(reference)}>{reference}</a> · {phase}
      </p>
      <Standing detail={detail} />
      <Versions detail={detail} version={version} />
      <Publish frame={frame} detail={detail} form={published} />
      {draft === undefined ? (
        <p class="muted">The work has not begun: there is nothing to report yet.</p>
      ) : phase === 'closed' || phase === 'cancelled' || !frame.may('POST /v1/windows/{reference}/draftRfo') ? null : (
        <Editor {...editor} {...{ frame, state }} hasPreview={frame.may('POST /v1/windows/{reference}/rfo/preview')} />
      )}
    </ConsoleLayout>
  );
}

function Standing({ detail: { state, dueAt } }: Pick<ReportProps, 'detail'>): JSX.Element {
  const { owed, because, published, finalPublished } = state.rfo;
  if (finalPublished) return <p class="callout tone-good">The final report is published, version {published}.</p>;
  if (!owed) return <p class="callout">Nobody owes a report of this window; one can be written all the same.</p>;
  return (
    <p class="callout tone-late">
      {owesRfo(state) ? 'A report is owed' : 'A report was owed'}
      {because === undefined ? '' : `: ${because}`}.{dueAt === undefined ? '' : ` It is due ${utcText(dueAt)}.`}
    </p>
  );
}

function Versions({ detail: { versions }, version }: Pick<ReportProps, 'detail' | 'version'>): JSX.Element | null {
  const shown = versions.find((one) => one.version === version) ?? versions.at(-1);
  if (!shown) return null;
  const before = versions.find((one) => one.version === shown.version - 1);
  return (
    <section aria-labelledby="versions">
      <h2 id="versions">Versions</h2>
      <Table labelledBy="versions" columns={['Version', 'State', 'Written', 'Published']}>
        {versions.map((one) => (
          <tr key={one.version}>
            <th scope="row">
              <a
                href={`?${queryText({ version: String(one.version) })}#different`}
                {...(one === shown ? { 'aria-current': 'true' as const } : {})}
              >
                Version {one.version}
              </a>
            </th>
            <td>{one.state}</td>
            <td>
              {utcText(one.draftedAt)}, {one.author}
            </td>
            <td>{one.publishedAt === null ? 'not yet' : `${utcText(one.publishedAt)}, ${one.approvedBy ?? ''}`}</td>
          </tr>
        ))}
      </Table>
      <h3 id="different">
        {before ? `Version ${String(shown.version)} beside version ${String(before.version)}` : 'Version 1'}
      </h3>
      {before ? (
        <Changes changes={changedSections(before.text, shown.text)} none="It says the same." />
      ) : (
        <VersionText version={shown} />
      )}
    </section>
  );
}

function VersionText({ version: { text } }: { readonly version: RfoVersion }): JSX.Element {
  const sections = [
    ['Summary', text.summary],
    ['What customers saw', text.customerImpact],
    ['Root cause', text.rootCause],
    ['Resolution', text.resolution],
  ] as const;
  return (
    <dl class="words">
      {sections.map(([name, words]) =>
        words === undefined ? null : (
          <div key={name}>
            <dt>{name}</dt>
            <dd class="prose">{words}</dd>
          </div>
        ),
      )}
      {text.preventiveMeasures.map(({ text: words, owner, due }) => (
        <div key={words}>
          <dt>
            Preventive measure, {owner}, {due}
          </dt>
          <dd class="prose">{words}</dd>
        </div>
      ))}
    </dl>
  );
}

interface PublishProps extends Pick<ReportProps, 'frame' | 'detail'> {
  readonly form: FormState | undefined;
}

/** The latest version goes to everybody affected, by a second person (E4). */
function Publish({ frame, detail, form }: PublishProps): JSX.Element | null {
  const { state, authors, isOwn } = detail;
  const { drafted, published } = state.rfo;
  const isOver = state.phase === 'closed' || state.phase === 'cancelled';
  if (drafted === published || isOver || !frame.may('POST /v1/windows/{reference}/approveRfo')) return null;
  return (
    <section aria-labelledby="publish">
      <h2 id="publish">Publish version {drafted}</h2>
      <p>
        Written by {authors.join(', ')}.{' '}
        {isOwn
          ? 'You are among them, so a second person has to publish it.'
          : 'Everybody who was affected gets it by mail, and it stands on the status page.'}
      </p>
      {isOwn ? (
        <FaultSummary form={form} fields={[]} />
      ) : (
        <Form
          {...{ action: `${reportHref(state.reference)}/publish`, secret: frame.person.secret, form }}
          button={`Publish version ${String(drafted)}`}
        >
          <input type="hidden" name="version" value={drafted} />
        </Form>
      )}
    </section>
  );
}
