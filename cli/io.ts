/** The environment of the command, passed in so that a test can replace the terminal. */
export interface Io {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The working directory; relative paths start here. */
  readonly folder: string;
  /** The package's folder, where a local `npm start` keeps its data by default. */
  readonly checkout: string;
  readonly stdin: AsyncIterable<Uint8Array> & { readonly isTTY?: boolean; setRawMode?(isRaw: boolean): unknown };
  readonly stdout: NodeJS.WritableStream & { readonly isTTY?: boolean };
  readonly stderr: NodeJS.WritableStream & { readonly isTTY?: boolean; readonly columns?: number };
  /** Waits this long (ms). */
  pause(ms: number): Promise<void>;
}
