import { toIso } from '../../domain/shared/time';
import { parseDuration } from './duration';
import { runMain } from '../processes/run-main';
import { connectToRunning } from './running';
import { readDevSettings } from '../start/settings';
import { StartupError } from '../processes/startup-error';
import { createClock } from './window-clock';
import { describeState } from './window-answer';

const USAGE = `usage: npm run fast-forward -- <reference> <duration|next>
  npm run fast-forward -- MW-2026-0001 7d      a week on (s, m, h, d, w; also 1d12h)
  npm run fast-forward -- MW-2026-0001 next    to the next thing the window does by itself`;

/** `npm run fast-forward`: moves the clock of one window; all other windows keep theirs. */
async function main([reference, how, ...rest]: readonly string[]): Promise<void> {
  if (!reference || !how || rest.length > 0) throw new StartupError(USAGE);
  const duration = how === 'next' ? undefined : parseDuration(how);
  const clock = createClock(await connectToRunning(readDevSettings()), reference);
  const from = await clock.now();
  const after = await (duration === undefined ? clock.toNext() : clock.by(duration));
  console.log(`${reference}: its clock went from ${toIso(from)} to ${toIso(await clock.now())}.`);
  console.log(`It is ${describeState(after)}.`);
}

runMain(() => main(process.argv.slice(2)));
