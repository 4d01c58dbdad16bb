import { useMutation, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import {
  type BulkJob,
  type IncidentAction,
  type Targets,
  fetchJob,
  startJob,
  undoJob,
} from '../api/actions.js';

const undoMs = 10_000;
const pollMs = 700;

/** What was done last, and for a while the way back. */
export interface LastAction {
  readonly words: string;
  readonly job: BulkJob | undefined;
  readonly problem: string | undefined;
  /** Undefined: it cannot be undone, or not any more. */
  readonly undo: (() => void) | undefined;
  readonly dismiss: () => void;
}

/** Runs actions on incidents and follows the last one. */
export function useActions() {
  const [words, setWords] = useState('');
  const start = useMutation({
    mutationFn: ({ action, targets }: { action: IncidentAction; targets: Targets }) =>
      startJob(action, targets),
  });
  const undo = useMutation({ mutationFn: undoJob });
  const job = useFollowed(undo.data ?? start.data);
  const isDone = job?.state === 'finished' && job.undoes === null;
  const canUndo = useForAWhile(isDone ? job.id : undefined);
  const dismiss = (): void => {
    start.reset();
    undo.reset();
  };
  const isShown = start.isPending || job !== undefined || start.isError || undo.isError;
  const last: LastAction | undefined = isShown
    ? {
        words: job === undefined || job.undoes === null ? words : `Undone: ${words}`,
        job,
        problem: (start.error ?? undo.error)?.message,
        undo: canUndo && isDone ? () => undo.mutate(job.id) : undefined,
        dismiss,
      }
    : undefined;
  const run = (action: IncidentAction, targets: Targets, said: string): void => {
    dismiss();
    setWords(said);
    start.mutate({ action, targets });
  };
  return { last, run };
}

/** The job as it stands now. */
function useFollowed(started: BulkJob | undefined): BulkJob | undefined {
  const followed = useQuery({
    queryKey: ['bulk-job', started?.id],
    queryFn: () => fetchJob(started?.id ?? ''),
    enabled: started?.state === 'running',
    refetchInterval: ({ state }) => (state.data?.state === 'finished' ? false : pollMs),
  });
  return followed.data ?? started;
}

/** True for ten seconds from when `id` is there. */
function useForAWhile(id: string | undefined): boolean {
  const [since, setSince] = useState<string | undefined>(undefined);
  useEffect(() => {
    setSince(id);
    if (id === undefined) return undefined;
    const timer = setTimeout(() => setSince(undefined), undoMs);
    return () => clearTimeout(timer);
  }, [id]);
  return since !== undefined && since === id;
}
