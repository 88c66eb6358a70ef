import { createGroupCommit } from '../../activities/group-commit';
import type { LedgerStep } from '../../activities/ports';

/** A ledger whose commits end when the test says so. */
function slowLedger() {
  const steps: { readonly step: LedgerStep; readonly end: (taken?: number[]) => void; readonly fail: () => void }[] =
    [];
  const commit = (step: LedgerStep) =>
    new Promise<number[]>((resolve, reject) => {
      const fail = () => reject(new Error('the database is away'));
      steps.push({ step, end: (taken = [...step.taken]) => resolve(taken), fail });
    });
  return { steps, commit };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));
const accepted = (id: number) => ({ id, outcome: { state: 'accepted', reply: '250 ok' } }) as const;

describe('commits of many connections', () => {
  it('gather what comes in one turn; a second may overlap the first, a third waits and takes all that came meanwhile', async () => {
    const { steps, commit } = slowLedger();
    const group = createGroupCommit(commit, new AbortController().signal);
    const first = [group.take(1), group.take(2)];
    await turn();
    const second = group.settle(accepted(9));
    await turn();
    const third = [group.take(3), group.settle(accepted(1)), group.take(4)];
    await turn();
    expect(steps.map(({ step }) => [step.taken, step.settled.map(({ id }) => id)])).toEqual([
      [[1, 2], []],
      [[], [9]],
    ]);
    steps[1]?.end();
    await second;
    await turn();
    expect(steps[2]?.step.taken).toEqual([3, 4]);
    steps[0]?.end([2]);
    steps[2]?.end();
    expect(await Promise.all(first)).toEqual([false, true]);
    expect(await Promise.all(third)).toEqual([true, undefined, true]);
  });

  it('N8: resolve nothing before its own commit has ended, whatever else has', async () => {
    const { steps, commit } = slowLedger();
    const group = createGroupCommit(commit, new AbortController().signal);
    let isSettled = false;
    const settled = group.settle(accepted(1)).then(() => (isSettled = true));
    await turn();
    const taken = group.take(2);
    await turn();
    steps[1]?.end();
    await taken;
    expect(isSettled).toBe(false);
    steps[0]?.end();
    await settled;
  });

  it('reject every waiter of a commit that fails when no patience is left, and nobody else', async () => {
    const { steps, commit } = slowLedger();
    const group = createGroupCommit(commit, new AbortController().signal, 0);
    const lost = Promise.allSettled([group.take(1), group.settle(accepted(9))]);
    await turn();
    const kept = group.take(2);
    await turn();
    steps[0]?.fail();
    steps[1]?.end();
    expect((await lost).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(await kept).toBe(true);
  });
});
