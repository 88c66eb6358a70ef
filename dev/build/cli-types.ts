import path from 'node:path';
import openapiTypes from 'openapi-typescript';
import ts from 'typescript';
import { format, resolveConfig } from 'prettier';
import { projectRoot } from '../project-root';
import { apiDocument } from './api-document';

/** The file with the command line's types for the API's answers. */
export const CLI_TYPES = path.join(projectRoot(), 'cli', 'generated', 'api.ts');

const HEADER =
  '// Made by `npm run generate:cli-types` from the OpenAPI document of the API; a change here is lost.\n\n';

/** TypeScript types for the API's answers, with the names of the document. Request bodies are checked by the API alone. */
export async function cliTypes(): Promise<string> {
  const document = apiDocument();
  const { schemas } = document.components as { readonly schemas: Readonly<Record<string, unknown>> };
  const answers = Object.entries(schemas)
    .filter(([name]) => !name.endsWith('Request'))
    .sort(([one], [other]) => (one < other ? -1 : 1));
  const made = await openapiTypes(
    { ...document, paths: {}, components: { schemas: Object.fromEntries(answers) } } as Parameters<
      typeof openapiTypes
    >[0],
    { immutable: true },
  );
  // the rest is empty, because this document has no operations
  const components = made.filter((node) => ts.isInterfaceDeclaration(node) && node.name.text === 'components');
  const file = ts.createSourceFile(CLI_TYPES, '', ts.ScriptTarget.Latest);
  const text = ts.createPrinter().printList(ts.ListFormat.MultiLine, ts.factory.createNodeArray(components), file);
  return format(HEADER + text, { ...(await resolveConfig(CLI_TYPES)), parser: 'typescript' });
}
