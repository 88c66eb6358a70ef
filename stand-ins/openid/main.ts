import { z } from 'zod';
import { runServer } from '../shared/server-process';
import { startOpenIdStandIn } from './stand-in';

/** The stand-in of a provider of identities as a process of its own. Ends in order on SIGTERM and SIGINT. */
const json = <T extends z.ZodType>(type: T) =>
  z
    .string()
    .transform((text) => JSON.parse(text) as unknown)
    .pipe(type);

const settings = z.object({
  OPENID_STAND_IN_PORT: z.coerce.number().int().min(0).max(65_535).default(8029),
  OPENID_STAND_IN_CLIENT: z.string().min(1),
  OPENID_STAND_IN_SECRET: z.string().min(16),
  /** Addresses separated by blanks: where browsers may be sent back to. */
  OPENID_STAND_IN_REDIRECTS: z.string().transform((text) => text.split(' ')),
  OPENID_STAND_IN_SIGNED_OUT: z.string().transform((text) => text.split(' ')),
  OPENID_STAND_IN_PEOPLE: json(
    z.array(z.object({ id: z.string(), name: z.string(), email: z.string(), groups: z.array(z.string()) })),
  ),
});

runServer('the provider of identities', async () => {
  const env = settings.parse(process.env);
  const standIn = await startOpenIdStandIn({
    port: env.OPENID_STAND_IN_PORT,
    people: env.OPENID_STAND_IN_PEOPLE,
    client: { id: env.OPENID_STAND_IN_CLIENT, secret: env.OPENID_STAND_IN_SECRET },
    redirectTo: env.OPENID_STAND_IN_REDIRECTS,
    signedOutTo: env.OPENID_STAND_IN_SIGNED_OUT,
  });
  console.log(`people sign in at ${standIn.issuer}`);
  return standIn;
});
