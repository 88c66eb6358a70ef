import { z } from 'zod';
import { examineStatuspage } from '../../channels/status-page/statuspage/doctor';
import { createPacedClient } from '../../channels/status-page/statuspage/statuspage-channel';
import type { Config } from '../../config/config';
import type { Database } from '../../store/database';
import { route, type Route } from '../route';

interface Dependencies {
  readonly db: Database;
  readonly statuspage: Config['statuspage'];
}

const examination = z.object({
  configured: z.boolean().describe('false: this installation keeps no page at Atlassian Statuspage'),
  findings: z.array(
    z.object({
      check: z.enum(['key and page', 'mapping file', 'components']),
      ok: z.boolean(),
      text: z.string().describe('what was found, and what to correct'),
    }),
  ),
});

/** `/v1/doctor`: whether what is configured can be used. */
export function doctorRoutes({ db, statuspage }: Dependencies): Route[] {
  return [
    route({
      method: 'get',
      path: '/v1/doctor/statuspage',
      id: 'examineStatuspage',
      tag: 'doctor',
      summary: 'Examine the Statuspage configuration',
      description:
        'Looks at Atlassian Statuspage whether key, page and mapping file can be used (C3); changes nothing.',
      problems: [],
      success: { status: 200, description: 'What was found' },
      answer: examination,
      async handle() {
        if (!statuspage) return { body: { configured: false, findings: [] } };
        const findings = await examineStatuspage(createPacedClient(db, statuspage), statuspage.mapFile);
        return { body: { configured: true, findings } };
      },
    }),
  ];
}
