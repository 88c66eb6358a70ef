import type { JSX } from 'preact';
import { readFields } from '../forms/fields';
import { nightsFor } from '../../use-cases/read-nights';
import { readOwnWindow } from '../../use-cases/read-own-window';
import { readWindowAnswers } from '../../use-cases/read-window';
import type { PortalArea, PortalAsked, PortalFormState } from './area';
import { portalWindowHref } from './parts';
import { nightField, OwnWindowPage, reasonField, whichField } from './window-page';

const WINDOW = '/portal/windows/:reference';

/** One window, and what a customer does about it: acknowledge, object, move, do it by themselves (S3, S6, S8). */
export function addOwnWindow(area: PortalArea): void {
  const { db } = area.parts;

  async function show(asked: PortalAsked, form?: PortalFormState): Promise<JSX.Element> {
    const reference = asked.params.reference ?? '';
    const [own, nights, answers] = await Promise.all([
      readOwnWindow(db, reference, asked.viewer),
      nightsFor(db, reference, asked.viewer, asked.now),
      asked.may('GET /v1/windows/{reference}/acknowledgements') ? readWindowAnswers(db, reference, asked.viewer) : [],
    ]);
    return <OwnWindowPage {...{ asked, own, nights, answers, form }} />;
  }
  const done = (what: string) => (_answer: unknown, asked: PortalAsked) =>
    `${portalWindowHref(asked.params.reference ?? '')}?done=${what}`;
  const paramsOf = ({ params: { reference = '' } }: PortalAsked) => ({ reference });

  area.page(WINDOW, 'GET /v1/windows/{reference}', (asked) => show(asked));

  area.action({
    path: `${WINDOW}/acknowledge`,
    operation: 'POST /v1/maintenance/{reference}/acknowledge',
    call: (_typed, asked) => ({ params: paramsOf(asked) }),
    done: done('acknowledged'),
    again: show,
  });
  area.action({
    path: `${WINDOW}/object`,
    operation: 'POST /v1/maintenance/{reference}/object',
    call: (typed, asked) => ({
      params: paramsOf(asked),
      body: readFields(typed, [reasonField(asked.site), whichField(asked.site, [])]),
    }),
    done: done('objected'),
    again: show,
  });
  area.action({
    path: `${WINDOW}/move`,
    operation: 'POST /v1/maintenance/{reference}/move',
    call: (typed, asked) => ({
      params: paramsOf(asked),
      body: readFields(typed, [nightField(asked, []), whichField(asked.site, [])]),
    }),
    done: done('moved'),
    again: show,
  });
  area.action({
    path: `${WINDOW}/restart/:resource`,
    operation: 'POST /v1/maintenance/{reference}/{resource}/restart',
    call: (_typed, asked) => ({ params: { ...paramsOf(asked), resource: asked.params.resource ?? '' } }),
    done: done('begun'),
    again: show,
  });

  area.get(`${WINDOW}/proof`, 'GET /v1/windows/{reference}/proof.html', async (asked, response) => {
    const page = await asked.ask('GET /v1/windows/{reference}/proof.html', { params: paramsOf(asked) });
    response.set({ 'Cache-Control': 'no-store', 'X-Robots-Tag': 'noindex' }).type('html');
    response.send(await textOf(page));
  });
}

/** What an operation streams, as one text; a proof is a page. */
async function textOf(streamed: unknown): Promise<string> {
  const parts: string[] = [];
  const { pieces } = streamed as { readonly pieces: AsyncIterable<string> };
  for await (const chunk of pieces) parts.push(chunk);
  return parts.join('');
}
