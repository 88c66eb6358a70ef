import { readFileSync } from 'node:fs';
import path from 'node:path';
import { runProgram } from '../../dev/processes/run-program';
import { projectRoot } from '../../dev/project-root';

const { scripts } = JSON.parse(readFileSync(path.join(projectRoot(), 'package.json'), 'utf8')) as {
  readonly scripts: Readonly<Record<string, string>>;
};

/** What makes a file that is kept beside the sources, by the command's name. */
const GENERATORS = Object.entries(scripts).filter(([name]) => name.startsWith('generate:'));

const check = (script: string) =>
  runProgram(process.execPath, [...script.split(' ').slice(1), '--check'], { cwd: projectRoot(), timeoutMs: 120_000 });

describe('files that are generated', () => {
  it('are there', () => expect(GENERATORS.map(([name]) => name)).toContain('generate:cli-types'));

  it.each(GENERATORS)(
    'are what %s makes now',
    async (_name, script) => {
      expect(await check(script)).toEqual({ code: 0, output: '' });
    },
    180_000,
  );
});
