import { randomUUID } from 'node:crypto';
import type { JSX } from 'preact';
import { Field } from '../../forms/field';
import { FaultSummary, FORM_KEY, FormToken, keyOf } from '../../forms/form';
import { textOf, type FormState } from '../../forms/typed';
import type { Asked } from '../area';
import { ConsoleLayout } from '../layout';
import { ClassPart } from '../plan/class-part';
import { DRAFT } from '../plan/fields';
import type { FormParts } from '../plan/form-parts';
import { LookAt } from '../plan/look-at';
import { Fields, Section, WhatPart, WherePart, WordsPart, WorkPart } from '../plan/sections';
import { NAME, RECURRENCE, SERIES_FIELDS } from './fields';
import { LOOK_AT_SERIES, NEW_SERIES } from './paths';

interface NewSeriesProps extends FormParts {
  readonly frame: Asked['frame'];
  readonly form: FormState;
}

/** `/console/series/new`: the form of a window without nights, and when the nights are (L10). */
export function NewSeriesPage({ frame, form, promises, ...parts }: NewSeriesProps): JSX.Element {
  const { site, person } = frame;
  const key = textOf(form.typed, FORM_KEY) === '' ? randomUUID() : keyOf(form.typed);
  return (
    <ConsoleLayout {...frame} title="Plan a series" here="series">
      <link rel="stylesheet" href={`/${site.assets.path('plan.css')}`} />
      <LookAt.Provider value={LOOK_AT_SERIES}>
        <div class="planning alone">
          <form id="plan" method="post" action={NEW_SERIES} noValidate>
            <FaultSummary form={form} fields={SERIES_FIELDS} />
            <FormToken secret={person.secret} />
            <input type="hidden" name={FORM_KEY} value={key} />
            {/* the Enter key in a field presses a form's first button: nothing is handed in */}
            <button type="submit" formaction={LOOK_AT_SERIES} hidden tabIndex={-1}>
              Look
            </button>
            <Section title="Nights">
              <Field field={NAME} form={form} />
              <Fields of={RECURRENCE} form={form} />
            </Section>
            <WhatPart form={form} />
            {/* an emergency is not planned ahead */}
            <ClassPart form={form} promises={promises.filter(({ like }) => like !== 'emergency')} />
            <WherePart form={form} {...parts} />
            <WordsPart form={form} {...parts} />
            <WorkPart form={form} />
            <Field field={DRAFT} form={form} />
            <div class="actions">
              <button type="submit">Hand it in</button>
            </div>
          </form>
        </div>
      </LookAt.Provider>
      <script src={`/${site.assets.path('plan.js')}`} defer />
    </ConsoleLayout>
  );
}
