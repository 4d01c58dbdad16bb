import { type FormEvent, type KeyboardEvent, useEffect, useRef, useState } from 'react';
import type { Verdict } from '../api/actions.js';
import { DialogButtons } from '../layout/dialog-buttons.js';
import { Modal } from '../layout/modal.js';
import { verdictWords } from './verdict-words.js';

const verdicts = Object.entries(verdictWords) as [Verdict, string][];

interface CloseDialogProps {
  /** What is closed, in words. */
  readonly what: string;
  /** Chosen beforehand; the note then has the focus. */
  readonly verdict: Verdict | undefined;
  readonly onClose: (verdict: Verdict, note: string) => void;
  readonly onCancel: () => void;
}

/** Asks for a verdict: 1 to 6 choose it, Enter closes the incident. */
export function CloseDialog({ what, verdict, onClose, onCancel }: CloseDialogProps) {
  const note = useRef<HTMLTextAreaElement>(null);
  const [chosen, setChosen] = useState<Verdict | undefined>(verdict);
  useEffect(() => {
    if (verdict !== undefined) note.current?.focus();
  }, [verdict]);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (chosen !== undefined) onClose(chosen, note.current?.value.trim() ?? '');
  };
  const onKeyDown = ({ key, target, ctrlKey, metaKey }: KeyboardEvent): void => {
    const inNote = target === note.current;
    const byNumber = inNote ? undefined : verdicts[Number(key) - 1]?.[0];
    if (byNumber !== undefined) setChosen(byNumber);
    const isSent = key === 'Enter' && inNote && (ctrlKey || metaKey);
    if (isSent) note.current?.form?.requestSubmit();
  };
  return (
    <Modal title={`Close ${what}`} onClose={onCancel} onKeyDown={onKeyDown}>
      <form onSubmit={submit}>
        <Choices chosen={chosen} onChoose={setChosen} />
        <label className="block">
          Note
          <textarea ref={note} rows={3} maxLength={2000} placeholder="Why? For the next one who sees this." />
        </label>
        <DialogButtons name="Close" isReady={chosen !== undefined} hint="Enter, or Ctrl Enter in the note" />
      </form>
    </Modal>
  );
}

interface ChoicesProps {
  readonly chosen: Verdict | undefined;
  readonly onChoose: (verdict: Verdict) => void;
}

function Choices({ chosen, onChoose }: ChoicesProps) {
  return (
    <fieldset className="choices">
      <legend>Verdict</legend>
      {verdicts.map(([name, words], index) => (
        <label key={name}>
          <input
            type="radio"
            name="verdict"
            value={name}
            checked={chosen === name}
            onChange={() => onChoose(name)}
            required
          />
          <kbd>{index + 1}</kbd> {words}
        </label>
      ))}
    </fieldset>
  );
}
