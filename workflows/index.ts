export { applyRetention } from './apply-retention';
export { channelLoop } from './channel-loop';
export { maintenanceWindow } from './maintenance-window';
export { noticeCampaign } from './notice-campaign';
export { openSeries } from './open-series';
export { reconcileWindows } from './reconcile-windows';
