import { z } from 'zod';
import { line } from '../shared/fields';
import { someOf } from '../shared/some-of';
import type { Fault } from '../shared/validation';

/** What is looked at after the work, while its result is watched (E3). */

/** A figure that a person or the provider's monitoring enters; it is good within these bounds. */
export interface MonitoringQuery {
  readonly name: string;
  readonly unit?: string;
  /** A good value is less than this. */
  readonly below?: number;
  /** A good value is more than this. */
  readonly above?: number;
}

/** One of the two at least. */
export interface Monitor {
  /** The name of a probe of the provider's configuration; addresses stand there alone. */
  readonly probe?: string;
  readonly query?: MonitoringQuery;
}

/** Beyond this nobody measures. */
const MOST = 1e15;

/** A figure as it is entered. */
export const monitoringFigure = z.number().min(-MOST).max(MOST);

/** As in the file of executors. */
export const PROBE_NAME = /^[a-z][a-z0-9-]{0,39}$/;

const query = z
  .strictObject({
    name: line(120).describe('what is measured, such as p95 latency of the checkout'),
    unit: line(20).optional().describe('such as ms'),
    below: monitoringFigure.optional().describe('a good value is less than this'),
    above: monitoringFigure.optional().describe('a good value is more than this'),
  })
  .refine(({ below, above }) => below !== undefined || above !== undefined, {
    path: ['below'],
    message: 'is required, or above: which values are good',
  })
  .refine(({ below = Infinity, above = -Infinity }) => below > above, {
    path: ['above'],
    message: 'must be less than below: no value is good otherwise',
  });

/** One that is good, for a life that is only shown. */
export function goodValue({ below, above }: MonitoringQuery): number {
  if (below === undefined) return (above ?? 0) + 1;
  return above === undefined ? below - 1 : (below + above) / 2;
}

/** The body's `verification.monitor`. */
export const monitorSchema = z
  .strictObject({
    probe: z
      .string()
      .regex(PROBE_NAME, 'must be the name of a configured probe, such as checkout')
      .optional()
      .describe('the name of a probe of the file FOREWARN_EXECUTORS; Forewarn looks by itself'),
    query: query.optional().describe('a value that a person or the monitoring enters with enterValue'),
  })
  .refine(({ probe, query: asked }) => probe !== undefined || asked !== undefined, {
    path: ['probe'],
    message: 'is required, or query: what is looked at',
  });

/** `p95 latency: 412 ms`. */
export function valueText({ name, unit }: Pick<MonitoringQuery, 'name' | 'unit'>, value: number): string {
  return `${name}: ${String(value)}${unit === undefined ? '' : ` ${unit}`}`;
}

/** `below 400 ms`, `above 10 and below 400 ms`. */
export function goodText({ unit, below, above }: MonitoringQuery): string {
  const bounds = [
    ...(above === undefined ? [] : [`above ${String(above)}`]),
    ...(below === undefined ? [] : [`below ${String(below)}`]),
  ];
  return `${bounds.join(' and ')}${unit === undefined ? '' : ` ${unit}`}`;
}

export function isGoodValue({ below = Infinity, above = -Infinity }: MonitoringQuery, value: number): boolean {
  return value < below && value > above;
}

/** What is wrong with the probe that a window names: it is not among those that are configured. */
export function validateProbe(monitor: Monitor | undefined, probes: readonly string[] = []): Fault[] {
  const probe = monitor?.probe;
  if (probe === undefined || probes.includes(probe)) return [];
  const known =
    probes.length === 0
      ? 'No probe has a name: FOREWARN_EXECUTORS names the file that has them, or use query'
      : `There is ${someOf(probes)}`;
  return [{ field: 'verification.monitor.probe', message: `names ${probe}, which is not configured. ${known}` }];
}
