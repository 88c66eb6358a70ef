import type { JSX } from 'preact';
import { utcText } from '../../../domain/public/times';
import { AHEAD } from '../../../domain/window/commands/verdict';
import { changedParts } from '../../../domain/window/plan-parts';
import type { PlanRevision } from '../../../domain/window/plan-history';
import type { ApprovalInDetail } from '../../../use-cases/read-approval';
import type { Asked } from '../area';
import { Changes } from '../difference';
import { ConsoleLayout } from '../layout';
import { queryText, windowHref } from '../parts';
import { Decision, type DecisionForms } from './decision';
import { PlanFacts } from './plan-facts';
import { Wordings } from './wordings';

interface ApprovalProps {
  readonly frame: Asked['frame'];
  readonly detail: ApprovalInDetail;
  /** The revision to compare with, as the address says; the usual one where it names none. */
  readonly since: number | undefined;
  readonly forms?: DecisionForms;
}

/** `/console/windows/{reference}/approval`: the plan, whom it reaches, what customers will read, what is different, and the decision. */
export function ApprovalPage({ frame, detail, since, forms = {} }: ApprovalProps): JSX.Element {
  const { state } = detail;
  const { reference, spec, revision, phase } = state;
  const mayEdit = frame.may('POST /v1/windows/{reference}/edit') && AHEAD.includes(phase);
  return (
    <ConsoleLayout {...frame} title={`Approval: ${spec.title}`} here="approvals">
      <p class="muted">
        <a href={windowHref(reference)}>{reference}</a> · {phase}, revision {revision}
      </p>
      <Standing detail={detail} />
      <Differences detail={detail} since={since} />
      <PlanFacts detail={detail} />
      <Wordings spec={spec} languages={detail.read.forStaff?.languages} />
      {mayEdit ? (
        <p>
          <a class="button second" href={`${windowHref(reference)}/wording`}>
            Correct a sentence
          </a>
        </p>
      ) : null}
      <Decision frame={frame} detail={detail} forms={forms} />
    </ConsoleLayout>
  );
}

/** Where the approval stands, in a sentence. */
function Standing({ detail }: Pick<ApprovalProps, 'detail'>): JSX.Element {
  const { state, revisions, changesAsked, isWaiting, isOwn, authors } = detail;
  const approved = revisions.find(({ revision }) => revision === state.revision)?.approved;
  if (!state.approval) {
    return <p class="callout">This window was opened without asking for an approval.</p>;
  }
  return (
    <>
      {approved ? (
        <p class="callout tone-good">
          Revision {state.revision} was approved by <strong>{approved.by}</strong>, {utcText(approved.at)}.
        </p>
      ) : (
        <p class="callout tone-late">
          Nobody has approved revision {state.revision}.{isWaiting ? '' : ' It is too late for that now.'}
        </p>
      )}
      {changesAsked ? (
        <div class="callout tone-planned">
          <p>
            <strong>{changesAsked.by}</strong> asked for changes, {utcText(changesAsked.at)}:
          </p>
          <p class="prose">{changesAsked.reason}</p>
        </div>
      ) : null}
      {isWaiting ? (
        <p>
          Drawn up, changed or worded by {authors.join(', ')}.
          {isOwn ? ' You are among them, so a second person has to approve it.' : ''}
        </p>
      ) : null}
    </>
  );
}

/** What is different from an earlier revision: the one approved last, or else as the plan was drawn up. */
function Differences({ detail, since }: Pick<ApprovalProps, 'detail' | 'since'>): JSX.Element | null {
  const { revisions, state } = detail;
  const earlier = revisions.filter(({ revision }) => revision < state.revision);
  const base =
    earlier.find(({ revision }) => revision === since) ?? earlier.findLast(({ approved }) => approved) ?? earlier[0];
  if (!base) return null;
  return (
    <section aria-labelledby="different">
      <h2 id="different">What is different</h2>
      <nav class="since" aria-label="Compare with">
        Compared with{' '}
        {earlier.map((one) => (
          <a
            key={one.revision}
            href={`?${queryText({ since: String(one.revision) })}#different`}
            {...(one === base ? { 'aria-current': 'true' as const } : {})}
          >
            {nameOf(one)}
          </a>
        ))}
      </nav>
      <Changes changes={changedParts(base.spec, state.spec)} none={`It says what ${nameOf(base)} said.`} />
      <h3 id="revisions">How it came about</h3>
      <ol class="timeline">
        {revisions.map(({ revision, at, by, line, approved }) => (
          <li key={revision}>
            <strong>Revision {revision}</strong>, {utcText(at)}, {by}: {line}
            {approved ? <span class="muted"> Approved by {approved.by}.</span> : null}
          </li>
        ))}
      </ol>
    </section>
  );
}

function nameOf({ revision, approved }: PlanRevision): string {
  const named = revision === 1 ? 'the plan as it was drawn up' : `revision ${String(revision)}`;
  return approved ? `${named}, approved by ${approved.by}` : named;
}
