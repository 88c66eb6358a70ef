import path from 'node:path';
import type { Person, StandInClient } from '../../stand-ins/openid/stand-in';
import { loopback } from './settings';
import type { StartContext } from './context';
import { standInKey } from './stand-in-key';

const CLIENT = 'forewarn';
const PORTAL_CLIENT = 'forewarn-portal';

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

/** Customers of the demo's inventory: two who may do things, one who may read, and somebody whom no customer has named. */
const CUSTOMERS: readonly Person[] = [
  { id: 'harbourline-noc', name: 'On-call of Harbourline', email: 'noc@harbourline.example', groups: [] },
  { id: 'nordwind-noc', name: 'Bereitschaft von Nordwind', email: 'noc@nordwind.example', groups: [] },
  { id: 'petitmarche-accounts', name: 'Ingrid Solheim', email: 'ingrid.solheim@petitmarche.example', groups: [] },
  { id: 'toni', name: 'Toni Unknown', email: 'toni@nobody.example', groups: [] },
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
    FOREWARN_PORTAL_OIDC_ISSUER: loopback(openIdStandInPort),
    FOREWARN_PORTAL_OIDC_CLIENT_ID: PORTAL_CLIENT,
    FOREWARN_PORTAL_OIDC_CLIENT_SECRET: standInKey(secretsKey, 'OpenID client of the portal'),
    FOREWARN_PORTAL_OIDC_NAME: 'the demo',
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
      OPENID_STAND_IN_CLIENTS: JSON.stringify(clientsFor(publicUrl, secretsKey)),
    },
    ready: 'message',
  });
}

function clientsFor(publicUrl: string, secretsKey: string): StandInClient[] {
  return [
    {
      ...{ id: CLIENT, secret: standInKey(secretsKey, 'OpenID client'), people: PEOPLE },
      ...{ redirectTo: [`${publicUrl}/sign-in/callback`], signedOutTo: [`${publicUrl}/sign-in`] },
    },
    {
      ...{ id: PORTAL_CLIENT, secret: standInKey(secretsKey, 'OpenID client of the portal'), people: CUSTOMERS },
      ...{ redirectTo: [`${publicUrl}/portal/openid/callback`], signedOutTo: [`${publicUrl}/portal/sign-in`] },
    },
  ];
}
