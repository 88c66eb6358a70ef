import { MINUTE, SECOND } from '../../../../domain/shared/time';

/**
 * How long each step may take, in ms, from the moment it is asked for to the end of its reply: a server that trickles bytes
 * gets no longer than a silent one. RFC 5321 §4.5.3.2; a final dot that is given up sooner makes accepted mail "unknown".
 */
export interface EngineTimeouts {
  /** Name look-up and TCP, and the handshake of TLS. */
  readonly connect: number;
  readonly greeting: number;
  /** EHLO, HELO, STARTTLS, AUTH, RSET. */
  readonly command: number;
  readonly mail: number;
  readonly rcpt: number;
  readonly data: number;
  /** Until the server has read the message. */
  readonly block: number;
  readonly dot: number;
  /** A connection without work says goodbye after this. */
  readonly idle: number;
}

export const RFC_TIMEOUTS: EngineTimeouts = {
  connect: 45 * SECOND,
  greeting: 5 * MINUTE,
  command: 5 * MINUTE,
  mail: 5 * MINUTE,
  rcpt: 5 * MINUTE,
  data: 2 * MINUTE,
  block: 3 * MINUTE,
  dot: 10 * MINUTE,
  idle: 10 * SECOND,
};
