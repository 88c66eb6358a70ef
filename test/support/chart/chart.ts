import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { projectRoot } from '../../../dev/project-root';

/** The Helm chart. */
export const CHART = path.join(projectRoot(), 'ops', 'helm', 'forewarn');

/** Sets of values that the chart must render. */
export const VALUE_SETS = ['least', 'cloud', 'everything'] as const;

export const valueFile = (name: (typeof VALUE_SETS)[number]) => path.join(__dirname, `${name}.yaml`);

/** The text of the chart's templates by file name. */
export function templates(): Readonly<Record<string, string>> {
  const folder = path.join(CHART, 'templates');
  return Object.fromEntries(readdirSync(folder).map((name) => [name, readFileSync(path.join(folder, name), 'utf8')]));
}

/** The task queues that stand in the template of a component. */
export function queuesIn(template: 'worker.yaml' | 'delivery-worker.yaml'): string[] {
  const [, written = ''] = /"queues" \(dict ([^)]*)\)/.exec(templates()[template] ?? '') ?? [];
  return [...written.matchAll(/"(forewarn-[a-z]+)"/g)].map(([, queue = '']) => queue);
}
