import type { JSX } from 'preact';
import { KnownError } from '../../../domain/shared/errors';
import { getTask } from '../../../store/ledger/tasks';
import { countAnswers, pageOfAnswers } from '../../../store/windows/acknowledgements';
import { findWindow } from '../../../use-cases/find-window';
import { readMessages } from '../../../use-cases/read-messages';
import { tasksFor } from '../../../use-cases/work-off-tasks';
import { readFields } from '../../forms/fields';
import type { FormState } from '../../forms/typed';
import type { Asked, ConsoleArea } from '../area';
import { windowHref } from '../parts';
import { AnswerPage, DONE_FIELDS, REFUSED_FIELDS } from './answer-page';
import { WindowAnswers } from './answers';
import { cursorIn, referenceOf } from './asked';
import { WINDOW_PAGES } from './frame';

const LIMIT = 50;

/** What customers said, and answering them. */
export function addAnswers(area: ConsoleArea): void {
  const { db } = area.parts;
  const path = '/console/windows/:reference/answers';
  const { operation } = WINDOW_PAGES.answers;

  area.page(path, operation, async (asked) => {
    const { frame, query, viewer } = asked;
    const reference = referenceOf(asked);
    const { view } = await findWindow(db, reference, viewer);
    const paged = (name: string) => ({ limit: LIMIT, cursor: cursorIn(asked, name) });
    const whose = { staffId: null, organizations: viewer.organizations ?? null };
    const [tasks, messages, answers, counts] = await Promise.all([
      tasksFor(db, { reference, open: true }, paged('tasks'), whose),
      asked.may('GET /v1/windows/{reference}/messages')
        ? readMessages(db, reference, paged('messages'), viewer)
        : undefined,
      pageOfAnswers(db, reference, viewer, paged('answers')),
      countAnswers(db, reference),
    ]);
    return <WindowAnswers {...{ frame, view, query, counts, tasks, messages, answers }} />;
  });

  const one = async (asked: Asked, form?: FormState): Promise<JSX.Element> => {
    const { frame, viewer, params } = asked;
    const { view } = await findWindow(db, referenceOf(asked), viewer);
    const id = /^\d{1,15}$/.test(params.task ?? '') ? Number(params.task) : 0;
    const task = await getTask(db, id, viewer.organizations ?? null);
    if (task?.reference !== view.reference) throw new KnownError('not-found', 'There is no such task of this window.');
    return <AnswerPage {...{ frame, view, task, form }} />;
  };
  area.page(`${path}/:task`, operation, (asked) => one(asked));

  const done = (_answer: unknown, asked: Asked) => `${windowHref(referenceOf(asked))}/answers?done=answered`;
  for (const [at, name, fields] of [
    ['', 'answer', REFUSED_FIELDS],
    ['/done', 'done', DONE_FIELDS],
  ] as const) {
    area.action({
      ...{ path: `${path}/:task${at}`, operation: `POST /v1/tasks/{id}/${name}`, done, again: one },
      call: (typed, { params }) => ({ params: { id: String(params.task) }, body: readFields(typed, fields) }),
    });
  }
}
