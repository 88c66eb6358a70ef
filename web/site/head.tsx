import type { ComponentChildren, JSX } from 'preact';

interface HeadProps {
  readonly title: string;
  readonly description: string;
  /** What the page needs besides: its style sheet, its icon. */
  readonly children: ComponentChildren;
}

/** What every page says of itself before its content. */
export function Head({ title, description, children }: HeadProps): JSX.Element {
  return (
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <meta name="color-scheme" content="light dark" />
      <meta name="description" content={description} />
      <title>{title}</title>
      {children}
    </head>
  );
}
