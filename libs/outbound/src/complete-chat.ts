import { type Result, ok } from '#kernel';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { type JsonService, type NoServiceAnswer, askService } from './ask-service.js';

/** A model behind OpenAI's chat API or one like it (https://platform.openai.com/docs/api-reference/chat). */
export interface ChatService extends JsonService {
  readonly model: string;
}

export interface ChatTurn {
  readonly role: string;
  readonly content: string;
}

/** What a model said, and whether its service kept it from answering. */
export interface ChatAnswer {
  readonly text: string;
  readonly wasFiltered: boolean;
}

const answerSchema = z.object({
  choices: z
    .array(
      z.object({
        message: z.object({ content: z.string().nullish(), refusal: z.string().nullish() }),
        finish_reason: z.string().nullish(),
      }),
    )
    .min(1),
});

/** Enough to see whether it goes along. */
const mostTokens = 512;
/** What the bound is called: most servers know the first only, OpenAI's newer models answer 400 to it. */
const boundNames = ['max_tokens', 'max_completion_tokens'] as const;
const attempts = 4;
const firstWaitMs = 1_000;
/** A service that wants us to wait longer is busy with something else: the next turn asks again. */
const longestWaitMs = 60_000;

/**
 * What a model answers at temperature 0, or why it does not. Asked again, three times at most, where the service is busy
 * or broken (429, 5xx), after as long as its Retry-After says. Never throws.
 */
export async function completeChat(
  service: ChatService,
  messages: readonly ChatTurn[],
): Promise<Result<ChatAnswer, NoServiceAnswer>> {
  const body = { model: service.model, messages, temperature: 0 };
  let nameOfBound = 0;
  for (let attempt = 1; ; attempt++) {
    const bounded = { ...body, [boundNames[nameOfBound]!]: mostTokens };
    const answer = await askService({ ...service, url: chatUrl(service.url) }, bounded, answerSchema);
    if (answer.ok) return ok(answerOf(answer.value));
    if (isBadRequest(answer.error) && nameOfBound + 1 < boundNames.length) {
      nameOfBound++;
      continue;
    }
    const waitMs = attempt < attempts ? waitBefore(answer.error, attempt) : undefined;
    if (waitMs === undefined || !(await wait(waitMs, service.signal))) return answer;
  }
}

/** False where the signal ended it. */
async function wait(ms: number, signal: AbortSignal | undefined): Promise<boolean> {
  try {
    await sleep(ms, undefined, signal === undefined ? {} : { signal });
    return true;
  } catch {
    return false;
  }
}

/** What is wrong with a service and what to do about it, in words that hold nothing it said. */
export function describeNoAnswer(service: ChatService, problem: NoServiceAnswer): string {
  const where = `${new URL(chatUrl(service.url)).host} (model ${service.model})`;
  switch (problem.reason) {
    case 'timeout':
      return `${where} did not answer within ${service.timeoutMs} ms: allow it more time, or look whether it is overloaded`;
    case 'network':
      return `${where} cannot be reached: check the address, and that it listens`;
    case 'answer':
      return `${where} answered what is no chat completion: the address must be that of /v1/chat/completions`;
    case 'status':
      return `${where} answered ${problem.status}: ${adviceOn(problem.status)}`;
  }
}

function adviceOn(status: number): string {
  if (status === 401 || status === 403) return 'check its token';
  if (status === 404) return 'check the address and the name of the model';
  if (status === 429) return 'it is busy or the quota is used up; try later or with less at once';
  return status >= 500
    ? 'it is broken or overloaded; try later'
    : 'it does not take the request as OpenAI does';
}

function isBadRequest(problem: NoServiceAnswer): boolean {
  return problem.reason === 'status' && problem.status === 400;
}

function waitBefore(problem: NoServiceAnswer, attempt: number): number | undefined {
  if (problem.reason !== 'status' || (problem.status !== 429 && problem.status < 500)) return undefined;
  const waitMs = problem.retryAfterMs ?? firstWaitMs * 2 ** (attempt - 1);
  return waitMs > longestWaitMs ? undefined : waitMs;
}

function answerOf({ choices: [choice] }: z.infer<typeof answerSchema>): ChatAnswer {
  const refusal = choice?.message.refusal ?? '';
  const wasFiltered = choice?.finish_reason === 'content_filter' || refusal !== '';
  return { text: choice?.message.content ?? refusal, wasFiltered };
}

/** The address of the endpoint, where a host or its /v1 alone is named. */
function chatUrl(url: string): string {
  const parsed = new URL(url);
  const path = parsed.pathname.replace(/\/$/, '');
  if (path === '') parsed.pathname = '/v1/chat/completions';
  else if (path.endsWith('/v1')) parsed.pathname = `${path}/chat/completions`;
  return parsed.href;
}
