import PostalMime from 'postal-mime';
import { createMailEngine } from '../../channels/email/transport/engine/engine';
import { createSecretBox } from '../../store/database/secret-box';
import { createEndpoint } from '../../store/webhooks/endpoints';
import { createOwnerNotices } from '../../use-cases/tell-endpoint-owner';
import { StoredWindow, useStore } from '../store/support';
import { startRecordingSmtp } from '../support/recording-smtp';

const store = useStore();
const PUBLIC_URL = 'https://status.provider.example';
const GONE = { why: 'gone' } as const;

async function switchedOff(smtpUrl: string) {
  const { endpoint } = await createEndpoint(store.db, createSecretBox([Buffer.alloc(32, 1)]), {
    ...{ organizationId: 'acme', url: 'https://hooks.acme.example/secret-path', createdBy: 'tester' },
  });
  const { reference } = await StoredWindow.announced(store);
  const mail = createMailEngine({
    url: smtpUrl,
    from: 'Maintenance <maintenance@provider.example>',
    replyTo: 'support@provider.example',
    connections: 1,
  });
  const unsent: object[] = [];
  const owners = createOwnerNotices({
    ...{ db: store.db, mail, clock: () => Date.UTC(2026, 10, 26) },
    senderFor: () => ({ providerName: 'Example Provider', publicUrl: PUBLIC_URL, messageDomain: 'provider.example' }),
    onUnsent: (about) => unsent.push(about),
  });
  const tell = () => owners.tellOwner({ reference, organizationId: 'acme', endpointId: endpoint.id, reason: GONE });
  const tasks = async () => {
    const all = await store.db
      .selectFrom('staff_tasks')
      .selectAll()
      .where('window_reference', '=', reference)
      .execute();
    return all.filter(({ kind }) => kind === 'webhook-disabled').map(({ subject }) => subject);
  };
  return { endpoint, mail, unsent, tell, tasks };
}

it('C6: whoever owns an endpoint that was switched off has a mail with the reason and the way back; others have none', async () => {
  const server = await startRecordingSmtp();
  await store.db.updateTable('contacts').set({ locale: 'de-AT' }).where('id', '=', 'acme-ops').execute();
  const { endpoint, mail, unsent, tell, tasks } = await switchedOff(server.url);
  try {
    await tell();
    const first = server.accepted.map(({ messageId }) => messageId);
    // said again, as after a crash: the same messages, and one task
    await tell();
    expect(server.accepted.map(({ messageId }) => messageId)).toEqual([...first, ...first]);
    expect(new Set(first).size).toBe(first.length);
    const mails = await Promise.all(server.accepted.map(({ raw }) => PostalMime.parse(raw)));
    expect([...new Set(mails.map(({ to }) => to?.[0]?.address?.toLowerCase()))].sort()).toEqual([
      'noc@acme.example',
      'ops@acme.example',
    ]);
    const one = mails.find(({ to }) => /noc@/i.test(to?.[0]?.address ?? ''));
    expect(one?.subject).toBe('Switched off: your webhook at hooks.acme.example for maintenance of Example Provider');
    for (const said of ['answered 410 Gone', `${PUBLIC_URL}/v1/webhooks/${endpoint.id}`, '/enable']) {
      expect(one?.text?.replace(/\s+/g, ' ')).toContain(said);
    }
    expect(`${one?.text ?? ''}${one?.html ?? ''}`).not.toContain('secret-path');
    // each in the language of their other mails
    const german = mails.find(({ to }) => /ops@/i.test(to?.[0]?.address ?? ''));
    expect(german?.text).toMatch(/^Guten Tag,/);
    expect(german?.text).toContain('/enable');
    expect(await tasks()).toEqual([`webhook:${endpoint.id}`]);
    expect(unsent).toEqual([]);
  } finally {
    mail.close();
    await server.close();
  }
});

it('C6, C7: with a mail server that is away the task is there, and nothing waits', async () => {
  const server = await startRecordingSmtp();
  await server.close();
  const { endpoint, mail, unsent, tell, tasks } = await switchedOff(server.url);
  await tell();
  mail.close();
  expect(await tasks()).toEqual([`webhook:${endpoint.id}`]);
  expect(unsent).toEqual([{ endpointId: endpoint.id, verdict: 'unavailable' }]);
});
