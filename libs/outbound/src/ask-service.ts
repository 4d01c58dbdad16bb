import { type Result, err, ok } from '#kernel';
import type { z } from 'zod';
import { postJson } from './post-json.js';

/** A service that answers JSON with JSON, as OpenAI's API does. */
export interface JsonService {
  readonly url: string;
  readonly token?: string | undefined;
  readonly timeoutMs: number;
  /** Ends the wait for an answer, as if the network had. */
  readonly signal?: AbortSignal | undefined;
}

/** Why a service gave nothing to work with. */
export type NoServiceAnswer =
  | { readonly reason: 'timeout' | 'network' | 'answer' }
  | { readonly reason: 'status'; readonly status: number; readonly retryAfterMs: number | undefined };

/** What a service answers to a body, as `schema` reads it, or why there is nothing; asks once and never throws. */
export async function askService<Schema extends z.ZodType>(
  { url, token, timeoutMs, signal }: JsonService,
  body: unknown,
  schema: Schema,
): Promise<Result<z.infer<Schema>, NoServiceAnswer>> {
  const headers: Record<string, string> = token === undefined ? {} : { authorization: `Bearer ${token}` };
  const answer = await postJson(url, body, { timeoutMs, headers, signal });
  if (!answer.ok) return err({ reason: answer.error.reason });
  const { status } = answer.value;
  if (status !== 200) {
    return err({ reason: 'status', status, retryAfterMs: waitOf(answer.value.headers.get('retry-after')) });
  }
  const parsed = schema.safeParse(jsonOf(answer.value.body));
  return parsed.success ? ok(parsed.data) : err({ reason: 'answer' });
}

/** Retry-After is seconds or a date (RFC 9110, section 10.2.3). */
function waitOf(header: string | null): number | undefined {
  if (header === null) return undefined;
  const ms = /^\d{1,9}$/.test(header.trim()) ? 1_000 * Number(header) : Date.parse(header) - Date.now();
  return Number.isNaN(ms) ? undefined : Math.max(0, ms);
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
