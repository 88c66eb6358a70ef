import path from 'node:path';
import type { Person } from '../../stand-ins/openid/stand-in';
import { loopback } from './settings';
import type { StartContext } from './context';
import { standInKey } from './stand-in-key';

const CLIENT = 'forewarn';

/** Who signs in at the demo; some are of the demo's staff. */
const PEOPLE: readonly Person[] = [
  { id: 'ada', name: 'Ada Brandt', email: 'ada@provider.example', groups: ['forewarn-admins'] },
  {
    id: 'erik',
    name: 'Erik Holm',
    email: 'erik@provider.example',
    groups: ['forewarn-engineers', 'forewarn-operators'],
  },
  { id: 'olga', name: 'Olga Petrova', email: 'olga@provider.example', groups: ['forewarn-operators'] },
  { id: 'mara', name: 'Mara Lindqvist', email: 'mara@provider.example', groups: ['forewarn-approvers'] },
  { id: 'noor', name: 'Noor Haddad', email: 'noor@provider.example', groups: ['sales'] },
];

/** The settings with which the API finds the stand-in (T9); empty when the user has a provider of their own. */
export function openIdEnvironment(
  { own, openIdStandInPort }: StartContext['settings'],
  secretsKey: string,
): NodeJS.ProcessEnv {
  if (own.openId) return {};
  return {
    FOREWARN_OIDC_ISSUER: loopback(openIdStandInPort),
    FOREWARN_OIDC_CLIENT_ID: CLIENT,
    FOREWARN_OIDC_CLIENT_SECRET: standInKey(secretsKey, 'OpenID client'),
    FOREWARN_OIDC_NAME: 'the demo',
    FOREWARN_OIDC_SCOPES: 'groups',
  };
}

/** The stand-in of a provider of identities, unless the user has one of their own. */
export async function startOpenIdStandIn({ settings, supervisor }: StartContext, secretsKey: string): Promise<void> {
  if (settings.own.openId) return;
  const { openIdStandInPort: port, publicUrl } = settings;
  await supervisor.start({
    name: 'openid',
    run: { script: path.join(__dirname, '..', '..', 'stand-ins', 'openid', 'main.js') },
    env: {
      ...process.env,
      OPENID_STAND_IN_PORT: String(port),
      OPENID_STAND_IN_CLIENT: CLIENT,
      OPENID_STAND_IN_SECRET: standInKey(secretsKey, 'OpenID client'),
      OPENID_STAND_IN_REDIRECTS: `${publicUrl}/sign-in/callback`,
      OPENID_STAND_IN_SIGNED_OUT: `${publicUrl}/sign-in`,
      OPENID_STAND_IN_PEOPLE: JSON.stringify(PEOPLE),
    },
    ready: 'message',
  });
}
