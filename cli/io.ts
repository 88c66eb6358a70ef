/** The world as the command sees it: handed in, so that a test can be the terminal. */
export interface Io {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Where the person stands: their paths begin there. */
  readonly folder: string;
  /** The folder of the package: a local `npm start` keeps its data there unless told otherwise. */
  readonly checkout: string;
  readonly stdin: AsyncIterable<Uint8Array>;
  readonly stdout: NodeJS.WritableStream & { readonly isTTY?: boolean };
  readonly stderr: NodeJS.WritableStream & { readonly isTTY?: boolean; readonly columns?: number };
  /** Waits so long (ms). */
  pause(ms: number): Promise<void>;
}
