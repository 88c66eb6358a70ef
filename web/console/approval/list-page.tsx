import type { JSX } from 'preact';
import { slotText, utcText } from '../../../domain/public/times';
import { classInWords } from '../../../domain/window/classes';
import type { Page } from '../../../store/database/cursor';
import type { WaitingForReader } from '../../../use-cases/read-approval';
import type { Asked } from '../area';
import { ConsoleLayout } from '../layout';
import { Pager, Table, windowHref } from '../parts';

export const approvalHref = (reference: string) => `${windowHref(reference)}/approval`;

interface ApprovalsProps {
  readonly frame: Asked['frame'];
  readonly page: Page<WaitingForReader>;
  /** UTC ms. */
  readonly now: number;
}

/** `/console/approvals`: what waits for an approval (L8), the soonest due first. */
export function ApprovalsPage({ frame, page, now }: ApprovalsProps): JSX.Element {
  return (
    <ConsoleLayout {...frame} title="Approvals" here="approvals">
      <p class="prose">
        Customers hear of these windows once a second person has approved what they will read. An emergency is announced
        first and reviewed afterwards.
      </p>
      <h2 id="waiting">Waiting, the soonest due first</h2>
      {page.items.length === 0 ? (
        <p class="muted">No window waits for an approval.</p>
      ) : (
        <Table labelledBy="waiting" columns={['Window', 'Due', 'When the work is', 'Class', 'Drawn up by']}>
          {page.items.map((one) => (
            <Row key={one.view.reference} waiting={one} now={now} />
          ))}
        </Table>
      )}
      <Pager query={{}} next={page.next} words="Those due later" />
    </ConsoleLayout>
  );
}

function Row({ waiting, now }: { readonly waiting: WaitingForReader; readonly now: number }): JSX.Element {
  const { view, due, isOwn } = waiting;
  const isReview = view.attention.some(({ code }) => code === 'review');
  return (
    <tr>
      <th scope="row">
        <a href={approvalHref(view.reference)}>{view.spec.title}</a> <span class="muted">{view.reference}</span>
      </th>
      <td>
        {isReview ? `to be reviewed since ${utcText(due)}` : utcText(due)}
        {due <= now && !isReview ? <strong class="late"> overdue</strong> : null}
      </td>
      <td>{slotText(view.spec.slot)}</td>
      <td>{classInWords(view.spec)}</td>
      <td>
        {(view.approval?.authors ?? [view.openedBy]).join(', ')}
        {isOwn ? <strong class="note">Yours: needs a second person</strong> : null}
      </td>
    </tr>
  );
}
