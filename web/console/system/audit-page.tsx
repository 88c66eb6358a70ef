import type { JSX } from 'preact';
import { AUDIT_DOORS, DOOR_WORDS } from '../../../domain/audit/doors';
import { AUDIT_SOURCES, type AuditKind } from '../../../domain/audit/sources';
import { utcText } from '../../../domain/public/times';
import { actorInWords } from '../../../domain/shared/actor';
import type { AuditFilters, AuditLine } from '../../../store/audit/audit';
import type { Page } from '../../../store/database/cursor';
import type { Asked } from '../area';
import { ConsoleLayout } from '../layout';
import { Filters, type Filter } from '../list-parts';
import { Pager, Table, windowHref } from '../parts';

interface AuditProps {
  readonly asked: Asked;
  /** The sources the person may read of. */
  readonly kinds: readonly AuditKind[];
  readonly narrowed: AuditFilters;
  readonly page: Page<AuditLine>;
}

/** `/console/audit`: who did what, by which door, when (T2); the newest first. */
export function AuditPage({ asked, kinds, narrowed, page }: AuditProps): JSX.Element {
  const { by, door, reference, kind, day } = narrowed;
  const query = { by, door, reference, kind, day };
  const filters: readonly Filter[] = [
    { name: 'by', label: 'Person', kind: 'search', hint: 'as on record' },
    { name: 'door', label: 'Door', kind: 'choice', options: AUDIT_DOORS.map((one) => [one, DOOR_WORDS[one]]) },
    { name: 'reference', label: 'Window', kind: 'search', hint: 'MW-2026-0001' },
    { name: 'kind', label: 'Kind', kind: 'choice', options: kinds.map((one) => [one, AUDIT_SOURCES[one].title]) },
    { name: 'day', label: 'Day (UTC)', kind: 'date' },
  ];
  const isNarrowed = Object.values(query).some((value) => value !== undefined);
  return (
    <ConsoleLayout {...asked.frame} title="Audit log" here="audit">
      <Filters action="/console/audit" filters={filters} values={query} />
      <section id="found" aria-labelledby="lines">
        <h2 id="lines">Who did what, the newest first</h2>
        {page.items.length === 0 ? (
          <p class="muted">
            {isNarrowed ? 'Nothing on record is like that. ' : 'Nothing was done yet.'}
            {isNarrowed ? <a href="/console/audit">Show all</a> : null}
          </p>
        ) : (
          <Table labelledBy="lines" columns={['When', 'Who', 'Door', 'Window', 'What']}>
            {page.items.map((line, index) => (
              <Line key={index} line={line} />
            ))}
          </Table>
        )}
        <Pager query={query} next={page.next} words="Earlier" />
      </section>
    </ConsoleLayout>
  );
}

function Line({ line }: { readonly line: AuditLine }): JSX.Element {
  const { at, by, onBehalfOf, credential, issuedBy, door, reference, text } = line;
  const who = by === '' ? 'not on record' : actorInWords({ by, ...(onBehalfOf === null ? {} : { onBehalfOf }) });
  const shown = [credential, issuedBy === null ? null : `issued by ${issuedBy}`].filter((one) => one !== null);
  return (
    <tr>
      <th scope="row">{utcText(at)}</th>
      <td>
        {by === '' ? who : <a href={`/console/audit?by=${encodeURIComponent(by)}`}>{who}</a>}
        {shown.length === 0 ? null : <span class="muted small"> {shown.join(', ')}</span>}
      </td>
      <td>{doorWords(door)}</td>
      <td>{reference === null ? '–' : <a href={windowHref(reference)}>{reference}</a>}</td>
      <td class="said">{text}</td>
    </tr>
  );
}

function doorWords(door: string | null): string {
  const known = AUDIT_DOORS.find((one) => one === door);
  return known ? DOOR_WORDS[known] : 'not on record';
}
