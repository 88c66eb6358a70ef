import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { demoInventory } from '../../dev/demo/inventory';
import { DEMO_TRANSLATIONS, demoWindow } from '../../dev/demo/window';
import { baseOf, languagesRead } from '../../domain/notices/wording-language';
import { CUSTOMER_LANGUAGES } from '../../domain/shared/words/common';
import { readDevSettings } from '../../dev/start/settings';
import { curl, summary } from '../../dev/start/summary';
import { projectRoot } from '../../dev/project-root';
import { openingSchema, toSpec } from '../../domain/window/opening';
import { DAY } from '../../domain/shared/time';

const plain = { bold: (text: string) => text, dim: (text: string) => text };
const now = Date.parse('2026-11-22T14:30:00Z');

const facts = {
  settings: readDevSettings({}),
  token: 'fw_secret',
  tokenFile: '/data/admin-token',
  databaseUrl: 'postgres://postgres@127.0.0.1:5432/postgres',
  temporalCli: '/cache/temporal-1.9.1',
  seconds: '2.4 s',
  now,
};

/** What a shell makes of the command: its arguments, one per line. */
const shellArguments = (command: string) =>
  execFileSync('/bin/sh', ['-c', command.replace(/^\s*curl/, 'printf "%s\\n~~\\n"')], { encoding: 'utf8' })
    .split('\n~~\n')
    .slice(0, -1);

describe('what npm start prints', () => {
  test('N1: the window to paste begins 15 days ahead at 01:00 UTC, so that even its announcement is still to come', () => {
    const body = openingSchema.parse({ ...demoWindow(now), translations: DEMO_TRANSLATIONS });
    // the demo has customers who read these
    const read = new Set(demoInventory().organizations.map(({ locale = 'en' }) => baseOf(locale)));
    expect([...read].sort()).toEqual([...CUSTOMER_LANGUAGES].sort());
    expect(
      languagesRead(
        toSpec(body, 'noc@p.example'),
        [...read].map((locale) => ({ locale, contacts: 1 })),
      ),
    ).toEqual([...read].map((locale) => ({ locale, contacts: 1, missing: [] })));
    expect(demoWindow(now).slots).toEqual([{ start: '2026-12-07T01:00:00Z', end: '2026-12-07T03:00:00Z' }]);
    expect((body.slots[0]?.startsAt ?? 0) - 14 * DAY).toBeGreaterThan(now);
  });

  test('a shell reads the curl as it is meant, quotes in a text included', () => {
    const body = { ...demoWindow(now), title: `The "left" unit's end $HOME \`id\` \\` };
    const parts = shellArguments(curl('http://127.0.0.1:8080', 'fw_secret', body));
    expect(parts).toContain('http://127.0.0.1:8080/v1/windows');
    expect(parts).toContain('Authorization: Bearer fw_secret');
    expect(JSON.parse(parts.at(-1) ?? '')).toEqual(body);
  });

  test('names every address and the token', () => {
    const text = summary(plain, facts);
    for (const part of [
      'http://127.0.0.1:8080/v1',
      'http://127.0.0.1:8080/docs',
      'http://127.0.0.1:8233/namespaces/default/workflows?query=MaintenanceReference%20STARTS_WITH%20%22MW-%22',
      'http://127.0.0.1:8025',
      'Chat (Slack stand-in)  http://127.0.0.1:8027',
      'Statuspage stand-in    http://127.0.0.1:8026',
      'Demo executor          http://127.0.0.1:8028',
      'fw_secret',
      '2.4 s',
    ]) {
      expect(text).toContain(part);
    }
  });

  test('its commands work as pasted: full paths, one word each, and the variables of what is not as usual', () => {
    const text = summary(plain, facts);
    expect(text).toContain(`  node ${path.join(projectRoot(), 'dist', 'cli', 'main.js')} windows\n`);
    expect(text).toContain('  /cache/temporal-1.9.1 workflow list --address 127.0.0.1:7233\n');
    const settings = readDevSettings({ FOREWARN_DATA: "/it's here", FOREWARN_HTTP_PORT: '9000' });
    const unusual = summary(plain, { ...facts, settings, temporalCli: '/my programs/temporal' });
    const command = /Command line +(.*) node/.exec(unusual)?.[1] ?? '';
    expect(execFileSync('/bin/sh', ['-c', `${command} env`], { encoding: 'utf8' })).toMatch(
      /^FOREWARN_DATA=\/it's here$/m,
    );
    expect(command).toContain('FOREWARN_HTTP_PORT=9000');
    expect(unusual).toContain("'/my programs/temporal' workflow list");
  });

  test('shows no password of parts the user brings, and no mail desk or stand-in beside their own', () => {
    const settings = readDevSettings({
      SMTP_URL: 'smtp://me:secret@mail.example:587',
      TEMPORAL_ADDRESS: 'temporal.example:7233',
      FOREWARN_SLACK_TOKEN: 'xoxb-secret',
      FOREWARN_STATUSPAGE_KEY: 'secret',
      FOREWARN_EXECUTORS: 'executors.json',
    });
    const text = summary(plain, { ...facts, settings, databaseUrl: 'postgres://me:secret@db.example/forewarn' });
    expect(text).toContain('smtp://me@mail.example:587');
    expect(text).toContain('postgres://me@db.example/forewarn');
    expect(text).not.toMatch(/:secret@|xoxb|Mail desk|Temporal UI|stand-in|Demo executor/);
  });
});
