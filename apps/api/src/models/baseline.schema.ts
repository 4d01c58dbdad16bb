import { z } from 'zod';
import { lineOfText } from '../http/text.schema.js';
import { visibilitySchema } from './model.schema.js';

const time = z.iso.datetime();
/** One line in the words of who asks; it goes into sentences. */
const note = lineOfText(1, 200);

const clockSchema = z.enum(['anchored', 'trailing']);
export type Clock = z.infer<typeof clockSchema>;

export const baselineParamsSchema = z.object({ key: z.coerce.number().int().min(1).max(2_147_483_647) });

/** An order to a baseline. */
export const baselineOrderSchema = z.discriminatedUnion('kind', [
  /** Learn the model anew from now on. */
  z.object({ kind: z.literal('reset'), note }),
  /** What it is like now is usual from now on. */
  z.object({ kind: z.literal('promote'), note }),
  /** Drift that begins in this time is planned: told with the note, of low severity. */
  z
    .object({ kind: z.literal('planned'), note, from: time, until: time })
    .refine(({ from, until }) => Date.parse(from) < Date.parse(until), 'ends before it begins'),
]);

/** A model's baseline: how far it is, what can be seen with it, what was asked of it. */
export const baselineSchema = z.object({
  baseline: z.enum(['none', 'learning', 'provisional', 'settled']),
  from: time.nullable(),
  until: time.nullable(),
  /**
   * Which clocks watch a feature: `anchored` holds it against the baseline and sees what is slow, `trailing` against a
   * week that ended two days ago and sees what is abrupt.
   */
  clocks: z.record(z.string(), z.array(clockSchema)),
  /** By feature and direction, as stated in `visibility`. */
  seen: z.array(visibilitySchema),
  /** Changes that no traffic of this volume could show. */
  unseen: z.array(z.object({ feature: z.string(), score: z.string(), direction: z.enum(['up', 'down']) })),
  /** The newest 100, newest first. */
  orders: z.array(
    z.object({
      id: z.number().int(),
      kind: z.enum(['reset', 'promote', 'planned']),
      from: time,
      until: time.nullable(),
      note: z.string(),
      who: z.string(),
      orderedAt: time,
      appliedAt: time.nullable(),
      /** `done`, `learning` or `too-few-days`; null while it waits, and of a planned change. */
      outcome: z.string().nullable(),
    }),
  ),
});

export type BaselineOrderRequest = z.infer<typeof baselineOrderSchema>;
export type Baseline = z.infer<typeof baselineSchema>;
