import { createGroupCommit } from '../../activities/group-commit';
import type { LedgerStep, SettledDelivery } from '../../activities/ports/ledger';

/** A ledger that keeps each step until the test answers it. */
function slowLedger() {
  const steps: { readonly step: LedgerStep; answer(taken: number[]): void; fail(error: Error): void }[] = [];
  const wakers: (() => void)[] = [];
  return {
    steps,
    commit: (step: LedgerStep) =>
      new Promise<number[]>((answer, fail) => {
        steps.push({ step, answer, fail });
        for (const wake of wakers.splice(0)) wake();
      }),
    /** The step of that number, once it is asked for. */
    async step(number: number) {
      for (;;) {
        const found = steps[number];
        if (found) return found;
        await new Promise<void>((resolve) => wakers.push(resolve));
      }
    },
  };
}

const accepted = (id: number): SettledDelivery => ({ id, outcome: { state: 'accepted', reply: '250 ok' } });
const turn = () => new Promise((resolve) => setImmediate(resolve));
const never = () => new AbortController().signal;

it('what is asked for in one turn of the loop is one commit, in order', async () => {
  const ledger = slowLedger();
  const group = createGroupCommit(ledger.commit, never());
  const all = [group.settle(accepted(1)), group.take(2), group.settle(accepted(3)), group.take(4)];
  const first = await ledger.step(0);
  expect(first.step).toEqual({ settled: [accepted(1), accepted(3)], taken: [2, 4] });
  first.answer([2, 4]);
  await expect(Promise.all(all)).resolves.toEqual([undefined, true, undefined, true]);
  expect(ledger.steps).toHaveLength(1);
});

it('a second commit may overlap the first; a third waits and takes all that came meanwhile', async () => {
  const ledger = slowLedger();
  const group = createGroupCommit(ledger.commit, never());
  const first = [group.take(1), group.take(2)];
  await ledger.step(0);
  const second = group.settle(accepted(9));
  await ledger.step(1);
  const third = [group.take(3), group.settle(accepted(1))];
  await turn();
  const last = group.take(4);
  await turn();
  expect(ledger.steps.map(({ step }) => step)).toEqual([
    { settled: [], taken: [1, 2] },
    { settled: [accepted(9)], taken: [] },
  ]);
  ledger.steps[1]?.answer([]);
  await second;
  expect((await ledger.step(2)).step).toEqual({ settled: [accepted(1)], taken: [3, 4] });
  ledger.steps[0]?.answer([2]);
  ledger.steps[2]?.answer([3, 4]);
  await expect(Promise.all(first)).resolves.toEqual([false, true]);
  await expect(Promise.all([...third, last])).resolves.toEqual([true, undefined, true]);
  expect(ledger.steps).toHaveLength(3);
});

it('N8: nothing is said to be done before its own commit is, whatever other commit has ended', async () => {
  const ledger = slowLedger();
  const group = createGroupCommit(ledger.commit, never());
  let isSettled = false;
  const settled = group.settle(accepted(1)).then(() => (isSettled = true));
  const first = await ledger.step(0);
  const taken = group.take(2);
  (await ledger.step(1)).answer([2]);
  await expect(taken).resolves.toBe(true);
  await turn();
  expect(isSettled).toBe(false);
  first.answer([]);
  await settled;
});

it('N8: nothing is said to be done before its commit is', async () => {
  const ledger = slowLedger();
  const group = createGroupCommit(ledger.commit, never());
  const done: string[] = [];
  const settled = group.settle(accepted(1)).then(() => done.push('settled'));
  const taken = group.take(2).then(() => done.push('taken'));
  const step = await ledger.step(0);
  await turn();
  expect(done).toEqual([]);
  step.answer([2]);
  await Promise.all([settled, taken]);
  expect(done).toEqual(['settled', 'taken']);
});

it('N9: what the ledger leaves out is not taken, whatever else is', async () => {
  const ledger = slowLedger();
  const group = createGroupCommit(ledger.commit, never());
  const all = [group.take(1), group.take(2), group.take(3)];
  (await ledger.step(0)).answer([3, 1]);
  await expect(Promise.all(all)).resolves.toEqual([true, false, true]);
});

it('N8: a commit that fails is tried again with the same step, and nothing is lost', async () => {
  const ledger = slowLedger();
  const group = createGroupCommit(ledger.commit, never());
  const all = [group.settle(accepted(1)), group.take(2)];
  const first = await ledger.step(0);
  first.fail(new Error('the database restarts'));
  const later = group.take(3);
  // meanwhile the others go on
  (await ledger.step(1)).answer([3]);
  await expect(later).resolves.toBe(true);
  const again = await ledger.step(2);
  expect(again.step).toEqual(first.step);
  again.answer([2]);
  await expect(Promise.all(all)).resolves.toEqual([undefined, true]);
  expect(ledger.steps.map(({ step }) => step.taken)).toEqual([[2], [3], [2]]);
});

it('when patience ends everybody of the group is told why, and nobody else', async () => {
  const ledger = slowLedger();
  const group = createGroupCommit(ledger.commit, never(), 0);
  const gone = [group.settle(accepted(1)), group.take(2)].map((one) => expect(one).rejects.toThrow('the disk is full'));
  const first = await ledger.step(0);
  const beside = group.take(3);
  const second = await ledger.step(1);
  first.fail(new Error('the disk is full'));
  await Promise.all(gone);
  second.answer([3]);
  await expect(beside).resolves.toBe(true);
  const next = group.take(4);
  const third = await ledger.step(2);
  expect(third.step).toEqual({ settled: [], taken: [4] });
  third.answer([4]);
  await expect(next).resolves.toBe(true);
});

it('once it is stopped, a failed commit is not tried again', async () => {
  const stopped = new AbortController();
  const ledger = slowLedger();
  const group = createGroupCommit(ledger.commit, stopped.signal);
  const settled = group.settle(accepted(1));
  settled.catch(() => undefined);
  const step = await ledger.step(0);
  stopped.abort();
  step.fail(new Error('the pool is closed'));
  await expect(settled).rejects.toThrow('the pool is closed');
  expect(ledger.steps).toHaveLength(1);
});

it('a commit under way when it is stopped still counts', async () => {
  const stopped = new AbortController();
  const ledger = slowLedger();
  const group = createGroupCommit(ledger.commit, stopped.signal);
  const settled = group.settle(accepted(1));
  const step = await ledger.step(0);
  stopped.abort();
  step.answer([]);
  await expect(settled).resolves.toBeUndefined();
});

it('a thousand at once, from connections that take one after the other: each gets its own answer', async () => {
  const groups: number[] = [];
  const group = createGroupCommit(async (step) => {
    groups.push(step.taken.length + step.settled.length);
    await turn();
    return step.taken.filter((id) => id % 3 !== 0);
  }, never());
  const taken: number[] = [];
  let next = 1;
  const connection = async () => {
    for (let id = next++; id <= 1_000; id = next++) {
      if (!(await group.take(id))) continue;
      taken.push(id);
      await group.settle(accepted(id));
    }
  };
  await Promise.all(Array.from({ length: 20 }, connection));
  expect(taken.sort((a, b) => a - b)).toEqual(
    Array.from({ length: 1_000 }, (_, index) => index + 1).filter((id) => id % 3 !== 0),
  );
  expect(groups.reduce((sum, size) => sum + size, 0)).toBe(1_000 + taken.length);
  // twenty connections share two commits, so there are about as many commits as a tenth of the steps
  expect(groups.length).toBeLessThan((1_000 + taken.length) / 5);
});
