import { type Span, splitText } from './split-text.js';

/** Log text as text nodes: nothing in it becomes an element, an address or a direction. */
export function LogText({ text, spans = [] }: { readonly text: string; readonly spans?: readonly Span[] }) {
  return (
    <span className="log-text" dir="ltr">
      {splitText(text, spans).map((part, index) => {
        const key = `${index}`;
        if (part.kind === 'invisible') {
          return (
            <span key={key} className="invisible" title="Not visible in the text">
              {part.text}
            </span>
          );
        }
        const className = part.kind === 'token' ? 'token' : undefined;
        if (part.marked) {
          return (
            <mark key={key} className={className}>
              {part.text}
            </mark>
          );
        }
        return (
          <span key={key} className={className}>
            {part.text}
          </span>
        );
      })}
    </span>
  );
}
