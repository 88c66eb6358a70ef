import { connect, constants } from 'node:http2';

/** The gRPC service of Temporal's server for clients. */
const SERVICE = 'temporal.api.workflowservice.v1.WorkflowService';
/** `HealthCheckResponse { status: SERVING }` in protobuf. */
const SERVING = Buffer.from([0x08, 0x01]);
/** The prefix of each gRPC message: not compressed, and its length in four bytes. */
const PREFIX = 5;
const PATIENCE_MS = 1_000;

/**
 * Whether the Temporal server on that port of 127.0.0.1 serves clients (gRPC health checking protocol, `Check`). It does not
 * use the SDK's client, which takes half a second to load. Never rejects.
 */
export function isServing(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const session = connect(`http://127.0.0.1:${String(port)}`);
    const end = (answer: boolean) => {
      resolve(answer);
      session.destroy();
    };
    session.once('error', () => end(false)).setTimeout(PATIENCE_MS, () => end(false));
    const call = session.request({
      [constants.HTTP2_HEADER_METHOD]: 'POST',
      [constants.HTTP2_HEADER_PATH]: '/grpc.health.v1.Health/Check',
      [constants.HTTP2_HEADER_CONTENT_TYPE]: 'application/grpc',
      [constants.HTTP2_HEADER_TE]: 'trailers',
    });
    const answer: Buffer[] = [];
    call.on('data', (chunk: Buffer) => answer.push(chunk));
    call.once('error', () => end(false));
    call.once('end', () => end(Buffer.concat(answer).subarray(PREFIX).equals(SERVING)));
    call.end(question());
  });
}

/** `HealthCheckRequest { service }` as one gRPC message. */
function question(): Buffer {
  const message = Buffer.concat([Buffer.from([0x0a, SERVICE.length]), Buffer.from(SERVICE)]);
  const prefix = Buffer.alloc(PREFIX);
  prefix.writeUInt32BE(message.length, 1);
  return Buffer.concat([prefix, message]);
}
