import { join } from 'node:path';
import ts from 'typescript';
import { projectRoot } from '../../dev/project-root';

/** The changed text of a file, made from its current text. */
export type Change = (text: string) => string;

/** Parsed once for all fixtures of a test file: the library and the packages are most of the work. */
const parsed = new Map<string, ts.SourceFile | undefined>();

/**
 * Type-checks files of the project as if some had been changed; nothing is written. `changes` and `checked` are by path from
 * the root; `checked` are the files whose faults are wanted, with their imports. Returns one line for each fault: `path:
 * message`. The first call in a file takes a few seconds, later ones less. Throws RangeError for a change without effect,
 * because such a fixture would show nothing.
 */
export function compileFixture(checked: readonly string[], changes: Readonly<Record<string, Change>>): string[] {
  const options = readOptions();
  const host = ts.createCompilerHost(options);
  const changed = new Map(Object.entries(changes).map(([path, change]) => [absolute(path), changedText(path, change)]));
  const program = ts.createProgram({
    rootNames: checked.map(absolute),
    options,
    host: {
      ...host,
      getSourceFile(path, languageVersion) {
        const text = changed.get(path);
        if (text !== undefined) return ts.createSourceFile(path, text, languageVersion);
        if (!parsed.has(path)) parsed.set(path, host.getSourceFile(path, languageVersion));
        return parsed.get(path);
      },
    },
  });
  return checked
    .map(absolute)
    .flatMap((path) => {
      const file = program.getSourceFile(path);
      if (!file) throw new RangeError(`${path} is not there`);
      return [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)];
    })
    .map(({ file, messageText }) => {
      const where = file ? file.fileName.slice(ROOT.length + 1) : '';
      return `${where}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`;
    });
}

const ROOT = projectRoot();
const absolute = (path: string) => join(ROOT, path);

function changedText(path: string, change: Change): string {
  const text = ts.sys.readFile(absolute(path)) ?? '';
  const made = change(text);
  if (made === text) throw new RangeError(`the fixture leaves ${path} as it is`);
  return made;
}

function readOptions(): ts.CompilerOptions {
  const { config } = ts.readConfigFile(absolute('tsconfig.json'), (path) => ts.sys.readFile(path)) as {
    config: { compilerOptions: object };
  };
  const { options } = ts.convertCompilerOptionsFromJson(config.compilerOptions, ROOT);
  const { tsBuildInfoFile: _cache, ...kept } = options;
  return { ...kept, noEmit: true, incremental: false, types: [] };
}
