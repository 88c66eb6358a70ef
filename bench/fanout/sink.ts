import { createServer, type AddressInfo, type Socket } from 'node:net';

/**
 * A process that accepts mail and discards it as fast as Node can. The first argument is the delay of each answer in ms: input
 * that arrives in one piece is answered in one piece after that time, as over a slow network. Prints its port.
 */
const delayMs = Number(process.argv[2] ?? 0);
const END = Buffer.from('\r\n.\r\n');

function serve(socket: Socket): void {
  let rest: Buffer = Buffer.alloc(0);
  let inMessage = false;
  const answer = (replies: string) => {
    if (replies === '') return;
    if (delayMs === 0) socket.write(replies);
    else setTimeout(() => socket.write(replies), delayMs);
  };
  socket.setNoDelay(true);
  socket.on('error', () => socket.destroy());
  socket.on('data', (chunk: Buffer) => {
    let data: Buffer = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk;
    let replies = '';
    for (;;) {
      if (inMessage) {
        const end = data.indexOf(END);
        if (end < 0) {
          rest = data.subarray(Math.max(0, data.length - END.length + 1));
          break;
        }
        data = data.subarray(end + END.length);
        inMessage = false;
        replies += '250 2.0.0 taken\r\n';
        continue;
      }
      const end = data.indexOf('\r\n');
      if (end < 0) {
        rest = data;
        break;
      }
      const line = data.subarray(0, end).toString('latin1').toUpperCase();
      data = data.subarray(end + 2);
      if (line.startsWith('EHLO')) replies += '250-sink\r\n250-PIPELINING\r\n250 8BITMIME\r\n';
      else if (line === 'DATA') {
        inMessage = true;
        // the message may start at once, so its end is searched from the line break before it
        data = Buffer.concat([Buffer.from('\r\n'), data]);
        replies += '354 go ahead\r\n';
      } else if (line === 'QUIT') {
        socket.end(`${replies}221 2.0.0 bye\r\n`);
        return;
      } else replies += '250 2.0.0 ok\r\n';
    }
    answer(replies);
  });
  answer('220 sink ESMTP\r\n');
}

const server = createServer(serve).listen(0, '127.0.0.1', () => {
  console.log(String((server.address() as AddressInfo).port));
});
