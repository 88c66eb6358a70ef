import { z } from 'zod';
import { MOST_OWN_TOKENS } from '../../../store/access/own-tokens';
import { listTokensOf } from '../../../store/access/tokens';
import { readFields } from '../../forms/fields';
import type { FormState } from '../../forms/typed';
import type { Asked, ConsoleArea } from '../area';
import { MadeTokenPage, tokenFields, TOKENS, TokensPage } from './page';

/** Tokens that people make for themselves (T9). */
export function addTokens(area: ConsoleArea): void {
  const { db } = area.parts;
  const page = async ({ frame, session }: Asked, form?: FormState) => (
    <TokensPage {...{ frame, form }} tokens={await listTokensOf(db, session.person, 2 * MOST_OWN_TOKENS)} />
  );

  area.page(TOKENS, 'GET /v1/me/tokens', page);

  area.action({
    path: TOKENS,
    operation: 'POST /v1/me/tokens',
    call: (typed, { session }) => ({ body: readFields(typed, tokenFields(session.grant)) }),
    // no redirect: it is in no address, and a page that is loaded again does not have it
    show: (answer, { frame }) => Promise.resolve(<MadeTokenPage frame={frame} {...made.parse(answer)} />),
    again: page,
  });

  area.action({
    path: `${TOKENS}/:id/end`,
    operation: 'DELETE /v1/me/tokens/{id}',
    call: (_typed, { params }) => ({ params }),
    done: () => TOKENS,
    again: page,
  });
}

const made = z.object({ name: z.string(), token: z.string().nullable() });
