import { type Result, ok } from '#kernel';
import type { Detector } from '../detector.js';
import { judgeProbe } from './judge-probe.js';
import type { Probe } from './probe-suite.js';

/** What a model said; `wasFiltered`: its service kept it from answering. */
interface Answer {
  readonly text: string;
  readonly wasFiltered: boolean;
}

interface Turn {
  readonly role: string;
  readonly content: string;
}

/** An answer and what it is. */
interface JudgedAnswer {
  readonly text: string;
  readonly verdict: ReturnType<typeof judgeProbe>;
}

/** The judged answers to a probe that is put `repeat` times, or the first problem that `ask` has. */
export async function putProbe<Problem>(
  probe: Probe,
  repeat: number,
  ask: (turns: readonly Turn[]) => Promise<Result<Answer, Problem>>,
  detector: Detector,
): Promise<Result<readonly JudgedAnswer[], Problem>> {
  const { system, messages } = probe.input;
  const turns = [
    ...(system === undefined ? [] : [{ role: 'system', content: system }]),
    ...messages.map(({ role, content }) => ({ role, content })),
  ];
  const answers: JudgedAnswer[] = [];
  for (let time = 0; time < repeat; time++) {
    const answer = await ask(turns);
    if (!answer.ok) return answer;
    const { text, wasFiltered } = answer.value;
    answers.push({ text, verdict: wasFiltered ? 'refused' : judgeProbe(probe, text, detector) });
  }
  return ok(answers);
}
