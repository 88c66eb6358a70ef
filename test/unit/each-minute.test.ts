import { eachMinute } from '../../use-cases/each-minute';

/** Work beside requests: one pass at a time, and nothing that was asked for is missed. */

function withPasses() {
  const ends: { resolve: () => void; reject: (error: Error) => void }[] = [];
  const failures: unknown[] = [];
  let atOnce = 0;
  let most = 0;
  const work = eachMinute(
    async () => {
      most = Math.max(most, ++atOnce);
      await new Promise<void>((resolve, reject) => ends.push({ resolve, reject })).finally(() => atOnce--);
    },
    (error) => void failures.push(error),
  );
  return { work, ends, failures, most: () => most };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

it('asked again meanwhile it does it once more, however often, and never twice at a time', async () => {
  const { work, ends, most } = withPasses();
  const first = work.now();
  void work.now();
  void work.now();
  ends[0]?.resolve();
  await turn();
  expect(ends).toHaveLength(2);
  ends[1]?.resolve();
  await first;
  expect([ends.length, most()]).toEqual([2, 1]);
});

it('what fails is told, does not reject, and is done when it is asked for again', async () => {
  const { work, ends, failures } = withPasses();
  const first = work.now();
  const error = new Error('the database is away');
  ends[0]?.reject(error);
  await expect(first).resolves.toBeUndefined();
  expect(failures).toEqual([error]);
  const second = work.now();
  expect(ends).toHaveLength(2);
  ends[1]?.resolve();
  await second;
});
