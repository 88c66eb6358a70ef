import type { JSX } from 'preact';
import { Layout } from '../site/layout';
import type { Site } from '../site/site';

/** The same page whether a window does not exist, is private, or is not announced (N7): it names nothing. */
export function NotFoundPage({ site, root }: { readonly site: Site; readonly root: string }): JSX.Element {
  const { notFound: say, status } = site.say;
  return (
    <Layout
      site={site}
      title={`${say.title} · ${site.providerName} ${status}`}
      description={`${say.title}.`}
      root={root}
    >
      <h1>{say.heading}</h1>
      <p>
        {say.mistyped} <a href={site.to(root)}>{say.current}</a> {say.or}{' '}
        <a href={site.to(`${root}history`)}>{say.history}</a>.
      </p>
    </Layout>
  );
}
