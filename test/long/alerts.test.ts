import path from 'node:path';
import { runProgram } from '../../dev/processes/run-program';
import { projectRoot } from '../../dev/project-root';
import { alertRules, read } from '../support/alerts/alerts';
import { promtoolProgram } from '../support/clients/tools';

/** The alert rules by Prometheus' own check, and by cases of a quiet day and a bad night (O3). */

jest.setTimeout(1_800_000);

const CASES = path.join('test', 'support', 'alerts', 'rules.test.yml');
let promtool: string;

beforeAll(async () => {
  promtool = await promtoolProgram();
});

test('O3: promtool finds no fault in the rules', async () => {
  const checked = await runProgram(
    promtool,
    ['check', 'rules', '--lint-fatal', path.join('ops', 'prometheus', 'alerts.yml')],
    {
      cwd: projectRoot(),
    },
  );
  expect(checked).toMatchObject({ code: 0, output: expect.stringContaining('SUCCESS') as string });
});

test('O3: each alert is heard when it should be, once however many processes say so, and none on a quiet day', async () => {
  const text = read(CASES);
  const [quiet = '', bad = ''] = text.split('- name: ').slice(1);
  for (const { alert } of alertRules()) {
    expect([alert, quiet.includes(`alertname: ${alert} }`)]).toEqual([alert, true]);
    expect([alert, bad.includes(`alertname="${alert}"`)]).toEqual([alert, true]);
  }
  const tested = await runProgram(promtool, ['test', 'rules', CASES], { cwd: projectRoot() });
  expect(tested).toMatchObject({ code: 0, output: expect.stringContaining('SUCCESS') as string });
});
