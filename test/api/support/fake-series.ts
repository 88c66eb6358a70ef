import type { Scheduled, SeriesClient } from '../../../temporal/series-client';
import { KnownError } from '../../../domain/shared/errors';

/** Schedules without Temporal: remembers which there are, which sleep, and how often each was woken. */
export class FakeSeries implements SeriesClient {
  readonly schedules = new Map<string, Scheduled & { paused: boolean; woken: number }>();
  reachable = true;

  async schedule(series: Scheduled): Promise<void> {
    await this.reached();
    const woken = this.schedules.get(series.id)?.woken ?? 0;
    this.schedules.set(series.id, { ...series, paused: false, woken });
  }

  async wake(id: string): Promise<void> {
    await this.reached();
    const schedule = this.schedules.get(id);
    if (schedule) schedule.woken += 1;
  }

  async pause(id: string): Promise<void> {
    await this.reached();
    const schedule = this.schedules.get(id);
    if (schedule) schedule.paused = true;
  }

  async remove(id: string): Promise<void> {
    await this.reached();
    this.schedules.delete(id);
  }

  private async reached(): Promise<void> {
    await Promise.resolve();
    if (!this.reachable)
      throw new KnownError('temporal-unreachable', 'Temporal does not answer. Try again in a moment.');
  }
}
