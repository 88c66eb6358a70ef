import type { JSX } from 'preact';
import { utcText } from '../../../domain/public/times';
import type { Page } from '../../../store/database/cursor';
import type { Erasure } from '../../../store/erasure/record';
import { Field } from '../../forms/field';
import type { FieldSpec } from '../../forms/fields';
import { Form } from '../../forms/form';
import type { FormState } from '../../forms/typed';
import type { Asked } from '../area';
import { ConsoleLayout } from '../layout';
import { Pager, Table, windowHref } from '../parts';

export const ERASURES = '/console/erasures';
export const ERASE = `${ERASURES}/new`;

/** How long a kind is kept, as the API answers it. */
export interface Kept {
  readonly kind: string;
  readonly what: string;
  readonly days: number | null;
  readonly due: number;
  readonly ranAt: string | null;
  readonly removed: number;
}

/** `/console/retention`: how long what names people is kept (T6). */
export function RetentionPage({ asked, kept }: { readonly asked: Asked; readonly kept: readonly Kept[] }): JSX.Element {
  return (
    <ConsoleLayout {...asked.frame} title="Retention" here="retention">
      <p class="prose">What names people goes once its time is over: a worker sees to it every day.</p>
      {asked.may('GET /v1/erasures') ? (
        <p>
          <a href={ERASURES}>People erased on request</a>
        </p>
      ) : null}
      <h2 id="kept">What is kept how long</h2>
      <Table labelledBy="kept" columns={['What', 'Kept', 'Due now', 'Last run']}>
        {kept.map(({ kind, what, days, due, ranAt, removed }) => (
          <tr key={kind}>
            <th scope="row">
              {kind} <span class="muted">{what}</span>
            </th>
            <td>{days === null ? 'for ever' : `${String(days)} days`}</td>
            <td>{due.toLocaleString('en')}</td>
            <td>
              {ranAt === null ? 'never yet' : `${utcText(Date.parse(ranAt))}, ${removed.toLocaleString('en')} gone`}
            </td>
          </tr>
        ))}
      </Table>
    </ConsoleLayout>
  );
}

interface ErasuresProps {
  readonly asked: Asked;
  readonly page: Page<Erasure>;
}

/** `/console/erasures`: who was erased on request: not their address, but what stands in its place, and who asked for it. */
export function ErasuresPage({ asked, page }: ErasuresProps): JSX.Element {
  return (
    <ConsoleLayout {...asked.frame} title="People erased" here="retention">
      {asked.may('POST /v1/erasures') ? (
        <p>
          <a class="button" href={ERASE}>
            Erase a person
          </a>
        </p>
      ) : null}
      <h2 id="erasures">The oldest first</h2>
      {page.items.length === 0 ? (
        <p class="muted">Nobody has asked to be erased.</p>
      ) : (
        <Table labelledBy="erasures" columns={['Number', 'In place of the address', 'By', 'Begun', 'Done', 'Rows']}>
          {page.items.map(({ id, hashes, by, begunAt, finishedAt, counts }) => (
            <tr key={id}>
              <th scope="row">{id}</th>
              <td class="said">{hashes.join('\n')}</td>
              <td>{by}</td>
              <td>{utcText(begunAt)}</td>
              <td>
                {finishedAt === null ? 'not yet: erase the same person again, and it goes on' : utcText(finishedAt)}
              </td>
              <td>{Object.values(counts).reduce((sum, count) => sum + count, 0)}</td>
            </tr>
          ))}
        </Table>
      )}
      <Pager query={{}} next={page.next} words="Later ones" />
    </ConsoleLayout>
  );
}

const ADDRESS: FieldSpec = {
  ...{ name: 'address', label: 'Mail address of the person', kind: 'text', most: 320 },
  hint: 'Whoever has it, in every table.',
};
export const CONFIRM: FieldSpec = { name: 'confirm', label: 'The same address again', kind: 'text', most: 320 };
const ERASE_FIELDS: readonly FieldSpec[] = [ADDRESS, CONFIRM];

interface EraseProps {
  readonly asked: Asked;
  readonly form?: FormState | undefined;
}

/** Erases a person, once their address was typed twice. */
export function ErasePage({ asked, form }: EraseProps): JSX.Element {
  return (
    <ConsoleLayout {...asked.frame} title="Erase a person" here="retention">
      <p class="callout tone-late">
        <strong>This cannot be undone.</strong> Address and name are replaced by a hash everywhere: the record still
        says that somebody was told and when, but not who.
      </p>
      <Form
        action={ERASE}
        secret={asked.person.secret}
        button="Erase this person"
        look="danger"
        form={form}
        fields={ERASE_FIELDS}
      >
        {ERASE_FIELDS.map((field) => (
          <Field key={field.name} field={field} form={form} />
        ))}
      </Form>
    </ConsoleLayout>
  );
}

/** What came of it, as the API answers it. */
export interface Erased {
  readonly hashes: readonly string[];
  readonly counts: Readonly<Record<string, number>>;
  readonly inHistories: readonly string[];
}

/** The page after it: what stands in place of the address, and what of it is left elsewhere. */
export function ErasedPage({ asked, erased }: { readonly asked: Asked; readonly erased: Erased }): JSX.Element {
  const { hashes, counts, inHistories } = erased;
  const rows = Object.entries(counts);
  return (
    <ConsoleLayout {...asked.frame} title="The person is erased" here="retention">
      <p class="prose said">In place of the address stands {hashes.join(', ')}.</p>
      <p>
        {rows.length === 0
          ? 'Nothing named it.'
          : `Changed or removed: ${rows.map(([table, count]) => `${table} ${String(count)}`).join(', ')}.`}
      </p>
      {inHistories.length === 0 ? null : (
        <p>
          Histories in Temporal name it until they are removed there:{' '}
          {inHistories.map((reference, index) => (
            <>
              {index === 0 ? '' : ', '}
              <a key={reference} href={windowHref(reference)}>
                {reference}
              </a>
            </>
          ))}
          .
        </p>
      )}
      <p>
        <a href={ERASURES}>People erased</a>
      </p>
    </ConsoleLayout>
  );
}
