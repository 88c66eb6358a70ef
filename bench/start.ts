import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { freePort } from '../dev/processes/ports';
import { projectRoot } from '../dev/project-root';
import { passableFolder } from './figures';

const ROUNDS = 3;

/** The time of `npm start` until it is ready: with an empty data folder, and again with the same one. */
export async function startBench(): Promise<string[]> {
  const folder = await passableFolder('start');
  try {
    const first = await startOnce(folder);
    const again: number[] = [];
    for (let round = 0; round < ROUNDS; round++) again.push(await startOnce(folder));
    return [
      `npm start, empty data folder: ready after ${first.toFixed(1)} s`,
      `npm start, second and later runs: ready after ${again.map((s) => s.toFixed(1)).join(', ')} s`,
    ];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function startOnce(folder: string): Promise<number> {
  const ports = {
    FOREWARN_HTTP_PORT: await freePort(),
    FOREWARN_TEMPORAL_PORT: await freePort(),
    FOREWARN_TEMPORAL_UI_PORT: await freePort(),
    FOREWARN_MAIL_DESK_SMTP_PORT: await freePort(),
    FOREWARN_MAIL_DESK_HTTP_PORT: await freePort(),
    FOREWARN_STATUSPAGE_STAND_IN_PORT: await freePort(),
    FOREWARN_SLACK_STAND_IN_PORT: await freePort(),
    FOREWARN_EXECUTOR_STAND_IN_PORT: await freePort(),
  };
  const variables = Object.fromEntries(Object.entries(ports).map(([name, port]) => [name, String(port)]));
  const began = performance.now();
  // in a process group of its own, so that the Ctrl-C below reaches npm and what it started, and nobody else
  const child = spawn('npm', ['start', '--silent'], {
    cwd: projectRoot(),
    env: { ...process.env, ...variables, FOREWARN_DATA: path.join(folder, 'data') },
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: true,
  });
  const gone = once(child, 'exit');
  try {
    let output = '';
    for await (const chunk of child.stdout) {
      output += String(chunk);
      if (output.includes('Forewarn is running')) return (performance.now() - began) / 1000;
    }
    throw new Error(`npm start ended:\n${output}`);
  } finally {
    if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, 'SIGINT');
    await gone;
  }
}
