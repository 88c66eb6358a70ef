// Uses the generated TypeScript client as somebody's automation would, and prints what came of it.
import { CommandsApi, Configuration, ResponseError, WindowsApi, type Phase, type Problem } from './index';

const configuration = new Configuration({ basePath: process.env.URL!, accessToken: process.env.TOKEN! });
const windows = new WindowsApi(configuration);

const start = new Date('2026-12-20T01:00:00Z');
const opened = await windows.openWindow({
  idempotencyKey: 'from-typescript',
  openWindowRequest: {
    title: 'Opened by a generated client',
    _class: 'standard',
    reason: 'hardware',
    slots: [{ start, end: new Date(start.getTime() + 7_200_000) }],
    scope: { locations: ['eu-1/dc-1/rack-a12'] },
    impact: { level: 'outage', minutes: 30, description: 'Each server restarts once.' },
    override: 'the client is tried',
  },
});

let listed = 0;
const phase: Phase[] = ['approved', 'announced'];
for (let cursor: string | undefined, more = true; more;) {
  const page = await windows.listWindows({ limit: 1, needsAttention: false, phase, ...(cursor ? { cursor } : {}) });
  listed += page.items.length;
  more = page.next !== null;
  cursor = page.next ?? undefined;
}

const window = await windows.getWindow({ reference: opened.reference });
const refused = await new CommandsApi(configuration)
  .cancel({ reference: 'MW-2026-9999', cancelRequest: { reason: 'no such window' } })
  .then(
    () => Promise.reject(new Error('a window that is not there was cancelled')),
    (error: unknown) =>
      error instanceof ResponseError ? (error.response.json() as Promise<Problem>) : Promise.reject(error),
  );

console.log(
  JSON.stringify({
    phase: opened.phase,
    first: opened.plan[0]?.kind,
    listed,
    start: window.slots[0]!.start.getTime() / 1_000,
    revision: window.revision,
    refused: refused.code,
  }),
);
