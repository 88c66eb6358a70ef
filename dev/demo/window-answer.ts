/** What the development commands read of GET /v1/windows/{reference}. */
export interface WindowAnswer {
  readonly reference: string;
  readonly phase: string;
  readonly slots: readonly { readonly start: string; readonly end: string }[];
  readonly next: { readonly at: string; readonly what: string } | null;
  readonly notices: readonly NoticeAnswer[];
  readonly links: { readonly statusPage: string | null; readonly temporalUi: string | null };
}

export interface NoticeAnswer {
  readonly notice: string;
  readonly state: string;
  readonly organizations: number;
  readonly recipients: number;
  readonly deliveries: Readonly<Record<string, number>>;
}

/** Where the window stands, in one line: `announced, next: reminder, 7 days before at 2026-11-30T01:01:02Z`. */
export function describeState({ phase, next }: Pick<WindowAnswer, 'phase' | 'next'>): string {
  return next ? `${phase}, next: ${next.what} at ${next.at}` : `${phase}, nothing is due by itself`;
}

/** Nothing of the notice is left to do at once: delivered, or only retries are waited for. */
export function atRest({ state }: NoticeAnswer): boolean {
  return state !== 'under-way';
}
