import ICAL from 'ical.js';
import nodeIcal from 'node-ical';

/** An event as another program reads it. Instants are UTC ms. */
export interface ReadEvent {
  readonly uid: string;
  readonly sequence: number;
  readonly stamp: number;
  readonly startsAt: number;
  readonly endsAt: number;
  readonly summary: string;
  readonly description: string;
  readonly status: string;
  readonly organizer: string;
  readonly attendees: readonly string[];
  readonly provider: string;
  readonly account: string;
  readonly maintenanceId: string;
  readonly impact: string;
  readonly maintnoteStatus: string;
  /** Impact by object. */
  readonly objects: Readonly<Record<string, string>>;
}

export interface ReadCalendar {
  readonly method: string | null;
  readonly events: readonly ReadEvent[];
}

/** Reads with ical.js, strictly: every property of the profile appears no more often than it may. */
export function readWithIcalJs(text: string): ReadCalendar {
  const root = new ICAL.Component(ICAL.parse(text) as unknown[]);
  const method = root.getFirstPropertyValue('method');
  return {
    method: typeof method === 'string' ? method : null,
    events: root.getAllSubcomponents('vevent').map((event) => {
      const once = (name: string): unknown => {
        const properties = event.getAllProperties(name);
        if (properties.length !== 1) throw new Error(`${name} stands ${String(properties.length)} times`);
        return properties[0]?.getFirstValue();
      };
      const text = (name: string) => String(once(name));
      const instant = (name: string) => {
        const time = once(name) as ICAL.Time;
        if (time.isDate || time.zone !== ICAL.Timezone.utcTimezone) throw new Error(`${name} is not in UTC`);
        return time.toJSDate().getTime();
      };
      return {
        uid: text('uid'),
        sequence: Number(once('sequence')),
        stamp: instant('dtstamp'),
        startsAt: instant('dtstart'),
        endsAt: instant('dtend'),
        summary: text('summary'),
        description: text('description'),
        status: text('status'),
        organizer: text('organizer'),
        attendees: event.getAllProperties('attendee').map((attendee) => String(attendee.getFirstValue())),
        provider: text('x-maintnote-provider'),
        account: text('x-maintnote-account'),
        maintenanceId: text('x-maintnote-maintenance-id'),
        impact: text('x-maintnote-impact'),
        maintnoteStatus: text('x-maintnote-status'),
        objects: Object.fromEntries(
          event
            .getAllProperties('x-maintnote-object-id')
            .map((object) => [String(object.getFirstValue()), object.getFirstParameter('x-maintnote-object-impact')]),
        ),
      };
    }),
  };
}

/** A value of node-ical: plain, or with parameters, or a list of either. */
type Loose = string | { val: string; params?: Record<string, string> };

/** Reads with node-ical, a reader from other authors. */
export function readWithNodeIcal(text: string): ReadCalendar {
  const calendar = nodeIcal.sync.parseICS(text) as unknown as Record<string, Record<string, unknown>>;
  const components = Object.values(calendar);
  const root = components.find((component) => component.type === 'VCALENDAR');
  return {
    method: typeof root?.method === 'string' ? root.method : null,
    events: components
      .filter(({ type }) => type === 'VEVENT')
      .map((event) => {
        const listOf = (name: string) => [event[name] ?? []].flat() as Loose[];
        const valueOf = (value: Loose | undefined) => (typeof value === 'object' ? value.val : (value ?? ''));
        const text = (name: string) => valueOf(listOf(name)[0]);
        const instant = (name: string) => (event[name] as Date).getTime();
        return {
          uid: text('uid'),
          sequence: Number(text('sequence')),
          stamp: instant('dtstamp'),
          startsAt: instant('start'),
          endsAt: instant('end'),
          summary: text('summary'),
          description: text('description'),
          status: text('status'),
          organizer: text('organizer'),
          attendees: listOf('attendee').map(valueOf),
          provider: text('MAINTNOTE-PROVIDER'),
          account: text('MAINTNOTE-ACCOUNT'),
          maintenanceId: text('MAINTNOTE-MAINTENANCE-ID'),
          impact: text('MAINTNOTE-IMPACT'),
          maintnoteStatus: text('MAINTNOTE-STATUS'),
          objects: Object.fromEntries(
            listOf('MAINTNOTE-OBJECT-ID').map((object) => [
              valueOf(object),
              typeof object === 'object' ? (object.params?.['X-MAINTNOTE-OBJECT-IMPACT'] ?? '') : '',
            ]),
          ),
        };
      }),
  };
}
