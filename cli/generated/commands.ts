// Made by `npm run generate:commands` from domain/window/commands; a change here is lost.

import type { CommandName } from '../../domain/window/commands/commands';
import type { WindowCommand } from '../commands/field-options';

export const WINDOW_COMMANDS = {
  approve: {
    summary: 'The drafted text and plan may go to customers (by somebody else than the author).',
    fields: {
      override: {
        kind: 'text',
        about: 'why a conflict or a notice debt is accepted; by an approver, recorded and shown in the proof',
        required: false,
      },
    },
  },
  requestChanges: {
    summary: 'Instead of approving: whoever drew it up hears what should change.',
    fields: { reason: { kind: 'text', about: 'what should change and why, for the author', required: true } },
  },
  withdraw: {
    summary: 'Takes an approval back, before customers have heard.',
    fields: { reason: { kind: 'text', about: 'why, for the author', required: true } },
  },
  nominate: {
    summary: 'Who is answerable for the window.',
    fields: { pointOfContact: { kind: 'text', about: 'who is answerable for the window', required: true } },
  },
  edit: {
    summary: 'Words what customers read anew.',
    fields: {
      title: { kind: 'text', about: '', required: false },
      introduction: { kind: 'text', about: 'a paragraph at the head of each mail', required: false },
      impactDescription: { kind: 'text', about: '', required: false },
      customerAction: { kind: 'text', about: '', required: false },
      translations: { kind: 'file', about: '', required: false },
      reason: { kind: 'text', about: 'why, for customers', required: false },
    },
  },
  reschedule: {
    summary: 'A new date.',
    fields: {
      start: { kind: 'instant', about: 'such as 2026-12-12T01:00:00Z', required: true },
      end: { kind: 'instant', about: 'such as 2026-12-12T03:00:00Z', required: true },
      reason: { kind: 'text', about: 'why, for customers', required: true },
      override: {
        kind: 'text',
        about: 'why a conflict or a notice debt is accepted; by an approver, recorded and shown in the proof',
        required: false,
      },
    },
  },
  rescope: {
    summary: 'Other resources are touched.',
    fields: {
      scope: { kind: 'file', about: '', required: true },
      reason: { kind: 'text', about: 'why, for customers', required: true },
      override: {
        kind: 'text',
        about: 'why a conflict or a notice debt is accepted; by an approver, recorded and shown in the proof',
        required: false,
      },
    },
  },
  offer: {
    summary: 'Customers may move their resources between this window and others.',
    fields: {
      alternatives: {
        kind: 'file',
        about: 'references of windows into which customers may move their resources, instead of those named before',
        required: false,
      },
      capacity: { kind: 'number', about: 'how many resources may be moved here', required: false },
    },
  },
  refer: {
    summary: 'Names the changes behind the window in other systems.',
    fields: { references: { kind: 'file', about: 'all of them; none removes those named before', required: true } },
  },
  reclassify: {
    summary: 'Another class, with its duties.',
    fields: {
      class: {
        kind: 'text',
        about: "standard, expedited, emergency, or a class of the provider's own rules",
        required: true,
      },
      reason: { kind: 'text', about: 'why, for customers', required: true },
      justification: { kind: 'text', about: 'for class expedited', required: false },
      emergency: { kind: 'file', about: 'for class emergency', required: false },
      override: {
        kind: 'text',
        about: 'why a conflict or a notice debt is accepted; by an approver, recorded and shown in the proof',
        required: false,
      },
    },
  },
  useAlternate: {
    summary: 'The first night is called off, the alternate one is used.',
    fields: {
      reason: { kind: 'text', about: 'why, for customers', required: true },
      override: {
        kind: 'text',
        about: 'why a conflict or a notice debt is accepted; by an approver, recorded and shown in the proof',
        required: false,
      },
    },
  },
  releaseAlternate: { summary: 'The first night stands, the alternate one is free again.', fields: {} },
  start: {
    summary: 'The work has begun.',
    fields: {
      note: { kind: 'text', about: 'a sentence for the page', required: false },
      startedAt: { kind: 'instant', about: 'when it really happened; left out: now', required: false },
      reason: { kind: 'text', about: 'why it is said only afterwards, for staff', required: false },
    },
  },
  post: {
    summary: 'A progress update.',
    fields: {
      message: { kind: 'text', about: 'what customers read', required: true },
      nextUpdateBy: {
        kind: 'instant',
        about: 'a promise: the next word comes by then, such as 2026-12-10T02:00:00Z',
        required: false,
      },
      notify: {
        kind: 'off',
        about: 'on the page only, no mail; not in a private window, which is on no page',
        required: false,
      },
    },
  },
  extend: {
    summary: 'The work lasts longer; everybody hears the new end.',
    fields: {
      end: { kind: 'instant', about: 'the new planned end, such as 2026-12-10T04:00:00Z', required: true },
      reason: { kind: 'text', about: 'why, for customers', required: true },
    },
  },
  verify: {
    summary: 'The work is done and is being checked.',
    fields: { note: { kind: 'text', about: 'a sentence for the page', required: false } },
  },
  tick: {
    summary: 'A verification step is done.',
    fields: { step: { kind: 'number', about: 'its number in the check-list, from 1', required: true } },
  },
  pauseWork: {
    summary: 'Begin nothing more for now; what is under way goes on to its end.',
    fields: { reason: { kind: 'text', about: 'why, for the timeline', required: false } },
  },
  resumeWork: { summary: 'The work goes on after a pause, or after it was stopped by failures.', fields: {} },
  abortWork: {
    summary: 'Begin nothing more in this window, for good; what is left needs another window.',
    fields: { reason: { kind: 'text', about: 'why, for the timeline', required: true } },
  },
  skipWork: {
    summary: 'Leave resources out that are due, failed or unknown.',
    fields: {
      resources: { kind: 'file', about: 'ids of resources in the window; GET …/work lists them', required: true },
      reason: { kind: 'text', about: 'why, for the timeline', required: true },
    },
  },
  retryWork: {
    summary: 'Try resources again that failed, are unknown or were left out.',
    fields: {
      resources: { kind: 'file', about: 'ids of resources in the window; GET …/work lists them', required: true },
    },
  },
  complete: {
    summary: 'The work is over; of a roll-back: systems are as before; of a bad result: all is well again.',
    fields: {
      message: { kind: 'text', about: 'what customers read about the outcome', required: false },
      customerImpactMinutes: { kind: 'number', about: 'how long customers really saw it', required: false },
      completedAt: { kind: 'instant', about: 'when it really happened; left out: now', required: false },
      reason: { kind: 'text', about: 'why it is said only afterwards, for staff', required: false },
      override: { kind: 'text', about: 'why verification steps are skipped', required: false },
    },
  },
  enterValue: {
    summary: 'A value of what is watched after the work; a bad one opens the window again, and customers are told.',
    fields: {
      value: { kind: 'figure', about: 'in the unit of the query', required: true },
      note: { kind: 'text', about: 'what else is known of it, for staff', required: false },
    },
  },
  cancel: {
    summary: 'The work will not be done, or is rolled back once it has begun; everybody who was told hears it.',
    fields: { reason: { kind: 'text', about: 'why, for customers', required: true } },
  },
  writeOff: {
    summary: 'Gives up what cannot be undone after a cancellation.',
    fields: {
      item: { kind: 'text', about: 'as `undo` of the window lists it', required: true },
      reason: { kind: 'text', about: 'why it is given up', required: true },
    },
  },
  draftRfo: {
    summary: 'A version of the RFO.',
    fields: {
      state: { kind: 'text', about: 'preliminary or final', required: false },
      summary: { kind: 'text', about: '', required: true },
      customerImpact: { kind: 'text', about: '', required: false },
      rootCause: { kind: 'text', about: '', required: true },
      resolution: { kind: 'text', about: '', required: false },
      preventiveMeasures: {
        kind: 'file',
        about: 'from the publication on they are followed until done: GET /v1/measures',
        required: false,
      },
    },
  },
  approveRfo: {
    summary: 'Publish the drafted RFO to everybody affected (by somebody else than its authors).',
    fields: {
      version: { kind: 'number', about: 'the draft that is meant; the latest when left out', required: false },
    },
  },
  retryFailed: {
    summary: 'Send again what failed for good, to corrected addresses.',
    fields: {
      notice: {
        kind: 'text',
        about: 'such as announcement or progress-2; the latest with failures when left out',
        required: false,
      },
    },
  },
} as const satisfies Record<CommandName, WindowCommand>;
