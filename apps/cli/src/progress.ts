/** A line on a terminal that says how far the work is. */
export interface Progress {
  advance(count?: number): void;
  /** Takes the line away. */
  end(): void;
}

const redrawMs = 250;

/** A progress line on stderr, e.g. `12,400 interactions`; nothing where stderr is no terminal. */
export function startProgress(what: string): Progress {
  if (!process.stderr.isTTY) return { advance: () => undefined, end: () => undefined };
  let done = 0;
  let drawnAt = 0;
  return {
    advance: (count = 1) => {
      done += count;
      const now = performance.now();
      if (now - drawnAt < redrawMs) return;
      drawnAt = now;
      process.stderr.write(`\r\u001b[K${done.toLocaleString('en')} ${what}`);
    },
    end: () => void process.stderr.write('\r\u001b[K'),
  };
}
