import type { ChannelAdapter, ChannelOutcome } from '../../activities/ports/channels';
import { createAlertmanager, type AlertmanagerOptions } from '../../channels/silences/alertmanager/alertmanager';
import { createPagerDuty, type PagerDutyOptions } from '../../channels/silences/pagerduty/pagerduty';
import { createSilencesChannel } from '../../channels/silences/silences-channel';
import type { MonitoringSystem } from '../../channels/silences/system';
import { silenceRecords } from '../../composition/silences';
import { startAlertmanagerStandIn, type AlertmanagerStandIn } from '../../stand-ins/alertmanager/stand-in';
import { startPagerDutyStandIn, type PagerDutyStandIn } from '../../stand-ins/pagerduty/stand-in';
import type { FaultPlan } from '../../stand-ins/shared/faulty-routes';
import { alive, useChannelWorld, type Reach } from './channel-world';

const TOKEN = 'canary-key-5d1f';
export const ORIGIN = 'https://status.provider.example';
export const LATE_WRITE_MS = 60_000;
/** The service of the second datacenter, and one of a rack and a resource. */
export const SERVICES = { vienna2: 'PVIENNA2', rack: 'PRACKA12', all: 'PEVERY01' };

/** Both monitoring systems as one, so that one plan of faults is for both. */
class Monitoring {
  constructor(
    readonly alertmanager: AlertmanagerStandIn,
    readonly pagerduty: PagerDutyStandIn,
  ) {}

  set faults(plan: FaultPlan) {
    this.alertmanager.faults = plan;
    this.pagerduty.faults = plan;
  }

  get faults(): FaultPlan {
    return this.alertmanager.faults;
  }

  reset(): void {
    this.alertmanager.reset();
    this.pagerduty.reset();
  }

  async close(): Promise<void> {
    await Promise.all([this.alertmanager.close(), this.pagerduty.close()]);
  }
}

interface Change {
  readonly timeoutMs?: number;
  readonly reach?: Reach;
  readonly beforeMs?: number;
  readonly alertmanager?: Partial<AlertmanagerOptions>;
  readonly pagerduty?: Partial<PagerDutyOptions>;
}

/** The channel with a real database and a stand-in of each monitoring system. */
export function useSilences() {
  const world = useChannelWorld(
    async (clock) =>
      new Monitoring(
        await startAlertmanagerStandIn({ port: 0, token: TOKEN, clock }),
        await startPagerDutyStandIn({
          ...{ port: 0, token: TOKEN, users: ['noc@provider.example'], services: Object.values(SERVICES), clock },
        }),
      ),
  );

  function systems({ timeoutMs = 5_000, alertmanager, pagerduty }: Change = {}): MonitoringSystem[] {
    return [
      createAlertmanager({
        ...{ name: 'production', url: world.standIn.alertmanager.url, token: TOKEN, timeoutMs },
        resources: { label: 'instance', holds: 'id', withPort: true },
        locations: { parts: [null, 'datacenter', 'rack'] },
        ...alertmanager,
      }),
      createPagerDuty({
        ...{ name: 'on-call', url: world.standIn.pagerduty.url, token: TOKEN, from: 'noc@provider.example', timeoutMs },
        services: {
          locations: {
            'eu-1/dc-2': [SERVICES.vienna2],
            'eu-1/dc-1/rack-a12': [SERVICES.rack],
            'us-1': [SERVICES.all],
            'eu-1': [SERVICES.all],
          },
          resources: {},
        },
        ...pagerduty,
      }),
    ];
  }

  function channel(change: Change = {}): ChannelAdapter {
    const { reach = alive, beforeMs = 0 } = change;
    return createSilencesChannel({
      ...{ beforeMs, origin: ORIGIN, clock: world.clock, lateWriteMs: LATE_WRITE_MS },
      createSystems: () => systems(change).map((system) => reaching(system, reach)),
      records: { ...silenceRecords(world.db), states: world.states('silences', reach) },
    });
  }

  return Object.assign(world, {
    systems,
    channel,
    /** One attempt at the time it is. */
    converge: (reference: string, change?: Change): Promise<ChannelOutcome> =>
      channel(change).converge(reference, world.time.now),
  });
}

function reaching(system: MonitoringSystem, reach: Reach): MonitoringSystem {
  return {
    name: system.name,
    title: system.title,
    get calls() {
      return system.calls;
    },
    cover: (scope, resources) => reach(async () => system.cover(scope, resources)),
    find: (marker) => reach(() => system.find(marker)),
    set: (cover, terms) => reach(() => system.set(cover, terms)),
    change: (found, cover, terms) => reach(() => system.change(found, cover, terms)),
    end: (found) => reach(() => system.end(found)),
    examine: () => system.examine(),
  };
}
