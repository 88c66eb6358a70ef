import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { projectRoot } from '../../../dev/project-root';

/** The shipped rules and dashboard, as tests read them. */

export interface AlertRule {
  readonly alert: string;
  readonly expr: string;
  readonly for: string;
  readonly labels: { readonly severity: string };
  readonly annotations: { readonly summary: string; readonly description: string; readonly runbook_url: string };
}

export const read = (file: string): string => readFileSync(path.join(projectRoot(), file), 'utf8');

export function alertRules(): AlertRule[] {
  const { groups } = parse(read('ops/prometheus/alerts.yml')) as { groups: readonly { rules: readonly AlertRule[] }[] };
  return groups.flatMap(({ rules }) => rules);
}

/** The metrics that a text of PromQL expressions names. */
export function namesUsed(text: string): string[] {
  return [...new Set(text.match(/\b(?:forewarn|temporal|process|nodejs)_[a-z0-9_]+[a-z]\b/g) ?? [])];
}

/** The names in an answer of /metrics: of samples, such as `…_bucket`, and of metrics that have none yet. */
export function metricNamesOf(exposed: string): string[] {
  return [...new Set([...exposed.matchAll(/^(?:# TYPE )?([a-z0-9_]+)[{ ]/gm)].map(([, name = '']) => name))];
}
