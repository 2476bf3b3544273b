/** A scheduler in a world whose clock moves only when work is done. */
import { expect } from 'vitest';
import { type FrameRequest, Scheduler } from '../scheduler.ts';

/** Pauses let all pending promises run. */
export class World {
  time = 0;
  frameMs = 30;
  readonly shown: number[] = [];
  /** The computations so far, in order: f for a frame, other letters for steps of background work. */
  readonly log: string[] = [];
  computing = 0;
  mostAtOnce = 0;
  /** Called in the middle of each computation. */
  during: () => void = () => {};
  readonly scheduler = new Scheduler({
    frame: (request) => this.work('f', this.frameMs).then(() => void this.shown.push(request.stamp)),
    pause: () => new Promise((resolve) => setImmediate(resolve)),
    now: () => this.time,
  });

  /** @param model whether there is already a model. */
  constructor(model = true) {
    if (model) this.scheduler.open();
    this.model = model;
  }

  readonly model: boolean;
  /** Since when a request has been waiting, and the length of the log then. */
  waiting: { since: number; log: number } | undefined;

  async work(name: string, ms: number): Promise<void> {
    this.mostAtOnce = Math.max(this.mostAtOnce, ++this.computing);
    if (name === 'f' && this.waiting) {
      // A step begun while a frame was waiting must have been overdue, and there is at most one of those in 250 ms.
      const steps = this.log.length - this.waiting.log;
      expect(steps).toBeLessThanOrEqual(1 + Math.floor((this.time - this.waiting.since) / 250));
      this.waiting = undefined;
    }
    this.log.push(name);
    await Promise.resolve();
    this.during();
    this.time += ms;
    this.computing--;
  }

  ask(stamp: number): void {
    if (this.model) this.waiting ??= { since: this.time, log: this.log.length };
    this.scheduler.request(request(stamp));
  }

  async idle(): Promise<void> {
    for (let i = 0; i < 4; i++) await new Promise((resolve) => setImmediate(resolve));
  }
}

export const request = (stamp: number): FrameRequest => ({ stamp, z: new Float32Array() });
