import { z } from 'zod';
import { alertLine } from '../../../domain/channels/alert-line';
import type { Scope } from '../../../domain/planning/scope';
import { oneLine } from '../../convergence/one-line';
import { createRequests } from '../requests';
import type { ReadCovered } from '../system';
import { coverOf, requestsOf, titleOf, type AlertmanagerOptions } from './alertmanager';
import { isSilent } from './matchers';

/** An alert that fires and belongs to nothing in a window's scope. */
export interface OtherAlert {
  readonly text: string;
  /** UTC ms. */
  readonly since: number;
}

/** Where alerts can be asked for. */
export interface AlertSource {
  /** For people. */
  readonly title: string;
  /** Alerts that began at or after `since` (UTC ms) and fire unsilenced, without those of the scope. Rejects with ServiceFailure. */
  otherAlerts(scope: Scope, since: number, resources: ReadCovered): Promise<readonly OtherAlert[]>;
}

const alertsAnswer = z.array(
  z.object({
    labels: z.record(z.string(), z.string()),
    startsAt: z.iso.datetime({ offset: true }).transform((text) => Date.parse(text)),
  }),
);

const QUERY = [
  ['active', 'true'],
  ['silenced', 'false'],
  ['inhibited', 'false'],
  ['unprocessed', 'false'],
] as const;

export function createAlertSource(options: AlertmanagerOptions): AlertSource {
  return {
    title: titleOf(options),
    async otherAlerts(scope, since, resources) {
      const [firing, covers] = await Promise.all([
        createRequests(requestsOf(options)).read(alertsAnswer, { method: 'GET', path: '/api/v2/alerts', query: QUERY }),
        coverOf(scope, resources, options),
      ]);
      // an alert of the scope is heard for a moment where its silence is being repaired
      return firing
        .filter(({ labels, startsAt }) => startsAt >= since && !isSilent(labels, covers))
        .map(({ labels, startsAt }) => ({ text: oneLine(alertLine(labels)), since: startsAt }));
    },
  };
}
