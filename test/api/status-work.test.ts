import { sql } from 'kysely';
import request from 'supertest';
import { usePublicPage } from '../support/public-page';

const world = usePublicPage();

const PATHS = ['/', '/windows/MW-2026-0001', '/history.rss', '/history.atom', '/api/v2/summary.json'];
const shown = async () => Promise.all(PATHS.map(async (path) => (await request(world.app).get(path).expect(200)).text));

it('C2: while the work is under way, page, feeds and JSON say how much of it is done, and nothing of whose', async () => {
  const work = { mode: 'automatic', executor: 'demo' };
  const life = world.open('MW-2026-0001', { scope: { all: true }, work });
  await life.announce();
  for (const text of await shown()) expect(text).not.toMatch(/of 3 done|"work"/);

  await life.start();
  await sql`update work set state = 'done' where resource_id like '%eu-1%'`.execute(world.db);
  for (const text of await shown()) {
    expect(text).toMatch(/2 of 3 done|"work":\{"done":2,"total":3\}/);
    expect(text).not.toContain('canary');
  }

  await life.give('complete');
  for (const text of await shown()) expect(text).not.toMatch(/of 3 done|"work"/);
});

it('C2: a window without a work list says nothing of it', async () => {
  await world.open('MW-2026-0001').start();
  for (const text of await shown()) expect(text).not.toMatch(/\d+ of \d+ done|"work"/);
});
