import { DEMO_LOCATIONS } from './resources';

/** The components of the demo's status page, one for each datacenter, with the path each covers. */
export function demoComponents(): { readonly id: string; readonly name: string; readonly path: string }[] {
  const names = new Map(DEMO_LOCATIONS.map(({ path, name }) => [path, name]));
  return DEMO_LOCATIONS.filter(({ path }) => path.split('/').length === 2).map(({ path, name }) => {
    const region = names.get(path.slice(0, path.indexOf('/'))) ?? '';
    return { id: path.replace(/[^a-z0-9]/g, ''), name: `${region}: ${name}`, path };
  });
}
