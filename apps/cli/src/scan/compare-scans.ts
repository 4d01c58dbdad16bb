import { z } from 'zod';

/** A line that `scan` printed, as far as a comparison reads it. */
export const scannedLineSchema = z.looseObject({
  id: z.string(),
  attack: z.looseObject({
    flagged: z.boolean(),
    score: z.number(),
    severity: z.string(),
    rules: z.array(z.string()),
  }),
  outcome: z.string(),
});
export type ScannedLine = z.infer<typeof scannedLineSchema>;

/** What a change of rules or heads does to one input: found now, no longer found, or found with another outcome. */
export interface ScanChange {
  readonly id: string;
  readonly change: 'added' | 'removed' | 'outcome';
  readonly old: Pick<ScannedLine, 'outcome'> & Pick<ScannedLine['attack'], 'score' | 'severity' | 'rules'>;
  readonly new: ScanChange['old'];
}

/**
 * What two scans of the same inputs say differently, in the order of the new one. Inputs that only one of them has are
 * left out: they say nothing about the change. Equal ids are told apart by their order.
 */
export function compareScans(
  oldLines: Iterable<ScannedLine>,
  newLines: Iterable<ScannedLine>,
): { readonly changes: readonly ScanChange[]; readonly compared: number } {
  const before = new Map([...numbered(oldLines)]);
  const changes: ScanChange[] = [];
  let compared = 0;
  for (const [key, line] of numbered(newLines)) {
    const old = before.get(key);
    if (old === undefined) continue;
    compared += 1;
    const change = changeOf(old, line);
    if (change !== undefined) changes.push({ id: line.id, change, old: briefly(old), new: briefly(line) });
  }
  return { changes, compared };
}

function* numbered(lines: Iterable<ScannedLine>): Generator<readonly [string, ScannedLine]> {
  const seen = new Map<string, number>();
  for (const line of lines) {
    const nth = (seen.get(line.id) ?? 0) + 1;
    seen.set(line.id, nth);
    yield [`${nth} ${line.id}`, line];
  }
}

function changeOf(old: ScannedLine, line: ScannedLine): ScanChange['change'] | undefined {
  if (old.attack.flagged !== line.attack.flagged) return line.attack.flagged ? 'added' : 'removed';
  return old.outcome === line.outcome ? undefined : 'outcome';
}

function briefly({ outcome, attack: { score, severity, rules } }: ScannedLine): ScanChange['old'] {
  return { outcome, score, severity, rules };
}
