import { readFileSync } from 'node:fs';
import path from 'node:path';

const root = path.join(__dirname, '..', '..');
const document = readFileSync(path.join(root, 'SECURITY.md'), 'utf8');
/** Number of the risk, file, title. */
const named = document
  .split(/^### (?=API\d)/m)
  .slice(1)
  .flatMap((section) =>
    [...section.matchAll(/^- `(test\/[^`]+)`: (.+)$/gm)].map(
      ([, file = '', title = '']): [risk: string, file: string, title: string] => [
        /^API\d+/.exec(section)?.[0] ?? '',
        file,
        title,
      ],
    ),
  );

describe('SECURITY.md', () => {
  it('has tests for each of the ten risks', () => {
    const risks = new Set(named.map(([risk]) => risk));
    expect([...risks]).toEqual(Array.from({ length: 10 }, (_, i) => `API${String(i + 1)}`));
  });

  it.each(named)('%s: %s has "%s"', (_risk, file, title) => {
    const source = readFileSync(path.join(root, file), 'utf8');
    // the title of a test, or of a row in its table
    const lines = source.split('\n').filter((line) => line.includes(title));
    expect(lines).toContainEqual(expect.stringMatching(/\b(it|test|describe)\b|\]\)\(|^\s*\[?'/));
  });
});

describe('docs/threats.md', () => {
  const threats = readFileSync(path.join(root, 'docs', 'threats.md'), 'utf8');
  const tests = [...threats.matchAll(/^\s*`(test\/[^`]+)`: (.+)$/gm)].map(([, file = '', title = '']) => [file, title]);

  it('names tests', () => {
    expect(tests.length).toBeGreaterThan(10);
  });

  it.each(tests)('%s has "%s"', (file, title) => {
    expect(readFileSync(path.join(root, file), 'utf8')).toContain(title);
  });
});
