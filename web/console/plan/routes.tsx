import type { JSX } from 'preact';
import { z } from 'zod';
import { classPromises } from '../../../domain/notices/class-promises';
import { slotText } from '../../../domain/public/times';
import { APPROVERS } from '../../../domain/shared/roles';
import { findWindow } from '../../../use-cases/find-window';
import { textOf, textsOf, type FormState, type Typed } from '../../forms/typed';
import type { Asked, ConsoleArea } from '../area';
import { windowHref } from '../parts';
import { atFields, bodyOf } from './body';
import * as fields from './fields';
import { formParts, searched, type FormMakers, type PlanSetup } from './form-parts';
import { Found } from './found';
import { LiveOutlook } from './live';
import { outlookOf } from './outlook';
import { FIND, INSIDE, LIVE, LOOK, PLAN } from './paths';
import { TreeLevel } from './places';
import { PlanPage } from './plan-page';
import { pickedIn } from './ticks';
import { levelAt } from './tree';
import { typedOf } from './typed-of';

const OPEN = 'POST /v1/windows';
const opened = z.object({ reference: z.string() });

/** Planning maintenance (P8, L11): the form, what stands beside it, and handing it in. */
export function addPlan(area: ConsoleArea, { policyAt }: PlanSetup): void {
  const { db } = area.parts;
  const parts = { db, policyAt };

  area.page(PLAN, OPEN, async (asked) => {
    const { like } = asked.query;
    if (typeof like !== 'string') return planPage(parts, asked, { typed: {}, faults: [] });
    const { reference, spec } = (await findWindow(db, like, asked.viewer)).view;
    const form = { typed: typedOf(spec), faults: [] };
    return planPage(parts, asked, form, { like: { reference, when: slotText(spec.slot) } });
  });

  area.look(LOOK, OPEN, async (asked, typed) => {
    // a branch that is opened, or a search, asks nothing of the plan
    const isSeen = textOf(typed, 'open') === '' && textOf(typed, 'search') === '';
    const outlook = isSeen ? await liveOf(parts, asked, typed) : undefined;
    return planPage(parts, asked, { typed, faults: [] }, { outlook });
  });

  area.look(LIVE, OPEN, (asked, typed) => liveOf(parts, asked, typed));

  area.look(INSIDE, OPEN, async (asked, typed) => {
    const path = textOf(typed, 'under');
    const level = await levelAt(db, asked.viewer, path, new Set());
    return <TreeLevel {...{ level, path, typed }} elsewhere={pickedIn(typed)} />;
  });

  area.look(FIND, OPEN, async (asked, typed) => <Found typed={typed} found={await searched(db, asked, typed)} />);

  area.action({
    path: PLAN,
    operation: OPEN,
    call: (typed) => ({ body: bodyOf(typed) }),
    done: (answer) => windowHref(opened.parse(answer).reference),
    again: (asked, form) => planPage(parts, asked, { ...form, faults: atFields(form.faults) }),
  });
}

/** Rules that a reason overrides (N11, L9). */
const OVERRIDDEN: readonly unknown[] = ['notice-debt', 'conflict'];

interface Shown {
  readonly outlook?: JSX.Element | undefined;
  readonly like?: { readonly reference: string; readonly when: string };
}

async function planPage(
  makers: FormMakers,
  asked: Asked,
  form: FormState,
  { outlook, like }: Shown = {},
): Promise<JSX.Element> {
  const parts = await formParts(makers, asked, form.typed);
  const isAsked = OVERRIDDEN.includes(form.code) || textsOf(form.typed, fields.OVERRIDE.name).length > 0;
  return (
    <PlanPage
      {...parts}
      {...{ frame: asked.frame, form, outlook, like }}
      asksOverride={isAsked && mayOverride(asked)}
    />
  );
}

const mayOverride = ({ session }: Asked) => APPROVERS.includes(session.grant.role);

async function liveOf({ db, policyAt }: FormMakers, asked: Asked, typed: Typed): Promise<JSX.Element> {
  const { now } = asked;
  const outlook = await outlookOf(db, asked, typed);
  const startsAt = startIn(typed);
  const chosen = textOf(typed, fields.CLASS.name);
  const promise = classPromises(policyAt(now), { startsAt, now }).find(({ name }) => name === chosen);
  return <LiveOutlook {...{ outlook, promise }} mayOverride={mayOverride(asked)} />;
}

/** The start of the first night, UTC ms; undefined while there is none. */
function startIn(typed: Typed): number | undefined {
  const { slots } = bodyOf(typed) as { readonly slots?: readonly { readonly start?: unknown }[] };
  const start = slots?.[0]?.start;
  const at = typeof start === 'string' ? Date.parse(start) : Number.NaN;
  return Number.isNaN(at) ? undefined : at;
}
