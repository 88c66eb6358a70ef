import type { JSX } from 'preact';
import { utcText } from '../../../domain/public/times';
import type { WindowView } from '../../../domain/window/view';
import type { AcknowledgementAnswer } from '../../../domain/delivery/acknowledgement';
import type { Page } from '../../../store/database/cursor';
import type { StaffTask } from '../../../store/ledger/tasks';
import type { MessageOnRecord } from '../../../store/messages/read';
import type { AcknowledgementOnRecord } from '../../../store/windows/acknowledgements';
import type { Asked } from '../area';
import { inFigures } from '../figures';
import { Table, windowHref } from '../parts';
import { Prose } from '../../site/prose';
import { WindowFrame } from './frame';

interface AnswersProps {
  readonly frame: Asked['frame'];
  readonly view: WindowView;
  readonly query: Asked['query'];
  readonly counts: Readonly<Record<AcknowledgementAnswer, number>>;
  /** What waits for a person of the provider. */
  readonly tasks: Page<StaffTask>;
  /** Undefined for those who may not read them: they name people. */
  readonly messages: Page<MessageOnRecord> | undefined;
  readonly answers: Page<AcknowledgementOnRecord>;
}

/** `/console/windows/{reference}/answers`: what customers said, and what waits for an answer (C5, S9, N15). */
export function WindowAnswers({ frame, view, query, counts, tasks, messages, answers }: AnswersProps): JSX.Element {
  const { reference } = view;
  return (
    <WindowFrame {...{ frame, view, here: 'answers' }}>
      {query.done === 'answered' ? (
        <p class="callout done" role="status">
          It is answered.
        </p>
      ) : null}
      <h2 id="waiting">Waits for somebody</h2>
      {tasks.items.length === 0 ? <p class="muted">Nothing waits for an answer.</p> : null}
      <ul class="needs">
        {tasks.items.map(({ id, kind, organizationId, reason, createdAt }) => (
          <li key={id}>
            {organizationId === null ? null : <strong>{organizationId} </strong>}
            <span class="muted">
              {kind.replaceAll('-', ' ')}, since {utcText(createdAt)}
            </span>
            <Prose text={reason} />
            {mayAnswer(frame, kind) ? (
              <a href={`${windowHref(reference)}/answers/${String(id)}`}>
                {kind === 'objection' ? 'Answer this objection' : 'Say that it is done'}
              </a>
            ) : null}
          </li>
        ))}
      </ul>
      <More name="tasks" page={tasks} />
      <Messages messages={messages} />
      <h2 id="answers">Acknowledged</h2>
      <p>
        {inFigures(counts.accepted)} accepted, {inFigures(counts.declined)} declined, {inFigures(counts.tentative)} are
        not sure.
      </p>
      <Acknowledgements answers={answers} />
    </WindowFrame>
  );
}

/** Who may say how a task ends. */
function mayAnswer({ may }: Pick<Asked, 'may'>, kind: StaffTask['kind']): boolean {
  return may(kind === 'objection' ? 'POST /v1/tasks/{id}/answer' : 'POST /v1/tasks/{id}/done');
}

function Messages({ messages }: Pick<AnswersProps, 'messages'>): JSX.Element | null {
  if (!messages || messages.items.length === 0) return null;
  return (
    <section aria-labelledby="messages">
      <h2 id="messages">What people wrote</h2>
      <ul class="needs">
        {messages.items.map(({ id, from, organizationId, subject, text, receivedAt }) => (
          <li key={id}>
            <strong>{subject}</strong>{' '}
            <span class="muted">
              {from}
              {organizationId === null ? '' : ` of ${organizationId}`}, {utcText(receivedAt)}
            </span>
            <Prose text={text} />
          </li>
        ))}
      </ul>
      <More name="messages" page={messages} />
    </section>
  );
}

function Acknowledgements({ answers }: Pick<AnswersProps, 'answers'>): JSX.Element | null {
  if (answers.items.length === 0) return null;
  return (
    <>
      <Table labelledBy="answers" columns={['Customer', 'Who', 'Answer', 'When', 'How']}>
        {answers.items.map(({ id, organizationId, recipient, answer, at, via }) => (
          <tr key={id}>
            <th scope="row">{organizationId}</th>
            <td>{recipient}</td>
            <td>{answer}</td>
            <td>{utcText(at)}</td>
            <td>{via.replaceAll('-', ' ')}</td>
          </tr>
        ))}
      </Table>
      <More name="answers" page={answers} />
    </>
  );
}

function More({ name, page: { next } }: { readonly name: string; readonly page: Page<unknown> }): JSX.Element | null {
  if (next === null) return null;
  return (
    <p class="pager">
      <a href={`?${new URLSearchParams({ [name]: next }).toString()}`}>More</a>
    </p>
  );
}
