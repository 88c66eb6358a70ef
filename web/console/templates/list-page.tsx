import type { JSX } from 'preact';
import { utcText } from '../../../domain/public/times';
import type { Page } from '../../../store/database/cursor';
import type { MessageTemplate } from '../../../store/windows/message-templates';
import type { Asked } from '../area';
import { ConsoleLayout } from '../layout';
import { Pager, Table } from '../parts';

export const templateHref = (id: string) => `/console/templates/${encodeURIComponent(id)}`;

interface TemplatesProps {
  readonly frame: Asked['frame'];
  readonly page: Page<MessageTemplate>;
}

/** `/console/templates`: what customers read, drafted once for many windows (P2). */
export function TemplatesPage({ frame, page }: TemplatesProps): JSX.Element {
  const isAuthor = frame.may('POST /v1/templates/{id}');
  const button = (
    <a class="button" href="/console/new-template">
      New template
    </a>
  );
  return (
    <ConsoleLayout {...frame} title="Templates" here="templates" beside={isAuthor ? button : null}>
      <p class="prose">
        A window that is opened with a template gets its sentences as its own, and keeps them whatever becomes of the
        template.
      </p>
      <h2 id="templates">By id</h2>
      {page.items.length === 0 ? (
        <p class="muted">There is no template yet: whoever plans a window writes every sentence.</p>
      ) : (
        <Table labelledBy="templates" columns={['Template', 'For', 'Languages', 'Changed']}>
          {page.items.map((one) => (
            <tr key={one.id}>
              <th scope="row">
                <a href={templateHref(one.id)}>{one.name}</a> <span class="muted">{one.id}</span>
              </th>
              <td>{[one.class, one.reason].filter((word) => word !== undefined).join(', ') || 'any window'}</td>
              <td>{Object.keys(one.wordings).join(', ')}</td>
              <td>
                {utcText(one.changedAt)}, {one.changedBy}
              </td>
            </tr>
          ))}
        </Table>
      )}
      <Pager query={{}} next={page.next} />
    </ConsoleLayout>
  );
}
