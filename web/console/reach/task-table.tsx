import type { JSX } from 'preact';
import { utcText } from '../../../domain/public/times';
import type { StaffTask } from '../../../store/ledger/tasks';
import type { Asked } from '../area';
import { organizationHref } from '../list-parts';
import { Table } from '../parts';
import { Form } from '../../forms/form';
import { isAnswered, referenceHref, TASK_WORDS } from './task-words';

export const taskHref = (id: number) => `/console/tasks/${String(id)}`;

interface TaskTableProps {
  readonly labelledBy: string;
  readonly tasks: readonly StaffTask[];
  readonly asked: Asked;
}

/** Tasks, one a row; what is ticked off without a word has its button here. */
export function TaskTable({ labelledBy, tasks, asked }: TaskTableProps): JSX.Element {
  return (
    <Table labelledBy={labelledBy} columns={['Task', 'Customer', 'Concerns', 'Since', 'Ticked off']}>
      {tasks.map((task) => (
        <tr key={task.id}>
          <th scope="row">
            <a href={taskHref(task.id)}>{TASK_WORDS[task.kind]}</a> <span class="muted">{shortened(task.reason)}</span>
          </th>
          <td>
            {task.organizationId === null ? (
              '–'
            ) : (
              <a href={organizationHref(task.organizationId)}>{task.organizationId}</a>
            )}
          </td>
          <td>
            <Concerned task={task} />
          </td>
          <td>{utcText(task.createdAt)}</td>
          <td>
            <DoneCell task={task} asked={asked} />
          </td>
        </tr>
      ))}
    </Table>
  );
}

function DoneCell({ task, asked }: { readonly task: StaffTask; readonly asked: Asked }): JSX.Element {
  if (task.doneAt !== null) return <>{`${utcText(task.doneAt)}, ${task.doneBy ?? ''}`}</>;
  if (isAnswered(task)) return <a href={taskHref(task.id)}>Answer</a>;
  if (!asked.may('POST /v1/tasks/{id}/done')) return <>open</>;
  return (
    <Form
      action={`${taskHref(task.id)}/done`}
      secret={asked.person.secret}
      button="Tick off"
      look="plain"
      more={{ 'aria-label': `Task ${String(task.id)}` }}
    />
  );
}

/** The window or the series a task is about. */
export function Concerned({ task: { reference } }: { readonly task: StaffTask }): JSX.Element {
  const href = referenceHref(reference);
  return href === undefined ? <>–</> : <a href={href}>{reference}</a>;
}

const SHOWN = 160;

function shortened(reason: string): string {
  const [first = ''] = reason.split('\n');
  return first.length > SHOWN ? `${first.slice(0, SHOWN)}…` : first;
}
