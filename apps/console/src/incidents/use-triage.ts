import { useCallback, useEffect, useReducer } from 'react';
import { type Triage, type TriageEvent, atRest, triage } from './triage.js';

/** Where somebody stands among the rows `ids`; another view of the list lets the selection go. */
export function useTriage(ids: readonly string[], view: string, openId: string | undefined) {
  const [state, dispatch] = useReducer(
    (now: Triage, { event, among }: { event: TriageEvent; among: readonly string[] }) =>
      triage(now, event, among),
    { ...atRest, cursor: openId },
  );
  const onTriage = useCallback((event: TriageEvent) => dispatch({ event, among: ids }), [ids]);
  useEffect(() => dispatch({ event: { kind: 'clear' }, among: [] }), [view]);
  // What a link opened, a related one for example, is what keys are about.
  useEffect(() => {
    if (openId !== undefined) dispatch({ event: { kind: 'put', id: openId }, among: [] });
  }, [openId]);
  return { state, onTriage };
}
