import { readConfig } from '../../config/config';
import { WORKER_ROLES } from '../../config/worker-roles';

const needed = { DATABASE_URL: 'postgres://u@h/d', SMTP_URL: 'smtp://h' };
const rolesOf = (roles?: string) => readConfig({ ...needed, FOREWARN_WORKER_ROLES: roles }).workerRoles;

test('O1: a worker does everything unless it is told what', () => {
  expect(rolesOf()).toEqual(WORKER_ROLES);
  // as a compose file passes what is not set
  expect(rolesOf('')).toEqual(WORKER_ROLES);
  expect(rolesOf('delivery')).toEqual(['delivery']);
  expect(rolesOf('windows, channels,windows')).toEqual(['windows', 'channels']);
});

test.each(['mail', 'windows,', ','])('Bad input: the role "%s" is refused with those there are', (roles) => {
  expect(() => rolesOf(roles)).toThrow(
    /FOREWARN_WORKER_ROLES.*must be roles separated by commas, of windows, channels, delivery/,
  );
});
