import type { ComponentChildren, JSX } from 'preact';
import { Head } from '../site/head';
import type { SiteFacts } from '../site/site';
import { Support } from '../site/support';

interface SheetProps {
  readonly site: SiteFacts;
  readonly title: string;
  readonly description: string;
  readonly children: ComponentChildren;
}

/**
 * The frame of a page that is kept and handed over: one file that asks for no other, with no way to anywhere. Printed or opened
 * years later, it reads the same.
 */
export function Sheet({ site, title, description, children }: SheetProps): JSX.Element {
  return (
    <html lang="en">
      <Head title={title} description={description}>
        <link rel="icon" href="data:," />
        <style dangerouslySetInnerHTML={{ __html: site.assets.text('status.css') }} />
      </Head>
      <body>
        <header class="top">
          <div class="wide">
            <strong>{site.providerName}</strong>
          </div>
        </header>
        <main class="wide">{children}</main>
        <footer class="sheet-end muted">
          <div class="wide">
            <Support isPrinted support={site.support} />
            <p>All times are in UTC.</p>
          </div>
        </footer>
      </body>
    </html>
  );
}
