import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFile, mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import request from 'supertest';
import { createMailEngine } from '../../channels/email/transport/engine/engine';
import { createMailDesk, type MailDesk, type MailDeskOptions } from '../../stand-ins/mail-desk/desk';
import type { OutgoingMail } from '../../activities/ports/mail';
import { sendOne } from '../support/mail-job';

const desks: MailDesk[] = [];
const folders: string[] = [];

async function desk(options: Partial<MailDeskOptions> = {}): Promise<MailDesk> {
  const made = await createMailDesk({ smtpPort: 0, httpPort: 0, ...options });
  desks.push(made);
  return made;
}
async function folder(): Promise<string> {
  const made = await mkdtemp(path.join(tmpdir(), 'mail-desk-'));
  folders.push(made);
  return made;
}
afterEach(async () => {
  await Promise.all(desks.splice(0).map((each) => each.close()));
  await Promise.all(folders.splice(0).map((each) => rm(each, { recursive: true, force: true })));
});

function mail(changes: Partial<OutgoingMail> = {}): OutgoingMail {
  return {
    to: { name: 'Zoë Ndiaye', address: 'zoe@customer.example' },
    subject: 'SCHEDULED - Größere Wartung [MW-2026-0001]',
    text: 'Your server web-1 is affected.\n',
    html: '<!doctype html><html><head><title>x</title></head><body><p>Your server <b>web-1</b></p></body></html>',
    messageId: 'first@provider.example',
    references: [],
    headers: { 'X-Forewarn-Notice': 'announcement.r1' },
    date: new Date('2026-11-26T01:00:00Z'),
    ...changes,
  };
}

async function send(to: MailDesk, ...mails: OutgoingMail[]): Promise<void> {
  const transport = createMailEngine({
    url: to.smtpUrl,
    from: 'Maintenance <noc@provider.example>',
    replyTo: 'support@provider.example',
    connections: 1,
  });
  for (const each of mails) expect(await sendOne(transport, each)).toMatchObject({ verdict: 'accepted' });
  transport.close();
}

interface Summary {
  readonly ID: string;
  readonly Subject: string;
}
async function list(from: MailDesk, query = ''): Promise<Summary[]> {
  const answer = await request(from.url).get(`/api/v1/messages${query}`).expect(200);
  return (answer.body as { messages: Summary[] }).messages;
}
async function subjects(from: MailDesk, query: string): Promise<string[]> {
  const answer = await request(from.url).get('/api/v1/search').query({ query }).expect(200);
  return (answer.body as { messages: Summary[] }).messages.map(({ Subject }) => Subject);
}
async function firstId(from: MailDesk): Promise<string> {
  return (await list(from))[0]?.ID ?? 'none';
}

describe('Mailpit’s REST API', () => {
  it('lists messages newest first, with Mailpit’s fields', async () => {
    const here = await desk();
    await send(here, mail(), mail({ subject: 'second', messageId: 'second@provider.example' }));
    const answer = await request(here.url).get('/api/v1/messages').expect(200).expect('content-type', /json/);
    expect(answer.body).toMatchObject({
      total: 2,
      unread: 2,
      count: 2,
      messages_count: 2,
      messages_unread: 2,
      start: 0,
      tags: [],
    });
    expect((answer.body as { messages: unknown[] }).messages).toEqual([
      expect.objectContaining({ Subject: 'second' }),
      {
        ID: expect.stringMatching(/^\w{20,}$/) as string,
        MessageID: 'first@provider.example',
        Read: false,
        From: { Name: 'Maintenance', Address: 'noc@provider.example' },
        To: [{ Name: 'Zoë Ndiaye', Address: 'zoe@customer.example' }],
        Cc: [],
        Bcc: [],
        ReplyTo: [{ Name: '', Address: 'support@provider.example' }],
        Subject: 'SCHEDULED - Größere Wartung [MW-2026-0001]',
        Created: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/) as string,
        Username: '',
        Tags: [],
        Size: expect.any(Number) as number,
        Attachments: 0,
        Snippet: 'Your server web-1 is affected.',
      },
    ]);
  });

  it('pages with start and limit', async () => {
    const here = await desk();
    await send(here, ...['a', 'b', 'c', 'd'].map((subject) => mail({ subject, messageId: `${subject}@x.example` })));
    expect((await list(here, '?start=1&limit=2')).map(({ Subject }) => Subject)).toEqual(['c', 'b']);
    expect(await list(here, '?start=9')).toEqual([]);
  });

  it('gives one message with its bodies, and marks it read', async () => {
    const here = await desk();
    await send(here, mail());
    const id = await firstId(here);
    const answer = await request(here.url).get(`/api/v1/message/${id}`).expect(200);
    expect(answer.body).toMatchObject({
      ID: id,
      MessageID: 'first@provider.example',
      ReturnPath: 'noc@provider.example',
      Date: '2026-11-26T01:00:00.000Z',
      Text: expect.stringContaining('web-1 is affected') as string,
      HTML: expect.stringContaining('<b>web-1</b>') as string,
      Inline: [],
      Attachments: [],
    });
    const after = await request(here.url).get('/api/v1/messages').expect(200);
    expect(after.body).toMatchObject({ unread: 0, messages: [{ ID: id, Read: true }] });
    await request(here.url)
      .get('/api/v1/message/latest')
      .expect(200, answer.body as object);
  });

  it('gives headers as lists and the source as it came', async () => {
    const here = await desk();
    await send(here, mail());
    const id = await firstId(here);
    const headers = await request(here.url).get(`/api/v1/message/${id}/headers`).expect(200);
    expect(headers.body).toMatchObject({
      'X-Forewarn-Notice': ['announcement.r1'],
      'Message-Id': ['<first@provider.example>'],
    });
    const raw = await request(here.url)
      .get(`/api/v1/message/${id}/raw`)
      .expect(200)
      .expect('content-type', /text\/plain/);
    expect(raw.text).toMatch(
      /^From: Maintenance <noc@provider\.example>\r\n[^]*\r\nX-Forewarn-Notice: announcement\.r1\r\n/,
    );
  });

  it.each([
    ['wartung', ['Größere Wartung']],
    ['web-1', ['Größere Wartung', 'Second']],
    ['"is affected"', ['Größere Wartung', 'Second']],
    ['"affected is"', []],
    ['subject:second', ['Second']],
    ['subject:web-1', []],
    ['to:ana', ['Second']],
    ['to:zoe@customer.example', ['Größere Wartung']],
    ['from:noc@provider.example subject:second', ['Second']],
    ['-to:ana', ['Größere Wartung']],
    ['message-id:second@', ['Second']],
    ['is:read', []],
    ['is:unread', ['Größere Wartung', 'Second']],
  ])('searches: %s', async (query, expected) => {
    const here = await desk();
    const second = {
      subject: 'Second',
      messageId: 'second@provider.example',
      to: { name: 'Ana', address: 'ana@other.example' },
    };
    await send(here, mail({ subject: 'Größere Wartung' }), mail(second));
    expect((await subjects(here, query)).sort()).toEqual(expected);
  });

  it('refuses a search for nothing', async () => {
    const answer = await request((await desk()).url).get('/api/v1/search?query=');
    expect([answer.status, answer.text]).toEqual([400, 'Error: no search query']);
  });

  it('deletes by id, and all when no id is given', async () => {
    const here = await desk();
    await send(here, ...['a', 'b', 'c'].map((subject) => mail({ subject, messageId: `${subject}@x.example` })));
    const id = await firstId(here);
    await request(here.url)
      .delete('/api/v1/messages')
      .send({ IDs: [id, 'unknown'] })
      .expect(200, 'ok');
    expect((await list(here)).map(({ Subject }) => Subject)).toEqual(['b', 'a']);
    await request(here.url).get(`/api/v1/message/${id}`).expect(404);
    await request(here.url).delete('/api/v1/messages').expect(200, 'ok');
    expect(await list(here)).toEqual([]);
  });

  it('a body that cannot be read deletes nothing', async () => {
    const here = await desk();
    await send(here, mail());
    await request(here.url)
      .delete('/api/v1/messages')
      .set('content-type', 'application/json')
      .send('{"IDs":')
      .expect(400);
    expect(await list(here)).toHaveLength(1);
  });

  it('says what it holds, and 404 for what it has not', async () => {
    const here = await desk();
    await send(here, mail());
    const info = await request(here.url).get('/api/v1/info').expect(200);
    expect(info.body).toMatchObject({ Messages: 1, Unread: 1 });
    for (const unknown of [
      '/api/v1/message/x',
      '/api/v1/message/x/raw',
      '/api/v1/message/x/headers',
      '/view/x.html',
      '/other',
    ]) {
      await request(here.url).get(unknown).expect(404);
    }
  });
});

describe('what it keeps', () => {
  it('messages, what was read and what was deleted survive a restart', async () => {
    const dataFolder = await folder();
    const before = await desk({ dataFolder });
    await send(before, ...['a', 'b', 'c'].map((subject) => mail({ subject, messageId: `${subject}@x.example` })));
    const [c, b] = await list(before);
    await request(before.url)
      .get(`/api/v1/message/${c?.ID ?? ''}`)
      .expect(200);
    await request(before.url)
      .delete('/api/v1/messages')
      .send({ IDs: [b?.ID] })
      .expect(200);
    const kept = await list(before);
    await before.close();

    const after = await desk({ dataFolder });
    expect(await list(after)).toEqual(kept);
    expect(kept).toMatchObject([
      { Subject: 'c', Read: true },
      { Subject: 'a', Read: false },
    ]);
  });

  it('a write cut off in the middle costs that message only', async () => {
    const dataFolder = await folder();
    const before = await desk({ dataFolder });
    await send(before, mail());
    await before.close();
    await appendFile(path.join(dataFolder, 'mails.jsonl'), '\n{"add":{"id":"cut');
    expect(await list(await desk({ dataFolder }))).toHaveLength(1);
  });

  it('a mail taken after a cut-off write is not lost with it', async () => {
    const dataFolder = await folder();
    const before = await desk({ dataFolder });
    await before.close();
    await appendFile(path.join(dataFolder, 'mails.jsonl'), '\n{"add":{"id":"cut');
    const middle = await desk({ dataFolder });
    await send(middle, mail());
    await middle.close();
    expect(await list(await desk({ dataFolder }))).toHaveLength(1);
  });

  it('keeps the newest up to its limit, in memory and on disk', async () => {
    const dataFolder = await folder();
    const before = await desk({ dataFolder, limit: 3 });
    await send(
      before,
      ...['a', 'b', 'c', 'd', 'e'].map((subject) => mail({ subject, messageId: `${subject}@x.example` })),
    );
    expect((await list(before)).map(({ Subject }) => Subject)).toEqual(['e', 'd', 'c']);
    await before.close();
    expect((await list(await desk({ dataFolder, limit: 3 }))).map(({ Subject }) => Subject)).toEqual(['e', 'd', 'c']);
  });

  it('deleting all empties the file', async () => {
    const dataFolder = await folder();
    const here = await desk({ dataFolder });
    await send(here, mail());
    await request(here.url).delete('/api/v1/messages').expect(200);
    expect(await readFile(path.join(dataFolder, 'mails.jsonl'), 'utf8')).toBe('');
  });
});

describe('safety', () => {
  it('serves its page under a policy without unsafe-inline, and a mail under one that lets it do nothing', async () => {
    const here = await desk();
    await send(here, mail({ html: '<script>alert(1)</script><img src="https://tracker.example/x.png">' }));
    const page = await request(here.url).get('/').expect(200);
    expect(page.headers['content-security-policy']).toContain("script-src 'self'");
    expect(page.headers['content-security-policy']).not.toContain('unsafe-inline');
    expect(page.headers['x-content-type-options']).toBe('nosniff');

    const shown = await request(here.url)
      .get(`/view/${await firstId(here)}.html`)
      .expect(200)
      .expect('content-type', /html/);
    const policy = String(shown.headers['content-security-policy']);
    expect(policy).toContain("default-src 'none'");
    expect(policy).toMatch(/sandbox allow-popups/);
    expect(policy).not.toMatch(/script-src|connect-src|allow-scripts|allow-same-origin/);
  });

  it('answers under loopback names only, so that no page elsewhere can read it by a name of its own', async () => {
    const here = await desk();
    const under = async (host: string) => (await request(here.url).get('/api/v1/messages').set('host', host)).status;
    expect([await under('desk.evil.example'), await under('localhost:8025'), await under('127.0.0.1:1')]).toEqual([
      403, 200, 200,
    ]);
  });

  it('a port that is taken is an error, and leaves nothing open', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const address = taken.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    await expect(createMailDesk({ smtpPort: port, httpPort: 0 })).rejects.toThrow('EADDRINUSE');
    await expect(createMailDesk({ smtpPort: 0, httpPort: port })).rejects.toThrow('EADDRINUSE');
    taken.close();
    await once(taken, 'close');
  });
});

describe('as a process', () => {
  it('starts from the environment, takes mail, and ends with code 0 on SIGTERM', async () => {
    const child = spawn(
      process.execPath,
      ['--import', 'tsx', path.join(__dirname, '../../stand-ins/mail-desk/main.ts')],
      {
        env: { ...process.env, MAIL_DESK_SMTP_PORT: '0', MAIL_DESK_HTTP_PORT: '0', MAIL_DESK_DATA: await folder() },
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    );
    const [line] = (await once(child.stdout, 'data')) as [Buffer];
    const [, smtpUrl = '', url = ''] = /(smtp:\S+) .* (http:\S+)/.exec(line.toString()) ?? [];
    await send({ smtpUrl } as MailDesk, mail());
    expect(await list({ url } as MailDesk)).toHaveLength(1);
    child.kill('SIGTERM');
    expect(await once(child, 'exit')).toEqual([0, null]);
  });
});
