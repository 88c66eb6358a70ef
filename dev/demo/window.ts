import type { OpeningBody } from '../../domain/window/opening';
import { DAY, HOUR, toIso } from '../../domain/shared/time';

/** A rack of the demo inventory. */
export const DEMO_RACK = 'eu-1/dc-1/rack-a12';

/**
 * A standard window `days` days after `now` (UTC ms), from 01:00 to 03:00 UTC, on the demo inventory. With 15 days it is
 * announced tomorrow, which keeps the notice its class promises.
 */
export function demoWindow(now: number, days = 15): OpeningBody {
  const midnight = Math.floor(now / DAY) * DAY;
  const start = midnight + days * DAY + HOUR;
  return {
    title: 'Replace the power distribution unit of rack A12',
    class: 'standard',
    reason: 'hardware',
    visibility: 'public',
    slots: [{ start: toIso(start), end: toIso(start + 2 * HOUR) }],
    scope: { locations: [DEMO_RACK] },
    impact: { level: 'outage', minutes: 30, description: 'Each server loses power once.' },
    customerAction: 'None. Servers come back by themselves.',
    pointOfContact: 'noc@provider.example',
  };
}

/** The same window in the languages of the demo's other customers. */
export const DEMO_TRANSLATIONS: NonNullable<OpeningBody['translations']> = {
  de: {
    title: 'Stromverteilung in Rack A12 tauschen',
    impactDescription: 'Jeder Server ist einmal ohne Strom.',
    customerAction: 'Nichts. Die Server starten von selbst wieder.',
  },
  fr: {
    title: 'Remplacer la distribution électrique de la baie A12',
    impactDescription: 'Chaque serveur perd une fois son alimentation.',
    customerAction: 'Rien. Les serveurs redémarrent d’eux-mêmes.',
  },
};
