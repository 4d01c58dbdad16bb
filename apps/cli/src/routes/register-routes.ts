import { readFile } from 'node:fs/promises';
import { type RoutingFile, findRoutes, parseRouting, planNotifications } from '#incidents';
import { AppError } from '#kernel';
import type { Command } from 'commander';
import { openJsonLines } from '../write-json-lines.js';

/** Adds `routes test` to the command line. */
export function registerRoutes(program: Command): void {
  program
    .command('routes')
    .description('Look at a routing file: who is told of an incident.')
    .command('test')
    .description('Check a routing file and say where an incident with these labels would go.')
    .argument('<file>', 'the YAML file that ROUTING_FILE names')
    .argument(
      '[labels...]',
      'label=value pairs, what is known of the incident: tenant, model, version, kind, family, severity, outcome',
    )
    .action(testRoutes);
}

/** A JSON line a route that matches, with the messages that it would owe and when, in seconds. */
async function testRoutes(file: string, pairs: readonly string[] | undefined): Promise<void> {
  const routing = await readRouting(file);
  const labels = Object.fromEntries([pairs ?? []].flat().map(labelOf));
  const output = openJsonLines();
  for (const route of findRoutes(routing, labels)) {
    const planned = planNotifications('opened', [route], routing.receivers, 0);
    await output.write({
      route: route.path,
      receiver: route.receiver,
      messages: planned.map(({ receiver, channel, dueAtMs, unlessAcknowledged }) => ({
        receiver,
        channel,
        after_seconds: dueAtMs / 1_000,
        ...(unlessAcknowledged && { unless_acknowledged: true }),
      })),
      group_interval_seconds: route.groupIntervalMs / 1_000,
      repeat_interval_seconds: route.repeatIntervalMs / 1_000,
      muted_at_times: route.muteTimes.length,
    });
  }
}

async function readRouting(file: string): Promise<RoutingFile> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (cause) {
    throw new AppError('cli.no-file', `${file} cannot be read`, false, cause);
  }
  const parsed = parseRouting(text, file);
  if (parsed.ok) return parsed.value;
  throw new AppError('cli.bad-routing', parsed.error.join('\n'), false);
}

function labelOf(pair: string): readonly [string, string] {
  const [, name, value] = /^([a-z_]+)=(.*)$/s.exec(pair) ?? [];
  if (name !== undefined && value !== undefined) return [name, value];
  throw new AppError('cli.usage', `"${pair}" is no label=value`, false);
}
