/** First code point of blocks of letters, in order, and the script they belong to; '' where there is none of these. */
const blocks: readonly (readonly [from: number, script: string])[] = [
  [0x41, 'latin'],
  [0x370, 'greek'],
  [0x400, 'cyrillic'],
  [0x530, 'armenian'],
  [0x590, 'hebrew'],
  [0x600, 'arabic'],
  [0x780, ''],
  [0x900, 'devanagari'],
  [0x980, 'indic'],
  [0xe00, 'thai'],
  [0xe80, ''],
  [0x10a0, 'georgian'],
  [0x1100, 'hangul'],
  [0x1200, ''],
  [0x1e00, 'latin'],
  [0x1f00, 'greek'],
  [0x2000, ''],
  [0x3040, 'kana'],
  [0x3100, ''],
  [0x3400, 'han'],
  [0xa000, ''],
  [0xac00, 'hangul'],
  [0xd7b0, ''],
];

/** So many characters of a text, spread over it, tell its script. */
const sampled = 200;

/** The script that most letters of a text are of, `none` without letters. */
export function scriptOf(text: string): string {
  const counts = new Map<string, number>();
  const step = Math.max(1, Math.floor(text.length / sampled));
  let asciiLetters = 0;
  for (let i = 0; i < text.length; i += step) {
    const code = text.charCodeAt(i);
    if (code < 128) asciiLetters += isAsciiLetter(code) ? 1 : 0;
    else count(counts, scriptOfCode(code), 1);
  }
  count(counts, 'latin', asciiLetters);
  let most = 'none';
  for (const [script, count] of counts) if (count > (counts.get(most) ?? 0)) most = script;
  return most;
}

function isAsciiLetter(code: number): boolean {
  return (code >= 65 && code <= 90) || (code >= 97 && code <= 122);
}

function count(counts: Map<string, number>, script: string, letters: number): void {
  if (script !== '') counts.set(script, (counts.get(script) ?? 0) + letters);
}

function scriptOfCode(code: number): string {
  let script = '';
  for (const [from, name] of blocks) {
    if (from > code) break;
    script = name;
  }
  return script;
}
