import { createDeliveryActivities } from './delivery';
import { createNoticeActivities } from './notices';
import type { Ports } from './ports';
import { createTimelineActivities, type RecordingPorts } from './timeline';

/** The short activities of the windows' queue. */
export function createActivities(ports: RecordingPorts & Pick<Ports, 'ledger'>) {
  return { ...createTimelineActivities(ports), ...createNoticeActivities(ports) };
}
export type Activities = ReturnType<typeof createActivities>;

/** The activity of the series, on the windows' queue too. */
export { createSeriesActivities, type SeriesActivities } from './series';

/** The comparison of windows with their records. */
export { createReconcilingActivities, type ReconcilingActivities } from './reconciling';

/** The work on resources. */
export { createWorkActivities } from './work/work';

/** Forgetting what is not kept any longer. */
export { createKeepingActivities, type KeepingActivities } from './keeping';

/** Following what was promised in reports. */
export { createMeasureActivities, type MeasureActivities } from './measures';

/** The long activities of the delivery queue. */
export { createDeliveryActivities };
export type DeliveryActivities = ReturnType<typeof createDeliveryActivities>;
