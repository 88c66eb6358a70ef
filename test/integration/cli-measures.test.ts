import { useApi, type TokenName } from '../api/support/api';
import { loadInventory, StoredWindow } from '../store/support';
import { useCommandLine } from '../support/command-line';
import { PROCESS_POLICY } from '../support/windows';

const api = useApi();
const { run: cli } = useCommandLine(api);
const given = async (token: TokenName, ...argv: string[]) => {
  const said = await cli(token, ...argv);
  expect([argv.join(' '), said.code, said.stderr]).toEqual([argv.join(' '), 0, '']);
  return said.stdout;
};

test('E5: measures are listed, shown, postponed, done and given up on the command line', async () => {
  await loadInventory(api.store.db);
  const window = await StoredWindow.announced(api.store, { class: 'emergency' }, PROCESS_POLICY);
  await window.start();
  await window.give('complete');
  const due = '2027-01-31';
  await window.give('draftRfo', {
    ...{ summary: 'A pump failed.', rootCause: 'Wear.' },
    preventiveMeasures: [
      { text: 'A second pump.', owner: 'rita', due },
      { text: 'A third pump.', owner: 'Facilities', due },
    ],
  });
  await window.give('approveRfo', { by: 'second' });

  const listed = await given('operator', 'measures', '--window', window.reference);
  expect(listed).toMatch(/ID +WINDOW +DUE +OWNER +WHAT/);
  expect(listed).toMatch(new RegExp(`1 +${window.reference} +${due} +rita +A second pump`));
  expect(await given('operator', 'measures', '--owner', 'rita')).not.toContain('third');

  const later = ['--due', '2027-03-31', '--reason', 'Parts are late.'];
  expect(await given('operator', 'measures', 'postpone', '1', ...later)).toContain('due on 2027-03-31 now');
  const done = await cli('operator', 'measures', 'done', '1', '--note', 'It runs.');
  expect(done).toMatchObject({ code: 0, stderr: 'Measure 1 is done.\n' });
  expect(await given('operator', 'measures', 'give-up', '2', '--reason', 'The hall is closed.')).toContain('given up');
  expect(await given('operator', 'measures')).toContain('Nothing that was promised is left to do.');
  const shown = await given('operator', 'measures', 'show', '1');
  expect(shown).toContain(`Measure 1 of ${window.reference}: done, due on 2027-03-31, owner rita`);
  expect(shown).toMatch(/operator token +api +Postponed from 2027-01-31 to 2027-03-31: Parts are late\./);
  expect(shown).toMatch(/operator token +api +Done: It runs\./);
  const again = await cli('operator', 'measures', 'done', '1');
  expect(again).toMatchObject({ code: 1, stderr: expect.stringContaining('was done on') as string });
  expect((await cli('operator', 'measures', 'give-up', '2')).stderr).toContain('--reason');
});
