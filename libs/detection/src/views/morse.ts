/** ITU-R M.1677-1: letters, figures and the punctuation that texts need. */
const signs: ReadonlyMap<string, string> = new Map(
  (
    'a.- b-... c-.-. d-.. e. f..-. g--. h.... i.. j.--- k-.- l.-.. m-- n-. o--- p.--. q--.- r.-. s... t- u..- ' +
    'v...- w.-- x-..- y-.-- z--.. 0----- 1.---- 2..--- 3...-- 4....- 5..... 6-.... 7--... 8---.. 9----. ' +
    "..-.-.- ,--..-- ?..--.. '.----. !-.-.-- :---... --....- /-..-."
  )
    .split(' ')
    .map((pair) => [pair.slice(1), pair.charAt(0)] as const),
);

/** What Morse code says; empty where a fifth or more of the signs are none. Words part at `/`, `|`, a line or two blanks. */
export function decodeMorse(text: string): string {
  const words = text
    .replace(/[·•]/g, '.')
    .replace(/[_−–—]/g, '-')
    .split(/ ?[/|\n] ?| {2,3}/)
    .map((word) => word.split(' ').filter((sign) => sign !== ''));
  const count = words.flat().length;
  const known = words.flat().filter((sign) => signs.has(sign)).length;
  if (known <= 0.8 * count) return '';
  return words.map((word) => word.map((sign) => signs.get(sign) ?? '').join('')).join(' ');
}
