import type { JSX } from 'preact';
import type { HourOfWeek } from '../../store/windows/reports';

const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];
const HOURS = Array.from({ length: 24 }, (_, hour) => hour);
/** Shades beside none at all; console.css has a class for each. */
export const SHADES = 5;

/** How dark an hour is, 0 for none: the fullest hour has the darkest, and more windows never a lighter one. */
export function shadeOf(windows: number, most: number): number {
  return windows <= 0 || most <= 0 ? 0 : Math.min(SHADES, Math.max(1, Math.ceil((windows / most) * SHADES)));
}

/** When work takes place in the week: a table whose cells have the figure and a shade that repeats it (P8). Hours are UTC. */
export function NightsMap({
  hours,
  labelledBy,
}: {
  readonly hours: readonly HourOfWeek[];
  readonly labelledBy: string;
}): JSX.Element {
  const counts = new Map(hours.map(({ weekday, hour, windows }) => [`${String(weekday)} ${String(hour)}`, windows]));
  const most = Math.max(0, ...counts.values());
  return (
    <div class="table nights-map" tabIndex={0} role="group" aria-labelledby={labelledBy}>
      <table>
        <thead>
          <tr>
            <th scope="col">Day</th>
            {HOURS.map((hour) => (
              <th key={hour} scope="col">
                {String(hour).padStart(2, '0')}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {WEEKDAYS.map((name, index) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              {HOURS.map((hour) => {
                const windows = counts.get(`${String(index + 1)} ${String(hour)}`) ?? 0;
                return (
                  <td key={hour} class={`shade-${String(shadeOf(windows, most))}`}>
                    {windows}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
