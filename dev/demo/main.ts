import { HOUR, MINUTE, toIso } from '../../domain/shared/time';
import { DEMO_TRANSLATIONS, demoWindow } from './window';
import { showWork } from './work';
import { runMain } from '../processes/run-main';
import { connectToRunning, type RunningForewarn } from './running';
import { loopback, readDevSettings, standInLinks, type DevSettings } from '../start/settings';
import { createTerminal, secondsSince } from '../start/terminal';
import { createClock, type WindowClock } from './window-clock';
import type { NoticeAnswer, WindowAnswer } from './window-answer';

/** Who gives the demo's commands; the timeline shows this name. */
const BY = 'demo';

/**
 * `npm run demo`: the whole life of a standard window on the running Forewarn, with its clock moved from step to step; then an urgent
 * one whose work Forewarn does.
 */
async function main(): Promise<void> {
  const since = performance.now();
  const settings = readDevSettings();
  const forewarn = await connectToRunning(settings);
  const { bold, dim, say } = createTerminal();

  const opened = await forewarn.call<Pick<WindowAnswer, 'reference' | 'links'>>('POST', '/v1/windows', {
    ...demoWindow(Date.now()),
    translations: DEMO_TRANSLATIONS,
  });
  const { reference } = opened;
  const clock = createClock(forewarn, reference);
  const narrator = createNarrator(clock, say);
  const obey = (command: string, body: object) => give(forewarn, clock, reference, command, body);

  say(bold(`${reference} is opened: a standard window, 15 days from now`));
  links(opened, settings).forEach(([name, address]) => say(`  ${name.padEnd(23)}${address}`));
  say('');
  const window = await clock.caughtUp();
  await narrator.tell(window, 'opened, and waiting');
  const { start, end } = slotOf(window);

  await waitForStart(clock, start, narrator);
  await narrator.tell(await obey('start', { note: 'The engineers are at the rack.' }), 'the engineer starts the work');
  await clock.by(30 * MINUTE);
  const progress = { message: 'Half of the servers are on the new unit; none is down longer than planned.' };
  await narrator.tell(await obey('post', progress), 'a progress update');
  await clock.to(end - HOUR / 2);
  const outcome = { message: 'Every server is on the new unit.', customerImpactMinutes: 12 };
  await narrator.tell(await obey('complete', outcome), 'the engineer completes it, early');
  await narrator.tell(await clock.closed(), 'everybody has been told, nothing is left to do');

  say(
    `\n${bold(`The life of ${reference} in ${secondsSince(since)}.`)} ${dim('Its mails, page and history are at the addresses above.')}`,
  );
  if (settings.own.executors) return;
  say(`\n${bold('Work that Forewarn does, and a customer who is quicker')}`);
  await showWork(forewarn, say);
}

/** The announcement and each reminder on its day, then the planned start. */
async function waitForStart(clock: WindowClock, start: number, narrator: Narrator): Promise<void> {
  for (let window = await clock.caughtUp(); window.next && Date.parse(window.next.at) < start;) {
    const what = window.next.what;
    window = await clock.toNext();
    await narrator.tell(window, what);
  }
  await clock.to(start);
}

/** Gives the command through the API, as an engineer would. Returns the window once it has told everybody. */
async function give(
  { call }: RunningForewarn,
  clock: WindowClock,
  reference: string,
  command: string,
  body: object,
): Promise<WindowAnswer> {
  await call('POST', `/v1/windows/${reference}/${command}`, { by: BY, ...body });
  return clock.caughtUp();
}

interface Narrator {
  /** A line with the window's own time, what happened, its state, and the mails sent since the last line. */
  tell(window: WindowAnswer, what: string): Promise<void>;
}

function createNarrator(clock: WindowClock, say: (line: string) => void): Narrator {
  const told = new Set<string>();
  return {
    tell: async (window, what) => {
      const fresh = window.notices.filter(({ notice }) => !told.has(notice));
      fresh.forEach(({ notice }) => told.add(notice));
      const at = toIso(await clock.now())
        .slice(0, 16)
        .replace('T', ' ');
      say(`  ${at} UTC  ${what.padEnd(50)}${window.phase.padEnd(13)}${fresh.map(mails).join(', ')}`.trimEnd());
    },
  };
}

function mails({ recipients, organizations, deliveries }: NoticeAnswer): string {
  const left = recipients - (deliveries.accepted ?? 0);
  const rest = left > 0 ? `, ${String(left)} not delivered yet` : '';
  const readers = organizations === 0 ? 'staff' : `${String(organizations)} customers`;
  return `${String(recipients)} mails to ${readers}${rest}`;
}

function links(window: Pick<WindowAnswer, 'links'>, settings: DevSettings): [string, string][] {
  return [
    ...(window.links.statusPage ? [['status page', window.links.statusPage] as [string, string]] : []),
    ...(window.links.temporalUi ? [['Temporal UI', window.links.temporalUi] as [string, string]] : []),
    ...(settings.own.smtpUrl ? [] : [['mail desk', loopback(settings.mailDeskHttpPort)] as [string, string]]),
    ...standInLinks(settings).map(({ name, url }): [string, string] => [name, url]),
  ];
}

function slotOf({ slots: [slot] }: WindowAnswer): { start: number; end: number } {
  if (!slot) throw new RangeError('a window has a slot');
  return { start: Date.parse(slot.start), end: Date.parse(slot.end) };
}

runMain(main);
