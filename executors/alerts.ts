import { z } from 'zod';
import type { WorkBlockers } from '../activities/ports/executor';
import { agentFor, exchange, type Trust } from '../channels/convergence/exchange';
import { alertLine } from '../domain/channels/alert-line';
import { oneLine } from '../channels/convergence/one-line';

export interface AlertBlockersOptions extends Trust {
  /** Of Alertmanager, such as `http://alertmanager:9093`. */
  readonly alertmanager: string;
  /** Matchers that all have to hold, such as `severity="critical"`; every active alert when there is none. */
  readonly filter: readonly string[];
  /** The longest a question may take (ms). */
  readonly timeoutMs: number;
}

const alertsSchema = z.array(z.object({ labels: z.record(z.string(), z.string()) }));

const MOST_NAMED = 20;

/**
 * Alerts that keep work from beginning, asked of Alertmanager (`GET /api/v2/alerts`). Alerts that are silenced or inhibited do not
 * count. Whoever cannot be asked blocks, too: not knowing is no reason to restart.
 */
export function createAlertBlockers(options: AlertBlockersOptions): WorkBlockers {
  const url = new URL(`${options.alertmanager.replace(/\/$/, '')}/api/v2/alerts`);
  for (const matcher of options.filter) url.searchParams.append('filter', matcher);
  for (const [name, value] of [
    ['active', 'true'],
    ['silenced', 'false'],
    ['inhibited', 'false'],
    ['unprocessed', 'false'],
  ] as const) {
    url.searchParams.set(name, value);
  }
  const agent = agentFor(options);
  return {
    async blocking(signal) {
      const answer = await exchange({ method: 'GET', url, timeoutMs: options.timeoutMs, agent, signal });
      const unasked = (why: string) => [
        `Alertmanager at ${url.host} ${why}, so nobody knows whether alerts are firing`,
      ];
      if (answer.status === undefined) return unasked(answer.reason);
      if (answer.status !== 200) {
        const said = typeof answer.json === 'string' ? `: ${oneLine(answer.json)}` : '';
        return unasked(`answered ${String(answer.status)}${said}`);
      }
      const alerts = alertsSchema.safeParse(answer.json);
      if (!alerts.success) return unasked('answered in a form that is not its own');
      const named = alerts.data.slice(0, MOST_NAMED).map(({ labels }) => oneLine(alertLine(labels)));
      const more = alerts.data.length - named.length;
      return more > 0 ? [...named, `${String(more)} more alerts`] : named;
    },
  };
}
