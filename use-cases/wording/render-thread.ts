import { parentPort } from 'node:worker_threads';
import { renderWordings, type Rendering, type RenderingJob } from './render-wordings';

/** The thread's program; see write-wordings.ts. */
const port = parentPort;
if (port) {
  port.on('message', (job: RenderingJob) => {
    port.postMessage(renderWordings(job, (at) => port.postMessage({ at })) satisfies Rendering);
  });
  port.postMessage('ready');
}
