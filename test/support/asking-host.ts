/** A host that updates itself, as Zincati does it: it reports when it boots, asks until it may restart, and reports again. */
export class AskingHost {
  restarts = 0;
  /** What it was told when it might not, each once. */
  readonly refused = new Set<string>();
  private isEnding = false;
  private running: Promise<void> = Promise.resolve();

  /**
   * `base` is its base_url, with a slash at the end. `restartMs`: how long it is away. `returns` false: it never comes back.
   * `up` and `down` are called when it goes and comes back.
   */
  constructor(
    private readonly host: {
      readonly base: string;
      readonly id: string;
      readonly restartMs: number;
      readonly returns: boolean;
      readonly down: () => void;
      readonly up: () => void;
    },
  ) {}

  /** Asks from now on, every 100 ms, until it has restarted once. */
  start(): void {
    this.running = this.run();
  }

  async end(): Promise<void> {
    this.isEnding = true;
    await this.running;
  }

  private async run(): Promise<void> {
    await this.until('v1/steady-state');
    if (!(await this.until('v1/pre-reboot'))) return;
    this.restarts += 1;
    this.host.down();
    await sleep(this.host.restartMs);
    if (!this.host.returns) return;
    this.host.up();
    await this.until('v1/steady-state');
  }

  /** Repeats a request until the answer is yes; false when the test ends first. */
  private async until(path: string): Promise<boolean> {
    while (!this.isEnding) {
      if (await this.post(path)) return true;
      await sleep(100);
    }
    return false;
  }

  private async post(path: string): Promise<boolean> {
    const body = JSON.stringify({ client_params: { id: this.host.id, group: 'default' } });
    const headers = { 'fleet-lock-protocol': 'true' };
    try {
      const response = await fetch(new URL(path, this.host.base), { method: 'POST', headers, body });
      if (response.status === 200) return true;
      this.refused.add(((await response.json()) as { kind: string }).kind);
    } catch {
      // nobody answers: it asks again
    }
    return false;
  }
}

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
