import { z } from 'zod';
import type { Reply } from '../shared/faulty-routes';

/** Maintenance windows as PagerDuty's reference describes them. Instants are UTC ms, whole seconds. */
export interface MaintenanceWindow {
  readonly id: string;
  readonly description: string;
  readonly startsAt: number;
  readonly endsAt: number;
  readonly services: readonly string[];
}

interface Page {
  readonly limit: number;
  readonly offset: number;
}

const given = z.object({
  maintenance_window: z.object({
    type: z.literal('maintenance_window'),
    start_time: z.iso.datetime({ offset: true }),
    end_time: z.iso.datetime({ offset: true }),
    description: z.string().optional(),
    services: z.array(z.object({ id: z.string(), type: z.literal('service_reference') })).min(1),
  }),
});

export class MaintenanceWindows {
  private readonly kept = new Map<string, MaintenanceWindow>();
  private made = 0;

  constructor(
    private readonly clock: () => number,
    private readonly services: readonly string[],
  ) {}

  all(): readonly MaintenanceWindow[] {
    return [...this.kept.values()];
  }

  clear(): void {
    this.kept.clear();
  }

  stateOf({ startsAt, endsAt }: MaintenanceWindow): 'future' | 'ongoing' | 'past' {
    const now = this.clock();
    if (endsAt <= now) return 'past';
    return startsAt > now ? 'future' : 'ongoing';
  }

  list(filter: string, page: Page): Reply {
    const wanted = this.all().filter((one) => {
      const state = this.stateOf(one);
      return filter === 'all' || filter === state || (filter === 'open' && state !== 'past');
    });
    return paged('maintenance_windows', wanted.map(answerOf), page);
  }

  listServices(page: Page): Reply {
    return paged(
      'services',
      this.services.map((id) => ({ id, type: 'service' })),
      page,
    );
  }

  create(body: unknown): Reply {
    const read = this.read(body);
    if ('status' in read) return read;
    this.made += 1;
    const id = `PW${this.made.toString(36).toUpperCase().padStart(5, '0')}`;
    return this.keep(201, { ...read, id });
  }

  update(id: string, body: unknown): Reply {
    const before = this.kept.get(id);
    if (!before) return NOT_FOUND;
    if (this.stateOf(before) === 'past') return invalid('Maintenance window has ended and cannot be changed');
    const read = this.read(body);
    if ('status' in read) return read;
    // what is on keeps its start
    const startsAt = this.stateOf(before) === 'ongoing' ? before.startsAt : read.startsAt;
    return this.keep(200, { ...read, id, startsAt });
  }

  /** Future ones go, the one that is on ends now, and what is past cannot be deleted. */
  remove(id: string): Reply {
    const before = this.kept.get(id);
    if (!before) return NOT_FOUND;
    const state = this.stateOf(before);
    if (state === 'past') return { status: 405, body: { error: { message: 'Method Not Allowed', code: 2101 } } };
    if (state === 'future') this.kept.delete(id);
    else this.kept.set(id, { ...before, endsAt: this.clock() });
    return { status: 204 };
  }

  private keep(status: number, window: MaintenanceWindow): Reply {
    this.kept.set(window.id, window);
    return { status, body: { maintenance_window: answerOf(window) } };
  }

  private read(body: unknown): Omit<MaintenanceWindow, 'id'> | Reply {
    const parsed = given.safeParse(body);
    if (!parsed.success) return invalid(parsed.error.issues[0]?.message ?? 'unreadable');
    const { start_time, end_time, description = '', services } = parsed.data.maintenance_window;
    const now = this.clock();
    const startsAt = Math.max(wholeSecond(Date.parse(start_time)), wholeSecond(now));
    const endsAt = wholeSecond(Date.parse(end_time));
    if (endsAt <= now) return invalid('End time must be in the future');
    if (endsAt <= startsAt) return invalid('End time must be after the start time');
    const ids = services.map(({ id }) => id);
    if (ids.some((id) => !this.services.includes(id))) return invalid('Services are invalid');
    return { description, startsAt, endsAt, services: ids };
  }
}

function answerOf({ id, description, startsAt, endsAt, services }: MaintenanceWindow) {
  return {
    ...{ id, type: 'maintenance_window', description },
    start_time: iso(startsAt),
    end_time: iso(endsAt),
    services: services.map((service) => ({ id: service, type: 'service_reference' })),
  };
}

function paged(name: string, items: readonly object[], { limit, offset }: Page): Reply {
  if (limit > 100) return invalid('Limit must be at most 100');
  return {
    status: 200,
    body: { [name]: items.slice(offset, offset + limit), limit, offset, more: offset + limit < items.length },
  };
}

const wholeSecond = (at: number) => Math.floor(at / 1_000) * 1_000;
const iso = (at: number) => new Date(at).toISOString().replace(/\.\d{3}Z$/, 'Z');
const NOT_FOUND: Reply = { status: 404, body: { error: { message: 'Not Found', code: 2100 } } };

function invalid(why: string): Reply {
  return { status: 400, body: { error: { message: 'Invalid Input Provided', code: 2001, errors: [why] } } };
}
