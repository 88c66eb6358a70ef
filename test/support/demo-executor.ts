import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { freePort } from '../../dev/processes/ports';
import { HOUR } from '../../domain/shared/time';
import { startExecutorStandIn, type ExecutorStandIn } from '../../stand-ins/executor/stand-in';

/**
 * An executor named `demo` for servers, that counts what it begins, with the settings by which processes find it; call it above
 * useStack. `more` of the file, such as probes, is asked for before the first test.
 */
export function useDemoExecutor(more: () => object | Promise<object> = () => ({})) {
  const secret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
  const folder = mkdtempSync(path.join(tmpdir(), 'forewarn-executor-'));
  const file = path.join(folder, 'executors.json');
  const env: NodeJS.ProcessEnv = { FOREWARN_EXECUTORS: file, WORK_SECRET: secret };
  let started: ExecutorStandIn | undefined;

  beforeAll(async () => {
    started = await startExecutorStandIn({
      ...{ port: await freePort(), secret, restartMs: [100, 400] },
      // its "not begun" counts only for as long as it remembers
      kept: { saved: { restarts: [], jobs: {}, remembersSince: Date.now() - HOUR }, save: () => undefined },
    });
    const demo = { type: 'http', kinds: ['server'], url: started.url, secret: { env: 'WORK_SECRET' } };
    writeFileSync(file, JSON.stringify({ executors: { demo }, ...(await more()) }));
  });
  afterAll(async () => {
    await started?.close();
    rmSync(folder, { recursive: true });
  });
  return {
    env,
    get executor(): ExecutorStandIn {
      if (!started) throw new Error('the executor is started in beforeAll');
      return started;
    },
  };
}
