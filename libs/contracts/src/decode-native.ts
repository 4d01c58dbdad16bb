import { type Result, err, ok } from '#kernel';
import { type NativeInteraction, nativeInteractionSchema } from './interaction.js';

/** Why bytes are no interaction. `message` names fields and rules, never a value. */
export interface DecodeProblem {
  readonly code: string;
  readonly message: string;
}

export interface DecodeLimits {
  readonly maxBytes: number;
}

/** Deeper JSON is nobody's log; reading it back would exhaust the stack. */
const deepest = 64;
/** An object with more keys is nobody's log either; a million of them would hold everything up for seconds. */
const mostKeys = 10_000;

/** The JSON value that the bytes hold. Never throws. */
export function decodeJson(bytes: Uint8Array | null, limits: DecodeLimits): Result<unknown, DecodeProblem> {
  if (bytes === null || bytes.length === 0) return problem('empty', 'The message has no value');
  if (bytes.length > limits.maxBytes) {
    return problem('too-large', `The message has ${bytes.length} bytes, the limit is ${limits.maxBytes}`);
  }
  const text = decodeUtf8(bytes);
  if (text === undefined) return problem('invalid-utf8', 'The message is not UTF-8');
  const excess = excessOf(text);
  if (excess !== undefined) return err(excess);
  const json = parseJson(text);
  if (json === undefined) return problem('invalid-json', 'The message is not JSON');
  return ok(json);
}

/** The interaction that a parsed JSON value is. Never throws. */
export function validateNative(json: unknown): Result<NativeInteraction, DecodeProblem> {
  const parsed = nativeInteractionSchema.safeParse(json);
  if (parsed.success) return ok(parsed.data);
  const issues = parsed.error.issues.slice(0, 5).map((issue) => `${pathOf(issue.path)}: ${issue.code}`);
  return problem('invalid-interaction', `Not an interaction: ${issues.join('; ')}`);
}

/** Our own field names and indices only: an unknown key is the producer's text. */
function pathOf(path: readonly PropertyKey[]): string {
  const known = new Set(Object.keys(nativeInteractionSchema.shape));
  const [top, ...rest] = path;
  if (top === undefined) return 'message';
  const names = known.has(String(top)) ? [top, ...rest] : ['unknown key'];
  return names
    .map(String)
    .join('.')
    .replace(/[^\w.-]/g, '?')
    .slice(0, 80);
}

function decodeUtf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** What is too much about the brackets and keys of a JSON text, outside its strings; one pass, stops where it finds it. */
function excessOf(text: string): DecodeProblem | undefined {
  /** Of each open bracket, how many keys it has so far. */
  const keys = new Uint32Array(deepest + 1);
  let depth = 0;
  let inString = false;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (inString) {
      if (code === backslash) at++;
      else if (code === quote) inString = false;
    } else if (code === quote) inString = true;
    else if (code === openBrace || code === openBracket) {
      if (++depth > deepest) return { code: 'too-deep', message: `The JSON nests deeper than ${deepest}` };
      keys[depth] = 0;
    } else if (code === closeBrace || code === closeBracket) depth = Math.max(0, depth - 1);
    else if (code === colon && ++keys[depth]! > mostKeys) {
      return { code: 'too-many-keys', message: `An object of the JSON has more than ${mostKeys} keys` };
    }
  }
  return undefined;
}

const [quote, backslash, colon] = [34, 92, 58];
const [openBrace, closeBrace, openBracket, closeBracket] = [123, 125, 91, 93];

function problem(code: string, message: string): Result<never, DecodeProblem> {
  return err({ code, message });
}
