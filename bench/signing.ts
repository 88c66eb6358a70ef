import { generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { performance } from 'node:perf_hooks';
import { promisify } from 'node:util';
import type { OutgoingMail } from '../activities/ports/mail';
import { createComposer } from '../channels/email/mime/compose';
import { createDkimSigner } from '../channels/email/mime/dkim';
import { createMessageRenderer } from '../channels/email/content/render';
import { sampleFacts, sampleMessage } from '../test/support/sample-messages';
import { median } from './figures';
import { startSignerThreads } from './signing/threads';

const ROUNDS = 3;
/** The messages an engine with ten connections works on: one being sent and the next one for each connection. */
const AT_ONCE = 20;
/** About the size of a canonical header list. */
const INPUT = Buffer.from('x'.repeat(900));

interface Way {
  readonly name: string;
  /** Makes one signature. */
  readonly one: () => Promise<unknown>;
}

interface Figures {
  readonly perSecond: number;
  readonly cpuMs: number;
  /** How many cores were busy, and what share of one core the event loop used. */
  readonly cores: number;
  readonly loop: number;
}

const signInPool = promisify<string | null, Buffer, KeyObject, Buffer>(sign);

/** Compares where to use the private key: in the event loop, in the runtime's own threads, or in threads of ours (decision 8). */
export async function signingBench(): Promise<string[]> {
  const mail = await createMessageRenderer({
    providerName: 'Example Provider',
    publicUrl: 'https://status.provider.example',
  }).render(sampleMessage(sampleFacts('announcement')));
  return [
    ...(await compare('RSA-2048', generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey, mail, 4_000)),
    ...(await compare('Ed25519', generateKeyPairSync('ed25519').privateKey, mail, 20_000)),
  ];
}

async function compare(kind: string, key: KeyObject, mail: OutgoingMail, count: number): Promise<string[]> {
  const algorithm = key.asymmetricKeyType === 'rsa' ? 'sha256' : null;
  const pem = key.export({ type: 'pkcs8', format: 'pem' }).toString();
  const cores = availableParallelism();
  const pools = [startSignerThreads(pem, algorithm, Math.max(1, cores - 1)), startSignerThreads(pem, algorithm, cores)];
  const signer = createDkimSigner({ domain: 'provider.example', selector: 'bench', key: pem });
  const { headers, body } = createComposer({ name: '', address: 'a@b.example' }).compose(mail, { eightBit: false });
  const ways: Way[] = [
    { name: 'in the event loop', one: () => Promise.resolve(sign(algorithm, INPUT, key)) },
    { name: 'in the runtime’s threads', one: () => signInPool(algorithm, INPUT, key) },
    ...pools.map(({ size, one }) => ({
      name: `in ${String(size)} of our own threads, in batches`,
      one: () => one(INPUT),
    })),
    { name: 'the whole signer, as built', one: () => signer(headers, body) },
  ];
  const rounds = new Map<string, Figures[]>(ways.map(({ name }) => [name, []]));
  for (const { one } of ways) await measured(one, AT_ONCE);
  for (let round = 0; round < ROUNDS; round++) {
    for (const { name, one } of ways) rounds.get(name)?.push(await measured(one, count));
  }
  await Promise.all(pools.map(({ close }) => close()));
  return [...rounds].map(([name, figures]) => `${kind}, ${name}: ${show(figures)}`);
}

async function measured(one: () => Promise<unknown>, count: number): Promise<Figures> {
  const [loop, cpu, began] = [performance.eventLoopUtilization(), process.cpuUsage(), performance.now()];
  let left = count;
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      while (left-- > 0) await one();
    }),
  );
  const ms = performance.now() - began;
  const { user, system } = process.cpuUsage(cpu);
  const cpuMs = (user + system) / 1000;
  const loopMs = Math.min(ms, performance.eventLoopUtilization(loop).active);
  return { perSecond: (count / ms) * 1000, cpuMs: cpuMs / count, cores: cpuMs / ms, loop: loopMs / ms };
}

function show(rounds: readonly Figures[]): string {
  const of = (pick: (figures: Figures) => number) => median(rounds.map(pick));
  return (
    `${of(({ perSecond }) => perSecond).toFixed(0)}/s at ${of(({ cpuMs }) => cpuMs).toFixed(3)} ms CPU each; ` +
    `${of(({ cores }) => cores).toFixed(1)} cores at work, event loop ${(of(({ loop }) => loop) * 100).toFixed(0)} % busy`
  );
}
