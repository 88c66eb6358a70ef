import { randomUUID } from 'node:crypto';
import type { JSX } from 'preact';
import { Field } from '../../forms/field';
import { FaultSummary, FORM_KEY, FormToken, keyOf } from '../../forms/form';
import { textOf, type FormState } from '../../forms/typed';
import type { Asked } from '../area';
import { ConsoleLayout } from '../layout';
import { SUMMARY_FIELDS } from './body';
import { ClassPart } from './class-part';
import * as fields from './fields';
import type { FormParts } from './form-parts';
import { LIVE, LOOK, PLAN } from './paths';
import { WhatPart, WhenPart, WherePart, WordsPart, WorkPart } from './sections';

interface PlanParts extends FormParts {
  /** A rule asks for a reason, and the reader may give one. */
  readonly asksOverride: boolean;
  /** The window that this one is planned like. */
  readonly like: { readonly reference: string; readonly when: string } | undefined;
}

interface PlanProps extends PlanParts {
  readonly frame: Asked['frame'];
  readonly form: FormState;
  /** What stands beside the form, where that is known already. */
  readonly outlook: JSX.Element | undefined;
}

/** `/console/plan`: the form that opens a window, and beside it what the plan would come to (P8, L11). */
export function PlanPage({ frame, outlook, ...form }: PlanProps): JSX.Element {
  const { site } = frame;
  // read again while somebody types; one that is on its way is given up for the next
  const live = {
    ...{ 'hx-post': LIVE, 'hx-trigger': 'load, input from:#plan delay:400ms', 'hx-include': '#plan' },
    ...{ 'hx-sync': 'this:replace', 'hx-target': 'this' },
  };
  return (
    <ConsoleLayout {...frame} title="Plan maintenance" here="plan">
      <link rel="stylesheet" href={`/${site.assets.path('plan.css')}`} />
      <div class="planning">
        <PlanForm frame={frame} {...form} />
        <aside aria-labelledby="outlook-title">
          <h2 id="outlook-title">What it comes to</h2>
          <div id="live" {...live}>
            {outlook ?? <p class="muted">Whom it reaches, which notices go when, and what it collides with.</p>}
          </div>
        </aside>
      </div>
      <script src={`/${site.assets.path('plan.js')}`} defer />
    </ConsoleLayout>
  );
}

type FormProps = Omit<PlanProps, 'outlook'>;

function PlanForm({ frame, form, promises, like, asksOverride, ...parts }: FormProps): JSX.Element {
  return (
    <form id="plan" method="post" action={PLAN} noValidate>
      <FaultSummary form={form} fields={SUMMARY_FIELDS} />
      {like ? (
        <p class="callout">
          Like {like.reference}, which was planned for {like.when}. Its nights are not taken over.
        </p>
      ) : null}
      <FormToken secret={frame.person.secret} />
      <input
        type="hidden"
        name={FORM_KEY}
        value={textOf(form.typed, FORM_KEY) === '' ? randomUUID() : keyOf(form.typed)}
      />
      {/* the Enter key in a field presses a form's first button: it looks, and hands nothing in */}
      <button type="submit" formaction={LOOK} hidden tabIndex={-1}>
        Look
      </button>
      <WhatPart form={form} />
      <ClassPart form={form} promises={promises} />
      <WhenPart form={form} />
      <WherePart form={form} {...parts} />
      <WordsPart form={form} {...parts} />
      <WorkPart form={form} />
      <Field field={fields.DRAFT} form={form} />
      {asksOverride ? <Field field={fields.OVERRIDE} form={form} /> : null}
      <div class="actions">
        <button type="submit">Hand it in</button>
        <button type="submit" class="second" formaction={LOOK}>
          See what it comes to
        </button>
      </div>
    </form>
  );
}
