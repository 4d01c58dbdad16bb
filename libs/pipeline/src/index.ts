export { type StepResult, proceed, drop, deadLetter } from './step-result.js';
export { type Step, startWith } from './run-steps.js';
