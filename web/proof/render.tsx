import { createHash } from 'node:crypto';
import { renderToString } from 'preact-render-to-string';
import type { Proof } from '../../domain/proof/proof';
import type { SiteFacts } from '../site/site';
import { loadAssets } from '../status/assets';
import { ProofPage } from './proof-page';

/** What a content security policy says so that the page's own style sheet is applied. */
export function proofStyleSource(): string {
  const hash = createHash('sha256').update(loadAssets().text('status.css')).digest('base64');
  return `'sha256-${hash}'`;
}

/** Makes the printable page of a proof, with the styles of the status page in it. Reads its static files once. */
export function createProofPage(about: Pick<SiteFacts, 'providerName' | 'support'>): (proof: Proof) => string {
  const site: SiteFacts = { ...about, assets: loadAssets() };
  return (proof) => `<!doctype html>${renderToString(<ProofPage site={site} proof={proof} />)}`;
}
