import type { JSX } from 'preact';
import { accessOf } from '../../domain/access/contact-access';
import { CUSTOMER_LANGUAGES } from '../../domain/shared/words/common';
import {
  contactsAt,
  endPortalSession,
  portalSessionsOf,
  type PortalSessionSummary,
} from '../../store/access/portal-sessions';
import { PORTAL_TIMES } from '../../use-cases/sign-in-by-mail';
import { browserName } from '../console/browser-name';
import { Field } from '../forms/field';
import { readFields, type FieldSpec } from '../forms/fields';
import { textOf } from '../forms/typed';
import { Fact } from '../site/fact';
import { Moment } from '../site/moment';
import { SITE_LANGUAGES } from '../words/languages';
import type { PortalArea, PortalAsked, PortalFormState } from './area';
import { OwnToken, PortalLayout } from './layout';
import { ActionForm, Refusal } from './parts';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
/** Roles that hear of every window (N6). */
const TOLD = ['maintenance', 'ops-alert'];

/** The languages as a choice. */
export const LANGUAGES = CUSTOMER_LANGUAGES.map((tag) => [tag, SITE_LANGUAGES[tag].name] as const);

/** Zones of this runtime as a choice, with the one that is set; UTC first. */
export function zones(set: string | null): readonly (readonly [string, string])[] {
  const known = ['Etc/UTC', ...Intl.supportedValuesOf('timeZone').filter((zone) => zone !== 'UTC')];
  const all = set === null || known.includes(set) ? known : [set, ...known];
  return all.map((zone) => [zone, zone === 'Etc/UTC' ? 'UTC' : zone] as const);
}

/** Who one is, in which language and zone one reads, and where one is signed in. */
export function addSettings(area: PortalArea): void {
  const { db, clock, shows } = area.parts;

  async function show(asked: PortalAsked, form?: PortalFormState): Promise<JSX.Element> {
    const { contact } = asked.person.session;
    const [sessions, contacts] = await Promise.all([
      portalSessionsOf(db, contact.id, { now: clock(), idleMs: PORTAL_TIMES.idle }),
      contactsAt(db, contact.address, shows),
    ]);
    return <SettingsPage {...{ asked, sessions, form }} isSeveral={contacts.length > 1} />;
  }

  area.page('/portal/settings', undefined, (asked) => show(asked));
  area.action({
    path: '/portal/settings',
    operation: 'POST /v1/contacts/{id}',
    call(typed, asked) {
      const body = readFields(typed, [languageField(asked), zoneField(asked)]);
      return {
        params: { id: asked.person.session.contact.id },
        body: { locale: null, timeZone: null, ...body, wantsOptional: textOf(typed, 'wantsOptional') !== '' },
      };
    },
    done: () => '/portal/settings?done',
    again: show,
  });
  area.post('/portal/settings/end-session', async (asked, typed, response) => {
    const id = textOf(typed, 'session');
    if (UUID.test(id)) await endPortalSession(db, asked.person.session.contact.id, id);
    response.redirect(303, '/portal/settings');
  });
}

const languageField = ({ site: { words } }: PortalAsked): FieldSpec => ({
  ...{ name: 'locale', label: words.settings.language, kind: 'choice' },
  options: [['', words.settings.asOrganization], ...LANGUAGES],
});

const zoneField = ({ site: { words }, person }: PortalAsked): FieldSpec => ({
  ...{ name: 'timeZone', label: words.settings.timeZone, kind: 'choice' },
  options: [['', words.settings.asOrganization], ...zones(person.session.contact.timeZone)],
});

interface SettingsProps {
  readonly asked: PortalAsked;
  readonly sessions: readonly PortalSessionSummary[];
  readonly isSeveral: boolean;
  readonly form: PortalFormState | undefined;
}

function SettingsPage({ asked, sessions, isSeveral, form }: SettingsProps): JSX.Element {
  const { site, frame, query } = asked;
  const { settings: say, saved, save, choose } = site.words;
  const { contact } = asked.person.session;
  const language = languageField(asked);
  const zone = zoneField(asked);
  return (
    <PortalLayout {...frame} title={say.title} here="settings">
      {query.done === undefined ? null : (
        <p class="done" role="status">
          {saved}
        </p>
      )}
      <Refusal form={form} fields={[language, zone]} />
      <You asked={asked} />
      {isSeveral ? (
        <p>
          <a href="/portal/choose?to=/portal/settings">{choose.change}</a>
        </p>
      ) : null}
      <section aria-labelledby="mails">
        <h2 id="mails">{say.mails}</h2>
        <ActionForm {...{ asked, form }} action="/portal/settings" button={save}>
          <Field field={language} form={form} initial={knownIn(contact.locale)} />
          <Field field={zone} form={form} initial={contact.timeZone ?? ''} />
          <Field
            field={{ name: 'wantsOptional', label: say.optionalMails, kind: 'check', hint: say.optionalHint }}
            form={form}
            initial={contact.wantsOptional ? 'yes' : []}
          />
        </ActionForm>
      </section>
      <section aria-labelledby="sessions">
        <h2 id="sessions">{say.sessions}</h2>
        <ul class="sessions">
          {sessions.map((one) => (
            <li key={one.id}>
              <strong>{one.browser === null ? say.unknownBrowser : browserName(one.browser, ', ')}</strong>
              <br />
              <span class="muted">
                {say.since} <Moment at={one.createdAt} /> {say.lastSeen} <Moment at={one.seenAt} />
              </span>{' '}
              {one.id === asked.person.session.id ? (
                <em>{say.thisOne}</em>
              ) : (
                <form method="post" action="/portal/settings/end-session">
                  <OwnToken secret={asked.person.secret} />
                  <input type="hidden" name="session" value={one.id} />
                  <button type="submit" class="plain">
                    {say.end}
                  </button>
                </form>
              )}
            </li>
          ))}
        </ul>
      </section>
    </PortalLayout>
  );
}

/** The language of a tag such as `de-AT`, as the choice has it. */
export function knownIn(locale: string | null): string {
  const base = locale?.split('-')[0] ?? '';
  return CUSTOMER_LANGUAGES.find((tag) => tag === base) ?? '';
}

function You({ asked }: Pick<SettingsProps, 'asked'>): JSX.Element {
  const { settings: say } = asked.site.words;
  const { contact } = asked.person.session;
  const isTold = contact.roles.some((role) => TOLD.includes(role));
  return (
    <section aria-labelledby="you">
      <h2 id="you">{say.you}</h2>
      <dl class="facts">
        <Fact name={say.address}>
          {contact.name}, {contact.address}
        </Fact>
        <Fact name={say.of}>{contact.organization.name}</Fact>
        <Fact name={say.roles}>{contact.roles.length === 0 ? say.noRoles : contact.roles.join(', ')}</Fact>
        <Fact name={say.environments}>{contact.environments?.join(', ') ?? say.everywhere}</Fact>
        <Fact name={say.may}>{accessOf(contact) === 'self-service' ? say.mayAct : say.mayRead}</Fact>
        <Fact name={say.whatComes}>{isTold ? say.everyWindow : say.privateOnly}</Fact>
      </dl>
    </section>
  );
}
