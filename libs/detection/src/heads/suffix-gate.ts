import { blockCharacters } from './walk-text.js';

const codeOrTable =
  /```|[{};]\s*\n|\n\s*(?:def|class|import|return|if|for|function|const|let|var|select|public)\b|\|.{0,80}\|.{0,80}\||<\/?[a-z]{1,10}>|https?:\/\//;
/** White space and what ends or joins ordinary sentences. */
const usualMarks = new Set([...' \t\n.,;:?!\'"-'].map((mark) => mark.charCodeAt(0)));
/** Without so many other marks an end is words alone, and a head trained on random words takes short asks for them. */
const leastMarks = 4;
const tailCharacters = 2 * blockCharacters;

/**
 * True where the end of a text could be a suffix that an optimiser wrote: one line of mixed letters and punctuation.
 * Code, tables, addresses and numbers are made of rare n-grams as well and are left out.
 */
export function mayEndInSuffix(text: string): boolean {
  const tail = text.slice(-tailCharacters).trimEnd();
  if (tail.length < 40 || tail.slice(-60).includes('\n')) return false;
  let letters = 0;
  let digits = 0;
  let marks = 0;
  for (let index = 0; index < tail.length; index++) {
    const unit = tail.charCodeAt(index);
    if (unit > 127) return false;
    if (unit >= 97 && unit <= 122) letters++;
    else if (unit >= 48 && unit <= 57) digits++;
    else if (!usualMarks.has(unit)) marks++;
  }
  return (
    marks >= leastMarks &&
    letters > tail.length * 0.5 &&
    digits < tail.length * 0.1 &&
    !codeOrTable.test(text.slice(0, 8000))
  );
}
