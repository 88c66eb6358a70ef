import { useApi, type TokenName } from '../api/support/api';
import { StoredWindow } from '../store/support';
import { useCommandLine } from '../support/command-line';
import { openingBody, PROCESS_POLICY } from '../support/windows';

const api = useApi();
const { run: cli, file } = useCommandLine(api);
const given = async (token: TokenName, ...argv: string[]) => {
  const said = await cli(token, ...argv);
  expect([argv[0], said.code, said.stderr]).toEqual([argv[0], 0, '']);
  return said.stdout;
};

const night = { start: '2026-12-10T00:00:00Z', end: '2026-12-10T02:00:00Z' };
const spare = { start: '2026-12-17T00:00:00Z', end: '2026-12-17T02:00:00Z' };
const planned = (change: object = {}) => openingBody({ slots: [night], ...change });

describe('L8, L9, L10: changes of plan on the command line', () => {
  it('opens a draft, shows where it stands, and changes it in every way', async () => {
    const two = planned({
      slots: [night, spare],
      decideBy: '2026-12-09T00:00:00Z',
      verification: { steps: ['Fans spin', 'Both feeds have power'], monitorMinutes: 30 },
    });
    const opened = await given('engineer', 'open', await file('two.json', two), '--draft', '--json');
    const { reference, phase } = JSON.parse(opened) as { reference: string; phase: string };
    expect(phase).toBe('draft');
    await api.recordFirstStep(api.windows.core(reference));
    const shown = await given('operator', 'window', reference);
    expect(shown).toMatch(/Planned +2026-12-10 00:00 UTC to 2026-12-10 02:00 UTC\n/);
    expect(shown).toMatch(/Alternate +2026-12-17 00:00 UTC to .*, to be decided by 2026-12-09 00:00 UTC/);
    expect(shown).toMatch(/Approval +not yet; drawn up by engineer token/);
    expect(shown).toContain('Verification\n[ ] 1 Fans spin\n[ ] 2 Both feeds have power\nthen watched for 30 minutes');

    expect(await given('approver', 'approve', reference)).toContain(`${reference} is approved, revision 1`);
    await given('approver', 'withdraw', reference, '--reason', 'The text is too long.');
    const german = await file('german.json', { de: { title: 'Stromverteiler' } });
    await given('approver', 'edit', reference, '--title', 'New power', '--translations', german);
    await given('operator', 'nominate', reference, '--point-of-contact', 'ada@provider.example');
    const wider = ['--resource', 'acme-web,bolt-web', '--label', 'tier=web', '--reason', 'Fewer are touched.'];
    await given('operator', 'rescope', reference, ...wider);
    const why = ['--class', 'expedited', '--justification', 'It spreads.', '--reason', 'It spreads.'];
    await given('operator', 'reclassify', reference, ...why);
    await given('operator', 'release-alternate', reference);
    expect(api.windows.commands.slice(-5).map(({ name, body }) => [name, body])).toMatchObject([
      ['edit', { title: 'New power', translations: { de: { title: 'Stromverteiler' } } }],
      ['nominate', { pointOfContact: 'ada@provider.example' }],
      ['rescope', { scope: { resources: ['acme-web', 'bolt-web'], labels: { tier: 'web' } } }],
      ['reclassify', { class: 'expedited', justification: 'It spreads.' }],
      ['releaseAlternate', { by: 'operator token' }],
    ]);
  });

  it('refuses what collides, goes on with an override, and shows what was accepted', async () => {
    const first = JSON.parse(await given('engineer', 'open', await file('first.json', planned()), '--json')) as {
      reference: string;
    };
    const second = await file('second.json', planned({ title: 'Second' }));
    expect(await cli('engineer', 'open', second)).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(`${first.reference} touches 3 resources of this window`) as string,
    });
    const opened = await given('admin', 'open', second, '--override', 'The owners agreed.', '--json');
    const { reference } = JSON.parse(opened) as { reference: string };
    await api.recordFirstStep(api.windows.core(reference));
    expect(await given('operator', 'window', reference)).toMatch(
      new RegExp(`Conflicts\n! ${first.reference} touches 3 resources of this window at`),
    );
  });

  it('L6, L13: extends, ticks off, cancels what has begun, and says that it is rolled back', async () => {
    const body = { verification: { steps: ['Fans spin'], monitorMinutes: 0 } };
    const work = await StoredWindow.announced(api.store, body, PROCESS_POLICY);
    api.windows.adopt(work.core);
    await work.start();
    const later = ['--end', '2026-12-10T05:00:00Z', '--reason', 'A bolt is stuck.'];
    expect(await given('operator', 'extend', work.reference, ...later)).toContain('revision 2');
    await given('operator', 'tick', work.reference, '--step', '1');
    expect(await cli('operator', 'tick', work.reference, '--step', '2')).toMatchObject({ code: 1 });
    await given('operator', 'cancel', work.reference, '--reason', 'Not tonight.');
    await work.record();
    expect(await given('operator', 'window', work.reference)).toMatch(/Phase +rolling-back, revision 3/);
    expect(await cli('operator', 'complete', work.reference)).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('Systems are as they were before the work') as string,
    });
    for (const step of ['1', '2']) await given('operator', 'tick', work.reference, '--step', step);
    await given('operator', 'complete', work.reference);
    await work.record();
    expect(await given('operator', 'window', work.reference)).toMatch(/Phase +rolled-back/);
  });

  it('L7: cancels, and gives up what cannot be undone', async () => {
    const work = await StoredWindow.announced(api.store, {}, PROCESS_POLICY);
    api.windows.adopt(work.core);
    await given('operator', 'cancel', work.reference, '--reason', 'Not tonight.');
    const cancelled = work.core;
    cancelled.finishNotices(1);
    await work.record();
    expect(await given('operator', 'window', work.reference)).toMatch(/To undo\nITEM +STATE\nnotice +failed +1 of 2/);
    await given('operator', 'write-off', work.reference, '--item', 'notice', '--reason', 'Told by phone.');
    expect(cancelled.state.writtenOff).toEqual(['notice']);
  });
});

it('L9: blackouts are added, listed and removed', async () => {
  const inside = await StoredWindow.announced(api.store, { slots: [night] });
  const time = ['--start', '2026-12-09T00:00:00Z', '--end', '2026-12-11T00:00:00Z', '--reason', 'The sale.'];
  const added = await given('operator', 'blackouts', 'add', ...time, '--id', 'sale', '--organization', 'acme');
  expect(added).toContain('In force: sale, 2026-12-09 00:00 UTC to 2026-12-11 00:00 UTC, for acme');
  expect(added).toContain(`! ${inside.reference} is planned inside it`);
  expect(await given('operator', 'blackouts')).toMatch(
    /^BLACKOUT +START +END +FOR +REASON\nsale +2026-12-09 .* acme +The/,
  );
  expect((await cli('operator', 'blackouts', 'remove', 'sale')).code).toBe(1);
  expect(await given('approver', 'blackouts', 'remove', 'sale')).toContain('Taken off: sale');
  expect(await given('operator', 'blackouts', '--organization', 'acme')).toBe('There is no blackout.\n');
});
