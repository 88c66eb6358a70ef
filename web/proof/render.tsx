import { renderToString } from 'preact-render-to-string';
import type { Proof } from '../../domain/proof/proof';
import type { Site } from '../site/site';
import { loadAssets } from '../status/assets';
import { ProofPage } from './proof-page';

/** Makes the printable page of a proof, with the styles of the status page. Reads its static files once. */
export function createProofPage({ providerName }: { readonly providerName: string }): (proof: Proof) => string {
  const site: Site = { providerName, assets: loadAssets() };
  return (proof) => `<!doctype html>${renderToString(<ProofPage site={site} proof={proof} />)}`;
}
