/** How a program that ends with its parent is asked to. */
export interface EndWithParent {
  /** What asks it to end in order; SIGTERM unless given. */
  readonly signal?: 'SIGTERM' | 'SIGINT';
  /** The process it must not outlive; this one unless given. */
  readonly parent?: number | 'whoever starts it';
}

/** Asked for, it has so many seconds until it is killed. */
const GRACE_SECONDS = 8;

/**
 * `sh -c <this> with-parent <signal> <parent> <program> <argument>…`: the shell becomes the program, so that its process number
 * is the one the parent knows; a second shell looks once a second whether the program still is a child of its parent.
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
 * The command that runs a program which cannot see its parent die (PostgreSQL, Temporal, a mail sink) so that it ends within
 * seconds when that happens, killed parents included. Windows has no such shell: there a program left behind is ended by the
 * next start.
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

/** The same as the text of a shell script that hands its arguments on, for whoever takes the path of one program. */
export function withParentScript(program: string): string {
  const { command, args } = withParent(program, [], { parent: 'whoever starts it' });
  const quoted = [command, ...args].map((word) => `'${word.replaceAll("'", "'\\''")}'`);
  return `#!/bin/sh\nexec ${quoted.join(' ')} "$@"\n`;
}
