import type { IncomingMessage, ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import type { Answer, Body } from './answer.js';
import { type FaultKind, Faults, parseFault } from './faults.js';
import { PagerDutyStandIn } from './pagerduty-stand-in.js';
import { ReceivedCalls, type ServiceName } from './received-calls.js';
import { pageStyle, sandboxPage } from './sandbox-page.js';
import { SlackStandIn } from './slack-stand-in.js';

type Handler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

const contentPolicy =
  "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** The two stand-ins, what they received, and the faults that wait for them. */
class Sandbox {
  readonly #slack: SlackStandIn;
  readonly #pagerDuty: PagerDutyStandIn;
  readonly #received = new ReceivedCalls();
  readonly #faults = new Faults();

  constructor(secrets: { readonly slackToken: string; readonly pagerDutyKey: string }) {
    this.#slack = new SlackStandIn(secrets.slackToken);
    this.#pagerDuty = new PagerDutyStandIn(secrets.pagerDutyKey);
  }

  readonly pages: Readonly<Record<string, Handler>> = {
    'GET /readyz': (_, response) => settle(send(response, { status: 200, body: { status: 'ok' } })),
    'GET /received': (_, response) => settle(send(response, { status: 200, body: this.#received.all() })),
    'GET /style.css': (_, response) => settle(sendText(response, 'text/css', pageStyle)),
    'GET /': (_, response) =>
      settle(
        sendText(response, 'text/html', sandboxPage(this.#slack.messages(), this.#received.all().pagerduty)),
      ),
    'POST /faults': (request, response) => this.#setFault(request, response),
    'POST /v2/enqueue': (request, response) => this.call('pagerduty', 'enqueue', request, response),
  };

  async call(
    service: ServiceName,
    method: string,
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    const body = await bodyOf(request);
    const nowMs = Date.now();
    const fault = this.#faults.take(service, nowMs);
    const reaches = fault === undefined || fault.endsWith('although-posted');
    const authorization = request.headers.authorization;
    const real = !reaches ? undefined : this.#answer(service, method, { body, authorization, nowMs });
    const sent = fault === undefined ? real : faultAnswer(fault, service);
    const at = new Date(nowMs).toISOString();
    this.#received.add(service, { at, method, body, status: sent?.status ?? 0, answer: sent?.body ?? null });
    if (sent !== undefined) send(response, sent);
    else if (fault === 'reset') request.socket.destroy();
    // A hanging call is left to the caller's patience.
  }

  #answer(
    service: ServiceName,
    method: string,
    call: { readonly body: Body; readonly authorization: string | undefined; readonly nowMs: number },
  ): Answer {
    if (service === 'pagerduty') return this.#pagerDuty.answer(call.body, call.nowMs);
    return this.#slack.answer(method, call.body, call.authorization, call.nowMs);
  }

  async #setFault(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const fault = parseFault(await bodyOf(request));
    if (fault !== undefined) this.#faults.set(fault, Date.now());
    send(response, fault === undefined ? unknownFault : { status: 200, body: { set: fault } });
  }
}

/** A request handler that stands in for Slack and PagerDuty, shows what it received, and fails on demand. */
export function createSandbox(secrets: {
  readonly slackToken: string;
  readonly pagerDutyKey: string;
}): Handler {
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

const unknownFault: Answer = { status: 400, body: { error: 'want service, kind, and times or seconds' } };

/** What goes wrong, as an answer; undefined where no answer comes. */
function faultAnswer(fault: FaultKind, service: ServiceName): Answer | undefined {
  switch (fault) {
    case '429':
      return { status: 429, body: { ok: false, error: 'ratelimited' }, headers: { 'retry-after': '3' } };
    case '429-without-header':
      return { status: 429, body: { ok: false, error: 'ratelimited' } };
    case '500':
      return { status: 500, body: { error: 'internal' } };
    case 'ok-false':
    case 'error-although-posted':
      return service === 'slack'
        ? { status: 200, body: { ok: false, error: 'internal_error' } }
        : { status: 500, body: { error: 'internal' } };
    case 'html':
      return { status: 502, body: '<html>Bad gateway</html>', headers: { 'content-type': 'text/html' } };
    case 'hang':
    case 'hang-although-posted':
    case 'reset':
      return undefined;
  }
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
async function bodyOf(request: IncomingMessage): Promise<Body> {
  const text = (await buffer(request)).toString('utf8');
  if (request.headers['content-type']?.includes('json')) return (parseJson(text) ?? {}) as Body;
  const form = Object.fromEntries(new URLSearchParams(text));
  return Object.fromEntries(
    Object.entries(form).map(([name, value]) => [
      name,
      name === 'blocks' || name === 'metadata' ? (parseJson(value) ?? value) : value,
    ]),
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
