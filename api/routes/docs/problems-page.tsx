import type { JSX } from 'preact';
import { ERRORS } from '../../../domain/shared/errors';
import { DocsPage } from './docs-page';

/** Every code a problem can carry; `type` of a problem links to its row. */
export function ProblemsPage({ providerName }: { providerName: string }): JSX.Element {
  return (
    <DocsPage title="Problems" providerName={providerName} stylesheet="/docs/docs.css">
      <main>
        <h1>Problems</h1>
        <p>
          A request that fails is answered with a problem document (RFC 9457, <code>application/problem+json</code>).
          Its <code>detail</code> says what is wrong and what to do next, <code>errors</code> names the fields at fault,
          and <code>code</code> is one of these. <a href="/docs">All operations</a>
        </p>
        <table>
          <thead>
            <tr>
              <th scope="col">Code</th>
              <th scope="col">Status</th>
              <th scope="col">Meaning</th>
              <th scope="col">The same request again</th>
            </tr>
          </thead>
          <tbody>
            {Object.entries(ERRORS).map(([code, { status, title, retryable }]) => (
              <tr key={code} id={code}>
                <th scope="row">
                  <code>{code}</code>
                </th>
                <td>{status}</td>
                <td>{title}</td>
                <td>{retryable ? 'can succeed a little later' : 'fails again'}</td>
              </tr>
            ))}
            <tr id="internal-error">
              <th scope="row">
                <code>internal-error</code>
              </th>
              <td>500</td>
              <td>Something nobody foresaw; the document names the incident under which the log has it</td>
              <td>may succeed; report the incident if it does not</td>
            </tr>
          </tbody>
        </table>
      </main>
    </DocsPage>
  );
}
