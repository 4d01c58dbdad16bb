import type { IncidentAction, Targets, Verdict } from '../api/actions.js';
import { plural } from '../format/words.js';
import { CloseDialog } from './close-dialog.js';
import { LineDialog } from './line-dialog.js';
import { verdictWords } from './verdict-words.js';

/** What is asked before something is done. */
export type Question =
  | { readonly kind: 'close'; readonly verdict: Verdict | undefined; readonly targets: Targets }
  | { readonly kind: 'assign'; readonly targets: Targets }
  | { readonly kind: 'merge'; readonly targets: Targets };

interface ActionDialogsProps {
  readonly question: Question | undefined;
  readonly onAnswer: (action: IncidentAction, targets: Targets, said: string) => void;
  readonly onCancel: () => void;
}

/** The dialog of the question that is open, if one is. */
export function ActionDialogs({ question, onAnswer, onCancel }: ActionDialogsProps) {
  if (question === undefined) return null;
  const { targets } = question;
  const what = plural('ids' in targets ? targets.ids.length : targets.count, 'incident');
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
