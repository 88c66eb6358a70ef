import { alertRules, read } from '../support/alerts/alerts';

/** The alert rules that are shipped, and what docs/alerts.md says of each (O3). */

const rules = alertRules();
const guide = read('docs/alerts.md');
const headings = [...guide.matchAll(/^### (\w+)$/gm)].map(([, name = '']) => name);

test('O3: every alert has its section in docs/alerts.md, in the same order, and no section is left over', () => {
  expect(rules.length).toBeGreaterThan(10);
  expect(headings).toEqual(rules.map(({ alert }) => alert));
});

test.each(rules.map((rule) => [rule.alert, rule] as const))(
  'O3: %s says how grave it is, and leads to what to do',
  (_name, rule) => {
    const { alert, for: patience, labels, annotations } = rule;
    expect(patience).toMatch(/^\d+[mh]$/);
    expect(['page', 'ticket']).toContain(labels.severity);
    expect(annotations.runbook_url).toBe(`docs/alerts.md#${alert.toLowerCase()}`);
    expect(annotations.summary.length).toBeLessThan(100);
    expect(annotations.description).toMatch(/^(?:[A-Z]|\{\{ ).*\.$/s);
    const section = guide.split(`### ${alert}\n`)[1]?.split(/^##/m)[0] ?? '';
    expect(section).toMatch(/\*\*Look\*\*/);
    expect(section).toMatch(/\*\*Do\*\*/);
    // as long as the rule waits is what the guide says
    expect(section).toContain(`(${labels.severity}, after ${patience})`);
  },
);

interface Panel {
  readonly id: number;
  readonly title: string;
  readonly type: string;
  readonly description?: string;
  readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
  readonly targets?: readonly { readonly expr: string; readonly refId: string }[];
}
const dashboard = JSON.parse(read('ops/grafana/forewarn.json')) as {
  readonly uid: string;
  readonly schemaVersion: number;
  readonly panels: readonly Panel[];
};

test('O3: the panels of the dashboard have ids of their own, lie beside each other, and each asks something', () => {
  const { panels } = dashboard;
  expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
  for (const [index, { gridPos: a, title, type, targets = [], description = '' }] of panels.entries()) {
    expect(a.x + a.w).toBeLessThanOrEqual(24);
    const overlaps = panels.slice(index + 1).filter(({ gridPos: b }) => {
      return a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;
    });
    expect([title, overlaps.map((one) => one.title)]).toEqual([title, []]);
    if (type === 'row') continue;
    expect(description).not.toBe('');
    expect(targets.length).toBeGreaterThan(0);
    expect(new Set(targets.map(({ refId }) => refId)).size).toBe(targets.length);
  }
});
