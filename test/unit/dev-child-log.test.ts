import { worthShowing } from '../../dev/processes/child-log';

describe('what of a child reaches the terminal', () => {
  test.each([
    [
      'an error of the log',
      '{"level":50,"msg":"cannot send","err":{"message":"refused"}}',
      'stdout',
      'cannot send: refused',
    ],
    ['a fatal fault', '{"level":60,"msg":"gone"}', 'stdout', 'gone'],
    ['a line that calls itself notable', '{"level":30,"notable":true,"msg":"half sent"}', 'stdout', 'half sent'],
    ['a warning of the log', '{"level":40,"msg":"slow"}', 'stdout', undefined],
    ['plain output', 'listening', 'stdout', undefined],
    ['a plain fault', 'Error: no such table', 'stderr', 'Error: no such table'],
    ['JSON that is no log line', '{"level":"high"}', 'stderr', undefined],
    ['broken JSON on stderr', '{"level":50', 'stderr', '{"level":50'],
    ['a line of a stack', '    at main (main.ts:1:1)', 'stderr', undefined],
    ['a warning of Node', '(node:12) ExperimentalWarning: maybe', 'stderr', undefined],
    ['an empty line', '', 'stderr', undefined],
  ] as const)('%s', (_, line, stream, shown) => {
    expect(worthShowing(line, stream)).toBe(shown);
  });
});
