/** Options for a program that ends with its parent. */
export interface EndWithParent {
  /** The signal that asks it to end; SIGTERM by default. */
  readonly signal?: 'SIGTERM' | 'SIGINT';
  /** The process it must not outlive; by default this one. */
  readonly parent?: number | 'whoever starts it';
}

/** Seconds between the signal and killing it. */
const GRACE_SECONDS = 8;

/**
 * `sh -c <this> with-parent <signal> <parent> <program> <argument>…`: the shell becomes the program, so that the parent knows
 * its process number; a second shell checks once a second whether the program still is a child of its parent.
 */
const SCRIPT = `
signal=$1 parent=$2 program=$$
[ "$parent" = asked ] && parent=$PPID
shift 2
(
  exec </dev/null >/dev/null 2>&1
  cd /
  has_parent() {
    if [ -r "/proc/$program/stat" ]; then
      IFS= read -r line <"/proc/$program/stat" || return 1
      set -- \${line##*) }
      [ "$1" != Z ] && [ "$2" = "$parent" ]
    else
      [ "$(ps -o ppid= -p "$program" | tr -d ' ')" = "$parent" ]
    fi
  }
  while has_parent; do sleep 1; done
  kill -s "$signal" "$program" || exit 0
  waited=0
  while [ "$waited" -lt ${String(GRACE_SECONDS)} ]; do
    sleep 1
    waited=$((waited + 1))
    kill -0 "$program" || exit 0
  done
  kill -s KILL "$program"
) &
exec "$@"
`;

/**
 * The command for a program that cannot notice the end of its parent (PostgreSQL, Temporal, a mail sink): it ends within
 * seconds of its parent, even a killed one. Windows has no such shell; there the next start ends a program that was left
 * behind.
 */
export function withParent(
  program: string,
  args: readonly string[],
  { signal = 'SIGTERM', parent = process.pid }: EndWithParent = {},
): { readonly command: string; readonly args: readonly string[] } {
  if (process.platform === 'win32') return { command: program, args };
  const asked = typeof parent === 'number' ? String(parent) : 'asked';
  return {
    command: '/bin/sh',
    args: ['-c', SCRIPT, 'with-parent', signal.replace('SIG', ''), asked, program, ...args],
  };
}

/** The same as the text of a shell script that passes its arguments on, for callers that accept only the path of a program. */
export function withParentScript(program: string): string {
  const { command, args } = withParent(program, [], { parent: 'whoever starts it' });
  const quoted = [command, ...args].map((word) => `'${word.replaceAll("'", "'\\''")}'`);
  return `#!/bin/sh\nexec ${quoted.join(' ')} "$@"\n`;
}
