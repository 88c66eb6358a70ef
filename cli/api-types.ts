/** The API's answers as far as the command reads them; /openapi.json has all of them. */

export interface Page<T> {
  readonly items: readonly T[];
  readonly next: string | null;
}

export interface Standing {
  readonly reference: string;
  readonly phase: string;
  readonly revision: number;
  readonly next: { readonly at: string; readonly what: string } | null;
  readonly links: {
    readonly self: string;
    readonly statusPage: string | null;
    /** Until then the page answers 404; null once it is there. */
    readonly statusPageFrom: string | null;
    readonly temporalUi: string | null;
  };
}

interface Slot {
  readonly start: string;
  readonly end: string;
}

export interface WindowSummary extends Standing {
  readonly title: string;
  readonly class: string;
  readonly visibility: string;
  readonly slots: readonly Slot[];
  readonly needsAttention: boolean;
}

export interface Planned {
  readonly kind: string;
  readonly at: string;
  readonly organizations?: number;
  readonly recipients?: number;
}

interface Attention {
  readonly code: string;
  readonly text: string;
  readonly since: string;
}

export interface WindowDetails extends Omit<WindowSummary, 'needsAttention'> {
  readonly reason: string;
  readonly impact: { readonly level: string; readonly minutes: number; readonly description: string };
  readonly customerAction: string;
  readonly pointOfContact: string;
  readonly startedAt: string | null;
  readonly endedAt: string | null;
  readonly cancelledAt: string | null;
  readonly plan: readonly Planned[];
  readonly attention: readonly Attention[];
  readonly decideBy?: string;
  readonly approval: {
    readonly approvedRevision: number;
    readonly approvedBy: string | null;
    readonly authors: readonly string[];
  } | null;
  readonly conflicts?: readonly { readonly text: string; readonly blocking: boolean }[];
  readonly verification?: {
    readonly steps: readonly { readonly text: string; readonly done: boolean }[];
    readonly monitorMinutes: number;
  };
  readonly undo: readonly { readonly id: string; readonly text: string; readonly state: string }[];
  /** Absent for customers, as are the answers. */
  readonly channels?: readonly {
    readonly channel: string;
    readonly lastSuccessAt: string | null;
    readonly lastError: string | null;
    readonly lastErrorAt: string | null;
    readonly failures: number;
    readonly drift: readonly string[];
  }[];
  readonly answers?: { readonly accepted: number; readonly declined: number; readonly tentative: number };
  readonly notices: readonly {
    readonly notice: string;
    readonly revision: number;
    readonly state: string;
    readonly recipients: number;
    readonly deliveries: Readonly<Record<string, number>>;
  }[];
  readonly timeline: Page<{ readonly at: string; readonly by: string; readonly text: string }>;
}

export interface Opened extends Omit<Standing, 'next'> {
  readonly plan: readonly Planned[];
  readonly debts: readonly { readonly text: string }[];
  readonly conflicts: readonly { readonly text: string }[];
}

export interface CommandAnswer extends Standing {
  readonly plan: readonly Planned[];
  readonly attention: readonly Attention[];
}

export interface Night {
  readonly night: string;
  readonly start: string;
  readonly localStart: string;
  readonly note: string | null;
  readonly state: string;
  readonly opensAt: string | null;
  readonly reference: string | null;
  readonly phase: string | null;
  readonly reason: string | null;
}

export interface SeriesSummary {
  readonly id: string;
  readonly name: string;
  readonly state: string;
  readonly next: Night | null;
}

export interface Series extends Omit<SeriesSummary, 'next'> {
  readonly leadDays: number;
  readonly recurrence: { readonly timeZone: string };
  readonly nights: readonly Night[];
}

export interface Delivery {
  readonly notice: string;
  readonly revision: number;
  readonly organizationId: string;
  readonly recipient: string;
  readonly name: string;
  readonly address: string;
  readonly state: string;
  readonly attempts: number;
  readonly reply: string | null;
  readonly updatedAt: string;
}

export interface Task {
  readonly id: number;
  readonly reference: string;
  readonly kind: string;
  readonly organizationId: string;
  readonly subject: string;
  readonly reason: string;
  readonly createdAt: string;
  readonly doneAt: string | null;
  readonly doneBy: string | null;
  readonly note: string | null;
}

export interface Suppression {
  readonly address: string;
  readonly reason: string;
  readonly since: string;
}

export interface Proof {
  readonly reference: string;
  readonly title: string;
  readonly organization: { readonly id: string; readonly name: string };
  readonly dates: readonly {
    readonly revision: number;
    readonly start: string;
    readonly verdict: string;
    readonly text: string;
  }[];
  readonly accepted: readonly {
    readonly at: string;
    readonly by: string;
    readonly reason: string | null;
    readonly rules: readonly { readonly text: string }[];
  }[];
  readonly notices: readonly {
    readonly notice: string;
    readonly revision: number;
    readonly deliveries: readonly {
      readonly name: string;
      readonly address: string;
      readonly state: string;
      readonly stateSince: string;
      readonly reply: string | null;
    }[];
  }[];
  readonly answers: readonly {
    readonly recipient: string;
    readonly answer: string;
    readonly sequence: number;
    readonly at: string;
  }[];
}

export interface Fault {
  readonly field: string;
  readonly message: string;
}

export interface ImportResult {
  readonly table: string;
  readonly dryRun: boolean;
  readonly created: number;
  readonly updated: number;
  readonly unchanged: number;
  readonly deleted: number;
  readonly deletionRefused: string | null;
  readonly rejectedRows: number;
}

/** One message as its reader has it. */
export interface Sample {
  readonly organization: { readonly id: string; readonly name: string };
  readonly recipientName: string;
  readonly address: string;
  readonly locale: string;
  readonly alsoTo: readonly { readonly name: string; readonly address: string }[];
  readonly subject: string;
  readonly text: string;
  readonly html?: string;
}

export interface Preview extends Sample {
  readonly at: string;
}

export interface RehearsedMessage {
  readonly at: string;
  readonly kind: string;
  readonly title: string;
  readonly internal: boolean;
  readonly organizations: number;
  readonly recipients: number;
  readonly suppressed: number;
  readonly samples: readonly Sample[];
}

export interface Rehearsal {
  readonly debts: readonly { readonly text: string }[];
  readonly conflicts: readonly { readonly text: string }[];
  readonly refusals: readonly { readonly text: string }[];
  readonly audience: { readonly organizations: number; readonly recipients: number };
  readonly messages: readonly RehearsedMessage[];
  readonly refused: readonly { readonly at: string; readonly command: string; readonly text: string }[];
  readonly end: { readonly at: string; readonly phase: string; readonly waitsFor: readonly string[] };
}

export interface Template {
  readonly id: string;
  readonly name: string;
  readonly class: string | null;
  readonly reason: string | null;
  readonly language: string;
  readonly wordings: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly warnings: readonly string[];
}

export type TemplatePreview = Pick<Template, 'wordings'>;

export interface Blackout {
  readonly id: string;
  readonly organization: string | null;
  readonly start: string;
  readonly end: string;
  readonly reason: string;
}

export interface MadeBlackout extends Blackout {
  readonly warnings: readonly { readonly text: string }[];
}
