import '../dev/processes/end-together.cjs';
import { cpus, loadavg } from 'node:os';
import { burstBench } from './burst';
import { consoleBench } from './console';
import { emergencyBench } from './emergency';
import { fanoutBench } from './fanout';
import { historyBench } from './history';
import { inventoryBench } from './inventory';
import { nextDueBench } from './next-due';
import { openingBench } from './opening';
import { planningBench } from './planning';
import { splitArguments, type BenchOptions } from './options';
import { replayBench } from './replay';
import { signalsBench } from './signals';
import { signingBench } from './signing';
import { startBench } from './start';
import { workHistoryBench } from './work-history';
import { workListBench } from './work-list';

/** A benchmark returns its figures as lines and may print its progress; it ends everything it starts. */
type Bench = (options: BenchOptions) => Promise<string[]>;

const BENCHES: Record<string, Bench> = {
  fanout: fanoutBench,
  emergency: emergencyBench,
  burst: burstBench,
  signals: signalsBench,
  signing: signingBench,
  history: historyBench,
  replay: replayBench,
  'next-due': nextDueBench,
  opening: openingBench,
  start: startBench,
  inventory: inventoryBench,
  planning: planningBench,
  'work-list': workListBench,
  'work-history': workHistoryBench,
  console: consoleBench,
};

/** `npm run bench [-- name … --option=value …]`: runs the named benchmarks, or all of them, one after the other. */
async function main(given: string[]): Promise<void> {
  const { names, options } = splitArguments(given);
  const unknown = names.filter((name) => !(name in BENCHES));
  if (unknown.length > 0) {
    throw new Error(`There is no benchmark ${unknown.join(', ')}; there are ${Object.keys(BENCHES).join(', ')}.`);
  }
  console.log(`${new Date().toISOString().slice(0, 10)}, Node ${process.version}, ${String(cpus().length)} cores\n`);
  for (const [name, bench] of Object.entries(BENCHES)) {
    if (names.length > 0 && !names.includes(name)) continue;
    console.log(`${name} (load average ${loadavg()[0]?.toFixed(1) ?? '?'})`);
    for (const line of await bench(options)) console.log(`  ${line}`);
    console.log('');
  }
}

main(process.argv.slice(2)).then(
  () => process.exit(0),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  },
);
