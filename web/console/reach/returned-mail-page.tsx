import type { JSX } from 'preact';
import { utcText } from '../../../domain/public/times';
import type { UnplacedMail } from '../../../store/ledger/unplaced-mail';
import type { Asked } from '../area';
import { ConsoleLayout } from '../layout';
import { Facts } from '../list-parts';

interface ReturnedMailProps {
  readonly asked: Asked;
  readonly mail: UnplacedMail;
}

/** `/console/returned-mails/{id}`: a mail that nobody could place or read, as it came. */
export function ReturnedMailPage({ asked, mail }: ReturnedMailProps): JSX.Element {
  const { id, raw, size, reason, receivedAt } = mail;
  return (
    <ConsoleLayout {...asked.frame} title={`Returned mail ${String(id)}`} here="tasks">
      <p class="prose">{reason}</p>
      <Facts
        of={[
          ['Came', utcText(receivedAt)],
          [
            'Size',
            raw.length < size ? `${bytes(size)}, of which the first ${bytes(raw.length)} are kept` : bytes(size),
          ],
        ]}
      />
      <h2 id="raw">As it came</h2>
      <pre class="raw" tabIndex={0} role="group" aria-labelledby="raw">
        {raw.toString('utf8')}
      </pre>
      <p>
        <a href="/console/tasks?whose=all&kind=place-returned-mail">Returned mails that wait for somebody</a>
      </p>
    </ConsoleLayout>
  );
}

const bytes = (count: number) => `${count.toLocaleString('en')} bytes`;
