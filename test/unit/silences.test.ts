import fc from 'fast-check';
import { coverOf } from '../../channels/silences/alertmanager/alertmanager';
import { isSilent, locationSets, resourceSets, type AlertLabels } from '../../channels/silences/alertmanager/matchers';
import { differences } from '../../channels/silences/difference';
import { commentOf, markerOf } from '../../channels/silences/marker';
import { coveredServices } from '../../channels/silences/pagerduty/services';
import type { FoundSilence } from '../../channels/silences/system';
import { silencePeriod, type SilencePeriod } from '../../domain/channels/silence-period';
import { scopeSchema, type Scope } from '../../domain/planning/scope';
import { HOUR, MINUTE } from '../../domain/shared/time';
import { WORKING } from '../../domain/window/commands/verdict';
import type { Phase, Slot } from '../../domain/window/types';
import { viewOf } from '../../domain/window/view';
import { opening, randomBody, step, take } from '../support/random-life';
import { CoreWindow, openedEvent, openingBody, T0 } from '../support/windows';

const scope = (given: object): Scope => scopeSchema.parse(given);

/** What is wrong with a period; undefined when nothing is. */
function faultOf(
  period: SilencePeriod,
  { phase, slot, beforeMs, now }: { phase: Phase; slot: Slot; beforeMs: number; now: number },
): string | undefined {
  if (period.state === 'later') return period.at > now ? undefined : 'later is now';
  if (period.state === 'heard') return undefined;
  if (period.endsAt > slot.endsAt) return 'it outlives the window';
  if (period.endsAt <= now || period.startsAt > now) return 'it is not now';
  if (phase === 'announced') return beforeMs > 0 && now >= slot.startsAt - beforeMs ? undefined : 'nobody has begun';
  return WORKING.includes(phase) ? undefined : `it is ${phase}`;
}

describe('C8: when monitoring is silent', () => {
  const steps = fc.array(step, { minLength: 1, maxLength: 25, size: 'max' });

  test('in 1,000 random lives only during the work and never beyond its planned end; with a lead only once customers know', () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(opening, steps, fc.constantFrom(0, 30 * MINUTE), (first, then, beforeMs) => {
        const body = openingBody({ class: first.windowClass, ...randomBody(first, T0) });
        const window = new CoreWindow(openedEvent(body, { policy: first.policy }), T0);
        for (const next of then) {
          take(window, next);
          const { phase, startedAt, endedAt, spec } = viewOf(window.state);
          const period = silencePeriod({ phase, startedAt, endedAt, slot: spec.slot }, beforeMs, window.now);
          seen.add(`${phase} ${period.state}`);
          expect(faultOf(period, { phase, slot: spec.slot, beforeMs, now: window.now })).toBeUndefined();
        }
      }),
      { numRuns: 1_000 },
    );
    // else the lives show nothing
    expect([...seen]).toEqual(
      expect.arrayContaining([
        ...['in-progress silent', 'verifying silent', 'announced silent', 'announced later', 'announced heard'],
        ...['overdue heard', 'completed heard', 'cancelled heard', 'approved heard', 'draft heard'],
      ]),
    );
  });

  test('an extension prolongs it, and work that ran over is silent again once it is extended', () => {
    const slot = { startsAt: T0, endsAt: T0 + HOUR };
    const running = { phase: 'in-progress' as const, startedAt: T0, endedAt: null };
    expect(silencePeriod({ ...running, slot }, 0, T0 + MINUTE)).toEqual({ state: 'silent', ...slot });
    const overdue = { ...running, phase: 'overdue' as const };
    expect(silencePeriod({ ...overdue, slot }, 0, slot.endsAt)).toEqual({ state: 'heard' });
    const longer = { ...slot, endsAt: T0 + 2 * HOUR };
    expect(silencePeriod({ ...running, slot: longer }, 0, slot.endsAt + 1)).toEqual({ state: 'silent', ...longer });
  });

  test('a start that is given for later does not open a silence in the future', () => {
    const slot = { startsAt: T0, endsAt: T0 + HOUR };
    const window = { phase: 'in-progress' as const, startedAt: T0 + MINUTE, endedAt: null, slot };
    expect(silencePeriod(window, 0, T0)).toMatchObject({ state: 'silent', startsAt: T0 });
  });
});

describe('C8: what is silent at Alertmanager', () => {
  const byName: AlertLabels = { resources: { label: 'instance', holds: 'name', withPort: true } };
  const byParts: AlertLabels = { ...byName, locations: { parts: [null, 'datacenter', 'rack'] } };

  const named = (names: readonly string[]) => names.map((name, place) => ({ id: `id-${String(place)}`, name }));

  test('exactly the resources, whatever characters their names have, with a port or without', () => {
    const name = fc.oneof(
      fc.string({ minLength: 1, maxLength: 12 }),
      fc.constantFrom('a.b', 'a+b', 'db(1)', '[x]', 'a|b', '^$', 'back\\slash'),
    );
    fc.assert(
      fc.property(
        fc.uniqueArray(name, { maxLength: 30 }),
        fc.uniqueArray(name, { maxLength: 30 }),
        fc.boolean(),
        (within, others, withPort) => {
          const sets = resourceSets(named(within), { resources: { label: 'instance', holds: 'name', withPort } });
          const known = new Set(within);
          const heard = within.filter((one) => !isSilent({ alertname: 'Down', instance: one }, sets));
          const heardWithPort = within.filter((one) => !isSilent({ instance: `${one}:9100` }, sets));
          const silentBeyond = others
            .filter((one) => !known.has(one) && !(withPort && known.has(one.replace(/:[0-9]+$/, ''))))
            .filter((one) => isSilent({ instance: one }, sets));
          expect({ heard, silentBeyond }).toEqual({ heard: [], silentBeyond: [] });
          expect(heardWithPort).toEqual(withPort ? [] : within.filter((one) => !known.has(`${one}:9100`)));
          expect(isSilent({ alertname: 'Down' }, sets)).toBe(false);
        },
      ),
    );
  });

  test('in batches of 200 at most, which do not depend on the order they are read in', () => {
    const all = named(Array.from({ length: 1_001 }, (_, place) => `host-${String(place)}`));
    const sets = resourceSets(all, byName);
    expect(sets).toHaveLength(6);
    expect(resourceSets(all.toReversed(), byName)).toEqual(sets);
    expect(all.every(({ name }) => isSilent({ instance: `${name}:9100` }, sets))).toBe(true);
  });

  test('a whole location by its labels, and what lies beside it by its resources', () => {
    const { sets, rest } = locationSets(
      scope({ locations: ['eu-1/dc-1/rack-a12', 'eu-1'], resources: ['far'] }),
      byParts,
    );
    // the region lies above all labels; the rack is inside it
    expect(sets).toEqual([]);
    expect(rest.locations).toEqual(['eu-1/dc-1/rack-a12', 'eu-1']);
    const rack = locationSets(scope({ locations: ['eu-1/dc-1/rack-a12'], resources: ['far'] }), byParts);
    expect(rack.sets[0]?.matchers).toEqual([
      { name: 'datacenter', value: 'dc-1', isRegex: false, isEqual: true },
      { name: 'rack', value: 'rack-a12', isRegex: false, isEqual: true },
    ]);
    expect(rack.rest).toMatchObject({ locations: [], resources: ['far'] });
    const byPath: AlertLabels = { ...byName, locations: { path: 'location' } };
    const below = locationSets(scope({ locations: ['eu-1/dc-1'] }), byPath);
    expect(isSilent({ location: 'eu-1/dc-1/rack-a12' }, below.sets)).toBe(true);
    expect(isSilent({ location: 'eu-1/dc-1' }, below.sets)).toBe(true);
    expect(isSilent({ location: 'eu-1/dc-10' }, below.sets)).toBe(false);
  });

  test('a location that kinds, labels or exceptions narrow is not whole: only its resources are silent', () => {
    for (const narrow of [{ kinds: ['database'] }, { labels: { tier: 'gold' } }, { except: ['srv-1'] }]) {
      const narrowed = scope({ locations: ['eu-1/dc-1/rack-a12'], ...narrow });
      expect(locationSets(narrowed, byParts)).toEqual({ sets: [], rest: narrowed });
    }
  });

  test('more resources than one by one make sense are refused with the way out', async () => {
    const many = named(Array.from({ length: 10_001 }, (_, place) => `host-${String(place)}`));
    const options = { ...byName, name: 'production', url: 'http://alerts.example.net:9093', timeoutMs: 1_000 };
    await expect(coverOf(scope({ all: true }), () => Promise.resolve(many), options)).rejects.toMatchObject({
      fault: 'refused',
      message: expect.stringMatching(
        /more than 10,000 resources.*Alertmanager alerts\.example\.net:9093.*locations, in the file/,
      ) as string,
    });
    expect(
      await coverOf(scope({ locations: ['eu-1/dc-1'] }), () => Promise.reject(new Error('not asked')), {
        ...options,
        ...byParts,
      }),
    ).toHaveLength(1);
  });
});

describe('C8: what is silent at PagerDuty', () => {
  const mapping = {
    locations: { 'eu-1/dc-1': ['PDC1', 'PBOTH'], 'eu-1/dc-2': ['PDC2', 'PBOTH'] },
    resources: { 'srv-1': ['PSRV', 'PPAIR'], 'srv-2': ['PPAIR'] },
  };
  const services = (given: object, ...inScope: string[]) => coveredServices(scope(given), new Set(inScope), mapping);

  test('a service only where everything that names it is in the scope', () => {
    expect(services({ locations: ['eu-1/dc-1'] })).toEqual(['PDC1']);
    expect(services({ locations: ['eu-1'] })).toEqual(['PBOTH', 'PDC1', 'PDC2']);
    expect(services({ resources: ['srv-1'] }, 'srv-1')).toEqual(['PSRV']);
    expect(services({ resources: ['srv-1', 'srv-2'] }, 'srv-1', 'srv-2')).toEqual(['PPAIR', 'PSRV']);
    expect(services({ all: true }, 'srv-1', 'srv-2')).toEqual(['PBOTH', 'PDC1', 'PDC2', 'PPAIR', 'PSRV']);
  });

  test('nothing for part of a place: a rack, one kind, all but one', () => {
    expect(services({ locations: ['eu-1/dc-1/rack-a12'] })).toEqual([]);
    expect(services({ locations: ['eu-1/dc-1'], kinds: ['database'] })).toEqual([]);
    expect(services({ locations: ['eu-1/dc-1'], except: ['srv-9'] })).toEqual([]);
    expect(services({ all: true, except: ['srv-9'] })).toEqual([]);
  });
});

describe('C8: what has to be done', () => {
  const key = fc.constantFrom('a', 'b', 'c', 'd');
  const ends = fc.constantFrom(1, 2, 3).map((hours) => T0 + hours * HOUR);
  const found = fc.array(
    fc
      .record({ key, endsAt: ends, startsAt: fc.constantFrom(T0, T0 - MINUTE, T0 + HOUR) })
      .map((one) => ({ ...one, id: '' })),
    { maxLength: 8 },
  );

  test('whatever there is, afterwards each is in effect once and until the end, and nothing else; then there is nothing to do', () => {
    fc.assert(
      fc.property(found, fc.uniqueArray(key), ends, fc.dictionary(key, ends), (there, keys, endsAt, wrote) => {
        let kept: FoundSilence[] = there.map((one, place) => ({ ...one, id: String(place) }));
        const wanted = { covers: keys.map((name) => ({ key: name })), endsAt, now: T0 };
        const steps = differences(wanted, kept, wrote);
        kept.push(...steps.set.map((cover) => ({ ...cover, id: `new ${cover.key}`, startsAt: T0, endsAt })));
        const changed = new Set(steps.change.map(({ found: { id } }) => id));
        kept = kept.map((one) =>
          changed.has(one.id) ? { ...one, startsAt: Math.min(one.startsAt, T0), endsAt } : one,
        );
        const gone = new Set(steps.end.map(({ id }) => id));
        kept = kept.filter(({ id }) => !gone.has(id));
        expect(kept.map((one) => one.key).sort()).toEqual([...keys].sort());
        expect(kept.every((one) => one.endsAt === endsAt && one.startsAt <= T0)).toBe(true);
        const again = differences(wanted, kept, Object.fromEntries(keys.map((name) => [name, endsAt])));
        expect(again).toEqual({ set: [], change: [], end: [], ended: 0, changed: 0 });
      }),
    );
  });

  test('only what was surely set with this end was changed by hand; an extension of ours was not', () => {
    const wanted = { covers: [{ key: 'a' }], endsAt: T0 + 2 * HOUR, now: T0 };
    const one = { id: '1', key: 'a', startsAt: T0, endsAt: T0 + HOUR };
    expect(differences(wanted, [], { a: wanted.endsAt })).toMatchObject({ ended: 1, changed: 0 });
    expect(differences(wanted, [], {})).toMatchObject({ ended: 0 });
    expect(differences(wanted, [one], { a: wanted.endsAt })).toMatchObject({ changed: 1 });
    expect(differences(wanted, [one], { a: one.endsAt })).toMatchObject({ changed: 0, change: [{ found: one }] });
  });

  test('ours are known by the marker, of this installation and this window alone', () => {
    const of = { reference: 'MW-2026-0001', title: 'Replace\nthe PDU', origin: 'https://status.provider.example' };
    const comment = commentOf(of);
    expect(comment).toBe(
      'Maintenance MW-2026-0001: Replace the PDU [forewarn https://status.provider.example MW-2026-0001]',
    );
    expect(comment).toContain(markerOf(of.reference, of.origin));
    expect(comment).not.toContain(markerOf('MW-2026-00011', of.origin));
    expect(comment).not.toContain(markerOf(of.reference, 'https://status.other.example'));
    const other = markerOf('MW-2026-0002', of.origin);
    expect(commentOf({ ...of, title: `Work ${other}` })).not.toContain(other);
    expect(commentOf({ ...of, title: 'x'.repeat(5_000) }).length).toBeLessThan(320);
  });
});
