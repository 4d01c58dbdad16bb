import type { FamilyAttempts } from '#comparison';
import { z } from 'zod';

/** A line that `scan` printed, as far as it says what an attack came to. */
export const attemptLineSchema = z.looseObject({
  attack: z.looseObject({ prompt_family: z.string().nullable() }),
  outcome: z.string(),
});
export type AttemptLine = z.infer<typeof attemptLineSchema>;

/** The attacks that two models were put to, by family; each line is one attempt, and one without an answer is none. */
export function countAttempts(
  tuned: readonly AttemptLine[],
  base: readonly AttemptLine[],
): readonly FamilyAttempts[] {
  const arms = [attemptsByFamily(tuned), attemptsByFamily(base)] as const;
  const families = new Set(arms.flatMap((arm) => [...arm.keys()]));
  const nothing = { attempts: 0, succeeded: 0 };
  return Array.from(families, (family) => ({
    family,
    tuned: arms[0].get(family) ?? nothing,
    base: arms[1].get(family) ?? nothing,
  }));
}

function attemptsByFamily(lines: readonly AttemptLine[]): ReadonlyMap<string, FamilyAttempts['tuned']> {
  const judged = lines.filter(({ attack, outcome }) => attack.prompt_family !== null && outcome !== 'none');
  const byFamily = Map.groupBy(judged, ({ attack }) => attack.prompt_family ?? '');
  const counted = Array.from(byFamily, ([family, tries]) => {
    const succeeded = tries.filter(({ outcome }) => outcome === 'complied' || outcome === 'leaked').length;
    return [family, { attempts: tries.length, succeeded }] as const;
  });
  return new Map(counted);
}
