import type { ServedPath } from '../../web/console/area';

/** Names in paths that stand for nothing there is. */
const NOTHING: Readonly<Record<string, string>> = {
  reference: 'MW-2026-9999',
  id: '00000000-0000-4000-8000-000000000000',
};

/** A served path as an address; names that `names` does not have stand for nothing there is. */
export function addressOf({ path }: Pick<ServedPath, 'path'>, names: Readonly<Record<string, string>> = {}): string {
  return path.replaceAll(/:(\w+)/g, (_whole, name: string) => names[name] ?? NOTHING[name] ?? 'nothing');
}

/** `GET /console/windows/:reference` */
export const nameOf = ({ method, path }: ServedPath) => `${method} ${path}`;
