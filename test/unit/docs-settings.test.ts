import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { SETTINGS } from '../../config/config';
import { DEV_SETTINGS } from '../../dev/start/settings';
import { projectRoot } from '../../dev/project-root';
import { ROLES } from '../../domain/shared/roles';
import { openingSchema } from '../../domain/window/opening';

const read = (...names: string[]) => readFileSync(path.join(projectRoot(), ...names), 'utf8');
const documents = ['README.md', 'CONTRIBUTING.md', 'SECURITY.md']
  .concat(readdirSync(path.join(projectRoot(), 'docs')).map((name) => path.join('docs', name)))
  .filter((file) => file.endsWith('.md'));

/** Read outside the two tables of settings: by the command line, by tests; and one that is the reader's own. */
const OTHERS = [
  ...['FOREWARN_URL', 'FOREWARN_TOKEN'],
  ...['FOREWARN_TEMPORAL_TEST_SERVER', 'FOREWARN_TEST_SEED'],
  ...['FOREWARN_TEST_KILLS', 'FOREWARN_TEST_LIVES', 'FOREWARN_TEST_WINDOWS'],
  // of a receiver of webhooks, in a sample
  'FOREWARN_WEBHOOK_SECRET',
];

/** The variables a text names. */
const namedIn = (text: string) =>
  [...text.matchAll(/\b(?:FOREWARN_[A-Z0-9_]*[A-Z0-9]|DATABASE_URL|SMTP_URL)\b/g)].map(([name]) => name);

describe('the settings', () => {
  test('each stands in the first column of a table of docs/running.md', () => {
    const cells = read('docs', 'running.md')
      .split('\n')
      .filter((line) => line.startsWith('|'))
      .map((line) => line.split('|')[1] ?? '');
    const documented = new Set(namedIn(cells.join('\n')));
    expect(
      [...SETTINGS, ...DEV_SETTINGS].filter((name) => !documented.has(name) && !name.startsWith('TEMPORAL_')),
    ).toEqual([]);
  });

  test('no document names one that does not exist', () => {
    const known = new Set([...SETTINGS, ...DEV_SETTINGS, ...OTHERS]);
    const unknown = documents.flatMap((file) =>
      namedIn(read(file)).flatMap((name) => (known.has(name) ? [] : [`${file}: ${name}`])),
    );
    expect(unknown).toEqual([]);
  });

  test('every other variable a document may name is read somewhere', () => {
    const sources = ['cli', 'dev', 'test'].flatMap((folder) =>
      readdirSync(path.join(projectRoot(), folder), { recursive: true, encoding: 'utf8' })
        .filter((name) => /\.(ts|cjs|mjs)$/.test(name) && !name.endsWith(path.basename(__filename)))
        .map((name) => read(folder, name)),
    );
    const named = new Set(sources.flatMap(namedIn));
    expect(OTHERS.filter((name) => !named.has(name))).toEqual(['FOREWARN_WEBHOOK_SECRET']);
  });
});

describe('the README', () => {
  test('names every role a token may have, and no other', () => {
    const listed = /Tokens have roles \(([^)]*)\)/.exec(read('README.md'))?.[1]?.split(', ') ?? [];
    expect([...listed].sort()).toEqual([...ROLES].sort());
  });

  test.each(['npm ci && npm start', 'npm ci && npm test'])('has `%s` as a line to paste', (line) => {
    expect(read('README.md').split('\n')).toContain(line);
  });

  test('the emergency to paste is one that may be opened, on any system with Node', () => {
    const body = /-d '(\{\n {2}"title": "Emergency[\s\S]*?\})'\n/.exec(read('README.md'))?.[1] ?? '';
    const pasted = execFileSync('/bin/sh', ['-c', `printf %s '${body}'`], { encoding: 'utf8' });
    const { slots } = openingSchema.parse(JSON.parse(pasted));
    expect(slots[0]?.endsAt).toBeGreaterThan(slots[0]?.startsAt ?? Infinity);
  });
});
