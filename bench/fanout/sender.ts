import { MockActivityEnvironment } from '@temporalio/testing';
import { createTransport } from 'nodemailer';
import { createDeliveryActivities } from '../../activities';
import type { DeliveryResult, DeliveryTask } from '../../activities/delivery';
import { createDueDeliveries } from '../../activities/due-deliveries';
import type { DueDelivery, NoticeKey } from '../../activities/ports/ledger';
import type { MailTransport } from '../../activities/ports/mail';
import { createMailEngine } from '../../channels/email/transport/engine/engine';
import type { DkimOptions } from '../../channels/email/transport/mail-options';
import { contentOf } from '../../channels/email/transport/nodemailer-transport';
import { createMessageRenderer } from '../../channels/email/content/render';
import { FIRST_SLICE_MS, LATER_SLICE_MS } from '../../domain/delivery/delivery';
import { openDatabase } from '../../store/database/database';
import { createTimeline } from '../../store/windows/timeline';
import { createLedger } from '../../store/ledger/ledger';

/** The task of one run, as JSON in the first argument. */
export interface SenderTask {
  readonly side: 'engine' | 'nodemailer';
  readonly databaseUrl: string;
  readonly smtpUrl: string;
  readonly key: NoticeKey;
  /** The instant of the notice's facts, in ms. */
  readonly now: number;
  readonly connections: number;
  readonly dkim?: DkimOptions;
  /** Node options for the process that is started, such as those of its profiler. */
  readonly nodeFlags?: readonly string[];
}

/** The result of one run, as JSON on the last line of its output. */
export interface SenderResult {
  readonly messages: number;
  readonly seconds: number;
  /** Of this process with all its threads, user and system. */
  readonly cpuSeconds: number;
  readonly peakRssMb: number;
  /** Seconds until the rows were written, out of `seconds`. */
  readonly prepareSeconds: number;
}

const FROM = 'Maintenance <maintenance@provider.example>';

/** Our side is the whole path: notice due, audience from the database, render, MIME, 250, committed row. */
async function throughEngine(task: SenderTask): Promise<{ messages: number; prepareSeconds: number }> {
  const db = openDatabase(task.databaseUrl);
  const ledger = createLedger(db, { messageDomain: 'provider.example' });
  const { smtpUrl: url, connections, dkim } = task;
  const mail: MailTransport = createMailEngine({
    url,
    from: FROM,
    replyTo: FROM,
    connections,
    ...(dkim ? { dkim } : {}),
  });
  const delivery = createDeliveryActivities({
    ledger,
    timeline: createTimeline(db),
    mail,
    renderer: renderer(),
  });
  const deliverNotice = (slice: DeliveryTask) => delivery.deliverNotice(slice);
  const began = performance.now();
  await ledger.prepare(task.key);
  const prepareSeconds = (performance.now() - began) / 1000;
  const accepted = await untilDelivered(({ sliceMs }) =>
    new MockActivityEnvironment().run<[DeliveryTask], DeliveryResult, typeof deliverNotice>(deliverNotice, {
      ...{ key: task.key, now: task.now, urgency: 'customers', sliceMs },
    }),
  );
  mail.close();
  await db.destroy();
  return { messages: accepted, prepareSeconds };
}

/** Sends slice after slice, as the workflows do. Returns how many were accepted. */
async function untilDelivered(send: (slice: { readonly sliceMs: number }) => Promise<DeliveryResult>): Promise<number> {
  for (let sliceMs = FIRST_SLICE_MS; ; sliceMs = LATER_SLICE_MS) {
    const result = await send({ sliceMs });
    if ('counts' in result) return result.counts.accepted;
    if (!result.more) throw new Error(`the slice left ${JSON.stringify(result)}`);
  }
}

/**
 * Their side is only the pooled loop: messages are read before the clock starts, rendered by our renderer, sent, and forgotten.
 */
async function throughNodemailer(
  task: SenderTask,
): Promise<() => Promise<{ messages: number; prepareSeconds: number }>> {
  const db = openDatabase(task.databaseUrl);
  const ledger = createLedger(db, { messageDomain: 'provider.example' });
  await ledger.prepare(task.key);
  const queue = createDueDeliveries(ledger, task.key, () => task.now);
  const due: DueDelivery[] = [];
  for (let next = await queue.next(); next; next = await queue.next()) due.push(next);
  await db.destroy();
  return async () => {
    const { hostname: host, port } = new URL(task.smtpUrl);
    const pool = createTransport({
      pool: true,
      host,
      port: Number(port),
      maxConnections: task.connections,
      maxMessages: Infinity,
      ignoreTLS: true,
      ...(task.dkim
        ? { dkim: { domainName: task.dkim.domain, keySelector: task.dkim.selector, privateKey: task.dkim.key } }
        : {}),
    });
    const mails = renderer();
    let at = 0;
    const loop = async () => {
      for (let next = due[at++]; next; next = due[at++]) {
        const mail = await mails.render(next.message);
        await pool.sendMail({ from: FROM, ...contentOf(mail, mail.to.address) });
      }
    };
    // twice as many as connections, so that no connection waits for the next message
    await Promise.all(Array.from({ length: task.connections * 2 }, loop));
    pool.close();
    return { messages: due.length, prepareSeconds: 0 };
  };
}

function renderer() {
  const publicUrl = 'https://status.provider.example';
  return createMessageRenderer({ providerName: 'Example Provider', publicUrl, keepsWords: true });
}

async function main(task: SenderTask): Promise<void> {
  const run = task.side === 'engine' ? () => throughEngine(task) : await throughNodemailer(task);
  const cpu = process.cpuUsage();
  const began = performance.now();
  const { messages, prepareSeconds } = await run();
  const seconds = (performance.now() - began) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  const result: SenderResult = {
    messages,
    seconds,
    cpuSeconds: (user + system) / 1e6,
    peakRssMb: process.resourceUsage().maxRSS / 1024,
    prepareSeconds,
  };
  console.log(JSON.stringify(result));
}

if (require.main === module) {
  main(JSON.parse(process.argv[2] ?? '{}') as SenderTask).then(
    () => process.exit(0),
    (error: unknown) => {
      console.error(error);
      process.exit(1);
    },
  );
}
