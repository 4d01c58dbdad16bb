import { AppError } from '#kernel';
import type { Command } from 'commander';
import { z } from 'zod';
import { findApi } from '../local-state.js';
import { openJsonLines } from '../write-json-lines.js';

const ledgerSchema = z.looseObject({
  incident: z.looseObject({ number: z.number() }),
  answer: z.string(),
  deliveries: z.array(z.looseObject({})),
});

/** Adds `deliveries <incident>` to the command line. */
export function registerDeliveries(program: Command): void {
  program
    .command('deliveries')
    .description(
      'Say who was told of an incident, and if nobody, why: a line with the answer, then a line a receiver with its attempts and with what kept it back.',
    )
    .argument('<incident>', 'its number, INC-7 or 7, or its id')
    .action(async (name: string) => {
      const { incident, answer, deliveries } = await readLedger(name);
      const lines = openJsonLines();
      await lines.write({ incident: `INC-${incident.number}`, answer });
      for (const one of deliveries) await lines.write(one);
    });
}

async function readLedger(name: string): Promise<z.infer<typeof ledgerSchema>> {
  const { url, token } = await findApi();
  const address = new URL(`/v1/incidents/${encodeURIComponent(name)}/deliveries`, url);
  let response: Response;
  try {
    response = await fetch(address, {
      headers: { authorization: `Bearer ${token.reveal()}` },
      redirect: 'error',
      signal: AbortSignal.timeout(30_000),
    });
  } catch (cause) {
    throw new AppError('cli.no-api', 'The API does not answer: is it running at API_URL?', true, cause);
  }
  if (response.status === 404) throw new AppError('cli.no-incident', `There is no incident ${name}`, false);
  if (!response.ok) throw new AppError('cli.api-refused', `The API answered ${response.status}`, false);
  return ledgerSchema.parse(await response.json());
}
