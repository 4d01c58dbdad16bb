import type { SwitchState } from './dead-mans-switch.js';
import type { ReceivedCall } from './received-calls.js';

/** The page's own style, served beside it: the policy allows no inline style. */
export const pageStyle = `
:root { color-scheme: light dark; font: 15px/1.45 system-ui, sans-serif }
body { max-width: 62rem; margin: 2rem auto; padding: 0 1rem }
article { border: 1px solid #8885; border-left: 4px solid #b42318; border-radius: 6px; padding: .6rem 1rem; margin: .8rem 0 }
article h3 { margin: 0 0 .3rem } article p { margin: .2rem 0 } dl { display: grid; grid-template-columns: repeat(3, 1fr); gap: .3rem 1rem }
pre { background: #8881; padding: .5rem; border-radius: 4px; white-space: pre-wrap; overflow-wrap: anywhere }
table { border-collapse: collapse; width: 100% } td, th { text-align: left; padding: .3rem .6rem .3rem 0; border-bottom: 1px solid #8884; vertical-align: top }
small { opacity: .7 }`;

/** A Slack message as it stands, with how often it was edited. */
interface ShownMessage {
  readonly ts: string;
  readonly edits: number;
  readonly body: Readonly<Record<string, unknown>>;
}

/** What the page is made of. */
interface Shown {
  readonly messages: readonly ShownMessage[];
  readonly events: readonly ReceivedCall[];
  readonly deadMansSwitch: SwitchState;
}

/** What Slack, PagerDuty and a dead man's switch would show, newest first. Everything that came in is escaped. */
export function sandboxPage({ messages, events, deadMansSwitch }: Shown): string {
  const slack = [...messages].reverse().slice(0, 100).map(messageHtml).join('');
  const rows = [...events].reverse().slice(0, 200).map(eventHtml).join('');
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>Sandbox: Slack and PagerDuty</title>
<meta http-equiv="refresh" content="5"><link rel="stylesheet" href="/style.css"><h1>Sandbox</h1>
<p>Stands in for Slack and PagerDuty: what Tunewarden sent, as they would show it. Nothing here leaves this machine.</p>
<h2>Dead man’s switch</h2><p>${switchHtml(deadMansSwitch)}</p>
<h2>Slack</h2>${slack || '<p>No message yet.</p>'}
<h2>PagerDuty</h2><table><tr><th>at<th>action<th>severity<th>summary<th>dedup key<th>answer</tr>${rows}</table></html>`;
}

/** In words: whether the watchdog's canaries come through. */
function switchHtml({ calls, lastAt, isMissed }: SwitchState): string {
  const last = lastAt === null ? 'no call yet' : `last call at ${lastAt.slice(11, 19)}, ${calls} in all`;
  return isMissed ? `<strong>Tunewarden is silent</strong>: ${last}` : `Tunewarden is alive: ${last}`;
}

function messageHtml({ ts, edits, body }: ShownMessage): string {
  const blocks = Array.isArray(body['blocks']) ? (body['blocks'] as unknown[]) : [];
  const at = new Date(Number(ts) * 1_000).toISOString().slice(11, 19);
  return `<article><small>${at}${edits > 0 ? `, edited ${edits} times` : ''}</small>${blocks.map(blockHtml).join('')}</article>`;
}

function blockHtml(block: unknown): string {
  const { type, text, fields } = block as {
    readonly type?: string;
    readonly text?: { readonly text?: string };
    readonly fields?: readonly { readonly text?: string }[];
  };
  if (type === 'header') return `<h3>${escapeHtml(text?.text ?? '')}</h3>`;
  if (type === 'rich_text') return `<pre>${escapeHtml(textsOf(block).join('\n'))}</pre>`;
  if (fields !== undefined)
    return `<dl>${fields.map((field) => `<div>${escapeHtml(field.text ?? '')}</div>`).join('')}</dl>`;
  return text === undefined ? '' : `<p>${escapeHtml(text.text ?? '')}</p>`;
}

/** The texts of a rich text block. */
function textsOf(node: unknown): string[] {
  if (typeof node !== 'object' || node === null) return [];
  const { text } = node as { readonly text?: unknown };
  return typeof text === 'string' ? [text] : Object.values(node).flatMap(textsOf);
}

function eventHtml({ at, body, status }: ReceivedCall): string {
  const payload = (body['payload'] ?? {}) as Readonly<Record<string, unknown>>;
  const cells = [
    at.slice(11, 19),
    body['event_action'],
    payload['severity'],
    payload['summary'],
    body['dedup_key'],
    status,
  ];
  return `<tr>${cells.map((cell) => `<td>${escapeHtml(String(cell ?? ''))}</td>`).join('')}</tr>`;
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
