/** Runs a server of `npm start` as a process of its own: it ends in order on SIGTERM and SIGINT, and with 1 when it cannot. */
export function runServer(name: string, start: () => Promise<{ close(): Promise<void> }>): void {
  start().then(
    (server) => {
      process.send?.('ready');
      const stop = () => {
        server.close().then(
          () => process.exit(0),
          (error: unknown) => {
            console.error(error);
            process.exit(1);
          },
        );
      };
      process.once('SIGTERM', stop);
      process.once('SIGINT', stop);
    },
    (error: unknown) => {
      console.error(`${name} cannot start: ${error instanceof Error ? error.message : String(error)}`);
      process.exit(1);
    },
  );
}
