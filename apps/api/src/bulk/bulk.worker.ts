import type { OnModuleDestroy, OnModuleInit } from '@nestjs/common';
import type { Result } from '#kernel';
import type { ActionRefusal, Actor, IncidentActions } from '../incidents/incident-actions.service.js';
import type { BulkJobsStore, ClaimedJob, WaitingItem } from './bulk-jobs.store.js';
import { type Step, stepsOf, undoStepsOf } from './steps-of-action.js';

const batch = 50;
/** How often it looks for jobs that another process left. */
const idleMs = 5_000;

/** Does what jobs ask for, incident by incident, as a person would; a job that was left half done is taken up again. */
export class BulkWorker implements OnModuleInit, OnModuleDestroy {
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> | undefined;
  #isEnding = false;

  constructor(
    private readonly jobs: BulkJobsStore,
    private readonly actions: IncidentActions,
  ) {}

  onModuleInit(): void {
    this.#timer = setInterval(() => void this.wake(), idleMs);
  }

  async onModuleDestroy(): Promise<void> {
    this.#isEnding = true;
    clearInterval(this.#timer);
    await this.#running;
  }

  /** Resolves where there is nothing to do any more. A fault leaves the job to its lease's end. */
  wake(): Promise<void> {
    this.#running ??= this.#work()
      .catch(() => undefined)
      .finally(() => (this.#running = undefined));
    return this.#running;
  }

  async #work(): Promise<void> {
    while (!this.#isEnding) {
      const job = await this.jobs.claim();
      if (job === undefined) return;
      await this.#run(job);
    }
  }

  async #run(job: ClaimedJob): Promise<void> {
    while (!this.#isEnding) {
      const items = await this.jobs.nextItems(job.jobId, batch);
      if (items.length === 0) return this.jobs.finish(job.jobId);
      for (const item of items) await this.jobs.settle(job.jobId, item, await this.#do(job, item));
      // What was asked for since does not wait for the end of a long one.
      const other = await this.jobs.claim();
      if (other !== undefined) await this.#run(other);
    }
  }

  /** Why the incident is as it was; undefined where it was done. */
  async #do(
    { action, who, tenant, isUndo }: ClaimedJob,
    { incidentId, before }: WaitingItem,
  ): Promise<string | undefined> {
    const steps = isUndo ? undoStepsOf(action, before) : stepsOf(action);
    for (const step of steps) {
      const done = await this.#step(incidentId, step, { who, door: 'api', tenant });
      if (!done.ok) return done.error.detail;
    }
    return undefined;
  }

  #step(incidentId: string, step: Step, actor: Actor): Promise<Result<string, ActionRefusal>> {
    if (step.kind === 'merge') return this.actions.merge(incidentId, step.into, actor);
    if (step.kind === 'unmerge') return this.actions.unmerge(incidentId, actor);
    return this.actions.act(incidentId, step, actor);
  }
}
