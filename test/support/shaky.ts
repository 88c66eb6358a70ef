import type { Chance } from './seeded';

/**
 * The same port, of which some calls of these methods fail: before anything was done, or after it was and without an answer, as when the process
 * is killed. `share` is in percent, of each kind.
 */
export function shaky<P extends object>(port: P, methods: readonly (keyof P)[], chance: Chance, share: number): P {
  return new Proxy(port, {
    get(target, name) {
      const method: unknown = Reflect.get(target, name, target);
      if (!methods.includes(name as keyof P)) return method;
      return async (...args: unknown[]): Promise<unknown> => {
        if (chance.percent(share)) throw new Error(`killed before ${String(name)}`);
        const result: unknown = await (method as (...given: unknown[]) => unknown).apply(target, args);
        if (chance.percent(share)) throw new Error(`killed after ${String(name)}`);
        return result;
      };
    },
  });
}
