const printable = /[\p{L}\p{N}\p{P}\p{Zs}\p{M}\n\r\t$+<=>^`|~]/u;
const letter = /[\p{L}\p{M} ]/u;
const minPrintableShare = 0.9;
const minLetterShare = 0.6;

/** True for what reads as text: 90 % printable, 60 % letters and spaces. Noise and tables of numbers are not. */
export function isReadable(text: string): boolean {
  let characters = 0;
  let printables = 0;
  let letters = 0;
  for (const character of text) {
    characters++;
    if (printable.test(character)) printables++;
    if (letter.test(character)) letters++;
  }
  return (
    characters > 0 && printables >= minPrintableShare * characters && letters >= minLetterShare * characters
  );
}
