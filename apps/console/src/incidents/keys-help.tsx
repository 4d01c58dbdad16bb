import { Modal } from '../layout/modal.js';

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
export function KeysHelp({ onClose }: { readonly onClose: () => void }) {
  return (
    <Modal title="Keys" onClose={onClose}>
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
    </Modal>
  );
}
