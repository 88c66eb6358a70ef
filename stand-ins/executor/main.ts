import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { keepInFile } from '../shared/kept-state';
import { runServer } from '../shared/server-process';
import { startExecutorStandIn } from './stand-in';

/** The demo executor as a process of its own. Ends in order on SIGTERM and SIGINT. */
const settings = z.object({
  EXECUTOR_STAND_IN_PORT: z.coerce.number().int().min(0).max(65_535).default(8028),
  /** 24 random bytes or more in base64, after `whsec_`. */
  EXECUTOR_STAND_IN_SECRET: z.string().regex(/^whsec_[A-Za-z0-9+/]{32,}=*$/),
  /** A file with a list of `{"id", "name", "kind"}`: what it can restart; everything when left out. */
  EXECUTOR_STAND_IN_RESOURCES: z.string().min(1).optional(),
  /** The file that keeps restarts; in memory only when left out. */
  EXECUTOR_STAND_IN_DATA: z.string().min(1).optional(),
});
const resourcesSchema = z.array(z.object({ id: z.string(), name: z.string(), kind: z.string() }));

runServer('the demo executor', async () => {
  const env = settings.parse(process.env);
  const file = env.EXECUTOR_STAND_IN_RESOURCES;
  const standIn = await startExecutorStandIn({
    port: env.EXECUTOR_STAND_IN_PORT,
    secret: env.EXECUTOR_STAND_IN_SECRET,
    resources: file === undefined ? undefined : resourcesSchema.parse(JSON.parse(readFileSync(file, 'utf8'))),
    ...(env.EXECUTOR_STAND_IN_DATA ? { kept: keepInFile(env.EXECUTOR_STAND_IN_DATA) } : {}),
  });
  console.log(`the demo executor takes jobs at ${standIn.url} and shows its restarts at ${standIn.pageUrl}`);
  return standIn;
});
