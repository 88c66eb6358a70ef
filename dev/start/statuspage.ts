import { access, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { demoComponents } from '../demo/inventory/components';
import { loopback } from './settings';
import type { StartContext } from './context';
import { standInKey } from './stand-in-key';

const PAGE = 'localpage000';

/** The settings with which worker and API find the stand-in (C3); empty when the user has a page of their own. */
export async function statuspageEnvironment(
  { own, dataFolder, statuspageStandInPort }: StartContext['settings'],
  secretsKey: string,
): Promise<NodeJS.ProcessEnv> {
  if (own.statuspage) return {};
  return {
    FOREWARN_STATUSPAGE_KEY: standInKey(secretsKey, 'Statuspage'),
    FOREWARN_STATUSPAGE_PAGE: PAGE,
    FOREWARN_STATUSPAGE_MAP: await ensureMap(path.join(dataFolder, 'statuspage-map.json'), demoComponents()),
    FOREWARN_STATUSPAGE_URL: `${loopback(statuspageStandInPort)}/v1`,
  };
}

/**
 * The stand-in of Atlassian Statuspage with a component for each datacenter of the demo, unless the user has a page of their
 * own.
 */
export async function startStatuspageStandIn(
  { settings, supervisor }: StartContext,
  secretsKey: string,
): Promise<void> {
  if (settings.own.statuspage) return;
  const { dataFolder, statuspageStandInPort: port } = settings;
  await supervisor.start({
    name: 'statuspage',
    run: { script: path.join(__dirname, '..', '..', 'stand-ins', 'statuspage', 'main.js') },
    env: {
      ...process.env,
      STATUSPAGE_STAND_IN_PORT: String(port),
      STATUSPAGE_STAND_IN_KEY: standInKey(secretsKey, 'Statuspage'),
      STATUSPAGE_STAND_IN_PAGE: PAGE,
      STATUSPAGE_STAND_IN_COMPONENTS: demoComponents()
        .map(({ id, name }) => `${id}=${name}`)
        .join(','),
      STATUSPAGE_STAND_IN_DATA: path.join(dataFolder, 'statuspage.json'),
    },
    ready: 'message',
  });
}

/** Creates the mapping file once; after that it belongs to the user. */
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
