import type { JSX } from 'preact';
import { NOTICES } from '../../../domain/notices/notices';
import { slotText, utcText } from '../../../domain/public/times';
import { someOf } from '../../../domain/shared/some-of';
import { classInWords } from '../../../domain/window/classes';
import type { ApprovalInDetail } from '../../../use-cases/read-approval';

/** The plan, and whom it reaches. */
export function PlanFacts({ detail }: { readonly detail: ApprovalInDetail }): JSX.Element {
  const { view } = detail.read.window;
  const { spec } = view;
  const { forStaff } = detail.read;
  const facts: [name: string, value: string | undefined][] = [
    ['Planned', slotText(spec.slot)],
    ['Alternative night', spec.alternate && slotText(spec.alternate.slot)],
    ['Class', `${classInWords(spec)}, ${spec.reason}, ${spec.visibility}`],
    ['Where', view.scopeText],
    ['Impact', `${spec.impact.level}, ${String(spec.impact.minutes)} minutes`],
    ['Why the notice is short', spec.justification],
    ['Why this is an emergency', spec.emergency?.necessity],
    ['What could go wrong', spec.emergency?.risk],
    ['What we do about it', spec.emergency?.mitigation],
    ['Point of contact', spec.pointOfContact],
    ['Reaches', forStaff && reachText(forStaff.audience)],
    ['Nobody can be told for', forStaff?.audience.untold.length ? untoldText(forStaff.audience) : undefined],
  ];
  return (
    <section aria-labelledby="plan">
      <h2 id="plan">The plan, and whom it reaches</h2>
      <dl class="facts">
        {facts.flatMap(([name, value]) =>
          value === undefined ? [] : [<dt key={name}>{name}</dt>, <dd key={`${name} value`}>{value}</dd>],
        )}
      </dl>
      {(forStaff?.conflicts ?? []).map(({ kind, text, blocking }) => (
        <p key={`${kind} ${text}`} class={`callout ${blocking ? 'tone-major' : 'tone-minor'}`}>
          {text}
        </p>
      ))}
      {view.plan.length === 0 ? null : (
        <>
          <h3>What will be sent</h3>
          <ol class="plan">
            {view.plan.map(({ kind, at }) => (
              <li key={`${kind} ${String(at)}`}>
                {utcText(at)}: {NOTICES[kind].title}
              </li>
            ))}
          </ol>
        </>
      )}
    </section>
  );
}

type Audience = NonNullable<ApprovalInDetail['read']['forStaff']>['audience'];

function reachText({ organizations, recipients, resources }: Audience): string {
  return `${figure(organizations)} organizations, ${figure(recipients)} people, ${figure(resources)} resources`;
}

function untoldText({ untold, untoldCount }: Audience): string {
  const names = untold.map(({ organization }) => organization);
  return `${figure(untoldCount)} organizations: ${someOf(names)}`;
}

const figure = (count: number) => count.toLocaleString('en');
