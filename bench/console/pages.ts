import { sql } from 'kysely';
import type { Database } from '../../store/database/database';
import type { Reader } from './app';
import { LARGE } from './inventory';
import { AT_WORK, EVERYTHING, monthAgo } from './windows';

/** One thing that is asked for again and again. */
export interface Question {
  readonly reader: Reader;
  /** As Express writes it. */
  readonly path: string;
  /** What is special about it; empty for the page as it is. */
  readonly variant: string;
  /** The address of the n-th time: where it makes sense, of another thing each time. */
  readonly address: (n: number) => string;
}

/** Paths that are not measured, and why. */
export const LEFT_OUT: Readonly<Record<string, string>> = {
  '/console/live': 'a stream without an end',
  '/console/kept/:secret': 'a form once, after its session lapsed',
  '/console/doctor/mail': 'asks servers elsewhere',
  '/console/doctor/slack': 'asks servers elsewhere',
  '/console/doctor/statuspage': 'asks servers elsewhere',
  '/console/doctor/executors': 'asks servers elsewhere',
  '/console/doctor/silences': 'asks servers elsewhere',
  '/console/inventory/organizations/export': 'a file, streamed',
  '/console/inventory/environments/export': 'a file, streamed',
  '/console/inventory/contacts/export': 'a file, streamed',
  '/console/inventory/resources/export': 'a file, streamed',
  '/console/inventory/locations/export': 'a file, streamed',
  '/console/inventory/staff/export': 'a file, streamed',
  '/console/inventory/staff_organizations/export': 'a file, streamed',
  '/portal/sign-in': 'before signing in',
  '/portal/sign-in/:token': 'before signing in',
};

/** Names in paths: alternatives by what is special about them. */
type Names = Readonly<Record<string, (n: number) => Readonly<Record<string, string>>>>;

/** Things that there are, to be named in paths. */
export interface Known {
  /** Windows of all phases, of the large customer, and those whose announcement it got. */
  readonly references: readonly string[];
  readonly own: readonly string[];
  readonly ids: Readonly<Record<'task' | 'measure' | 'returned' | 'delivery' | 'ownTask', string>>;
  readonly difference: string;
}

export async function readKnown(db: Database): Promise<Known> {
  const texts = async (query: ReturnType<typeof sql<{ one: string }>>) =>
    (await query.execute(db)).rows.map(({ one }) => one);
  const first = async (query: ReturnType<typeof sql<{ one: string }>>) => (await texts(query))[0] ?? '';
  return {
    references: await texts(sql`select reference as one from windows order by md5(reference) limit 40`),
    own: await texts(sql`
      select w.reference as one from windows w join notices n on n.window_reference = w.reference
        join notice_organizations s on s.notice_id = n.id
      where n.kind = 'announcement' and s.organization_id = ${LARGE} order by md5(reference) limit 40`),
    ids: {
      task: await first(sql`select id::text as one from staff_tasks where done_at is null limit 1`),
      ownTask: await first(sql`
        select id::text as one from staff_tasks where window_reference = ${EVERYTHING} and kind = 'objection' limit 1`),
      measure: await first(sql`select id::text as one from measures where state = 'open' limit 1`),
      returned: await first(sql`select id::text as one from returned_mails limit 1`),
      delivery: await first(sql`
        select id::text as one from webhook_deliveries where endpoint_id = ${HOOK}::uuid limit 1`),
    },
    difference: await first(sql`select reference as one from window_differences limit 1`),
  };
}

const HOOK = '00000000-0000-4000-8000-000000000001';
const nth = (all: readonly string[], n: number) => all[n % all.length] ?? '';

/** What names stand for, by path; by the name `reference` alone where the path has no row. */
function namesFor({ references, own, ids, difference }: Known): Readonly<Record<string, Names>> {
  const one = (names: Readonly<Record<string, string>>): Names => ({ '': () => names });
  return {
    reference: {
      '': (n) => ({ reference: nth(references, n) }),
      'that concerns all': () => ({ reference: EVERYTHING }),
      'at work on half a region': () => ({ reference: AT_WORK }),
    },
    '/console/windows/:reference/work': one({ reference: AT_WORK }),
    '/console/windows/:reference/answers/:task': one({ reference: EVERYTHING, task: ids.ownTask }),
    '/console/windows/:reference/proof/:organization': {
      'large customer': (n) => ({ reference: nth(own, n), organization: LARGE }),
      'that concerns all': () => ({ reference: EVERYTHING, organization: LARGE }),
    },
    '/console/series/:id': one({ id: 'MS-2026-0007' }),
    '/console/tasks/:id': one({ id: ids.task }),
    '/console/returned-mails/:id': one({ id: ids.returned }),
    '/console/inventory/organizations/:id': {
      '': (n) => ({ id: `org-${String(1 + n * 37).padStart(5, '0')}` }),
      'large customer': () => ({ id: LARGE }),
    },
    '/console/webhooks/:id': one({ id: HOOK }),
    '/console/webhooks/:id/deliveries/:delivery': one({ id: HOOK, delivery: ids.delivery }),
    '/console/differences/:reference': one({ reference: difference }),
    '/console/measures/:id': one({ id: ids.measure }),
    '/console/measures/:id/give-up': one({ id: ids.measure }),
    '/console/templates/:id': one({ id: 'template-7' }),
    '/portal/windows/:reference': {
      '': (n) => ({ reference: nth(own, n) }),
      'that concerns all': () => ({ reference: EVERYTHING }),
    },
    '/portal/windows/:reference/proof': {
      '': (n) => ({ reference: nth(own, n) }),
      'that concerns all': () => ({ reference: EVERYTHING }),
    },
  };
}

/** What lists are narrowed to besides, by path. */
function queriesFor(now: number): Readonly<Record<string, readonly string[]>> {
  const past = monthAgo(now);
  return {
    '/console/windows': [...'q=firmware|q=rack-077|q=nothing like it|phase=closed|phase=announced'.split('|')],
    '/console/windows/:reference/notices': [
      ...'state=failed|state=accepted|q=person77|q=org-00077|q=nobody|notice=announcement'.split('|'),
    ],
    '/console/windows/:reference/audience': ['q=customer 77', 'q=org-0007', 'q=nobody'],
    '/console/windows/:reference/work': ['state=failed', 'state=due', 'state=done'],
    '/console/plan': [`like=${EVERYTHING}`, `like=${AT_WORK}`],
    '/console/suppressions': ['q=person77', 'q=nobody', 'q=@org-00077'],
    '/console/suppressions/lift': ['address=person3@org-00000.example'],
    '/console/tasks': [
      ...'whose=all|whose=customers|whose=all&state=all|whose=all&kind=objection&state=all|whose=all&kind=unreadable-mail'.split(
        '|',
      ),
      `whose=all&reference=${EVERYTHING}`,
    ],
    '/console/inventory/organizations': ['q=customer 77', 'q=org-0', 'q=c', 'q=nobody'],
    '/console/inventory/environments': ['q=prod', 'q=org-00077', `organization=${LARGE}`, 'q=nobody'],
    '/console/inventory/contacts': [
      ...'q=person 77|q=p|q=person|q=contact-9|q=person77@|q=nobody|organization=org-00077'.split('|'),
      ...[`organization=${LARGE}`, `organization=${LARGE}&q=person 1`, `organization=${LARGE}&q=nobody`],
      `organization=${LARGE}&q=person 9`,
    ],
    '/console/inventory/resources': [
      ...'q=host-4|q=h|q=host|q=srv-77|q=nothing|organization=org-00077'.split('|'),
      ...[`organization=${LARGE}`, `organization=${LARGE}&q=host-1`, `organization=${LARGE}&q=host-9`],
    ],
    '/console/inventory/locations': [
      'q=eu-1/dc-1',
      'q=rack',
      'q=r',
      'q=nothing',
      `organization=${LARGE}`,
      `organization=${LARGE}&q=rack 7`,
    ],
    '/console/inventory/staff': ['q=colleague 7', `organization=${LARGE}`],
    '/console/inventory/staff_organizations': ['q=staff-77', 'q=org-0007', `organization=${LARGE}`],
    '/console/webhooks': ['state=disabled', `organization=${LARGE}`, 'q=hooks'],
    '/console/webhooks/:id': ['state=failed', 'state=delivered'],
    '/console/audit': [
      ...'by=engineer|by=tester|by=nobody|door=api|door=console|door=mail|kind=window|kind=acknowledgement|kind=measure'.split(
        '|',
      ),
      ...[`day=${past}`, 'reference=MW-2026-0077', `by=tester&day=${past}`, 'door=api&by=nobody'],
    ],
    '/console/settings': ['q=mail'],
    '/console/measures': [
      'which=late',
      'which=all',
      'which=all&owner=staff7',
      'which=all&owner=nobody',
      'which=all&window=MW-2026-0077',
    ],
    '/console/approvals': ['of=mine'],
    '/console/calendar': [
      ...[`on=${past}`, `on=${past}&span=week`, `on=${past}&view=days`, 'view=days', 'span=week'],
      ...[
        `on=${past}&level=3`,
        `on=${past}&at=eu-1/dc-1`,
        `on=${past}&at=eu-1/dc-1/rack-001`,
        `on=${past}&phase=cancelled`,
      ],
      ...[`on=${past}&class=emergency`, `on=${past}&level=3&at=us-1`],
    ],
    '/console/search': [
      'q=customer 77',
      'q=host-4',
      'q=rack-0',
      'q=firmware',
      'q=e',
      'q=person77@org-00077.example',
      'q=nothing like it',
    ],
    '/console/reports': ['level=3'],
  };
}

/** All that is measured. Throws for a path whose names nobody has given: a page added later is measured or named. */
export function questionsOf(paths: Readonly<Record<Reader, readonly string[]>>, known: Known, now: number): Question[] {
  const names = namesFor(known);
  const queries = queriesFor(now);
  return (Object.keys(paths) as Reader[]).flatMap((reader) =>
    [...new Set(paths[reader])]
      .filter((path) => !(path in LEFT_OUT))
      .flatMap((path): Question[] => {
        const needed = [...path.matchAll(/:(\w+)/g)].map(([, name]) => name ?? '');
        const given: Names | undefined =
          names[path] ??
          (needed.length === 0 ? { '': () => ({}) } : needed.join() === 'reference' ? names.reference : undefined);
        if (!given) throw new Error(`${path} has names that bench/console/pages.ts knows nothing for`);
        return Object.entries(given).flatMap(([variant, values]) =>
          ['', ...(queries[path] ?? [])].map((query): Question => ({
            ...{ reader, path, variant: [variant, query].filter((word) => word !== '').join(', ') },
            address: (n) => withNames(path, values(n)) + (query === '' ? '' : `?${encodeURI(query)}`),
          })),
        );
      }),
  );
}

const withNames = (path: string, names: Readonly<Record<string, string>>) =>
  path.replaceAll(/:(\w+)/g, (_whole, name: string) => encodeURIComponent(names[name] ?? ''));
