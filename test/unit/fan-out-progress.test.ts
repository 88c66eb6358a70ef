import { createProgressReport } from '../../activities/fan-out-progress';
import type { FanOutProgress, NoticeTally } from '../../activities/ports/ledger';
import { progressLine } from '../../worker/progress-line';

const key = { reference: 'MW-2026-0001', slug: 'announcement', revision: 1 };

function report(tally: () => Promise<NoticeTally>) {
  const told: FanOutProgress[] = [];
  let asked = 0;
  const ledger = {
    tally: () => {
      asked++;
      return tally();
    },
  };
  const made = createProgressReport(ledger, key, (progress) => told.push(progress));
  return { ...made, told, asked: () => asked };
}

describe('a report of a large notice under way', () => {
  it('asks the ledger once, and counts what earlier passes had accepted', async () => {
    // 30 went out in an earlier pass, 20 in this one by the time the ledger is asked
    const { tell, end, told, asked } = report(() => Promise.resolve({ recipients: 100, accepted: 50 }));
    tell(20);
    await Promise.resolve();
    tell(40);
    tell(60);
    end(70);
    expect(told.map(({ accepted, recipients }) => [accepted, recipients])).toEqual([
      [70, 100],
      [90, 100],
      [100, 100],
    ]);
    expect(asked()).toBe(1);
  });

  it('says nothing of a pass that is through before anybody asked', () => {
    const { end, told, asked } = report(() => Promise.resolve({ recipients: 10, accepted: 10 }));
    end(10);
    expect(told).toEqual([]);
    expect(asked()).toBe(0);
  });

  it('says nothing while the ledger does not answer', async () => {
    const { tell, told } = report(() => Promise.reject(new Error('the database is away')));
    tell(20);
    await Promise.resolve();
    tell(40);
    expect(told).toEqual([]);
  });
});

describe('the line about it', () => {
  const progress = { key, recipients: 100_000, accepted: 42_000, perSecond: 5_300 };

  it('T4: names the window and figures, nobody else', () => {
    expect(progressLine(progress)).toBe('MW-2026-0001 announcement: 42,000 of 100,000 sent (5,300/s)');
  });

  it('tells the revision of a changed window, and leaves small notices out', () => {
    expect(progressLine({ ...progress, key: { ...key, revision: 2 } })).toContain('announcement r2: 42,000');
    expect(progressLine({ ...progress, recipients: 999 })).toBeUndefined();
  });
});
