import type { IncomingMessage, ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';
import type { Answer, Body } from './answer.js';
import { DeadMansSwitch } from './dead-mans-switch.js';
import { faultAnswer, hasEffect } from './fault-answer.js';
import { type Fault, Faults, faultSchema } from './faults.js';
import { PagerDutyStandIn } from './pagerduty-stand-in.js';
import { ReceivedCalls, type ServiceName } from './received-calls.js';
import { pageStyle, sandboxPage } from './sandbox-page.js';
import { SlackStandIn } from './slack-stand-in.js';

type Handler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** A call of a service, with its body as it came. */
interface Call {
  readonly service: ServiceName;
  readonly method: string;
  readonly body: Body | undefined;
  readonly bytes: number;
  readonly authorization: string | undefined;
}

const contentPolicy =
  "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** What callers prove themselves with. */
interface SandboxSecrets {
  readonly slackToken: string;
  readonly pagerDutyKeys: readonly string[];
  readonly watchdogSecret: string;
}

/** The stand-ins, what they received, and the faults that wait for them. */
class Sandbox {
  readonly #slack: SlackStandIn;
  readonly #pagerDuty: PagerDutyStandIn;
  readonly #switch: DeadMansSwitch;
  readonly #received = new ReceivedCalls();
  readonly #faults = new Faults();

  constructor(secrets: SandboxSecrets) {
    this.#slack = new SlackStandIn(secrets.slackToken);
    this.#pagerDuty = new PagerDutyStandIn(secrets.pagerDutyKeys);
    this.#switch = new DeadMansSwitch(secrets.watchdogSecret, Date.now());
  }

  readonly pages: Readonly<Record<string, Handler>> = {
    'GET /readyz': (_, response) => settle(send(response, { status: 200, body: { status: 'ok' } })),
    'GET /received': (_, response) => settle(send(response, { status: 200, body: this.#received.all() })),
    'GET /state': (_, response) => settle(send(response, { status: 200, body: this.#state() })),
    'GET /style.css': (_, response) => settle(sendText(response, 'text/css', pageStyle)),
    'GET /': (_, response) =>
      settle(
        sendText(
          response,
          'text/html',
          sandboxPage({
            messages: this.#slack.messages(),
            events: this.#received.all().pagerduty,
            deadMansSwitch: this.#switch.state(Date.now()),
          }),
        ),
      ),
    'POST /faults': (request, response) => this.#setFault(request, response),
    'DELETE /faults': (_, response) => {
      this.#faults.clear();
      return settle(send(response, { status: 200, body: {} }));
    },
    'POST /alive': async (request, response) => {
      const { text } = await bodyOf(request);
      send(response, this.#switch.answer(request.headers, text, Date.now()));
    },
    'POST /v2/enqueue': (request, response) => this.call('pagerduty', 'enqueue', request, response),
    'POST /v2/change/enqueue': (request, response) => this.call('pagerduty', 'change', request, response),
  };

  async call(
    service: ServiceName,
    method: string,
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    const { text, body } = await bodyOf(request);
    const nowMs = Date.now();
    const fault = this.#faults.take({ service, method, text }, nowMs);
    const { authorization } = request.headers;
    const call = { service, method, body, bytes: Buffer.byteLength(text), authorization };
    const real = hasEffect(fault) ? this.#answer(call, nowMs) : undefined;
    const sent = fault === undefined ? real : faultAnswer(fault, service, real);
    const at = new Date(nowMs).toISOString();
    const answered = { status: sent?.status ?? 0, answer: sent?.body ?? null };
    this.#received.add(service, { at, method, body: body ?? {}, ...answered });
    await give(sent, fault, request, response);
  }

  #answer({ service, method, body, bytes, authorization }: Call, nowMs: number): Answer {
    if (service === 'slack') return this.#slack.answer({ method, body: body ?? {}, authorization }, nowMs);
    return this.#pagerDuty.answer({ method: method === 'change' ? method : 'enqueue', body, bytes }, nowMs);
  }

  /** What both services would show now, whatever was called before. */
  #state(): object {
    const [slack, pagerduty] = [this.#slack.messages(), this.#pagerDuty.incidents()];
    return { slack, pagerduty, deadMansSwitch: this.#switch.state(Date.now()) };
  }

  async #setFault(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const fault = faultSchema.safeParse((await bodyOf(request)).body);
    if (!fault.success) return send(response, { status: 400, body: { error: fault.error.issues } });
    this.#faults.set(fault.data, Date.now());
    send(response, { status: 200, body: { set: fault.data } });
  }
}

/** A request handler that stands in for Slack and PagerDuty, shows what it received, and fails on demand. */
export function createSandbox(secrets: SandboxSecrets): Handler {
  const sandbox = new Sandbox(secrets);
  return async (request, response) => {
    const path = (request.url ?? '/').split('?')[0] ?? '/';
    const slackMethod = /^\/api\/([\w.]+)$/.exec(path)?.[1];
    if (slackMethod !== undefined) return sandbox.call('slack', slackMethod, request, response);
    const page = sandbox.pages[`${request.method} ${path}`];
    await (page?.(request, response) ??
      settle(send(response, { status: 404, body: { error: 'not found' } })));
  };
}

/** Answers, or does not: a call without an answer is left to the caller's patience, or cut off. */
async function give(
  sent: Answer | undefined,
  fault: Fault | undefined,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (fault?.kind === 'latency') await pause(fault.delayMs);
  if (fault?.kind === 'reset-mid-body') {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' });
    response.write('{"ok":', () => request.socket.destroy());
  } else if (fault?.kind.startsWith('reset')) request.socket.destroy();
  else if (sent !== undefined) send(response, sent);
}

function settle(_done: void): Promise<void> {
  return Promise.resolve();
}

function send(response: ServerResponse, { status, body, headers = {} }: Answer): void {
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store', ...headers });
  response.end(typeof body === 'string' ? body : JSON.stringify(body));
}

function sendText(response: ServerResponse, type: string, text: string): void {
  response.writeHead(200, {
    'content-type': `${type}; charset=utf-8`,
    'content-security-policy': contentPolicy,
    'x-content-type-options': 'nosniff',
  });
  response.end(text);
}

/** A JSON or a form body; Slack's client sends forms whose blocks and metadata are JSON. */
async function bodyOf(request: IncomingMessage): Promise<{ text: string; body: Body | undefined }> {
  const text = (await buffer(request)).toString('utf8');
  if (request.headers['content-type']?.includes('json')) return { text, body: objectOf(parseJson(text)) };
  const form = Object.fromEntries(new URLSearchParams(text));
  const read = Object.entries(form).map(([name, value]) => [
    name,
    name === 'blocks' || name === 'metadata' ? (parseJson(value) ?? value) : value,
  ]);
  return { text, body: Object.fromEntries(read) as Body };
}

function objectOf(value: unknown): Body | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Body) : undefined;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
