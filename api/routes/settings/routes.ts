import { z } from 'zod';
import { CALENDAR_MODES } from '../../../domain/channels/calendar';
import { address, locale, timeZone } from '../../../store/inventory/import/rows';
import { changeContact, changeOrganization, type SettingsCaller } from '../../../use-cases/change-own-settings';
import { route, type Caller, type Route } from '../../http/route';
import type { Dependencies } from '../dependencies';

interface SettingsDependencies extends Dependencies {
  /** Who can be told now may be told of windows that nobody could be told of (N13). */
  readonly onReachChanged: () => Promise<void>;
}

/** What customers set of themselves in the inventory (P8). */
export function settingsRoutes(deps: SettingsDependencies): Route[] {
  return [setContact(deps), setOrganization(deps)];
}

const params = z.strictObject({ id: z.string().min(1).max(200) });
const mode = z.enum(CALENDAR_MODES);
const STAYS =
  'What is left out stays. What a customer sets, imports leave alone; set by an administrator, it is the import’s again.';

const setContact = ({ db }: Dependencies) =>
  route({
    method: 'post',
    path: '/v1/contacts/{id}',
    id: 'setContact',
    tag: 'inventory',
    summary: 'Change what a contact sets of itself',
    description: `Language, time zone of the portal, and whether progress updates come. ${STAYS} Somebody who signed in changes their own alone.`,
    example: { locale: 'de', timeZone: 'Europe/Berlin', wantsOptional: false },
    resume: 'always',
    problems: [],
    success: { status: 200, description: 'What is in force' },
    params,
    body: z.strictObject({
      locale: locale.nullish().describe("null: the organization's"),
      timeZone: timeZone.nullish().describe("null: the organization's"),
      wantsOptional: z.boolean().optional().describe('false: no progress updates on public windows'),
    }),
    answer: z.object({
      ...{ id: z.string(), organizationId: z.string() },
      ...{ locale: z.string().nullable(), timeZone: z.string().nullable(), wantsOptional: z.boolean() },
    }),
    async handle({ params: { id }, body, caller, acting, now }) {
      return { body: await changeContact(db, id, body, { ...settingsCaller(caller), acting, now }) };
    },
  });

const setOrganization = ({ db, onReachChanged }: SettingsDependencies) =>
  route({
    method: 'post',
    path: '/v1/organizations/{id}',
    id: 'setOrganization',
    tag: 'inventory',
    summary: 'Change what an organization sets of itself',
    description: `The central maintenance address (N6), language and time zone of mails, and how they carry the calendar event. ${STAYS}`,
    example: { maintenanceEmail: 'maintenance@acme.example', calendarMode: 'invite' },
    resume: 'always',
    problems: [],
    success: { status: 200, description: 'What is in force' },
    params,
    body: z.strictObject({
      maintenanceEmail: address.nullish().describe('null: there is none'),
      locale: locale.optional(),
      timeZone: timeZone.optional(),
      calendarMode: mode.optional(),
    }),
    answer: z.object({
      ...{ id: z.string(), maintenanceEmail: z.string().nullable(), locale: z.string(), timeZone: z.string() },
      calendarMode: mode,
    }),
    async handle({ params: { id }, body, caller, acting, now }) {
      const changed = await changeOrganization(db, id, body, { ...settingsCaller(caller), acting, now });
      if (body.maintenanceEmail !== undefined) await onReachChanged();
      return { body: changed };
    },
  });

const settingsCaller = ({ organizationId, person, via }: Caller): Omit<SettingsCaller, 'acting' | 'now'> => ({
  ...{ organizationId, person, isSignedIn: via === 'session' },
});
