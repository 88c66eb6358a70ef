import path from 'node:path';
import { format, resolveConfig } from 'prettier';
import { projectRoot } from '../project-root';
import { ROWS, type Panel } from './dashboard-rows';

/** The Grafana dashboard, as Grafana imports it. */

export const DASHBOARD_FILE = path.join(projectRoot(), 'ops', 'grafana', 'forewarn.json');

const WIDTH = { stat: 4, graph: 8 } as const;
const HEIGHT = 7;
const COLUMNS = 24;

/** The dashboard as Grafana imports it, in the form of this project's files. */
export async function dashboardText(): Promise<string> {
  const text = JSON.stringify({
    uid: 'forewarn',
    title: 'Forewarn',
    description: 'docs/alerts.md says what to do about what is red.',
    tags: ['forewarn', 'temporal'],
    schemaVersion: 41,
    editable: true,
    graphTooltip: 1,
    timezone: 'utc',
    time: { from: 'now-6h', to: 'now' },
    refresh: '30s',
    templating: {
      list: [{ name: 'source', label: 'Prometheus', type: 'datasource', query: 'prometheus', hide: 0, refresh: 1 }],
    },
    annotations: { list: [] },
    panels: panels(),
  });
  const config = await resolveConfig(DASHBOARD_FILE);
  return format(text, { ...config, parser: 'json' });
}

function panels(): object[] {
  const all: object[] = [];
  let y = 0;
  for (const [question, asked] of Object.entries(ROWS)) {
    all.push({
      id: all.length + 1,
      type: 'row',
      title: question,
      collapsed: false,
      panels: [],
      gridPos: { x: 0, y, w: COLUMNS, h: 1 },
    });
    y += 1;
    let x = 0;
    for (const panel of asked) {
      const w = WIDTH[panel.kind];
      if (x + w > COLUMNS) [x, y] = [0, y + HEIGHT];
      all.push(panelOf(panel, all.length + 1, { x, y, w, h: HEIGHT }));
      x += w;
    }
    y += HEIGHT;
  }
  return all;
}

function panelOf({ title, about, kind, asks, unit = 'short', red }: Panel, id: number, gridPos: object): object {
  const datasource = { type: 'prometheus', uid: '${source}' };
  const targets = Object.entries(asks).map(([legendFormat, expr], index) => ({
    ...{ refId: String.fromCharCode('A'.charCodeAt(0) + index), datasource, expr, legendFormat },
    ...(kind === 'stat' ? { instant: true } : { range: true }),
  }));
  const common = { id, title, description: about, datasource, gridPos, targets };
  if (kind === 'graph') {
    return {
      ...{ ...common, type: 'timeseries' },
      fieldConfig: { defaults: { unit, min: 0, custom: { fillOpacity: 10, showPoints: 'never' } }, overrides: [] },
      options: {
        legend: { displayMode: 'list', placement: 'bottom', showLegend: true },
        tooltip: { mode: 'multi', sort: 'desc' },
      },
    };
  }
  return {
    ...{ ...common, type: 'stat' },
    fieldConfig: { defaults: { unit, ...lights(unit, red) }, overrides: [] },
    options: {
      colorMode: 'background',
      graphMode: 'area',
      reduceOptions: { calcs: ['lastNotNull'], fields: '', values: false },
    },
  };
}

/** Green and red; what is a yes or a no says so. */
function lights(unit: Panel['unit'], red = 1): object {
  if (unit === 'bool') {
    const options = { '0': { text: 'not ready', color: 'red' }, '1': { text: 'ready', color: 'green' } };
    return {
      mappings: [{ type: 'value', options }],
      thresholds: {
        mode: 'absolute',
        steps: [
          { color: 'red', value: null },
          { color: 'green', value: 1 },
        ],
      },
    };
  }
  return {
    thresholds: {
      mode: 'absolute',
      steps: [
        { color: 'green', value: null },
        { color: 'red', value: red },
      ],
    },
  };
}
