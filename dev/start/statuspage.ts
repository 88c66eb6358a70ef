import { access, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { demoComponents } from '../demo/inventory/components';
import { loopback } from './settings';
import type { StartContext } from './context';
import { answersOk } from './http';
import { standInKey } from './stand-in-key';

const PAGE = 'localpage000';

/**
 * Atlassian Statuspage's stand-in with a component for each datacenter of the demo. Answers the environment by which worker and
 * API find it (C3); nothing when the user has a page of their own.
 */
export async function startStatuspageStandIn(
  { settings, supervisor }: StartContext,
  secretsKey: string,
): Promise<NodeJS.ProcessEnv> {
  if (settings.own.statuspage) return {};
  const { dataFolder, statuspageStandInPort: port } = settings;
  const key = standInKey(secretsKey, 'Statuspage');
  const components = demoComponents();
  await supervisor.start({
    name: 'statuspage',
    run: { script: path.join(__dirname, '..', '..', 'stand-ins', 'statuspage', 'main.js') },
    env: {
      ...process.env,
      STATUSPAGE_STAND_IN_PORT: String(port),
      STATUSPAGE_STAND_IN_KEY: key,
      STATUSPAGE_STAND_IN_PAGE: PAGE,
      STATUSPAGE_STAND_IN_COMPONENTS: components.map(({ id, name }) => `${id}=${name}`).join(','),
      STATUSPAGE_STAND_IN_DATA: path.join(dataFolder, 'statuspage.json'),
    },
    ready: answersOk(`${loopback(port)}/`),
  });
  return {
    FOREWARN_STATUSPAGE_KEY: key,
    FOREWARN_STATUSPAGE_PAGE: PAGE,
    FOREWARN_STATUSPAGE_MAP: await ensureMap(path.join(dataFolder, 'statuspage-map.json'), components),
    FOREWARN_STATUSPAGE_URL: `${loopback(port)}/v1`,
  };
}

/** The mapping file, made once: from then on it is the user's to edit. */
async function ensureMap(file: string, components: ReturnType<typeof demoComponents>): Promise<string> {
  const isThere = await access(file).then(
    () => true,
    () => false,
  );
  if (isThere) return file;
  const locations = Object.fromEntries(components.map(({ id, path: place }) => [place, [id]]));
  await writeFile(file, `${JSON.stringify({ drift: 'repair', locations }, null, 2)}\n`);
  return file;
}
