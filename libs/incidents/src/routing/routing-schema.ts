import { z } from 'zod';
import { type Matcher, parseMatcher } from './matchers.js';

const units: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** `30s`, `5m`, `4h`, `1d` in milliseconds. */
const durationSchema = z
  .string()
  .regex(/^\d{1,6}[smhd]$/, 'wants a duration like 30s, 5m, 4h or 1d')
  .transform((text) => Number(text.slice(0, -1)) * (units[text.slice(-1)] ?? 0));

const matcherSchema = z.string().transform((text, context): Matcher => {
  const matcher = parseMatcher(text);
  if (matcher !== undefined) return matcher;
  context.addIssue({
    code: 'custom',
    message: `"${text.slice(0, 80)}" is no matcher like severity=~"high|critical"`,
  });
  return z.NEVER;
});
const matchersSchema = z.array(matcherSchema).max(50).default([]);

const nameSchema = z.string().regex(/^[\w.-]{1,60}$/, 'wants letters, digits, dots and dashes');
/** Secrets stand in the environment, or in files of their own: this file may be shown. */
const secretRefSchema = z
  .strictObject({ env: z.string().optional(), file: z.string().optional() })
  .refine(
    ({ env, file }) => (env === undefined) !== (file === undefined),
    'wants either env or file: the name of a variable, or the path of a file, that holds the secret',
  );

const receiverSchema = z.strictObject({
  name: nameSchema,
  slack: z.strictObject({ token: secretRefSchema, channel: z.string().min(1).max(80) }).optional(),
  pagerduty: z.strictObject({ routing_key: secretRefSchema }).optional(),
  webhook: z.strictObject({ url: z.url(), secret: secretRefSchema }).optional(),
  /** Where it goes when this one refuses for good. */
  fallback: nameSchema.optional(),
});
export type Receiver = z.infer<typeof receiverSchema>;

const escalationSchema = z.strictObject({
  /** After so long without an acknowledgement. */
  after: durationSchema,
  receivers: z.array(nameSchema).min(1).max(10),
});

const timing = {
  group_wait: durationSchema.optional(),
  group_interval: durationSchema.optional(),
  repeat_interval: durationSchema.optional(),
};

const routeShape = {
  receiver: nameSchema.optional(),
  matchers: matchersSchema,
  ...timing,
  mute_time_intervals: z.array(nameSchema).max(20).default([]),
  continue: z.boolean().default(false),
  escalation: z.array(escalationSchema).max(10).default([]),
};
export interface Route extends z.infer<z.ZodObject<typeof routeShape>> {
  readonly routes: readonly Route[];
}
const routeSchema: z.ZodType<Route> = z.strictObject({
  ...routeShape,
  get routes() {
    return z.array(routeSchema).max(200).default([]);
  },
});

const weekdayNames = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];
const clockSchema = z
  .string()
  .regex(/^(?:[01]\d|2[0-3]):[0-5]\d$|^24:00$/, 'wants a time like 08:30 or 24:00')
  .transform((text) => Number(text.slice(0, 2)) * 60 + Number(text.slice(3)));

/** `monday:friday`, `1:15`, `-3:-1` or a single one, as first and last. */
function rangeSchema(valueOf: (text: string) => number, what: string) {
  return z.string().transform((text, context) => {
    const [first = '', last = first] = text.toLowerCase().split(':');
    const range = { first: valueOf(first), last: valueOf(last) };
    if (Number.isInteger(range.first) && Number.isInteger(range.last)) return range;
    context.addIssue({ code: 'custom', message: `"${text.slice(0, 40)}" is no range of ${what}` });
    return z.NEVER;
  });
}
const within =
  (lowest: number, highest: number) =>
  (text: string): number => {
    const value = /^-?\d{1,2}$/.test(text) ? Number(text) : NaN;
    return Math.abs(value) >= lowest && Math.abs(value) <= highest ? value : NaN;
  };

const intervalSchema = z.strictObject({
  times: z
    .array(
      z
        .strictObject({ start_time: clockSchema, end_time: clockSchema })
        .refine((t) => t.start_time < t.end_time, 'start_time must be before end_time')
        .transform((t) => ({ startMinute: t.start_time, endMinute: t.end_time })),
    )
    .optional(),
  weekdays: z
    .array(
      rangeSchema((name) => (weekdayNames.includes(name) ? weekdayNames.indexOf(name) : NaN), 'weekdays'),
    )
    .optional(),
  days_of_month: z.array(rangeSchema(within(1, 31), 'days 1 to 31')).optional(),
  months: z.array(rangeSchema(within(1, 12), 'months 1 to 12')).optional(),
  location: z.string().refine(isTimeZone, 'is no IANA time zone').default('UTC'),
});

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

const inhibitSchema = z.strictObject({
  source_matchers: matchersSchema,
  target_matchers: matchersSchema,
  equal: z.array(z.string()).default([]),
});

/** A routing file: who is told what, when, and what keeps still. Named as Alertmanager names it, which people know. */
export const routingSchema = z.strictObject({
  route: routeSchema,
  receivers: z.array(receiverSchema).min(1).max(200),
  time_intervals: z
    .array(z.strictObject({ name: nameSchema, time_intervals: z.array(intervalSchema).min(1).max(20) }))
    .max(100)
    .default([]),
  inhibit_rules: z.array(inhibitSchema).max(100).default([]),
});
export type RoutingFile = z.infer<typeof routingSchema>;
export type InhibitRule = RoutingFile['inhibit_rules'][number];
