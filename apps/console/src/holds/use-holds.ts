import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { every } from '../api/client.js';
import { type Hold, fetchHolds, holdIncident, releaseHold } from '../api/installation.js';

const refreshMs = 30_000;

/** What is to be held or let go, and why. */
interface Order {
  readonly incidentId: string;
  readonly reason: string;
}

/** Every legal hold in force, and how one is made and ended. */
export function useHolds() {
  const queries = useQueryClient();
  const holds = useQuery({ queryKey: ['holds'], queryFn: fetchHolds, refetchInterval: every(refreshMs) });
  const onSettled = () => queries.invalidateQueries({ queryKey: ['holds'] });
  const hold = useMutation({
    mutationFn: ({ incidentId, reason }: Order) => holdIncident(incidentId, reason),
    onSettled,
  });
  const release = useMutation({
    mutationFn: ({ incidentId, reason }: Order) => releaseHold(incidentId, reason),
    onSettled,
  });
  const of = (incidentId: string): Hold | undefined =>
    holds.data?.find((one) => one.incidentId === incidentId);
  return { holds, of, hold, release, problem: (hold.error ?? release.error)?.message };
}
