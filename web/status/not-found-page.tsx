import type { JSX } from 'preact';
import { Layout } from '../site/layout';
import type { Site } from '../site/site';

/** The same page whether a window does not exist, is private, or is not announced (N7): it names nothing. */
export function NotFoundPage({ site, root }: { readonly site: Site; readonly root: string }): JSX.Element {
  return (
    <Layout site={site} title={`Not found · ${site.providerName} Status`} description="Not found." root={root}>
      <h1>There is no such page</h1>
      <p>
        The address may be mistyped. <a href={root}>See the current maintenance</a> or{' '}
        <a href={`${root}history`}>the history</a>.
      </p>
    </Layout>
  );
}
