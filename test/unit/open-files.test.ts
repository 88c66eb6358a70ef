import { spawnSync } from 'node:child_process';
import { projectRoot } from '../../dev/project-root';
import { affordableConnections } from '../../composition/open-files';

it.each([
  [64, 16],
  [1_024, 256],
  [3, 1],
])('N8, row 16: of %p open files %p are for connections to mail servers', (openFiles, connections) => {
  expect(affordableConnections(openFiles)).toBe(connections);
});

it('N8, row 16: knows the limit of the process', () => {
  const program = "console.log(require('./composition/open-files').affordableConnections())";
  const asked = spawnSync('bash', ['-c', 'ulimit -n 80; exec node --import tsx -e "$0"', program], {
    cwd: projectRoot(),
    encoding: 'utf8',
  });
  expect(asked.stdout.trim()).toBe('20');
});
