/** The fields the development commands read from GET /v1/windows/{reference}. */
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

/** The window's state in one line: `announced, next: reminder, 7 days before at 2026-11-30T01:01:02Z`. */
export function describeState({ phase, next }: Pick<WindowAnswer, 'phase' | 'next'>): string {
  return next ? `${phase}, next: ${next.what} at ${next.at}` : `${phase}, nothing is due by itself`;
}

/** Whether nothing of the notice is left to do now: it was delivered, or only retries are left. */
export function atRest({ state }: NoticeAnswer): boolean {
  return state !== 'under-way';
}
