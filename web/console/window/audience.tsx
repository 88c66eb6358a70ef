import type { JSX } from 'preact';
import type { WindowView } from '../../../domain/window/view';
import type { Page } from '../../../store/database/cursor';
import type { AffectedOrganization } from '../../../store/inventory/list-audience';
import type { Asked } from '../area';
import { inFigures } from '../figures';
import { Pager, Table, windowHref } from '../parts';
import { WindowFrame } from './frame';

interface AudienceProps {
  readonly frame: Asked['frame'];
  readonly view: WindowView;
  readonly q: string;
  readonly page: Page<AffectedOrganization>;
}

/** `/console/windows/{reference}/audience`: whom the work touches and whom a notice would reach, by the inventory of now (N5). */
export function WindowAudience({ frame, view, q, page }: AudienceProps): JSX.Element {
  const { reference } = view;
  return (
    <WindowFrame {...{ frame, view, here: 'audience' }}>
      <p class="prose">
        Whom the next notice would reach, by the inventory of now. Who was told already stands under Notices.
      </p>
      <form method="get" action={`${windowHref(reference)}/audience`} class="filters">
        <label>
          Customer or address <input name="q" type="search" value={q} maxLength={200} />
        </label>
        <button type="submit">Show</button>
      </form>
      <h2 id="audience">{view.scopeText}</h2>
      {page.items.length === 0 ? (
        <p class="muted">{q === '' ? 'Nobody is touched.' : 'Nobody like that is touched.'}</p>
      ) : (
        <Table labelledBy="audience" columns={['Customer', 'Resources', 'Readers']}>
          {page.items.map(({ id, name, resources, recipients, recipientCount }) => (
            <tr key={id}>
              <th scope="row">
                {name} <span class="muted">{id}</span>
              </th>
              <td>{inFigures(resources)}</td>
              <td>
                {recipientCount === 0 ? 'nobody can be told' : null}
                {recipients.map((one) => (
                  <div key={one.address}>
                    {one.address}
                    {one.isSuppressed ? <span class="muted"> has bounced</span> : null}
                  </div>
                ))}
                {recipientCount > recipients.length
                  ? `and ${inFigures(recipientCount - recipients.length)} more`
                  : null}
              </td>
            </tr>
          ))}
        </Table>
      )}
      <Pager query={{ q }} next={page.next} words="More customers" />
    </WindowFrame>
  );
}
