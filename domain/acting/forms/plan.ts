import { AHEAD, UNSETTLED, WORKING } from '../../window/commands/verdict';
import { EMERGENCY_TRIGGERS, type Phase } from '../../window/types';
import type { WindowView } from '../../window/view';
import { linesOf, override, reason } from './fields';
import { elsewhere, form } from './form';

/** The plan and who is answerable for it (L5, L7–L10, N1–N5, P3, P9). */

const ASKED: readonly Phase[] = [...AHEAD, ...UNSETTLED];
const waitsForApproval = ({ approval, revision }: WindowView) =>
  approval !== null && approval.approvedRevision !== revision;

export const approve = elsewhere({
  ...{ group: 'words', page: 'approval', phases: ASKED, when: waitsForApproval, button: 'Read and approve' },
});

export const edit = elsewhere({ group: 'words', page: 'wording', phases: AHEAD, button: 'Word it anew' });

export const requestChanges = form('requestChanges', {
  ...{ group: 'words', phases: ASKED, when: waitsForApproval, button: 'Ask for changes' },
  ...{ title: 'Ask for changes of this window', done: 'Whoever drew it up is being told by mail.' },
  happens: 'Whoever drew it up gets a mail with your words. It stays without an approval until somebody approves it.',
  fields: [{ name: 'reason', label: 'What should change, and why', kind: 'area' }],
});

export const withdraw = form('withdraw', {
  ...{ group: 'words', phases: ['approved'], button: 'Withdraw the approval', isGrave: true },
  when: ({ approval, spec }) => approval !== null && spec.class !== 'emergency',
  ...{
    title: 'Withdraw the approval',
    happens: 'It waits for another approval, and customers hear nothing until then.',
  },
  done: 'The approval is withdrawn.',
  fields: [{ name: 'reason', label: 'Why, for the author', kind: 'area' }],
});

/** Until nobody needs to answer for it any more. */
const OPEN: readonly Phase[] = [...AHEAD, ...UNSETTLED, 'completed', 'rolled-back'];

export const nominate = form('nominate', {
  ...{ group: 'plan', phases: OPEN, button: 'Name a point of contact', title: 'Name a point of contact' },
  ...{ happens: 'From then on questions about the work go to this mailbox.', done: 'The point of contact is named.' },
  fields: [{ name: 'pointOfContact', label: 'Mail address that is read during the work', kind: 'email' }],
});

export const reschedule = form('reschedule', {
  ...{ group: 'plan', phases: AHEAD, button: 'Reschedule', title: 'Another date', mails: true },
  ...{ happens: 'Whoever was told hears the new date; reminders follow it.', done: 'The new date is in force.' },
  fields: [
    { name: 'start', label: 'The new start', kind: 'instant', initial: ({ spec }) => spec.slot.startsAt },
    { name: 'end', label: 'The new end', kind: 'instant', initial: ({ spec }) => spec.slot.endsAt },
    reason,
    override,
  ],
});

export const rescope = form('rescope', {
  ...{ group: 'plan', phases: AHEAD, button: 'Change what is touched', title: 'Other resources are touched' },
  ...{ happens: 'Who is new in it and who is out of it hears so.', done: 'The new scope is in force.', mails: true },
  fields: [
    {
      ...{ name: 'scope.locations', label: 'Locations, one a line', kind: 'lines', optional: true },
      ...{ hint: 'Such as eu-1/dc-1/rack-a12; it stands for everything below it.' },
      initial: ({ spec }) => linesOf(spec.scope.locations),
    },
    {
      ...{ name: 'scope.resources', label: 'Resources, one id a line', kind: 'lines', optional: true },
      initial: ({ spec }) => linesOf(spec.scope.resources),
    },
    {
      ...{ name: 'scope.kinds', label: 'Kinds, one a line', kind: 'lines', optional: true },
      initial: ({ spec }) => linesOf(spec.scope.kinds),
    },
    {
      ...{ name: 'scope.labels', label: 'Labels, one key=value a line', kind: 'pairs', optional: true },
      initial: ({ spec }) => linesOf(Object.entries(spec.scope.labels).map(([key, value]) => `${key}=${value}`)),
    },
    {
      ...{ name: 'scope.except', label: 'Left out, one id a line', kind: 'lines', optional: true },
      initial: ({ spec }) => linesOf(spec.scope.except),
    },
    {
      ...{ name: 'scope.all', label: 'Everything there is', kind: 'yes-no' },
      options: () => [
        ['yes', 'Yes: all resources, and nothing else is named'],
        ['no', 'No: what is named here'],
      ],
      initial: ({ spec }) => (spec.scope.all ? 'yes' : 'no'),
    },
    reason,
    override,
  ],
});

export const reclassify = form('reclassify', {
  ...{ group: 'plan', phases: [...AHEAD, ...WORKING], button: 'Change the class', title: 'Another class' },
  ...{ happens: 'The window has the duties of the new class from now on, and customers hear of it.', mails: true },
  done: 'The new class is in force.',
  fields: [
    {
      ...{ name: 'class', label: 'The new class', kind: 'text' },
      hint: 'standard, expedited, emergency, or a class of your own rules. Work under way can only become an emergency.',
    },
    reason,
    {
      ...{ name: 'justification', label: 'Why it cannot wait', kind: 'area', optional: true },
      hint: 'Of an expedited window.',
    },
    {
      ...{ name: 'emergency.trigger', label: 'What makes it an emergency', kind: 'one-of', optional: true },
      options: () => EMERGENCY_TRIGGERS.map((trigger) => [trigger, trigger.replaceAll('-', ' ')]),
    },
    {
      ...{ name: 'emergency.necessity', label: 'Why it has to be done', kind: 'area', optional: true },
      hint: 'Of an emergency, as the two below.',
    },
    { name: 'emergency.risk', label: 'What may go wrong', kind: 'area', optional: true },
    { name: 'emergency.mitigation', label: 'What is done about it', kind: 'area', optional: true },
    override,
  ],
});

const hasAlternate = ({ spec }: WindowView) => spec.alternate !== undefined;

export const useAlternate = form('useAlternate', {
  ...{ group: 'plan', phases: AHEAD, when: hasAlternate, button: 'Use the alternate night', mails: true },
  ...{ title: 'The first night is called off', happens: 'Customers hear that the alternate night is used.' },
  done: 'The alternate night is in force.',
  fields: [reason, override],
});

export const releaseAlternate = form('releaseAlternate', {
  ...{ group: 'plan', phases: AHEAD, when: hasAlternate, button: 'Release the alternate night', mails: true },
  ...{ title: 'The first night stands', happens: 'Customers hear that the alternate night is free again.' },
  ...{ done: 'The alternate night is released.', fields: [] },
});

export const refer = form('refer', {
  ...{
    group: 'plan',
    phases: [...AHEAD, ...UNSETTLED, 'completed', 'rolled-back'],
    button: 'Name the changes behind it',
  },
  ...{ title: 'The changes behind the window', happens: 'Customers hear nothing of it.', done: 'They are on record.' },
  fields: [
    {
      ...{ name: 'references', label: 'Changes in other systems, one a line', kind: 'references', optional: true },
      hint: 'System, id, and its address where there is one; "public" at the end has customers read it. Such as servicenow CHG0031337. None removes those named before.',
      initial: ({ spec }) =>
        linesOf(
          spec.references?.map((one) =>
            [one.system, one.id, ...(one.url === undefined ? [] : [one.url]), ...(one.public ? ['public'] : [])].join(
              ' ',
            ),
          ),
        ),
    },
  ],
});
