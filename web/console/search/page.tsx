import type { JSX } from 'preact';
import { SEARCH_KINDS, MOST_HITS, type Hit, type SearchKind } from '../../../store/inventory/search';
import type { Asked } from '../area';
import { ConsoleLayout } from '../layout';
import type { OperationName } from '../operations';
import { queryText, windowHref } from '../parts';
import { PLACE_ROWS } from '../places';

interface KindRow {
  readonly title: string;
  /** Who may use it finds these. */
  readonly operation: OperationName;
  readonly how: string;
  /** Where a hit leads; undefined where no page shows it. */
  readonly href: (hit: Hit) => string | undefined;
}

/** The page of a customer, where the console has the inventory. */
const ofCustomer = ({ organization }: Hit) =>
  organization === null || !HAS_INVENTORY
    ? undefined
    : `/console/inventory/organizations/${encodeURIComponent(organization)}`;
const HAS_INVENTORY = PLACE_ROWS.some(([, { href }]) => href.startsWith('/console/inventory'));

/** What is planned there. */
const atPlace = ({ place }: Hit) => (place === null ? undefined : `/console/calendar?${queryText({ at: place })}`);

/** One row a kind: what it is called, who finds it, by what, and where it leads. */
export const KINDS: Readonly<Record<SearchKind, KindRow>> = {
  windows: {
    title: 'Windows',
    operation: 'GET /v1/windows',
    how: 'any part of the title or the reference, or the id of a change',
    href: ({ id }) => windowHref(id),
  },
  customers: {
    title: 'Customers',
    operation: 'GET /v1/inventory/organizations',
    how: 'any part of the name or the id',
    href: ofCustomer,
  },
  environments: {
    title: 'Environments',
    operation: 'GET /v1/inventory/environments',
    how: 'how the name begins, or the id',
    href: ofCustomer,
  },
  resources: {
    title: 'Resources',
    operation: 'GET /v1/inventory/resources',
    how: 'how the name begins, or the id',
    href: atPlace,
  },
  places: {
    title: 'Places',
    operation: 'GET /v1/inventory/locations',
    how: 'any part of the path or the name',
    href: atPlace,
  },
  contacts: {
    title: 'Contacts',
    operation: 'GET /v1/inventory/contacts',
    how: 'the whole mail address',
    href: ofCustomer,
  },
  staff: {
    title: 'Staff',
    operation: 'GET /v1/inventory/staff',
    how: 'the whole mail address',
    href: () => undefined,
  },
};

/** What was found of a kind. */
export interface Found {
  readonly kind: SearchKind;
  readonly hits: readonly Hit[];
  readonly hasMore: boolean;
}

interface SearchProps {
  readonly frame: Asked['frame'];
  readonly words: string;
  /** Of the kinds that the person may read. */
  readonly found: readonly Found[];
}

/** `/console/search`: windows, customers and what is theirs, kind by kind (P8). */
export function SearchPage({ frame, words, found }: SearchProps): JSX.Element {
  const some = found.filter(({ hits }) => hits.length > 0);
  return (
    <ConsoleLayout {...frame} title={words === '' ? 'Search' : 'Found'}>
      <form method="get" class="filters" role="search" aria-label="Again">
        <label>
          Words <input name="q" type="search" value={words} maxLength={200} autocomplete="off" />
        </label>
        <button type="submit">Search</button>
      </form>
      {some.map((one) => (
        <Kind key={one.kind} found={one} words={words} />
      ))}
      {words !== '' && some.length === 0 ? (
        <p class="none">Nothing is called that. This is what can be found:</p>
      ) : null}
      {some.length === 0 ? <Ways frame={frame} /> : null}
    </ConsoleLayout>
  );
}

function Kind({
  found: { kind, hits, hasMore },
  words,
}: {
  readonly found: Found;
  readonly words: string;
}): JSX.Element {
  const { title, href } = KINDS[kind];
  return (
    <section aria-labelledby={kind}>
      <h2 id={kind}>{title}</h2>
      <ul class="needs hits">
        {hits.map((hit) => (
          <li key={hit.id}>
            <Named hit={hit} href={href(hit)} /> <span class="muted">{hit.note}</span>
          </li>
        ))}
      </ul>
      {hasMore ? <More kind={kind} words={words} /> : null}
    </section>
  );
}

function Named({ hit, href }: { readonly hit: Hit; readonly href: string | undefined }): JSX.Element {
  const name = <bdi>{hit.name}</bdi>;
  return href === undefined ? <strong>{name}</strong> : <a href={href}>{name}</a>;
}

function More({ kind, words }: { readonly kind: SearchKind; readonly words: string }): JSX.Element {
  if (kind === 'windows') {
    return (
      <p>
        <a href={`/console/windows?${queryText({ q: words })}`}>All windows like that</a>
      </p>
    );
  }
  return <p class="muted">There are more than {MOST_HITS}. Write more of the name.</p>;
}

/** What can be looked for, and by what. */
function Ways({ frame: { may } }: Pick<SearchProps, 'frame'>): JSX.Element {
  return (
    <dl class="facts">
      {SEARCH_KINDS.filter((kind) => may(KINDS[kind].operation)).flatMap((kind) => [
        <dt key={kind}>{KINDS[kind].title}</dt>,
        <dd key={`${kind} how`}>{KINDS[kind].how}</dd>,
      ])}
    </dl>
  );
}
