/** A thread that never answers for a mail that says so, and reads any other as automatic. */
const { Buffer } = require('node:buffer');
const { parentPort } = require('node:worker_threads');

parentPort.on('message', ({ raw }) => {
  const text = Buffer.from(raw).toString();
  if (text.startsWith('loop')) for (;;);
  if (text.startsWith('hold')) for (const held = []; ;) held.push(new Array(1_000).fill({}));
  if (text.startsWith('throw')) throw new Error('broken');
  if (text.startsWith('exit')) process.exit(3);
  parentPort.postMessage({ mail: { kind: 'automatic' }, tookMs: 1, heldBytes: 1 });
});
parentPort.postMessage('ready');
