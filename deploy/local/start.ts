import { AppError, describeError } from '#kernel';
import { rm } from 'node:fs/promises';
import { bringUp } from './bring-up.js';
import { lockHome, openHome } from './home.js';
import { createStack, type Stack } from './stack.js';

const environment = process.env;
const demo = !process.argv.includes('--no-demo');
const interrupted = interruption();
// A terminal that was closed, or `| head`, must not end this process before it has stopped its children.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);

try {
  const home = await openHome(environment);
  const unlock = await lockHome(home);
  process.exitCode = await runUntilInterrupted(home).finally(unlock);
} catch (error) {
  tellFailure(error);
  process.exitCode = 1;
}

/** The exit code: 0 after Ctrl-C, 1 where something did not start. */
async function runUntilInterrupted(home: Awaited<ReturnType<typeof openHome>>): Promise<number> {
  let writeState = async (): Promise<void> => undefined;
  const stack: Stack = createStack({
    interrupted,
    say,
    onStarted: (name, ms) => say(`${name.padEnd(12)} ${`${(ms / 1000).toFixed(1)} s`.padStart(8)}`),
    onRestart: () => void writeState(),
  });
  try {
    writeState = await bringUp({ home, stack, environment, interrupted, demo, say });
    await untilAborted(interrupted);
  } catch (error) {
    if (!interrupted.aborted) tellFailure(error);
    return interrupted.aborted ? 0 : 1;
  } finally {
    say('stopping …');
    const start = performance.now();
    await rm(`${home.folder}/local.json`, { force: true });
    await stack.stop();
    say(`stopped in ${((performance.now() - start) / 1000).toFixed(1)} s; the data stays in ${home.folder}`);
  }
  return 0;
}

/** Aborted by Ctrl-C, by `kill`, and by a closed terminal. */
function interruption(): AbortSignal {
  const controller = new AbortController();
  // A terminal sends Ctrl-C to every process of the pipeline and each passes it on: the second one is no news.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => controller.abort());
  return controller.signal;
}

function untilAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    // Until then this timer is what keeps the process alive.
    const alive = setInterval(() => undefined, 60_000);
    const done = (): void => {
      clearInterval(alive);
      resolve();
    };
    if (signal.aborted) done();
    signal.addEventListener('abort', done, { once: true });
  });
}

function tellFailure(error: unknown): void {
  process.stderr.write(`\ntunewarden: ${error instanceof AppError ? error.message : describeError(error)}\n`);
}

function say(line: string): void {
  process.stdout.write(`tunewarden: ${line}\n`);
}
