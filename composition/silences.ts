import type { ChannelAdapter } from '../activities/ports/channels';
import { createAlertmanager } from '../channels/silences/alertmanager/alertmanager';
import { createAlertSource, type AlertSource } from '../channels/silences/alertmanager/other-alerts';
import { createPagerDuty } from '../channels/silences/pagerduty/pagerduty';
import { createSilencesChannel, type SilenceRecords } from '../channels/silences/silences-channel';
import type { MonitoringSystem } from '../channels/silences/system';
import type { Config } from '../config/config';
import type { SilencedSystem, SilencesConfig } from '../config/silences';
import { optional } from '../domain/shared/optional';
import { MINUTE, SECOND } from '../domain/shared/time';
import { createChannelStates } from '../store/channels/channel-states';
import type { Database } from '../store/database/database';
import { readCoveredResources, readView } from '../store/windows/silenced-window';

/** Monitoring that is kept silent for the work (C8); undefined where none is configured. */
export function createSilences(
  db: Database,
  { silences, publicUrl }: Pick<Config, 'silences' | 'publicUrl'>,
): ChannelAdapter | undefined {
  if (!silences) return undefined;
  return createSilencesChannel({
    records: silenceRecords(db),
    createSystems: () => createMonitoringSystems(silences),
    beforeMs: silences.beforeStartMinutes * MINUTE,
    origin: publicUrl,
  });
}

/** The longest a reader of a window waits for what else fires (ms). */
const READER_WAITS = 2_000;

/** Where can be asked what else fires during the work; none where no Alertmanager is configured. */
export function createAlertSources(silences: SilencesConfig | undefined): AlertSource[] {
  return Object.entries(silences?.systems ?? {}).flatMap(([name, setting]) => {
    if (setting.type !== 'alertmanager') return [];
    const timeoutMs = Math.min(READER_WAITS, setting.timeoutSeconds * SECOND);
    return [createAlertSource({ name, ...given(setting), timeoutMs })];
  });
}

/** The systems of the file, in its order. */
export function createMonitoringSystems({ systems }: SilencesConfig): MonitoringSystem[] {
  return Object.entries(systems).map(([name, setting]) => systemOf(name, setting));
}

/** A type without a row does not compile. */
function systemOf(name: string, { timeoutSeconds, ...setting }: SilencedSystem): MonitoringSystem {
  const timeoutMs = timeoutSeconds * SECOND;
  switch (setting.type) {
    case 'alertmanager':
      return createAlertmanager({ name, timeoutMs, ...given(setting) });
    case 'pagerduty':
      return createPagerDuty({ name, timeoutMs, ...given(setting) });
  }
}

/** Without the fields that were left out. */
const given = <T extends object>(setting: T) => optional(setting) as { [K in keyof T]: Exclude<T[K], undefined> };

/** What silences are made of, from the database. */
export function silenceRecords(db: Database): SilenceRecords {
  return {
    states: createChannelStates(db, 'silences'),
    readView: (reference) => readView(db, reference),
    readCovered: (scope, options) => readCoveredResources(db, scope, options),
  };
}
