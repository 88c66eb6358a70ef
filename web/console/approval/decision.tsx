import type { JSX } from 'preact';
import { optional } from '../../../domain/shared/optional';
import type { ApprovalInDetail } from '../../../use-cases/read-approval';
import { Field } from '../../forms/field';
import type { FieldSpec } from '../../forms/fields';
import { FaultSummary, Form } from '../../forms/form';
import type { FormState } from '../../forms/typed';
import type { Asked } from '../area';
import { approvalHref } from './list-page';

/** Each form of the page that was refused. */
export interface DecisionForms {
  readonly approve?: FormState;
  readonly requestChanges?: FormState;
  readonly withdraw?: FormState;
}

/** The revision that was looked at: who decides about another one is told that the plan has changed. */
const revision: FieldSpec = { name: 'expectedRevision', label: 'Revision', kind: 'number' };
const revisionTyped: FieldSpec = { ...revision, kind: 'hidden' };

const override: FieldSpec = {
  name: 'override',
  label: 'Why less notice than promised is acceptable',
  kind: 'area',
  most: 2_000,
  optional: true,
  hint: 'Recorded under your name and shown in the proof. Without it the approval is refused.',
};
const changesReason: FieldSpec = {
  name: 'reason',
  label: 'What should change, and why',
  kind: 'area',
  most: 2_000,
  hint: 'Whoever drew the plan up gets it by mail.',
};
const withdrawReason: FieldSpec = { ...changesReason, label: 'Why the approval is taken back' };

/** What the bodies are read from. */
export const DECISION_FIELDS = {
  approve: [revision, override],
  requestChanges: [revision, changesReason],
  withdraw: [revision, withdrawReason],
} as const satisfies Record<keyof DecisionForms, readonly FieldSpec[]>;

interface DecisionProps {
  readonly frame: Asked['frame'];
  readonly detail: ApprovalInDetail;
  readonly forms: DecisionForms;
}

/** Approve, ask for changes, or take an approval back; what the person may not do is not there. */
export function Decision({ frame, detail, forms }: DecisionProps): JSX.Element | null {
  const { state, isWaiting, isOwn, debt } = detail;
  const may = (command: keyof DecisionForms) => frame.may(`POST /v1/windows/{reference}/${command}`);
  const { secret } = frame.person;
  const at = (command: string) => `${approvalHref(state.reference)}/${command}`;
  const seen = String(state.revision);
  const isApproved = state.approval !== undefined && state.phase === 'approved' && !isWaiting;
  if (!isWaiting && !(isApproved && may('withdraw'))) return null;
  return (
    <section aria-labelledby="decide" class="decide">
      <h2 id="decide">Decide</h2>
      {isWaiting && may('approve') && !isOwn ? (
        <Form
          {...{ action: at('approve'), secret, fields: DECISION_FIELDS.approve, button: 'Approve' }}
          {...optional({ form: forms.approve })}
        >
          <Field field={revisionTyped} initial={seen} />
          {debt === undefined && !forms.approve ? null : (
            <>
              {debt === undefined ? null : <p class="callout tone-late">{debt}</p>}
              <Field field={override} form={forms.approve} />
            </>
          )}
        </Form>
      ) : null}
      {isOwn ? <FaultSummary form={forms.approve} fields={[]} /> : null}
      {isWaiting && isOwn ? <p>Somebody else has to approve it; you can still ask for changes or correct it.</p> : null}
      {isWaiting && may('requestChanges') ? (
        <details open={forms.requestChanges !== undefined}>
          <summary>Ask for changes instead</summary>
          <Form
            {...{
              action: at('requestChanges'),
              secret,
              fields: DECISION_FIELDS.requestChanges,
              button: 'Ask for changes',
            }}
            {...optional({ form: forms.requestChanges })}
          >
            <Field field={revisionTyped} initial={seen} />
            <Field field={changesReason} form={forms.requestChanges} />
          </Form>
        </details>
      ) : null}
      {isApproved && may('withdraw') ? (
        <details open={forms.withdraw !== undefined}>
          <summary>Take the approval back</summary>
          <Form
            {...{
              action: at('withdraw'),
              secret,
              fields: DECISION_FIELDS.withdraw,
              button: 'Take it back',
              look: 'danger',
            }}
            {...optional({ form: forms.withdraw })}
          >
            <Field field={revisionTyped} initial={seen} />
            <Field field={withdrawReason} form={forms.withdraw} />
          </Form>
        </details>
      ) : null}
    </section>
  );
}
