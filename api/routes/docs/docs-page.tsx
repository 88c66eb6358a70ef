import type { ComponentChildren, JSX } from 'preact';

/** A page of the API's documentation. */
export function DocsPage(props: {
  title: string;
  providerName: string;
  stylesheet: string;
  children: ComponentChildren;
}): JSX.Element {
  return (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>
          {props.title} · {props.providerName}
        </title>
        <link rel="icon" href="/docs/assets/favicon-32x32.png" />
        <link rel="stylesheet" href={props.stylesheet} />
      </head>
      <body>{props.children}</body>
    </html>
  );
}
