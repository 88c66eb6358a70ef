import type { JSX } from 'preact';
import { CALENDAR_MODES } from '../../domain/channels/calendar';
import { listInventory, type ListedRows } from '../../store/inventory/inventory';
import type { Page } from '../../store/database/cursor';
import { listCalendarFeeds, type CalendarFeedSummary } from '../../store/public/calendar-feeds';
import { listEndpoints, type WebhookEndpoint } from '../../store/webhooks/endpoints';
import { Table } from '../console/parts';
import { Field } from '../forms/field';
import { readFields, type FieldSpec } from '../forms/fields';
import type { PortalArea, PortalAsked, PortalFormState } from './area';
import { PortalLayout } from './layout';
import { ActionForm, cursorOf, Pages, Refusal } from './parts';
import { knownIn, LANGUAGES, zones } from './settings-pages';

const PAGE = '/portal/organization';
const SHOWN = 50;

/** What is shown this once: a feed's address, a webhook's secret. */
interface Issued {
  readonly what: 'feed' | 'webhook';
  readonly secret: string | null;
}

/** What concerns everybody of the organization: address, language, contacts, calendar feeds, webhooks. */
export function addOrganization(area: PortalArea): void {
  const { db } = area.parts;

  async function show(asked: PortalAsked, form?: PortalFormState, issued?: Issued): Promise<JSX.Element> {
    const { id } = asked.person.session.contact.organization;
    const page = { limit: SHOWN };
    const [contacts, environments, feeds, webhooks] = await Promise.all([
      asked.may('GET /v1/inventory/contacts')
        ? listInventory(db, 'contacts', { ...page, cursor: cursorOf(asked), ...asked.viewer })
        : undefined,
      listInventory(db, 'environments', { ...page, ...asked.viewer }),
      asked.may('GET /v1/organizations/{id}/calendar-feeds') ? listCalendarFeeds(db, id) : undefined,
      asked.may('GET /v1/webhooks') ? listEndpoints(db, {}, page, asked.viewer) : undefined,
    ]);
    return (
      <OrganizationPage
        {...{ asked, form, issued, contacts, feeds }}
        environments={environments.items}
        webhooks={webhooks?.items}
      />
    );
  }
  const again = (asked: PortalAsked, form: PortalFormState) => show(asked, form);
  const saved = () => `${PAGE}?done`;
  const own = (asked: PortalAsked) => ({ id: asked.person.session.contact.organization.id });

  area.page(PAGE, 'GET /v1/inventory/organizations', (asked) => show(asked));
  area.action({
    path: PAGE,
    operation: 'POST /v1/organizations/{id}',
    call: (typed, asked) => ({
      params: own(asked),
      body: { maintenanceEmail: null, ...readFields(typed, settingFields(asked)) },
    }),
    done: saved,
    again,
  });
  addFeeds(area, { show, again, own });
  addWebhooks(area, { show, again });
}

interface Shows {
  readonly show: (asked: PortalAsked, form?: PortalFormState, issued?: Issued) => Promise<JSX.Element>;
  readonly again: (asked: PortalAsked, form: PortalFormState) => Promise<JSX.Element>;
}

function addFeeds(
  area: PortalArea,
  { show, again, own }: Shows & { own: (asked: PortalAsked) => { readonly id: string } },
): void {
  const issued = (answer: unknown, asked: PortalAsked) =>
    show(asked, undefined, { what: 'feed', secret: (answer as { readonly url: string | null }).url });
  const ofFeed = (asked: PortalAsked) => ({ params: { ...own(asked), feed: asked.params.feed ?? '' } });
  area.action({
    path: `${PAGE}/feeds`,
    operation: 'POST /v1/organizations/{id}/calendar-feeds',
    call: (typed, asked) => ({ params: own(asked), body: readFields(typed, feedFields(asked, [])) }),
    done: issued,
    again,
  });
  area.action({
    path: `${PAGE}/feeds/:feed/renew`,
    operation: 'POST /v1/organizations/{id}/calendar-feeds/{feed}/rotate',
    call: (_typed, asked) => ofFeed(asked),
    done: issued,
    again,
  });
  area.action({
    path: `${PAGE}/feeds/:feed/end`,
    operation: 'DELETE /v1/organizations/{id}/calendar-feeds/{feed}',
    call: (_typed, asked) => ofFeed(asked),
    done: () => `${PAGE}?done`,
    again,
  });
}

function addWebhooks(area: PortalArea, { show, again }: Shows): void {
  const ofWebhook = (_typed: unknown, { params }: PortalAsked) => ({ params: { id: params.id ?? '' } });
  area.action({
    path: `${PAGE}/webhooks`,
    operation: 'POST /v1/webhooks',
    call: (typed, asked) => ({ body: readFields(typed, [urlField(asked)]) }),
    done: (answer, asked) =>
      show(asked, undefined, { what: 'webhook', secret: (answer as { readonly secret: string | null }).secret }),
    again,
  });
  area.action({
    path: `${PAGE}/webhooks/:id/end`,
    operation: 'DELETE /v1/webhooks/{id}',
    ...{ call: ofWebhook, done: () => `${PAGE}?done`, again },
  });
  area.action({
    path: `${PAGE}/webhooks/:id/enable`,
    operation: 'POST /v1/webhooks/{id}/enable',
    ...{ call: (typed, asked) => ({ ...ofWebhook(typed, asked), body: {} }), done: () => `${PAGE}?done`, again },
  });
}

function settingFields({ site: { words }, person }: PortalAsked): readonly FieldSpec[] {
  const { organization: say } = words;
  const { timeZone } = person.session.contact.organization;
  return [
    {
      ...{ name: 'maintenanceEmail', label: say.maintenanceEmail, kind: 'email', optional: true },
      hint: say.maintenanceHint,
    },
    { name: 'locale', label: say.language, kind: 'choice', options: LANGUAGES },
    { name: 'timeZone', label: say.timeZone, kind: 'choice', options: zones(timeZone) },
    {
      ...{ name: 'calendarMode', label: say.calendarMode, kind: 'choice' },
      options: CALENDAR_MODES.map((mode) => [mode, say.calendarModes[mode]] as const),
    },
  ];
}

function feedFields({ site: { words } }: PortalAsked, environments: OrganizationProps['environments']): FieldSpec[] {
  const { organization: say, settings } = words;
  return [
    { name: 'name', label: say.feedName, kind: 'text', most: 100 },
    {
      ...{ name: 'environmentId', label: say.feedEnvironment, kind: 'choice' },
      options: [['', settings.everywhere], ...environments.map(({ id, name }) => [id, name] as const)],
    },
  ];
}

const urlField = ({ site: { words } }: PortalAsked): FieldSpec => ({
  ...{ name: 'url', label: words.organization.webhookUrl, kind: 'text', most: 2_000 },
});

interface OrganizationProps {
  readonly asked: PortalAsked;
  readonly form: PortalFormState | undefined;
  readonly issued: Issued | undefined;
  readonly environments: readonly ListedRows['environments'][];
  /** Undefined: not for this contact. */
  readonly contacts: Page<ListedRows['contacts']> | undefined;
  readonly feeds: readonly CalendarFeedSummary[] | undefined;
  readonly webhooks: readonly WebhookEndpoint[] | undefined;
}

function OrganizationPage(props: OrganizationProps): JSX.Element {
  const { asked, contacts, feeds, webhooks, issued } = props;
  const { words } = asked.site;
  const { organization: say } = words;
  return (
    <PortalLayout {...asked.frame} title={asked.person.session.contact.organization.name} here="organization">
      {asked.query.done === undefined ? null : (
        <p class="done" role="status">
          {words.saved}
        </p>
      )}
      <Refusal form={props.form} fields={[...settingFields(asked), ...feedFields(asked, []), urlField(asked)]} />
      {issued ? <IssuedOnce say={say} issued={issued} /> : null}
      {asked.may('POST /v1/organizations/{id}') ? <Settings {...props} /> : null}
      {contacts ? (
        <section aria-labelledby="contacts">
          <h2 id="contacts">{say.contacts}</h2>
          <p class="muted">{say.contactsHint}</p>
          <Table labelledBy="contacts" columns={[say.contact, say.address, say.roles, say.environments]}>
            {contacts.items.map(({ id, name, email, roles, environments }) => (
              <tr key={id}>
                <th scope="row">{name}</th>
                <td>{email}</td>
                <td>{roles.length === 0 ? words.settings.noRoles : roles.join(', ')}</td>
                <td>{environments?.join(', ') ?? words.settings.everywhere}</td>
              </tr>
            ))}
          </Table>
          <Pages site={asked.site} path={PAGE} cursor={cursorOf(asked)} next={contacts.next} />
        </section>
      ) : null}
      {feeds ? <Feeds {...props} feeds={feeds} /> : null}
      {webhooks ? <Webhooks {...props} webhooks={webhooks} /> : null}
    </PortalLayout>
  );
}

function IssuedOnce({
  say,
  issued: { what, secret },
}: {
  readonly say: PortalAsked['site']['words']['organization'];
  readonly issued: Issued;
}): JSX.Element | null {
  if (secret === null) return null;
  return (
    <div class="callout tone-good" role="status">
      <p>
        <strong>{what === 'feed' ? say.feedMade : say.webhookMade}</strong>
      </p>
      <p>
        <code class="secret">{secret}</code>
      </p>
      <p>{say.copyNow}</p>
    </div>
  );
}

function Settings({ asked, form }: OrganizationProps): JSX.Element {
  const { words } = asked.site;
  const { organization } = asked.person.session.contact;
  const fields = settingFields(asked);
  const initial: Readonly<Record<string, string>> = {
    maintenanceEmail: organization.maintenanceEmail ?? '',
    locale: knownIn(organization.locale),
    timeZone: organization.timeZone,
    calendarMode: organization.calendarMode,
  };
  const own = form?.of === PAGE ? form : undefined;
  return (
    <section aria-labelledby="settings">
      <h2 id="settings">{words.organization.settings}</h2>
      <ActionForm {...{ asked, form }} action={PAGE} button={words.save}>
        {fields.map((field) => (
          <Field
            key={field.name}
            field={field}
            form={own}
            initial={initial[field.name]}
            optionalWord={words.optional}
          />
        ))}
      </ActionForm>
    </section>
  );
}

function Feeds({ asked, form, feeds, environments }: OrganizationProps & { feeds: readonly CalendarFeedSummary[] }) {
  const { organization: say } = asked.site.words;
  const fields = feedFields(asked, environments);
  const action = `${PAGE}/feeds`;
  const own = form?.of === action ? form : undefined;
  return (
    <section aria-labelledby="feeds">
      <h2 id="feeds">{say.feeds}</h2>
      <p class="muted">{say.feedsHint}</p>
      {feeds.length === 0 ? <p>{say.noFeeds}</p> : null}
      <ul class="sessions">
        {feeds.map(({ id, name, environmentId }) => (
          <li key={id}>
            <strong>{name}</strong> <span class="muted">{environmentId}</span>
            <div class="buttons">
              <ActionForm asked={asked} action={`${action}/${id}/renew`} button={say.renewFeed} look="plain" />
              <ActionForm asked={asked} action={`${action}/${id}/end`} button={say.endFeed} look="plain" />
            </div>
          </li>
        ))}
      </ul>
      <ActionForm {...{ asked, form, action }} button={say.makeFeed}>
        {fields.map((field) => (
          <Field key={field.name} field={field} form={own} />
        ))}
      </ActionForm>
    </section>
  );
}

function Webhooks({ asked, form, webhooks }: OrganizationProps & { webhooks: readonly WebhookEndpoint[] }) {
  const { organization: say } = asked.site.words;
  const field = urlField(asked);
  const action = `${PAGE}/webhooks`;
  return (
    <section aria-labelledby="webhooks">
      <h2 id="webhooks">{say.webhooks}</h2>
      <p class="muted">{say.webhooksHint}</p>
      {webhooks.length === 0 ? <p>{say.noWebhooks}</p> : null}
      <ul class="sessions">
        {webhooks.map(({ id, url, state }) => (
          <li key={id}>
            <strong>{url}</strong> <span class="muted">{state === 'active' ? say.webhookOn : say.webhookOff}</span>
            <div class="buttons">
              {state === 'active' ? null : (
                <ActionForm asked={asked} action={`${action}/${id}/enable`} button={say.enableWebhook} look="plain" />
              )}
              {asked.may('DELETE /v1/webhooks/{id}') ? (
                <ActionForm asked={asked} action={`${action}/${id}/end`} button={say.endWebhook} look="plain" />
              ) : null}
            </div>
          </li>
        ))}
      </ul>
      {asked.may('POST /v1/webhooks') ? (
        <ActionForm {...{ asked, form, action }} button={say.makeWebhook}>
          <Field field={field} form={form?.of === action ? form : undefined} />
        </ActionForm>
      ) : null}
    </section>
  );
}
