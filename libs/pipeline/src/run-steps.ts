import type { StepResult } from './step-result.js';

/** One stage of a journey: a named function from what the stage before gave to what the next one takes. */
export type Step<In, Out> = (input: In) => StepResult<Out> | Promise<StepResult<Out>>;

/** An ordered list of steps under construction; `then` adds one, `run` sends an input through all of them. */
export interface Steps<In, Out> {
  readonly names: readonly string[];
  then<Next>(name: string, step: Step<Out, Next>): Steps<In, Next>;
  /** The last step's value, or the first result that is not ok. */
  run(input: In): Promise<StepResult<Out>>;
}

/** A journey that begins with `step`. */
export function startWith<In, Out>(name: string, step: Step<In, Out>): Steps<In, Out> {
  return chain([name], async (input) => step(input));
}

function chain<In, Out>(
  names: readonly string[],
  run: (input: In) => Promise<StepResult<Out>>,
): Steps<In, Out> {
  return {
    names,
    run,
    then: (name, step) =>
      chain([...names, name], async (input) => {
        const result = await run(input);
        return result.kind === 'ok' ? step(result.value) : result;
      }),
  };
}
