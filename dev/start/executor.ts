import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { demoInventory } from '../demo/inventory';
import { loopback } from './settings';
import type { StartContext } from './context';
import { standInKey } from './stand-in-key';

/** The name that windows give it. */
const NAME = 'demo';
const SECRET_VARIABLE = 'DEMO_EXECUTOR_SECRET';

/** The settings with which worker and API find the demo executor (S7); empty when the user has executors of their own. */
export async function executorEnvironment(
  { own, dataFolder, executorStandInPort }: StartContext['settings'],
  secretsKey: string,
): Promise<NodeJS.ProcessEnv> {
  if (own.executors) return {};
  const file = path.join(dataFolder, 'executors.json');
  const demo = {
    type: 'http',
    kinds: [...new Set(demoInventory().resources.map(({ kind }) => kind))],
    url: `${loopback(executorStandInPort)}/jobs`,
    secret: { env: SECRET_VARIABLE },
  };
  // at every start, because the port may be another one
  await writeFile(file, `${JSON.stringify({ executors: { [NAME]: demo } }, null, 2)}\n`);
  return { FOREWARN_EXECUTORS: file, [SECRET_VARIABLE]: secretFrom(secretsKey) };
}

/** The demo executor, unless the user has executors of their own. */
export async function startExecutorStandIn({ settings, supervisor }: StartContext, secretsKey: string): Promise<void> {
  if (settings.own.executors) return;
  const { dataFolder, executorStandInPort: port } = settings;
  await supervisor.start({
    name: 'executor',
    run: { script: path.join(__dirname, '..', '..', 'stand-ins', 'executor', 'main.js') },
    env: {
      ...process.env,
      EXECUTOR_STAND_IN_PORT: String(port),
      EXECUTOR_STAND_IN_SECRET: secretFrom(secretsKey),
      EXECUTOR_STAND_IN_DATA: path.join(dataFolder, 'executor.json'),
    },
    ready: 'message',
  });
}

function secretFrom(secretsKey: string): string {
  return `whsec_${Buffer.from(standInKey(secretsKey, 'executor'), 'hex').toString('base64')}`;
}
