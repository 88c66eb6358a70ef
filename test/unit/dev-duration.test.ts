import { parseDuration } from '../../dev/demo/duration';
import { DAY, HOUR, MINUTE } from '../../domain/shared/time';

describe('durations of npm run fast-forward', () => {
  test.each([
    ['90m', 90 * MINUTE],
    ['36h', 36 * HOUR],
    ['7d', 7 * DAY],
    ['2w', 14 * DAY],
    ['1d12h', 36 * HOUR],
    ['0.5h', 30 * MINUTE],
    ['45s', 45_000],
  ])('%s', (text, ms) => {
    expect(parseDuration(text)).toBe(ms);
  });

  test.each(['', '7', 'd', '7x', '-7d', '7 d', '7d!', '0m', '3000d', 'next'])(
    '"%s" is refused with examples',
    (text) => {
      expect(() => parseDuration(text)).toThrow(/is no duration between a second and two years: .* such as 36h/);
    },
  );
});
