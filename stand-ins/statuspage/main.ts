import { z } from 'zod';
import { keepInFile } from '../shared/kept-state';
import { runServer } from '../shared/server-process';
import { startStatuspageStandIn } from './stand-in';

/** The Statuspage stand-in as a process of `npm start`. Ends in order on SIGTERM and SIGINT. */
const settings = z.object({
  STATUSPAGE_STAND_IN_PORT: z.coerce.number().int().min(0).max(65_535).default(8026),
  STATUSPAGE_STAND_IN_KEY: z.string().min(1).default('local-key'),
  STATUSPAGE_STAND_IN_PAGE: z.string().min(1).default('localpage000'),
  /** `id=Name` pairs, parted by commas. */
  STATUSPAGE_STAND_IN_COMPONENTS: z.string().default('vienna1=Vienna 1,vienna2=Vienna 2'),
  /** The file that keeps the page; in memory only when left out. */
  STATUSPAGE_STAND_IN_DATA: z.string().min(1).optional(),
});

runServer('the Statuspage stand-in', async () => {
  const env = settings.parse(process.env);
  const components = env.STATUSPAGE_STAND_IN_COMPONENTS.split(',').flatMap((pair) => {
    const [id = '', name = id] = pair.split('=').map((part) => part.trim());
    return id === '' ? [] : [{ id, name }];
  });
  const standIn = await startStatuspageStandIn({
    port: env.STATUSPAGE_STAND_IN_PORT,
    key: env.STATUSPAGE_STAND_IN_KEY,
    page: env.STATUSPAGE_STAND_IN_PAGE,
    components,
    ...(env.STATUSPAGE_STAND_IN_DATA ? { kept: keepInFile(env.STATUSPAGE_STAND_IN_DATA) } : {}),
  });
  console.log(`the Statuspage stand-in answers at ${standIn.url} and shows its page at ${standIn.overviewUrl}`);
  return standIn;
});
