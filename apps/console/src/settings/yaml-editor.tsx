import { useRef } from 'react';
import { LogText } from '../evidence/log-text.js';
import { type LineProblem, rangeOfLine } from './routing-problems.js';

interface YamlEditorProps {
  readonly text: string;
  readonly problems: readonly LineProblem[];
  readonly isReadOnly: boolean;
  readonly onChange: (text: string) => void;
}

/** YAML with numbered lines; each problem is marked at its line and leads there. */
export function YamlEditor({ text, problems, isReadOnly, onChange }: YamlEditorProps) {
  const field = useRef<HTMLTextAreaElement>(null);
  const gutter = useRef<HTMLDivElement>(null);
  const goTo = (line: number): void => {
    const { from, until } = rangeOfLine(text, line);
    field.current?.focus();
    field.current?.setSelectionRange(from, until);
  };
  return (
    <>
      <div className="yaml">
        <div ref={gutter} className="gutter" aria-hidden="true">
          <LineNumbers count={text.split('\n').length} problems={problems} />
        </div>
        <textarea
          ref={field}
          aria-label="Routes as YAML"
          aria-invalid={problems.length > 0}
          value={text}
          readOnly={isReadOnly}
          onChange={({ target }) => onChange(target.value)}
          onScroll={({ currentTarget }) => gutter.current?.scrollTo(0, currentTarget.scrollTop)}
          wrap="off"
          rows={24}
          maxLength={200_000}
          spellCheck={false}
        />
      </div>
      <Problems problems={problems} onGo={goTo} />
    </>
  );
}

interface LineNumbersProps {
  readonly count: number;
  readonly problems: readonly LineProblem[];
}

function LineNumbers({ count, problems }: LineNumbersProps) {
  const bad = new Set(problems.map(({ line }) => line));
  return Array.from({ length: count }, (_, index) => (
    <div key={index} className={bad.has(index + 1) ? 'bad' : undefined}>
      {index + 1}
    </div>
  ));
}

interface ProblemsProps {
  readonly problems: readonly LineProblem[];
  readonly onGo: (line: number) => void;
}

function Problems({ problems, onGo }: ProblemsProps) {
  return (
    <div role="status">
      <ul className="plain problems">
        {problems.map(({ line, text }) => (
          <li key={`${line ?? ''} ${text}`}>
            {line !== undefined && (
              <button type="button" className="link" onClick={() => onGo(line)}>
                Line {line}
              </button>
            )}{' '}
            <LogText text={text} />
          </li>
        ))}
      </ul>
    </div>
  );
}
