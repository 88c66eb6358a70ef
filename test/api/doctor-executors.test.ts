import express from 'express';
import { executorsToExamine } from '../../composition/executors';
import type { ExecutorsConfig } from '../../config/executors';
import { doctorRoutes } from '../../api/routes/doctor/routes';
import { startExecutorStandIn } from '../../stand-ins/executor/stand-in';
import { serveOnLoopback } from '../../stand-ins/shared/loopback';
import { useCommandLine } from '../support/command-line';
import type { TemporalAccess } from '../../temporal/connection';
import { useApi } from './support/api';

const api = useApi();
const { run } = useCommandLine(api);
const SECRET = 'whsec_Y2FuYXJ5LWNhbmFyeS1jYW5hcnktY2FuYXJ5';

interface Examination {
  readonly configured: boolean;
  readonly findings: readonly { readonly check: string; readonly ok: boolean; readonly text: string }[];
}

/** The answer of the route with these executors. */
async function examined(config: ExecutorsConfig): Promise<Examination> {
  // no executor of these asks Temporal
  const temporal = {} as TemporalAccess;
  const executors = executorsToExamine({ executors: config, publicUrl: 'https://status.provider.example' }, temporal);
  const routes = doctorRoutes({ db: api.store.db, config: {} as never, executors });
  const route = routes.find(({ path }) => path === '/v1/doctor/executors');
  const answer = await route?.run({ params: {}, query: {}, body: undefined, caller: {}, now: 0 } as never);
  return answer?.body as Examination;
}

describe('S7: forewarn doctor executors', () => {
  it('says who serves which kinds, what is wrong with one that cannot be reached or has another secret, and what blocks', async () => {
    const standIn = await startExecutorStandIn({ port: 0, secret: SECRET });
    const alerts = await serveOnLoopback(
      express().get('/api/v2/alerts', (_request, response) => void response.json([{ labels: { alertname: 'Down' } }])),
      0,
    );
    const demo = { type: 'http' as const, kinds: ['database', 'server'], url: standIn.url, secret: SECRET };
    const config: ExecutorsConfig = {
      executors: { demo, other: { ...demo, secret: `${SECRET.slice(0, -4)}AAAA` } },
      probes: [{ tcp: '{name}.db.example.net:5432', kinds: ['database'], settleSeconds: 1, timeoutSeconds: 1 }],
      blockedBy: [],
    };
    try {
      expect(await examined(config)).toEqual({
        configured: true,
        findings: [
          { check: 'executor', ok: true, text: 'demo for database, server can be used' },
          { check: 'executor', ok: false, text: expect.stringContaining('does not accept the signature') as string },
          { check: 'probe', ok: true, text: '{name}.db.example.net:5432 for database' },
        ],
      });
      const blocked = { alertmanager: alerts.origin, filter: [], timeoutSeconds: 5 };
      const { findings } = await examined({ ...config, executors: { demo }, probes: [], blockedBy: [blocked] });
      expect(findings[1]).toEqual({ check: 'alerts', ok: false, text: 'nothing may begin: Down' });
      expect(standIn.restarts).toEqual([]);
    } finally {
      await standIn.close();
      await alerts.close();
    }
    const down = await examined({ ...config, executors: { demo }, probes: [] });
    expect(down.findings).toMatchObject([{ check: 'executor', ok: false }]);
    expect(down.findings[0]?.text).toMatch(/^demo for database, server: 127\.0\.0\.1:\d+ /);
  });

  it('without executors the command line says what to set', async () => {
    const said = await run('operator', 'doctor', 'executors');
    expect(said.stdout).toContain('set FOREWARN_EXECUTORS');
  });
});
