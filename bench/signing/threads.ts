import { Worker } from 'node:worker_threads';

export interface SignerThreads {
  readonly size: number;
  readonly one: (input: Buffer) => Promise<Uint8Array>;
  readonly close: () => Promise<unknown>;
}

/** Each thread has a key of its own and signs a list of inputs for each message. */
const THREAD = `
const { parentPort, workerData } = require('node:worker_threads');
const { sign, createPrivateKey } = require('node:crypto');
const key = createPrivateKey(workerData.pem);
parentPort.on('message', (inputs) => parentPort.postMessage(inputs.map((input) => sign(workerData.algorithm, input, key))));
`;

interface Asked {
  readonly input: Buffer;
  readonly answer: (signature: Uint8Array) => void;
}

/** The alternative to the runtime's threads in its smallest form: no crash handling, no limits. */
export function startSignerThreads(pem: string, algorithm: string | null, size: number): SignerThreads {
  let queue: Asked[] = [];
  let isPlanned = false;
  const workers = Array.from(
    { length: size },
    () => new Worker(THREAD, { eval: true, workerData: { pem, algorithm } }),
  );
  const free = new Set(workers);

  function share(): void {
    isPlanned = false;
    for (const worker of free) {
      if (queue.length === 0) return;
      const batch = queue.slice(0, Math.ceil(queue.length / free.size));
      queue = queue.slice(batch.length);
      free.delete(worker);
      worker.once('message', (signatures: Uint8Array[]) => {
        free.add(worker);
        batch.forEach(({ answer }, index) => answer(signatures[index] ?? new Uint8Array()));
        share();
      });
      worker.postMessage(batch.map(({ input }) => input));
    }
  }

  return {
    size,
    one: (input) =>
      new Promise((answer) => {
        queue.push({ input, answer });
        // inputs from the same turn of the event loop are sent together
        if (!isPlanned) setImmediate(share);
        isPlanned = true;
      }),
    close: () => Promise.all(workers.map((worker) => worker.terminate())),
  };
}
