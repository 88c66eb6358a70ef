import type { JSX } from 'preact';
import { slotText, utcText } from '../../../domain/public/times';
import type { Page } from '../../../store/database/cursor';
import type { Series } from '../../../store/series/series';
import type { SeriesWithNext, SeriesWithNights, ShownNight } from '../../../use-cases/read-series';
import { Field } from '../../forms/field';
import type { FieldSpec } from '../../forms/fields';
import { FaultSummary, Form } from '../../forms/form';
import type { FormState } from '../../forms/typed';
import type { Asked } from '../area';
import { ConsoleLayout } from '../layout';
import { Pager, Table, windowHref } from '../parts';
import { NEW_SERIES, seriesHref } from './paths';

interface ListProps {
  readonly frame: Asked['frame'];
  readonly page: Page<SeriesWithNext>;
}

/** `/console/series`: recurring windows (L10), the newest first. */
export function SeriesListPage({ frame, page }: ListProps): JSX.Element {
  const beside = frame.may('POST /v1/series') ? (
    <a class="button" href={NEW_SERIES}>
      Plan a series
    </a>
  ) : null;
  return (
    <ConsoleLayout {...frame} title="Series" here="series" beside={beside}>
      <h2 id="series">The newest first</h2>
      {page.items.length === 0 ? (
        <p class="muted">There is none. A series opens a window for each of its nights by itself.</p>
      ) : (
        <Table labelledBy="series" columns={['Series', 'State', 'Nights', 'What comes next']}>
          {page.items.map(({ series, next }) => (
            <tr key={series.id}>
              <th scope="row">
                <a href={seriesHref(series.id)}>{series.name}</a> <span class="muted">{series.id}</span>
              </th>
              <td>{series.state}</td>
              <td>{nightsWords(series)}</td>
              <td>{next ? `${slotText(next)}, ${stateOf(next)}` : 'nothing'}</td>
            </tr>
          ))}
        </Table>
      )}
      <Pager query={{}} next={page.next} words="Earlier ones" />
    </ConsoleLayout>
  );
}

/** `every 2 weeks at 02:30, Europe/Paris`. */
function nightsWords({ recurrence: { every, interval, at, timeZone } }: Series): string {
  return `every ${interval === 1 ? every : `${String(interval)} ${every}s`} at ${at}, ${timeZone}`;
}

const stateOf = (night: ShownNight) => ('opensAt' in night ? 'planned' : night.state);

interface SeriesProps {
  readonly frame: Asked['frame'];
  readonly read: SeriesWithNights;
  readonly form: FormState | undefined;
}

/** `/console/series/{id}`: its nights, and what may be done about them. */
export function SeriesPage({ frame, read: { series, nights }, form }: SeriesProps): JSX.Element {
  const { id, name, state, leadDays, createdBy, createdAt, changedBy, changedAt } = series;
  return (
    <ConsoleLayout {...frame} title={name} here="series">
      <FaultSummary form={form} fields={[SKIP_REASON]} />
      <p class="muted">
        {id} · {state}, {nightsWords(series)}; a window is opened {String(leadDays)} days before its night
      </p>
      <p class="muted">
        Made by {createdBy}, {utcText(createdAt)}; changed last by {changedBy}, {utcText(changedAt)}
      </p>
      <Life frame={frame} series={series} />
      <section aria-labelledby="nights">
        <h2 id="nights">Nights</h2>
        {nights.length === 0 ? (
          <p class="muted">There are none{state === 'ended' ? ': the series has ended.' : ' to come.'}</p>
        ) : (
          <Table labelledBy="nights" columns={['Night', 'When', 'State', 'Window', 'Leave out']}>
            {nights.map((night) => (
              <NightRow key={night.night} {...{ frame, series, night, form }} />
            ))}
          </Table>
        )}
      </section>
    </ConsoleLayout>
  );
}

function Life({ frame: { may, person }, series: { id, state } }: Pick<SeriesProps, 'frame'> & { series: Series }) {
  if (state === 'ended') return null;
  const of = (act: string) => ({ action: `${seriesHref(id)}/${act}`, secret: person.secret });
  return (
    <div class="buttons">
      {state === 'active' && may('POST /v1/series/{id}/pause') ? <Form {...of('pause')} button="Pause" /> : null}
      {state === 'paused' && may('POST /v1/series/{id}/resume') ? <Form {...of('resume')} button="Resume" /> : null}
      {may('DELETE /v1/series/{id}') ? (
        <details>
          <summary>End it</summary>
          <p>No further windows are opened, for good. Those that are open stay: call them off where the work is off.</p>
          <Form {...of('end')} button="End it for good" look="danger" />
        </details>
      ) : null}
    </div>
  );
}

const SKIP_REASON = {
  name: 'reason',
  label: 'Why it is left out',
  kind: 'text',
  most: 500,
} as const satisfies FieldSpec;

type NightProps = Omit<SeriesProps, 'read'> & { readonly series: Series; readonly night: ShownNight };

function NightRow({ frame, series, night, form }: NightProps): JSX.Element {
  const settled = 'opensAt' in night ? undefined : night;
  const opens = 'opensAt' in night && night.opensAt !== null ? `, its window is opened ${utcText(night.opensAt)}` : '';
  const reference = settled?.reference ?? null;
  const phase = settled?.phase ?? null;
  const reason = settled?.reason ?? null;
  return (
    <tr>
      <th scope="row">{night.night}</th>
      <td>
        {slotText(night)}
        {'note' in night ? <span class="muted"> {night.note}</span> : null}
      </td>
      <td>
        {stateOf(night)}
        {opens}
        {reason === null ? null : <span class="muted"> {reason}</span>}
      </td>
      <td>
        {reference === null ? null : phase === null ? (
          reference
        ) : (
          <>
            <a href={windowHref(reference)}>{reference}</a> <span class="muted">{phase}</span>
          </>
        )}
      </td>
      <td>{series.state === 'ended' ? null : <NightForm {...{ frame, series, night, form }} />}</td>
    </tr>
  );
}

/** A planned night is left out, with a reason; one that is out is taken in again. */
function NightForm({ frame: { may, person }, series: { id }, night, form }: NightProps): JSX.Element | null {
  const { secret } = person;
  const state = stateOf(night);
  const own = form?.typed.night === night.night ? form : undefined;
  const hidden = <input type="hidden" name="night" value={night.night} />;
  if (state === 'planned' && may('POST /v1/series/{id}/skip')) {
    return (
      <details open={own !== undefined}>
        <summary>Leave {night.night} out</summary>
        <Form action={`${seriesHref(id)}/skip`} secret={secret} form={own} button={`Leave ${night.night} out`}>
          {hidden}
          <NightReason night={night.night} form={own} />
        </Form>
      </details>
    );
  }
  if ((state === 'skipped' || state === 'refused') && may('POST /v1/series/{id}/unskip')) {
    return (
      <Form action={`${seriesHref(id)}/unskip`} secret={secret} button={`Take ${night.night} in again`} look="plain">
        {hidden}
      </Form>
    );
  }
  return null;
}

/** Each night has a field of its own, and so a label of its own. */
function NightReason({ night, form }: { readonly night: string; readonly form: FormState | undefined }): JSX.Element {
  if (form) return <Field field={SKIP_REASON} form={form} />;
  return (
    <div class="field">
      <label for={`reason-${night}`}>{SKIP_REASON.label}</label>
      <input id={`reason-${night}`} name={SKIP_REASON.name} type="text" maxLength={SKIP_REASON.most} required />
    </div>
  );
}
