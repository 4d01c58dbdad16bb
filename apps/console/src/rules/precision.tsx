import { useQuery } from '@tanstack/react-query';
import { type Detector, every, fetchDetectors } from '../api/client.js';
import { precisionInWords } from './precision-in-words.js';

const refreshMs = 60_000;

interface PrecisionProps {
  readonly kind: Detector['kind'];
  readonly detector: string;
  /** What stands before it, where anything is known. */
  readonly before: string;
}

/** How often people found a detector right, with its bounds; nothing where nobody has judged it. */
export function Precision({ kind, detector, before }: PrecisionProps) {
  const { data } = useQuery({
    queryKey: ['detectors'],
    queryFn: fetchDetectors,
    refetchInterval: every(refreshMs),
    staleTime: refreshMs,
  });
  const known = data?.find((one) => one.kind === kind && one.detector === detector)?.precision;
  return known === undefined || known === null ? null : <>{before + precisionInWords(known)}</>;
}
