const tagRuns = /[\u{e0020}-\u{e007e}]{4,}/gu;
const tagOffset = 0xe0000;

/** The ASCII text that invisible Unicode tag characters (U+E0020 to U+E007E, four or more in a row) spell. */
export function decodeTags(text: string): readonly { text: string; start: number; end: number }[] {
  // Tags are surrogate pairs that begin with this unit: most texts have none.
  if (!text.includes('\udb40')) return [];
  return Array.from(text.matchAll(tagRuns), ({ 0: run, index }) => ({
    text: [...run].map((tag) => String.fromCharCode((tag.codePointAt(0) ?? tagOffset) - tagOffset)).join(''),
    start: index,
    end: index + run.length,
  }));
}
