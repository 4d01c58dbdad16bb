import { useEffect, useRef } from 'react';

const keys = [
  ['j  k', 'down, up'],
  ['Shift j  Shift k', 'select down, up'],
  ['x', 'select, or take off'],
  ['*', 'select everything that matches'],
  ['a', 'acknowledge: it is mine'],
  ['e', 'assign to somebody'],
  ['c', 'close with a verdict'],
  ['f', 'close as a false positive, the note first'],
  ['m', 'merge into another one'],
  ['s', 'suppress what is like it, or silence it for a time'],
  ['o', 'open a closed one again'],
  ['u', 'undo, for ten seconds'],
  ['Enter', 'open'],
  ['Esc', 'clear the selection, go back'],
  ['/', 'search'],
  ['?', 'this list'],
] as const;

/** Every key of the list, in a dialog. */
export function KeysHelp({ isOpen, onClose }: { readonly isOpen: boolean; readonly onClose: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    if (isOpen) dialog.current?.showModal();
    else dialog.current?.close();
  }, [isOpen]);
  return (
    <dialog ref={dialog} className="dialog" aria-labelledby="keys-title" onClose={onClose}>
      <h2 id="keys-title">Keys</h2>
      <dl className="keys">
        {keys.map(([key, does]) => (
          <div key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
      <form method="dialog">
        <button type="submit" className="button">
          Close
        </button>
      </form>
    </dialog>
  );
}
