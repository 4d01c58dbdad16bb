import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { ApiProblem } from '../api/client.js';
import { type Routing, checkRouting, fetchRouting, storeRouting } from '../api/routing.js';
import { problemOf } from './routing-problems.js';

const quietMs = 400;

/** A routing that somebody edits: their text, what is wrong with it, and whether somebody else was faster. */
export function useDraft(read: Routing) {
  const queries = useQueryClient();
  // What was read when editing began stays, whatever is read meanwhile: its version is what is stored upon.
  const [base, setBase] = useState(read);
  const [text, setText] = useState(textOf(read));
  const calm = useCalm(text);
  const check = useQuery({
    queryKey: ['routing-check', calm],
    queryFn: () => checkRouting(calm, {}),
    refetchInterval: false,
    staleTime: Infinity,
  });
  const store = useMutation({
    mutationFn: () => storeRouting(text, base.etag),
    onSuccess: (stored) => {
      setBase(stored);
      setText(textOf(stored));
      queries.setQueryData(['routing'], stored);
    },
  });
  const takeNewest = async (keepsText: boolean): Promise<void> => {
    const newest = await queries.fetchQuery({ queryKey: ['routing'], queryFn: fetchRouting });
    setBase(newest);
    if (!keepsText) setText(textOf(newest));
    store.reset();
  };
  const refused = store.error instanceof ApiProblem ? store.error : undefined;
  return {
    ...{ base, text, setText, store, takeNewest },
    isChanged: text !== textOf(base),
    isChecked: calm === text && check.data !== undefined,
    problems: (check.data?.problems ?? []).map(problemOf),
    isConflict: refused?.status === 412,
  };
}

export type Draft = ReturnType<typeof useDraft>;

/** What is edited: the newest stored version, or what alerting goes by where none was stored. */
function textOf({ stored, yaml }: Routing): string {
  return stored?.yaml ?? yaml;
}

/** The text as it is once nobody has typed for a moment. */
function useCalm(text: string): string {
  const [calm, setCalm] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setCalm(text), quietMs);
    return () => clearTimeout(timer);
  }, [text]);
  return calm;
}
