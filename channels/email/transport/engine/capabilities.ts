import type { Reply } from './reply';

/** What the server says it can do (EHLO); a server that knows only HELO can do none of it. */
export interface Capabilities {
  readonly pipelining: boolean;
  readonly eightBitMime: boolean;
  readonly smtpUtf8: boolean;
  readonly startTls: boolean;
  /** Ways to log in, in capitals. */
  readonly auth: readonly string[];
  /** The largest message it takes, in bytes; undefined when it names no limit. */
  readonly maxSize?: number;
}

export const NO_CAPABILITIES: Capabilities = {
  pipelining: false,
  eightBitMime: false,
  smtpUtf8: false,
  startTls: false,
  auth: [],
};

/** Reads an EHLO reply; its first line is the server's name. */
export function capabilitiesOf({ lines }: Reply): Capabilities {
  const offered = new Map(
    lines.slice(1).map((line) => {
      // some old servers write AUTH=LOGIN
      const [keyword = '', ...parameters] = line.toUpperCase().trim().split(/[ =]+/);
      return [keyword, parameters];
    }),
  );
  const size = Number(offered.get('SIZE')?.[0] ?? 0);
  return {
    pipelining: offered.has('PIPELINING'),
    eightBitMime: offered.has('8BITMIME'),
    smtpUtf8: offered.has('SMTPUTF8'),
    startTls: offered.has('STARTTLS'),
    auth: offered.get('AUTH') ?? [],
    ...(size > 0 ? { maxSize: size } : {}),
  };
}
