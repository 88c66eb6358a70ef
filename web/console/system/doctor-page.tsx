import type { JSX } from 'preact';
import type { Asked } from '../area';
import { ConsoleLayout } from '../layout';
import { DOCTOR_NAMES, DOCTORS, type DoctorName } from './doctors';

/** What an examination found, as the API answers it. */
export interface Examination {
  readonly configured: boolean;
  readonly findings: readonly { readonly check: string; readonly ok: boolean; readonly text: string }[];
}

/** What came of a look just now, or that nothing came in time. */
export interface Examined {
  readonly name: DoctorName;
  readonly found: Examination | 'no answer';
}

interface DoctorProps {
  readonly asked: Asked;
  readonly examined?: Examined | undefined;
}

export const doctorHref = (name: DoctorName) => `/console/doctor/${name}`;

/** `/console/doctor`: whether what is configured can be used; each is looked at when somebody asks. */
export function DoctorPage({ asked, examined }: DoctorProps): JSX.Element {
  return (
    <ConsoleLayout {...asked.frame} title="Doctor" here="doctor">
      <p class="prose">
        Looks at what is configured, says what is wrong and how it is put right. Nothing is changed or sent.
      </p>
      {DOCTOR_NAMES.filter((name) => asked.may(DOCTORS[name].operation)).map((name) => (
        <One key={name} name={name} found={examined?.name === name ? examined.found : undefined} />
      ))}
    </ConsoleLayout>
  );
}

function One({
  name,
  found,
}: {
  readonly name: DoctorName;
  readonly found: Examined['found'] | undefined;
}): JSX.Element {
  const { title, about, missing } = DOCTORS[name];
  const id = `found-${name}`;
  const live = {
    'hx-get': doctorHref(name),
    'hx-target': `#${id}`,
    'hx-select': `#${id}`,
    'hx-swap': 'outerHTML',
    'hx-sync': 'this:drop',
  };
  return (
    <section aria-labelledby={name}>
      <h2 id={name}>{title}</h2>
      <p class="muted">{about}</p>
      <form method="get" action={doctorHref(name)} {...live}>
        <button type="submit" class="second" aria-label={`Examine ${title}`}>
          Examine
        </button>
      </form>
      <div id={id} aria-live="polite">
        {found === undefined ? null : <Found found={found} missing={missing} />}
      </div>
    </section>
  );
}

function Found({ found, missing }: { readonly found: Examined['found']; readonly missing: string }): JSX.Element {
  if (found === 'no answer') {
    return (
      <p class="callout tone-late" role="status">
        It has not answered in time. The other side may be down or far away: examine it again in a moment.
      </p>
    );
  }
  if (!found.configured) return <p role="status">{missing}</p>;
  if (found.findings.length === 0) return <p role="status">Nothing was found that could be wrong.</p>;
  return (
    <ul class="checks">
      {found.findings.map(({ check, ok, text }) => (
        <li key={`${check} ${text}`}>
          <strong>
            {ok ? 'Good' : 'Wrong'}: {check}
          </strong>{' '}
          {text}
        </li>
      ))}
    </ul>
  );
}
