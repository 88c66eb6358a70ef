import { Readable, Writable } from 'node:stream';
import { run } from '../../cli/run';
import { VERSION } from '../../config/version';

/** The output of a command, and its exit code. */
export interface Said {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

interface Around {
  readonly env?: Readonly<Record<string, string>>;
  readonly folder?: string;
  readonly stdin?: string;
  readonly isTerminal?: boolean;
  /** Of the command line. */
  readonly version?: string;
  /** While the command waits, with what it has written on stderr so far; it waits no time. */
  readonly meanwhile?: (stderr: string) => Promise<unknown>;
}

/** Runs the command line in this process, with this test as its terminal. Pauses between retries take no time. */
export async function forewarn(argv: readonly string[], around: Around = {}): Promise<Said> {
  const { env = {}, folder = '/nowhere', stdin = '', isTerminal = false, version = VERSION, meanwhile } = around;
  const stdout = recorder(isTerminal);
  const stderr = recorder(isTerminal);
  const pause = async (): Promise<void> => {
    await meanwhile?.(stderr.text());
  };
  const code = await run(argv, {
    ...{ env, folder, checkout: folder, version, stdin: Readable.from([Buffer.from(stdin)]), stdout, stderr, pause },
  });
  return { code, stdout: stdout.text(), stderr: stderr.text() };
}

function recorder(isTTY: boolean) {
  const pieces: Buffer[] = [];
  const stream = new Writable({
    write(piece: Buffer, _encoding, done) {
      pieces.push(piece);
      done();
    },
  });
  return Object.assign(stream, { isTTY, columns: 100, text: () => Buffer.concat(pieces).toString('utf8') });
}
