import { KnownError } from '../../../domain/shared/errors';
import type { CommandName } from '../../../domain/window/commands/commands';
import {
  readApproval,
  readWaiting,
  tryEdit,
  type ApprovalInDetail,
  type TriedEdit,
} from '../../../use-cases/read-approval';
import type { WindowSpec, WindowState } from '../../../domain/window/types';
import { textOf, type FormState, type Typed } from '../../forms/typed';
import { readFields } from '../../forms/fields';
import type { Asked, ConsoleArea } from '../area';
import { ApprovalPage } from './approval-page';
import { DECISION_FIELDS, type DecisionForms } from './decision';
import { approvalHref, ApprovalsPage } from './list-page';
import { changedOnly, editOf } from './wording-form';
import { TriedEditPart, WordingPage } from './wording-page';

const commandOf = (name: CommandName) => `POST /v1/windows/{reference}/${name}` as const;

/** What waits for an approval, one plan with its decision (L8), and its sentences (P2). */
export function addApprovals(area: ConsoleArea): void {
  const { db } = area.parts;

  area.page('/console/approvals', 'GET /v1/windows', async ({ frame, session, viewer, query, now }) => {
    const page = await readWaiting(db, { person: session.person, viewer }, { cursor: cursorIn(query) });
    return <ApprovalsPage {...{ frame, page, now }} />;
  });

  const show = async (asked: Asked, forms: DecisionForms = {}) => {
    const since = Number(asked.query.since);
    return <ApprovalPage {...{ frame: asked.frame, detail: await detailOf(area, asked), since, forms }} />;
  };
  area.page('/console/windows/:reference/approval', 'GET /v1/windows/{reference}', (asked) => show(asked));
  for (const name of ['approve', 'requestChanges', 'withdraw'] as const) {
    area.action({
      path: `/console/windows/:reference/approval/${name}`,
      operation: commandOf(name),
      call: (typed, { params }) => ({ params, body: readFields(typed, DECISION_FIELDS[name]) }),
      done: (_answer, { params }) => approvalHref(params.reference ?? ''),
      again: (asked, form) => show(asked, { [name]: atOverride(form) }),
    });
  }
  addWording(area);
}

/** A plan's date cannot be changed here: what is wrong with it is answered by an override. */
function atOverride(form: FormState): FormState {
  const faults = form.faults.map((fault) =>
    fault.field.startsWith('slots.') ? { ...fault, field: 'override' } : fault,
  );
  return { ...form, faults };
}

function addWording(area: ConsoleArea): void {
  area.page('/console/windows/:reference/wording', commandOf('edit'), async (asked) => {
    const { state } = await detailOf(area, asked);
    return <WordingPage frame={asked.frame} state={state} />;
  });
  area.action({
    path: '/console/windows/:reference/wording',
    operation: commandOf('edit'),
    async call(typed, asked) {
      const body = editOf(typed, seenBy(typed, await detailOf(area, asked)));
      const { reason: _reason, expectedRevision: _revision, ...words } = body;
      if (Object.keys(words).length > 0) return { params: asked.params, body };
      throw new KnownError('already-done', 'These are the words in force already. Nothing was changed.');
    },
    done: (_answer, { params }, typed) =>
      `${approvalHref(params.reference ?? '')}?since=${encodeURIComponent(textOf(typed, 'expectedRevision'))}#different`,
    async again(asked, form) {
      const detail = await detailOf(area, asked);
      const typed = changedOnly(form.typed, seenBy(form.typed, detail));
      const { state } = detail;
      return (
        <WordingPage {...{ frame: asked.frame, state, form: { ...form, typed }, tried: tried(asked, typed, state) }} />
      );
    },
  });
  area.look('/console/windows/:reference/wording/difference', commandOf('edit'), async (asked, sent, isPart) => {
    const detail = await detailOf(area, asked);
    const typed = changedOnly(sent, seenBy(sent, detail));
    const { state } = detail;
    if (isPart) return <TriedEditPart tried={tried(asked, typed, state)} />;
    const form = { typed, faults: [] };
    return <WordingPage {...{ frame: asked.frame, state, form, tried: tried(asked, typed, state) }} />;
  });
}

/** The plan that was on the page: the form has its revision. */
function seenBy(typed: Typed, { revisions, state }: ApprovalInDetail): WindowSpec {
  const seen = Number(textOf(typed, 'expectedRevision'));
  return revisions.find(({ revision }) => revision === seen)?.spec ?? state.spec;
}

/** What would become different of the plan in force, whatever revision it was typed for. */
function tried({ session, now }: Asked, typed: Typed, state: WindowState): TriedEdit {
  const { expectedRevision: _seen, ...body } = editOf(typed, state.spec);
  return tryEdit(state, body, session.person, now);
}

function detailOf({ parts: { db } }: ConsoleArea, { params, session, viewer, now }: Asked): Promise<ApprovalInDetail> {
  return readApproval(db, params.reference ?? '', { person: session.person, viewer }, now);
}

const cursorIn = ({ cursor }: Asked['query']) => (typeof cursor === 'string' && cursor !== '' ? cursor : undefined);
