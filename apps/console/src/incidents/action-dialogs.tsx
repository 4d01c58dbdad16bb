import type { IncidentAction, Targets, Verdict } from '../api/actions.js';
import { QuietDialog } from '../quiet/quiet-dialog.js';
import type { QuietTarget } from '../quiet/quiet-target.js';
import { plural } from '../format/words.js';
import { CloseDialog } from './close-dialog.js';
import { LineDialog } from '../layout/line-dialog.js';
import { verdictWords } from './verdict-words.js';

/** What is asked before something is done. */
export type Question =
  | { readonly kind: 'close'; readonly verdict: Verdict | undefined; readonly targets: Targets }
  | { readonly kind: 'quiet'; readonly targets: Targets }
  | { readonly kind: 'assign'; readonly targets: Targets }
  | { readonly kind: 'merge'; readonly targets: Targets };

interface ActionDialogsProps {
  readonly question: Question | undefined;
  /** What is kept quiet where these are meant. */
  readonly quietTarget: (targets: Targets) => QuietTarget | undefined;
  readonly onAnswer: (action: IncidentAction, targets: Targets, said: string) => void;
  readonly onCancel: () => void;
}

/** The dialog of the question that is open, if one is. */
export function ActionDialogs({ question, quietTarget, onAnswer, onCancel }: ActionDialogsProps) {
  if (question === undefined) return null;
  const { targets } = question;
  const what = plural('ids' in targets ? targets.ids.length : targets.count, 'incident');
  if (question.kind === 'quiet')
    return <QuietDialog what={likeWhat(targets)} target={quietTarget(targets)} onClose={onCancel} />;
  if (question.kind === 'close') {
    const close = (verdict: Verdict, note: string): void =>
      onAnswer(
        { kind: 'close', verdict, note },
        targets,
        `Closed as ${verdictWords[verdict].toLowerCase()}:`,
      );
    return <CloseDialog what={what} verdict={question.verdict} onClose={close} onCancel={onCancel} />;
  }
  if (question.kind === 'assign') {
    const assign = (assignee: string): void =>
      onAnswer({ kind: 'assign', assignee }, targets, `Assigned to ${assignee}:`);
    return (
      <LineDialog
        title={`Assign ${what}`}
        label="To whom"
        button="Assign"
        onDone={assign}
        onCancel={onCancel}
      />
    );
  }
  const merge = (into: string): void => onAnswer({ kind: 'merge', into }, targets, `Merged into ${into}:`);
  return (
    <LineDialog
      title={`Merge ${what}`}
      label="Into which incident, as in INC-7"
      button="Merge"
      pattern="(INC-)?[0-9]{1,15}"
      onDone={merge}
      onCancel={onCancel}
    />
  );
}

function likeWhat(targets: Targets): string {
  const count = 'ids' in targets ? targets.ids.length : targets.count;
  return count === 1 ? 'this incident' : `these ${count.toLocaleString('en')} incidents`;
}
