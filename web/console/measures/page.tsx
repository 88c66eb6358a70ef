import type { ComponentChildren, JSX } from 'preact';
import { utcText } from '../../../domain/public/times';
import type { Measure, MeasureLine } from '../../../store/measures/read';
import { Field } from '../../forms/field';
import { FaultSummary, Form } from '../../forms/form';
import type { FormState } from '../../forms/typed';
import type { Asked } from '../area';
import { ConsoleLayout } from '../layout';
import { windowHref } from '../parts';
import { MEASURE_FORMS, type MeasureForm } from './fields';
import { Late, measureHref, STATE_WORDS } from './list-page';

export interface MeasureProps {
  readonly frame: Asked['frame'];
  readonly measure: Measure;
  /** Oldest first. */
  readonly history: readonly MeasureLine[];
  /** The person may end or postpone it: its owner, and those who work on windows. */
  readonly mayChange: boolean;
  /** UTC ms. */
  readonly now: number;
  readonly forms?: Partial<Readonly<Record<MeasureForm, FormState>>>;
}

/** `/console/measures/{id}`: one measure, what became of it, and its forms (E5). */
export function MeasurePage({ frame, measure, history, mayChange, now, forms = {} }: MeasureProps): JSX.Element {
  const { id, reference, owner, due, state, text, endedAt, endedBy, note } = measure;
  const facts: [string, ComponentChildren][] = [
    ['Window', <a href={windowHref(reference)}>{reference}</a>],
    ['Owner', owner],
    [
      'By when',
      <>
        {due} <Late measure={measure} now={now} />
      </>,
    ],
    ['State', STATE_WORDS[state]],
    ['Customers read it', measure.public ? 'yes, in the published report' : 'no'],
    ...(endedAt === null ? [] : [['Ended', `${utcText(endedAt)}, ${endedBy ?? ''}`] as [string, string]]),
    ...(note === null ? [] : [['What came of it', note] as [string, string]]),
  ];
  return (
    <ConsoleLayout {...frame} title={`Measure ${String(id)}`} here="measures">
      <p class="prose">{text}</p>
      <dl class="facts">
        {facts.flatMap(([name, value]) => [<dt key={name}>{name}</dt>, <dd key={`${name} value`}>{value}</dd>])}
      </dl>
      {/* somebody else was faster: its forms are gone, and why they were refused is said here */}
      {state === 'open' ? null : <FaultSummary form={Object.values(forms)[0]} fields={[]} />}
      {state === 'open' && mayChange ? (
        <>
          <MeasureFormOf {...{ frame, measure, name: 'done', title: 'It is done', form: forms.done }} />
          <MeasureFormOf {...{ frame, measure, name: 'postpone', title: 'It needs more time', form: forms.postpone }} />
          <p>
            <a href={`${measureHref(id)}/give-up`}>Give it up</a>
          </p>
        </>
      ) : null}
      {state === 'open' && !mayChange ? <p class="muted">It is ended or postponed by its owner, {owner}.</p> : null}
      <h2>What happened</h2>
      <ol class="timeline">
        {history.map((line, index) => (
          <li key={String(index)}>
            {utcText(line.at)}, {line.by}: {line.words}
          </li>
        ))}
      </ol>
    </ConsoleLayout>
  );
}

/** `/console/measures/{id}/give-up` */
export function GiveUpPage({ frame, measure, forms = {} }: MeasureProps): JSX.Element {
  return (
    <ConsoleLayout {...frame} title={`Give up measure ${String(measure.id)}`} here="measures">
      <p class="prose">{measure.text}</p>
      <MeasureFormOf {...{ frame, measure, name: 'give-up', title: 'It will not be done', form: forms['give-up'] }} />
      <p>
        <a href={measureHref(measure.id)}>Back to the measure</a>
      </p>
    </ConsoleLayout>
  );
}

const BUTTONS: Readonly<Record<MeasureForm, string>> = { done: 'Done', postpone: 'Postpone', 'give-up': 'Give it up' };

interface FormProps {
  readonly frame: Asked['frame'];
  readonly measure: Measure;
  readonly name: MeasureForm;
  readonly title: string;
  readonly form: FormState | undefined;
}

function MeasureFormOf({ frame, measure, name, title, form }: FormProps): JSX.Element {
  const fields = MEASURE_FORMS[name];
  return (
    <section aria-labelledby={name}>
      <h2 id={name}>{title}</h2>
      <Form
        {...{ action: `${measureHref(measure.id)}/${name}`, secret: frame.person.secret, fields, form }}
        {...{ button: BUTTONS[name], look: name === 'give-up' ? 'danger' : undefined, more: { class: 'form' } }}
      >
        {fields.map((field) => (
          <Field key={field.name} field={field} form={form} />
        ))}
      </Form>
    </section>
  );
}
