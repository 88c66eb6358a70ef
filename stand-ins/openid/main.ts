import { z } from 'zod';
import { runServer } from '../shared/server-process';
import { startOpenIdStandIn } from './stand-in';

/** The stand-in of a provider of identities as a process of its own. Ends in order on SIGTERM and SIGINT. */
const json = <T extends z.ZodType>(type: T) =>
  z
    .string()
    .transform((text) => JSON.parse(text) as unknown)
    .pipe(type);

const addresses = z.array(z.url());

const settings = z.object({
  OPENID_STAND_IN_PORT: z.coerce.number().int().min(0).max(65_535).default(8029),
  /** StandInClient[] */
  OPENID_STAND_IN_CLIENTS: json(
    z.array(
      z.object({
        ...{ id: z.string().min(1), secret: z.string().min(16), redirectTo: addresses, signedOutTo: addresses },
        people: z.array(
          z.object({
            ...{ id: z.string(), name: z.string(), email: z.string(), groups: z.array(z.string()) },
            isVerified: z.boolean().optional(),
          }),
        ),
      }),
    ),
  ),
});

runServer('the provider of identities', async () => {
  const env = settings.parse(process.env);
  const standIn = await startOpenIdStandIn({
    port: env.OPENID_STAND_IN_PORT,
    clients: env.OPENID_STAND_IN_CLIENTS,
  });
  console.log(`people sign in at ${standIn.issuer}`);
  return standIn;
});
