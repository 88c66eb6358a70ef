import fc from 'fast-check';
import { parseFragment, type DefaultTreeAdapterTypes as Tree } from 'parse5';
import type { VNode } from 'preact';
import { render } from 'preact-render-to-string';
import { DAY, HOUR, MINUTE } from '../../domain/shared/time';
import { columnsOf, MOST_COLUMNS } from '../../web/pictures/columns';
import { Columns, DeliveriesOverTime } from '../../web/pictures/deliveries-over-time';
import { barOf, placeBars, shareOf } from '../../web/pictures/frame';
import { keptRows, TOLERATED } from '../../web/pictures/kept';
import { lifeScale, momentsOf, overrunOf, type Life } from '../../web/pictures/life';
import { LifeLine } from '../../web/pictures/life-line';
import { NightsMap, shadeOf, SHADES } from '../../web/pictures/nights-map';
import { NoticeKept } from '../../web/pictures/notice-kept';
import { layRows, PlacesTimeline, type DrawnNight } from '../../web/pictures/places-timeline';
import { PHASE_MARKS } from '../../web/pictures/phase-marks';
import { T0 } from '../support/windows';

/** Every element of a picture, from parse5's own reading of the HTML. */
function elements(node: VNode): Tree.Element[] {
  const found: Tree.Element[] = [];
  const walk = (one: Tree.Node): void => {
    if ('tagName' in one) found.push(one);
    if ('childNodes' in one) one.childNodes.forEach(walk);
  };
  walk(parseFragment(render(node)));
  return found;
}
const attribute = ({ attrs }: Tree.Element, name: string) => attrs.find((one) => one.name === name)?.value;
const isOfClass = (name: string) => (one: Tree.Element) => (attribute(one, 'class') ?? '').split(' ').includes(name);
const textOf = (node: Tree.Node): string =>
  'value' in node ? node.value : 'childNodes' in node ? node.childNodes.map(textOf).join('') : '';
const share = (element: Tree.Element, name: string) => Number((attribute(element, name) ?? '').replace('%', '')) / 100;
/** The cells of each row of the body. */
const tableOf = (node: VNode) =>
  elements(node)
    .filter(({ tagName }) => tagName === 'tbody')
    .flatMap(({ childNodes }) => childNodes.map((row) => ('childNodes' in row ? row.childNodes.map(textOf) : [])));

const frame = fc.tuple(fc.integer({ min: 0, max: 1000 }), fc.integer({ min: 1, max: 60 })).map(([start, days]) => ({
  from: T0 + start * DAY,
  to: T0 + (start + days) * DAY,
}));
const slot = fc
  .tuple(fc.integer({ min: -20 * 24 * 60, max: 1100 * 24 * 60 }), fc.integer({ min: 1, max: 20 * 24 * 60 }))
  .map(([start, lasts]) => ({ startsAt: T0 + start * MINUTE, endsAt: T0 + (start + lasts) * MINUTE }));
// figures are written with three decimals of a percent
const ROUNDING = 0.000_02;

const HOSTILE = [
  '<script>document.title="owned"</script>',
  '"><img src=x onerror="document.title=\'owned\'">',
  '</text></svg><iframe src=x>',
  '\u202Eevil\u202C \u2066isolated',
  "' onload='alert(1)",
];

describe('P8: bars across time', () => {
  test('lie in the frame, and are there exactly where the span and the frame overlap', () => {
    fc.assert(
      fc.property(frame, slot, (across, night) => {
        const bar = barOf(night, across);
        expect(bar !== undefined).toBe(night.startsAt < across.to && night.endsAt > across.from);
        if (!bar) return;
        expect(bar.x).toBeGreaterThanOrEqual(0);
        expect(bar.width).toBeGreaterThan(0);
        expect(bar.x + bar.width).toBeLessThanOrEqual(1 + Number.EPSILON);
        // it covers when the night is, as far as the frame goes
        expect(bar.x).toBeLessThanOrEqual(shareOf(night.startsAt, across));
        expect(bar.x + bar.width).toBeGreaterThanOrEqual(shareOf(night.endsAt, across) - Number.EPSILON);
      }),
    );
  });

  test('and their words never cover each other in a lane, nor stick out', () => {
    const bars = fc.array(
      fc.tuple(
        fc.double({ min: 0, max: 0.99, noNaN: true }),
        fc.double({ min: 0.001, max: 1, noNaN: true }),
        fc.double({ min: 0, max: 0.5, noNaN: true }),
      ),
      { maxLength: 40 },
    );
    fc.assert(
      fc.property(bars, (some) => {
        const given = some.map(([x, part, words]) => ({ x, width: part * (1 - x), words }));
        const spans = placeBars(given).map(({ x, width, label, lane }, index) => {
          const words = given[index]?.words ?? 0;
          return {
            lane,
            from: label === 'before' ? x - words : x,
            to: label === 'after' ? x + width + words : x + width,
          };
        });
        for (const [index, one] of spans.entries()) {
          expect(one.from).toBeGreaterThanOrEqual(-1e-9);
          expect(one.to).toBeLessThanOrEqual(1 + 1e-9);
          const others = spans.slice(index + 1).filter(({ lane }) => lane === one.lane);
          expect(others.filter(({ from, to }) => from < one.to && to > one.from)).toEqual([]);
        }
      }),
    );
  });

  test('every night of a row that lies in the weeks is drawn once, inside the picture', () => {
    fc.assert(
      fc.property(frame, fc.array(slot, { maxLength: 25 }), (across, slots) => {
        const nights = slots.map((one, index): DrawnNight => drawn({ ...one, key: String(index) }));
        const rows = [
          { key: 'a', name: 'A', nights },
          { key: 'b', name: 'B', nights: nights.slice(0, 3) },
        ];
        const all = elements(<PlacesTimeline frame={across} ticks={[]} rows={rows} closures={[]} now={T0} />);
        const seen = [...nights, ...nights.slice(0, 3)].filter(
          ({ startsAt, endsAt }) => startsAt < across.to && endsAt > across.from,
        );
        const bars = all.filter(isOfClass('night'));
        expect(bars).toHaveLength(seen.length);
        const { height } = layRows(rows, across);
        for (const rect of all.filter(
          ({ tagName, parentNode }) =>
            tagName === 'rect' && parentNode !== null && bars.includes(parentNode as Tree.Element),
        )) {
          expect(share(rect, 'x') + share(rect, 'width')).toBeLessThanOrEqual(1 + ROUNDING);
          expect(Number(attribute(rect, 'y')) + Number(attribute(rect, 'height'))).toBeLessThanOrEqual(height);
        }
      }),
      { numRuns: 50 },
    );
  });
});

function drawn(change: Partial<DrawnNight>): DrawnNight {
  return {
    ...{
      key: 'k',
      href: '/console/windows/MW-2026-0001',
      words: 'MW-2026-0001',
      title: 'Title',
      tone: 'planned',
      isMaybe: false,
    },
    ...{ startsAt: T0, endsAt: T0 + 2 * HOUR, ...change },
  };
}

const ago = fc.integer({ min: 0, max: 40 * 24 * 60 });
const life: fc.Arbitrary<{ life: Life; now: number }> = fc
  .record({
    opened: ago,
    told: fc.option(ago),
    inMin: fc.integer({ min: -600, max: 60 * 24 * 60 }),
    lasts: fc.integer({ min: 1, max: 3000 }),
    late: fc.option(fc.integer({ min: -15, max: 3000 })),
    over: fc.option(fc.integer({ min: 1, max: 6000 })),
    isCancelled: fc.boolean(),
    waited: ago,
  })
  .map(({ opened, told, inMin, lasts, late, over, isCancelled, waited }) => {
    const openedAt = T0 + opened * MINUTE;
    const startsAt = openedAt + inMin * MINUTE;
    const startedAt = late === null ? null : startsAt + late * MINUTE;
    const endedAt = startedAt === null || over === null ? null : startedAt + over * MINUTE;
    const last = Math.max(openedAt, endedAt ?? startedAt ?? openedAt);
    return {
      life: {
        ...{ openedAt, slot: { startsAt, endsAt: startsAt + lasts * MINUTE }, startedAt, endedAt },
        toldAt: told === null ? null : openedAt + told * MINUTE,
        cancelledAt: isCancelled && endedAt === null ? last + MINUTE : null,
      },
      now: last + waited * MINUTE,
    };
  });

describe('P8: a life on one line', () => {
  test('no later step lies left of an earlier one, and all of them lie in the picture', () => {
    fc.assert(
      fc.property(life, ({ life: one, now }) => {
        const scale = lifeScale(one, now);
        const places = momentsOf(one, now).map(({ at }) => scale(at));
        expect(places).toEqual([...places].sort((a, b) => a - b));
        expect(Math.min(...places)).toBeGreaterThanOrEqual(0);
        expect(Math.max(...places)).toBeLessThanOrEqual(1);
      }),
    );
  });

  test('the table has a row for each step that is drawn', () => {
    fc.assert(
      fc.property(life, ({ life: one, now }) => {
        const picture = <LifeLine life={one} now={now} />;
        const steps = elements(picture).filter(isOfClass('moment'));
        const names = momentsOf(one, now).map(({ name }) => name);
        expect(steps.map((step) => textOf(step).split(',')[0])).toEqual(names);
        expect(tableOf(picture).map(([name]) => name)).toEqual(names);
        expect(elements(picture).filter(isOfClass('overran'))).toHaveLength(overrunOf(one, now) ? 1 : 0);
      }),
      { numRuns: 50 },
    );
  });

  test('says how late, how long over, and how much notice there was', () => {
    const slotOf = { startsAt: T0 + 14 * DAY, endsAt: T0 + 14 * DAY + 2 * HOUR };
    const over: Life = {
      openedAt: T0 - DAY,
      toldAt: T0,
      slot: slotOf,
      startedAt: slotOf.startsAt + 5 * MINUTE,
      endedAt: slotOf.endsAt + 35 * MINUTE,
      cancelledAt: null,
    };
    expect(momentsOf(over, slotOf.endsAt + DAY).map(({ name, note }) => [name, note])).toEqual([
      ['opened', ''],
      ['customers told', '14 days before the start'],
      ['planned start', ''],
      ['started', '5 minutes late'],
      ['planned end', ''],
      ['done', '35 minutes over'],
    ]);
    expect(overrunOf(over, 0)).toEqual({ startsAt: slotOf.endsAt, endsAt: slotOf.endsAt + 35 * MINUTE });
    expect(overrunOf({ ...over, startedAt: null, endedAt: null }, slotOf.endsAt + DAY)).toBeUndefined();
    expect(momentsOf({ ...over, endedAt: null }, slotOf.endsAt + HOUR).at(-1)).toMatchObject({
      name: 'now',
      note: '1 hour over',
    });
  });
});

describe('P8: deliveries over time', () => {
  const minutes = fc
    .uniqueArray(fc.integer({ min: 0, max: 500_000 }), { minLength: 1, maxLength: 80 })
    .chain((times) =>
      fc.tuple(
        ...times.map((time) =>
          fc.integer({ min: 1, max: 5_000 }).map((accepted) => ({ at: T0 + time * MINUTE, accepted })),
        ),
      ),
    );

  test('none is lost or counted twice, whatever the length of a column', () => {
    fc.assert(
      fc.property(minutes, (some) => {
        const columns = columnsOf(some);
        expect(columns.length).toBeLessThanOrEqual(MOST_COLUMNS);
        const total = some.reduce((sum, { accepted }) => sum + accepted, 0);
        expect(columns.reduce((sum, { accepted }) => sum + accepted, 0)).toBe(total);
        expect(columns.at(-1)?.told).toBe(total);
        for (const { at, lasts, accepted } of columns) {
          const inside = some.filter((one) => one.at >= at && one.at < at + lasts);
          expect(accepted).toBe(inside.reduce((sum, one) => sum + one.accepted, 0));
        }
      }),
    );
  });

  test('columns are as high as the figures in the table', () => {
    fc.assert(
      fc.property(minutes, (some) => {
        const columns = columnsOf(some);
        const heights = elements(<Columns columns={columns} />)
          .filter(({ tagName }) => tagName === 'rect')
          .map((rect) => Number(attribute(rect, 'height')));
        const highest = Math.max(...columns.map(({ accepted }) => accepted));
        expect(heights.map((height) => Math.round((height / Math.max(...heights)) * highest))).toEqual(
          columns.map(({ accepted }) => accepted),
        );
        const fanOut = { slug: 'announcement', revision: 1, recipients: 9, minutes: some };
        const figures = tableOf(<DeliveriesOverTime fanOuts={[fanOut]} />).map(([, accepted, told]) => [
          Number(accepted),
          Number(told),
        ]);
        expect(figures).toEqual(
          columns.filter(({ accepted }) => accepted > 0).map(({ accepted, told }) => [accepted, told]),
        );
      }),
      { numRuns: 50 },
    );
  });
});

describe('P8, N11: notice kept or not', () => {
  const notices = fc.array(
    fc.record({
      class: fc.constantFrom('standard', 'expedited', 'night-work'),
      promisedMs: fc.integer({ min: 0, max: 20 * DAY }),
      givenMs: fc.integer({ min: 0, max: 30 * DAY }),
    }),
    { maxLength: 60 },
  );

  test('every window counts once, and bars are as long as the figures in the table', () => {
    fc.assert(
      fc.property(notices, (some) => {
        const rows = keptRows(some);
        expect(rows.reduce((sum, { kept, broken }) => sum + kept + broken, 0)).toBe(some.length);
        const picture = <NoticeKept rows={rows} labelledBy="kept" />;
        const most = Math.max(1, ...rows.map(({ kept, broken }) => kept + broken));
        const drawnAs = (name: string) =>
          elements(picture)
            .filter(isOfClass(name))
            .map((bar) => Math.round(share(bar, 'width') * most));
        const table = tableOf(picture);
        expect(drawnAs('kept-bar')).toEqual(table.map((cells) => Number(cells[3])));
        expect(drawnAs('broken-bar')).toEqual(table.map((cells) => Number(cells[4])));
        expect(table.map((cells) => [cells[0], Number(cells[2])])).toEqual(
          rows.map((row) => [row.class, row.kept + row.broken]),
        );
      }),
      { numRuns: 50 },
    );
  });

  test('a moment late is not a broken promise, an hour is', () => {
    const given = (givenMs: number) => keptRows([{ class: 'standard', promisedMs: 14 * DAY, givenMs }])[0];
    expect(given(14 * DAY - TOLERATED)).toMatchObject({ kept: 1, broken: 0 });
    expect(given(14 * DAY - HOUR)).toMatchObject({ kept: 0, broken: 1 });
  });
});

describe('P8: the map of nights', () => {
  test('has the figure of every hour, and never a lighter shade for more', () => {
    const hours = fc.uniqueArray(
      fc.record({
        weekday: fc.integer({ min: 1, max: 7 }),
        hour: fc.integer({ min: 0, max: 23 }),
        windows: fc.integer({ min: 1, max: 500 }),
      }),
      { selector: ({ weekday, hour }) => weekday * 24 + hour, maxLength: 60 },
    );
    fc.assert(
      fc.property(hours, (some) => {
        const table = tableOf(<NightsMap hours={some} labelledBy="hours" />);
        expect(table).toHaveLength(7);
        for (const { weekday, hour, windows } of some) expect(Number(table[weekday - 1]?.[hour + 1])).toBe(windows);
        const sum = table.flatMap((cells) => cells.slice(1)).reduce((all, cell) => all + Number(cell), 0);
        expect(sum).toBe(some.reduce((all, { windows }) => all + windows, 0));
      }),
      { numRuns: 30 },
    );
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 500 }),
        fc.integer({ min: 0, max: 500 }),
        fc.integer({ min: 500, max: 900 }),
        (one, other, most) => {
          expect(shadeOf(Math.min(one, other), most)).toBeLessThanOrEqual(shadeOf(Math.max(one, other), most));
          expect(shadeOf(most, most)).toBe(SHADES);
          expect(shadeOf(one, most) === 0).toBe(one === 0);
        },
      ),
    );
  });
});

test.each(HOSTILE)('P8: a hostile name gains no element or attribute in a picture: %j', (name) => {
  const picture = (words: string) => (
    <PlacesTimeline
      frame={{ from: T0, to: T0 + DAY }}
      ticks={[{ at: T0, words }]}
      rows={[{ key: words, name: words, nights: [drawn({ words, title: words })] }]}
      closures={[{ key: words, words, startsAt: T0, endsAt: T0 + HOUR }]}
      now={T0}
    />
  );
  const shape = (node: VNode) => elements(node).map(({ tagName, attrs }) => [tagName, attrs.map((one) => one.name)]);
  // as many characters, so that the same bars have the same words beside them
  expect(shape(picture(name))).toEqual(shape(picture('x'.repeat(name.length))));
  const kept = (words: string) => (
    <NoticeKept labelledBy="kept" rows={keptRows([{ class: words, promisedMs: 1, givenMs: 1 }])} />
  );
  expect(shape(kept(name))).toEqual(shape(kept('x')));
});

test('P8: a phase that needs somebody is told apart by a sign, too, not by its colour alone', () => {
  const marks = Object.values(PHASE_MARKS);
  const used = marks.filter(({ tone, mark }) => tone !== 'planned' && mark !== '').map(({ mark }) => mark);
  expect(['▸', '!', '✓', '×']).toEqual(expect.arrayContaining(used));
  const late = marks.filter(({ tone }) => tone === 'late' || tone === 'major').map(({ mark }) => mark);
  expect(new Set(late)).toEqual(new Set(['!']));
});
