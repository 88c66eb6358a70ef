import type { JSX } from 'preact';
import type { Asked } from '../area';
import { ConsoleLayout } from '../layout';
import { Filters } from '../list-parts';
import { Table } from '../parts';

/** A value in force, as the API answers it. */
export interface Setting {
  readonly name: string;
  readonly value: string | null;
  readonly from: 'environment' | 'file' | 'default';
  readonly secret: boolean;
}

interface SettingsProps {
  readonly asked: Asked;
  readonly q: string | undefined;
  readonly values: readonly Setting[];
}

const FROM: Readonly<Record<Setting['from'], string>> = {
  environment: 'the environment',
  file: 'the file',
  default: 'the default',
};

/** `/console/settings`: every value in force, and where it comes from (P6). They are changed where they come from, not here. */
export function SettingsPage({ asked, q, values }: SettingsProps): JSX.Element {
  const shown = values.filter(({ name }) => q === undefined || name.toLowerCase().includes(q.toLowerCase()));
  const isSetting = ({ name }: Setting) => /^[A-Z0-9_]+$/.test(name);
  return (
    <ConsoleLayout {...asked.frame} title="Settings" here="settings">
      <p class="prose">
        Of the process that answers: give every process the same environment and the same file. A window keeps the rules
        it was opened with.
      </p>
      <Filters
        action="/console/settings"
        filters={[{ name: 'q', label: 'Part of the name', kind: 'search' }]}
        values={{ q }}
      />
      <div id="found">
        <Values id="rules" title="Rules" values={shown.filter((one) => !isSetting(one))} />
        <Values id="settings" title="Settings" values={shown.filter(isSetting)} />
      </div>
    </ConsoleLayout>
  );
}

interface ValuesProps {
  readonly id: string;
  readonly title: string;
  readonly values: readonly Setting[];
}

function Values({ id, title, values }: ValuesProps): JSX.Element {
  return (
    <section aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {values.length === 0 ? (
        <p class="muted">None is called so.</p>
      ) : (
        <Table labelledBy={id} columns={['Name', 'Value', 'From']}>
          {values.map((one) => (
            <tr key={one.name}>
              <th scope="row">
                <code>{one.name}</code>
              </th>
              <td class="said">{valueWords(one)}</td>
              <td>{FROM[one.from]}</td>
            </tr>
          ))}
        </Table>
      )}
    </section>
  );
}

function valueWords({ value, from, secret }: Setting): string {
  if (secret) return from === 'default' ? 'not set' : 'set, and secret';
  return value ?? (from === 'default' ? 'not set, or made of other values' : 'made of other values');
}
