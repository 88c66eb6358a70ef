import { TAKING } from '../../window/commands/enter-value';
import { POSTING } from '../../window/commands/post';
import { AHEAD, UNSETTLED, WORKING } from '../../window/commands/verdict';
import type { WindowView } from '../../window/view';
import { HOUR } from '../../shared/time';
import { afterwards, linesOf, reason, reasonInside, whyAfterwards } from './fields';
import { form } from './form';

/** What is done on the night (L2, L4, L6, L13, E3, S2). */

const stepsOf = ({ spec }: WindowView) => spec.verification?.steps ?? [];

/** Verification steps that are not ticked off, by number. */
const openSteps = (view: WindowView) =>
  stepsOf(view).flatMap((words, place) =>
    view.ticks.includes(place + 1) ? [] : [[String(place + 1), `${String(place + 1)}. ${words}`] as const],
  );

const isWork = (...states: string[]) => {
  return ({ work }: WindowView) => work !== undefined && states.includes(work.state);
};

export const start = form('start', {
  ...{ group: 'work', phases: ['announced', 'delayed'], button: 'Start', title: 'The work begins', mails: true },
  ...{ happens: 'Customers are told that the work has begun.', done: 'The work has begun.' },
  fields: [
    { name: 'note', label: 'A sentence for customers', kind: 'area', optional: true },
    afterwards('startedAt', 'When it began'),
    whyAfterwards,
  ],
});

export const post = form('post', {
  ...{ group: 'work', phases: POSTING, button: 'Post an update', title: 'An update to customers', mails: true },
  ...{ happens: 'Customers read it on the page, and by mail where you say so.', done: 'The update is out.' },
  fields: [
    { name: 'message', label: 'What customers read', kind: 'area' },
    {
      name: 'nextUpdateBy',
      label: 'The next update comes by',
      kind: 'instant',
      optional: true,
      hint: 'A promise: you are reminded of it.',
      when: ({ phase }) => UNSETTLED.includes(phase),
    },
    {
      ...{ name: 'notify', label: 'Who gets it', kind: 'yes-no', when: ({ spec }) => spec.visibility === 'public' },
      options: () => [
        ['yes', 'Everybody affected, by mail, and the page'],
        ['no', 'The page alone'],
      ],
    },
  ],
});

export const extend = form('extend', {
  ...{ group: 'work', phases: WORKING, button: 'Extend', title: 'The work takes longer', mails: true },
  ...{ happens: 'Everybody affected is told the new planned end.', done: 'The new planned end is in force.' },
  fields: [
    { name: 'end', label: 'The new planned end', kind: 'instant', initial: ({ spec }) => spec.slot.endsAt + HOUR },
    reason,
  ],
});

export const verify = form('verify', {
  ...{ group: 'work', phases: ['in-progress', 'overdue'], button: 'Verify', title: 'The work is done and is checked' },
  ...{ happens: 'The page says that the result is checked.', done: 'The result is being checked.', mails: true },
  fields: [{ name: 'note', label: 'A sentence for customers', kind: 'area', optional: true }],
});

export const tick = form('tick', {
  ...{ group: 'work', phases: WORKING, when: (view) => openSteps(view).length > 0, button: 'Tick off a step' },
  ...{ title: 'A verification step is done', happens: 'It is off the check-list.', done: 'The step is ticked off.' },
  fields: [{ name: 'step', label: 'Which step', kind: 'one-of', options: openSteps }],
});

export const complete = form('complete', {
  ...{ group: 'work', phases: UNSETTLED, button: 'Complete', title: 'The work is over', mails: true },
  ...{ happens: 'Everybody who was told of the work is told that it is over.', done: 'The work is on record as over.' },
  fields: [
    { name: 'message', label: 'What customers read about the outcome', kind: 'area', optional: true },
    { name: 'customerImpactMinutes', label: 'Minutes customers really saw it', kind: 'number', optional: true },
    afterwards('completedAt', 'When it was over'),
    whyAfterwards,
    {
      name: 'override',
      label: 'Why open verification steps are skipped',
      kind: 'area',
      optional: true,
      when: (view) => view.phase !== 'degraded' && openSteps(view).length > 0,
    },
  ],
});

export const enterValue = form('enterValue', {
  ...{ group: 'work', phases: TAKING, button: 'Enter a value', title: 'A value of what is watched' },
  when: ({ spec }) => spec.verification?.monitor?.query !== undefined,
  ...{ happens: 'A bad value opens the window again, and customers are told.', done: 'The value is on record.' },
  fields: [
    { name: 'value', label: 'The value, in the unit of the query', kind: 'figure' },
    { name: 'note', label: 'What else is known of it, for staff', kind: 'area', optional: true },
  ],
});

const HALTED = 'What is under way goes on to its end.';

export const pauseWork = form('pauseWork', {
  ...{ group: 'resources', phases: WORKING, when: isWork('going', 'waiting', 'stopped'), button: 'Pause the work' },
  ...{ title: 'Begin nothing more for now', happens: HALTED, done: 'The work is paused.' },
  fields: [{ ...reasonInside, optional: true }],
});

export const resumeWork = form('resumeWork', {
  ...{ group: 'resources', phases: WORKING, when: isWork('paused', 'stopped', 'waiting'), button: 'Resume the work' },
  ...{ title: 'The work goes on', happens: 'What is due is begun again, batch by batch.', done: 'The work goes on.' },
  fields: [],
});

export const abortWork = form('abortWork', {
  ...{ group: 'resources', phases: WORKING, when: isWork('going', 'waiting', 'paused', 'stopped'), isGrave: true },
  ...{ button: 'Abort the work', title: 'Begin nothing more in this window, for good' },
  ...{ happens: `${HALTED} What is left needs another window.`, done: 'The work is aborted.' },
  fields: [reasonInside],
});

const LISTED = { label: 'Resources, one id a line', kind: 'lines', hint: 'The work list has them.' } as const;
const hasList = ({ spec }: WindowView) => spec.work !== undefined;
const BEFORE_THE_END = [...AHEAD, ...UNSETTLED];

export const skipWork = form('skipWork', {
  ...{ group: 'resources', phases: BEFORE_THE_END, when: hasList, button: 'Leave resources out' },
  ...{ title: 'Resources are left out of the work', happens: 'Their work is not done in this window.' },
  done: 'They are left out.',
  fields: [{ name: 'resources', ...LISTED }, reasonInside],
});

export const retryWork = form('retryWork', {
  ...{ group: 'resources', phases: BEFORE_THE_END, button: 'Try resources again' },
  when: (view) => hasList(view) && view.work?.state !== 'aborted',
  ...{ title: 'Resources are due again', happens: 'Their work is begun once more, under another key.' },
  done: 'They are due again.',
  fields: [{ name: 'resources', ...LISTED }],
});

export const offer = form('offer', {
  ...{ group: 'resources', phases: AHEAD, button: 'Offer other nights' },
  ...{ title: 'Customers may move their resources', happens: 'What was moved stays where it is.' },
  done: 'The offer stands.',
  fields: [
    {
      ...{
        name: 'alternatives',
        label: 'Windows they may choose, one reference a line',
        kind: 'lines',
        optional: true,
      },
      initial: ({ spec }) => linesOf(spec.alternatives),
    },
    {
      ...{ name: 'capacity', label: 'How many resources may be moved here', kind: 'number', optional: true },
      initial: ({ spec }) => spec.capacity ?? '',
    },
  ],
});
