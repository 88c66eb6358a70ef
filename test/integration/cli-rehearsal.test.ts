import { readdir, readFile } from 'node:fs/promises';
import { useApi } from '../api/support/api';
import { StoredWindow } from '../store/support';
import { useCommandLine } from '../support/command-line';
import { openingBody } from '../support/windows';

const api = useApi();
const { run, file, inFolder } = useCommandLine(api);
const cli = (...argv: string[]) => run('admin', ...argv);

describe('L11, P2: on the command line', () => {
  it('rehearses a window as a calendar of messages', async () => {
    const name = await file('window.json', openingBody());
    const { code, stdout, stderr } = await cli('rehearse', name, '--organization', 'acme', '--html', 'mails');
    expect([code, stderr]).toEqual([0, expect.stringMatching(/^\d+ messages are in mails\.\n$/)]);
    expect(stdout).toMatch(/^Rehearsal: nothing was sent\. 2 organizations, 3 recipients would be told\.\n/);
    expect(stdout).toMatch(
      /\n2026-12-03\n {2}00:00 UTC {2}reminder, 7 days before \(2 organizations, 3 recipients\)\n {4}acme \[en\] /,
    );
    expect(stdout).toMatch(/question whether the work will end in time \(internal, 1 person\)/);
    expect(stdout).toMatch(/the window is closed\.\n$/);
    const files = await readdir(inFolder('mails'));
    expect(files).toContain('01-announcement-acme-en.html');
    expect(await readFile(inFolder('mails', '01-announcement-acme-en.html'), 'utf8')).toMatch(/^<!doctype html>/i);
  });

  it('shows texts, an overrun, and what would be refused', async () => {
    const late = await cli('rehearse', await file('late.json', openingBody()), '--ends-late', '60', '--text', '--json');
    expect(JSON.parse(late.stdout)).toMatchObject({ end: { phase: 'completed' } });
    const soon = await cli('rehearse', await file('soon.json', openingBody({}, { inMs: 5e8 })), '--text');
    expect(soon.stdout).toContain('Opening it now would be refused:\n  Class standard promises 14 days of notice');
    expect(soon.stdout).toMatch(/\n {4}To: Ada <NOC@acme\.example>, and 1 other \(Acme\)\n {4}Subject: SCHEDULED - /);
  });

  it('previews a message of a window', async () => {
    const window = new StoredWindow(api.store, { draft: true });
    await window.record();
    const { code, stdout } = await cli('preview', window.reference, '--organization', 'bolt', '--html', 'one.html');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^2026-11-26 00:00 UTC\n\nTo: .*Bolt\)\nSubject: .*\[MW-/);
    expect(await readFile(inFolder('one.html'), 'utf8')).toContain('bolt-web');
  });

  it('keeps templates', async () => {
    const template = { name: 'Racks', wordings: { en: { introduction: 'Work on {{ location }}, from {{ start }}.' } } };
    const made = await cli('templates', 'set', 'racks', await file('racks.json', template));
    expect(made.stdout).toMatch(
      /^racks Racks\nFor windows of any; own words in en\n[^]*! wordings\.en names \{\{ start \}\}/,
    );
    expect((await cli('templates')).stdout).toMatch(/racks +any +en +Racks/);
    expect((await cli('templates', 'show', 'racks')).stdout).toContain('Work on {{ location }}');
    const window = await file('where.json', { locations: ['eu-1/dc-9'] });
    expect((await cli('templates', 'preview', 'racks', window)).stdout).toContain('Work on eu-1/dc-9, from ');
    const bad = { ...template, wordings: { en: { introduction: '{{ nothing }}' } } };
    expect(await cli('templates', 'set', 'bad', await file('bad.json', bad))).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('line 1: there is no variable "nothing"') as string,
    });
    expect(await cli('templates', 'remove', 'racks')).toMatchObject({ code: 0, stdout: 'Removed: racks\n' });
    expect((await cli('templates')).stdout).toBe('There is no template.\n');
  });
});
