import { z } from 'zod';
import { perBrand } from '../../../composition/brands';
import type { Brands } from '../../../domain/brands/brand';
import type { MessageRenderer } from '../../../activities/ports/mail';
import { proofFor } from '../../../use-cases/make-proof';
import { createProofPage } from '../../../web/proof/render';
import { route, type Route } from '../../http/route';
import { reference } from '../../http/schemas';
import { StreamedAnswer } from '../../http/streams';
import type { Dependencies } from '../dependencies';
import { proofAnswer } from './answers';
import { proofQuery, proofSchema } from './schemas';

interface ProofDependencies extends Dependencies {
  readonly renderer: MessageRenderer;
  readonly brands: Brands;
}

/** `/v1/windows/{reference}/proof`, as JSON and as a page to print. */
export function proofRoutes(deps: ProofDependencies): Route[] {
  return [getProof(deps), getProofPage(deps)];
}

const params = z.strictObject({ reference });
const WHAT =
  'What one organization was told of the window: every date it had and whether the promised notice was kept, every notice ' +
  "with its text, and every delivery with the server's answer (T1). Staff name the organization; a customer token gets its own.";

const getProof = ({ db, renderer }: ProofDependencies) =>
  route({
    method: 'get',
    path: '/v1/windows/{reference}/proof',
    id: 'getProof',
    tag: 'windows',
    summary: 'Proof of notice',
    description: WHAT,
    problems: [],
    success: { status: 200, description: 'The proof' },
    params,
    query: proofQuery,
    answer: proofSchema,
    async handle({ params, query, caller, now }) {
      return { body: proofAnswer(await proofFor({ db, renderer }, { ...params, ...query }, caller, now)) };
    },
  });

const getProofPage = ({ db, renderer, brands }: ProofDependencies) => {
  const pageOf = perBrand(brands, createProofPage);
  return route({
    method: 'get',
    path: '/v1/windows/{reference}/proof.html',
    id: 'getProofPage',
    tag: 'windows',
    summary: 'Proof of notice, to print',
    description: WHAT,
    problems: [],
    success: { status: 200, description: 'The proof', alsoAs: { 'text/html': 'A page' } },
    params,
    query: proofQuery,
    async handle({ params, query, caller, now }) {
      const proof = await proofFor({ db, renderer }, { ...params, ...query }, caller, now);
      return { body: new StreamedAnswer('text/html', inOnePiece(pageOf(proof.organization.brand)(proof))) };
    },
  });
};

async function* inOnePiece(text: string): AsyncGenerator<string> {
  yield await Promise.resolve(text);
}
