import { RE2JS } from 're2js';
import type { FoundEntity, Masker } from '../masker.js';

/** A tenant's own pattern, in RE2: linear in the text whatever it is. */
export function patternMasker({
  type,
  pattern,
}: {
  readonly type: string;
  readonly pattern: string;
}): Masker {
  const compiled = RE2JS.compile(pattern);
  return {
    type,
    mayHold: () => true,
    *find(text): Generator<FoundEntity> {
      const matcher = compiled.matcher(text);
      while (matcher.find()) {
        const [start, end] = [matcher.start(), matcher.end()];
        if (end > start) yield { start, end, normalised: text.slice(start, end) };
      }
    },
  };
}
