import type { Writable } from 'node:stream';
import { AppError, describeError } from '#kernel';
import { type Command, CommanderError } from 'commander';

/** What the exit code of the command line says. */
export const exitCodes = {
  ok: 0,
  /** Something was found that `--fail-on` names, or a check did not pass. */
  found: 1,
  /** Bad input, bad usage, or a service that does not answer. */
  failed: 2,
} as const;

/** The exit code after running the command that `argv` names; what went wrong is one line on stderr. */
export async function runProgram(program: Command, argv: readonly string[]): Promise<number> {
  exitByThrowing(program);
  endWithReader(process.stdout);
  try {
    await program.parseAsync([...argv]);
    return Number(process.exitCode ?? exitCodes.ok);
  } catch (error) {
    // Commander has said it already.
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.ok : exitCodes.failed;
    process.stderr.write(`tunewarden: ${error instanceof AppError ? error.message : describeError(error)}\n`);
    return exitCodes.failed;
  }
}

/** Ends the process quietly where who reads its output has gone (`… | head`). */
function endWithReader(output: Writable): void {
  output.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    process.exit();
  });
}

/** Commander's own exit would cut off output that is still on its way. Subcommands copy it only when made after. */
function exitByThrowing(command: Command): void {
  command.exitOverride();
  command.commands.forEach(exitByThrowing);
}
