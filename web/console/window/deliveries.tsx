import type { JSX } from 'preact';
import { isOffered } from '../../../domain/acting/forms/forms';
import { noticeWords } from '../../../domain/notices/notice';
import { PAGE_ORGANIZATION } from '../../../domain/notices/page-audience';
import { UNTOLD } from '../../../domain/notices/untold';
import { utcText } from '../../../domain/public/times';
import type { WindowView } from '../../../domain/window/view';
import type { Page } from '../../../store/database/cursor';
import { DELIVERY_STATES, type DeliveryState } from '../../../store/database/tables/notices';
import type { UntoldOrganization } from '../../../store/ledger/list-untold';
import type { DeliveryDetail, NoticeSummary } from '../../../store/ledger/notices';
import type { Asked } from '../area';
import { commandHref } from '../command/command-page';
import { Pager, Table, windowHref } from '../parts';
import { WindowFrame } from './frame';
import { Notices } from './overview';

/** What the list is narrowed to, as its address says. */
export interface NarrowedDeliveries {
  readonly q: string;
  readonly state: DeliveryState | undefined;
  readonly notice: string;
}

interface DeliveriesProps {
  readonly frame: Asked['frame'];
  readonly view: WindowView;
  readonly narrowed: NarrowedDeliveries;
  readonly notices: readonly NoticeSummary[];
  readonly page: Page<DeliveryDetail>;
  readonly untold: Page<UntoldOrganization>;
}

/** `/console/windows/{reference}/notices`: whom each notice reached, in the mail servers' words, and whom none did (N8, N13). */
export function WindowDeliveries(props: DeliveriesProps): JSX.Element {
  const { frame, view, narrowed, notices, page, untold } = props;
  return (
    <WindowFrame {...{ frame, view, here: 'notices' }}>
      <Notices notices={notices} reference={view.reference} />
      <Again {...{ frame, view, narrowed }} />
      <h2 id="deliveries">Deliveries</h2>
      <Filters {...{ view, narrowed, notices }} />
      {page.items.length === 0 ? (
        <p class="muted">No delivery is like that.</p>
      ) : (
        <Table
          labelledBy="deliveries"
          columns={['To', 'Customer', 'Notice', 'State', 'Since', "The mail server's words"]}
        >
          {page.items.map((one) => (
            <Delivery key={one.id} reference={view.reference} {...one} />
          ))}
        </Table>
      )}
      <Pager query={{ ...narrowed }} next={page.next} words="More deliveries" />
      <Untold untold={untold} narrowed={narrowed} />
    </WindowFrame>
  );
}

/** What a customer was told is proved to it; subscribers of the page are no customers. */
const isPage = (organizationId: string) => organizationId.startsWith(PAGE_ORGANIZATION);

function Delivery(props: DeliveryDetail & { readonly reference: string }): JSX.Element {
  const { reference, name, address, organizationId, notice, state, updatedAt, reply, attempts } = props;
  const proof = `${windowHref(reference)}/proof/${encodeURIComponent(organizationId)}`;
  return (
    <tr>
      <th scope="row">
        {address} <span class="muted">{name}</span>
      </th>
      <td>{isPage(organizationId) ? 'subscriber of the page' : <a href={proof}>{organizationId}</a>}</td>
      <td>{noticeWords(notice.slug)}</td>
      <td>
        {state}
        {attempts > 1 ? <span class="muted"> after {attempts} tries</span> : null}
      </td>
      <td>{utcText(updatedAt)}</td>
      <td class="reply">{reply ?? ''}</td>
    </tr>
  );
}

/** What failed is sent once more, to addresses that were put right meanwhile. */
function Again({ frame, view, narrowed }: Pick<DeliveriesProps, 'frame' | 'view' | 'narrowed'>): JSX.Element | null {
  if (!isOffered('retryFailed', view) || !frame.may('POST /v1/windows/{reference}/retryFailed')) return null;
  const which = narrowed.notice === '' ? '' : `?notice=${encodeURIComponent(narrowed.notice)}`;
  return (
    <p>
      <a class="button second" href={`${commandHref(view.reference, 'retryFailed')}${which}`}>
        Send again what failed
      </a>
    </p>
  );
}

function Filters({ view, narrowed, notices }: Pick<DeliveriesProps, 'view' | 'narrowed' | 'notices'>): JSX.Element {
  const { q, state, notice } = narrowed;
  return (
    <form method="get" action={`${windowHref(view.reference)}/notices`} class="filters">
      <label>
        Address or customer <input name="q" type="search" value={q} maxLength={200} />
      </label>
      <label>
        State{' '}
        <select name="state">
          <option value="">any</option>
          {DELIVERY_STATES.map((one) => (
            <option key={one} value={one} selected={one === state}>
              {one}
            </option>
          ))}
        </select>
      </label>
      <label>
        Notice{' '}
        <select name="notice">
          <option value="">any</option>
          {[...new Set(notices.map(({ slug }) => slug))].map((one) => (
            <option key={one} value={one} selected={one === notice}>
              {noticeWords(one)}
            </option>
          ))}
        </select>
      </label>
      <button type="submit">Show</button>
    </form>
  );
}

function Untold({ untold, narrowed }: Pick<DeliveriesProps, 'untold' | 'narrowed'>): JSX.Element | null {
  if (untold.items.length === 0) return null;
  const { next } = untold;
  return (
    <section aria-labelledby="untold">
      <h2 id="untold">Customers that nobody could be told for</h2>
      <Table labelledBy="untold" columns={['Customer', 'Notice', 'Why']}>
        {untold.items.map(({ slug, revision, organizationId, name, reason }) => (
          <tr key={`${slug} ${String(revision)} ${organizationId}`}>
            <th scope="row">
              {name} <span class="muted">{organizationId}</span>
            </th>
            <td>{noticeWords(slug)}</td>
            <td>{UNTOLD[reason].words}</td>
          </tr>
        ))}
      </Table>
      {next === null ? null : (
        <p class="pager">
          <a href={`?${new URLSearchParams({ q: narrowed.q, notice: narrowed.notice, untold: next }).toString()}`}>
            More customers
          </a>
        </p>
      )}
    </section>
  );
}
