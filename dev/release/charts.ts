import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { parseDocument } from 'yaml';

/** The Helm charts of the project: paths of their Chart.yaml from its folder. */
export async function chartsIn(root: string): Promise<string[]> {
  const found = await readdir(path.join(root, 'ops'), { recursive: true }).catch(() => []);
  return found.filter((name) => path.basename(name) === 'Chart.yaml').map((name) => path.join('ops', name));
}

/** A Chart.yaml for a version of the product: a chart is released with it, so both of its versions are that one. */
export async function releasedChart(file: string, version: string): Promise<string> {
  const chart = parseDocument(await readFile(file, 'utf8'));
  chart.set('version', version);
  chart.set('appVersion', version);
  return chart.toString({ lineWidth: 0 });
}
