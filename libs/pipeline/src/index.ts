export { type StepResult, proceed, drop, deadLetter } from './step-result.js';
export { type Step, type Steps, startWith } from './run-steps.js';
