/** The environment of the command, passed in so that a test can replace the terminal. */
export interface Io {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The working directory; relative paths start here. */
  readonly folder: string;
  /** The version of this command line, such as `0.2.0`. */
  readonly version: string;
  /** The checkout's folder, where a local `npm start` keeps its data by default; undefined where it is installed by itself. */
  readonly checkout: string | undefined;
  readonly stdin: AsyncIterable<Uint8Array> & { readonly isTTY?: boolean; setRawMode?(isRaw: boolean): unknown };
  readonly stdout: NodeJS.WritableStream & { readonly isTTY?: boolean };
  readonly stderr: NodeJS.WritableStream & { readonly isTTY?: boolean; readonly columns?: number };
  /** Waits this long (ms). */
  pause(ms: number): Promise<void>;
}
