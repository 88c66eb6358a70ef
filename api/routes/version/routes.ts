import { z } from 'zod';
import { OLDEST_CLIENT, VERSION } from '../../../config/version';
import { route, type Route } from '../../http/route';

const semanticVersion = z.string().regex(/^\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?$/);

/** `/v1/version`: which Forewarn answers, so that the command line can say whether it fits (O5). */
export function versionRoutes(): Route[] {
  return [
    route({
      method: 'get',
      path: '/v1/version',
      id: 'readVersion',
      tag: 'config',
      summary: 'The version that answers',
      description:
        'Of the process that answers, and the oldest command line that it takes. Both are Semantic Versions.',
      problems: [],
      success: { status: 200, description: 'The versions' },
      answer: z.object({
        version: semanticVersion.describe('such as `0.3.0`'),
        oldestClient: semanticVersion.describe('older command lines are not understood any more'),
      }),
      handle: () => Promise.resolve({ body: { version: VERSION, oldestClient: OLDEST_CLIENT } }),
    }),
  ];
}
