const UNRELEASED = '## [Unreleased]';
const VERSION_HEADING = /^## \[/m;

/** The text of the part Unreleased; undefined when there is no such part. */
function unreleased(changelog: string): string | undefined {
  const at = changelog.indexOf(`${UNRELEASED}\n`);
  if (at < 0) return undefined;
  const rest = changelog.slice(at + UNRELEASED.length);
  const next = rest.search(VERSION_HEADING);
  return next < 0 ? rest : rest.slice(0, next);
}

/** Why there is nothing to release in it; undefined when there is. */
export function changelogFault(changelog: string, version: string): string | undefined {
  const part = unreleased(changelog);
  if (part === undefined) return `CHANGELOG.md has no part "${UNRELEASED}": put what is new there.`;
  if (!/^- \S/m.test(part))
    return 'CHANGELOG.md has no entry under Unreleased: say there what is new, then release it.';
  if (changelog.includes(`## [${version}]`)) return `CHANGELOG.md has ${version} already: choose a newer version.`;
  return undefined;
}

/** What was unreleased is the version of that day (ISO, UTC), and an empty part stands above it. */
export function releasedChangelog(changelog: string, version: string, day: string): string {
  return changelog.replace(`${UNRELEASED}\n`, `${UNRELEASED}\n\n## [${version}] - ${day}\n`);
}
