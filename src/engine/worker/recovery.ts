/**
 * Recovery when the active backend breaks: the same one is opened again with the same model, or the next one if it had
 * broken shortly before. Frames and batches that fail during it are computed again afterwards; other calls fail. A
 * backend that was abandoned because its device was lost is tried again after a quiet period.
 */
import { isAbort, ZscapeError } from '../../base/errors.ts';
import type { Backend } from '../backends/backend.ts';
import { asFailure, Breakages, breaksBackend } from '../backends/failures.ts';
import { backendTitles } from '../backends/start.ts';
import type { BackendName } from '../contract.ts';
import type { ActiveBackend } from './activeBackend.ts';
import type { Clock, Happened } from './happenings.ts';
import type { Scheduler } from './scheduler.ts';

/** A backend that broke twice in a short time is tried again after this long, and after twice as long each further time. */
export const QUIET_MS = 30_000;
const MOST_QUIET_MS = 30 * 60_000;
/** No frame may have been requested for this long, because opening a backend blocks the engine's thread. */
export const IDLE_MS = 2_000;

export class Recovery {
  readonly #active: ActiveBackend;
  readonly #scheduler: Scheduler;
  readonly #now: Clock;
  readonly #happened: Happened;
  readonly #breakages: Breakages;
  #underWay = false;
  /** The abandoned backend, and how long to wait before trying it again. */
  #left: { name: BackendName; quiet: number } | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #moved = Number.NEGATIVE_INFINITY;

  constructor(active: ActiveBackend, scheduler: Scheduler, now: Clock, happened: Happened) {
    this.#active = active;
    this.#scheduler = scheduler;
    this.#now = now;
    this.#happened = happened;
    this.#breakages = new Breakages(now);
  }

  /** True from a breakage until a backend computes again or none could be started. */
  get underWay(): boolean {
    return this.#underWay;
  }

  /** Runs a computation. If it breaks the backend itself, recovery begins. @throws ENGINE_FAILED, and as the work */
  async attempt<T>(work: () => Promise<T>): Promise<T> {
    const { backend } = this.#active;
    try {
      return await work();
    } catch (error) {
      if (isAbort(error)) throw error;
      const failure = asFailure(error, 'A picture could not be computed');
      if (!breaksBackend(error)) throw failure;
      if (backend && backend === this.#active.backend) this.#recover(backend, failure);
      throw failure;
    }
  }

  /** Handles the loss of a backend's device. Only that of the active one matters. */
  lost(backend: Backend, reason: string): void {
    if (backend !== this.#active.backend) return;
    const title = backendTitles[backend.name];
    this.#recover(
      backend,
      new ZscapeError('DEVICE_LOST', `${title} lost its device (${reason.replace(/\.$/, '')}).`),
    );
  }

  /** Forgets earlier breakages, because the user chose a backend. */
  chosen(): void {
    clearTimeout(this.#timer);
    this.#left = undefined;
    this.#breakages.forget();
  }

  /** Records that a frame was requested. */
  moved(): void {
    this.#moved = this.#now();
  }

  #recover(broken: Backend, failure: ZscapeError): void {
    if (this.#underWay) return;
    this.#underWay = true;
    const order = this.#breakages.after(broken.name, failure);
    const again = order[0] === broken.name;
    const plan = again ? ' It restarts by itself.' : '';
    this.#happened({ type: 'broken', error: new ZscapeError(failure.code, failure.message + plan) });
    void this.#scheduler
      .exclusive(async () => {
        const active = this.#active;
        if (active.backend !== broken) return; // a load that met the failure too has already moved on
        // Free it first: TF.js has room for only one backend of a name.
        active.drop();
        await active.moveTo(order, active.bundle, []);
        if (active.backend!.name === broken.name) return;
        active.notice = new ZscapeError(
          'BACKEND_REPLACED',
          `${failure.message} Pictures are computed with ${backendTitles[active.backend!.name]} now.`,
        );
        if (failure.code === 'DEVICE_LOST') this.#tryAgainLater(broken.name);
      })
      .then(
        () => this.#ended(),
        (error: unknown) => this.#ended(error),
      );
  }

  #ended(error?: unknown): void {
    this.#underWay = false;
    this.#happened(this.#active.backend ? { type: 'mended' } : { type: 'given up', error });
  }

  #tryAgainLater(name: BackendName): void {
    const quiet = this.#left ? Math.min(MOST_QUIET_MS, 2 * this.#left.quiet) : QUIET_MS;
    this.#left = { name, quiet };
    this.#wait(quiet);
  }

  #wait(ms: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      const rested = this.#now() - this.#moved;
      if (rested < IDLE_MS) this.#wait(IDLE_MS - rested);
      else void this.#return();
    }, ms);
  }

  /** Returns to the abandoned backend, if it starts and accepts the model. */
  async #return(): Promise<void> {
    const left = this.#left;
    if (!left || this.#underWay) return;
    try {
      await this.#scheduler.exclusive(async () => {
        const active = this.#active;
        if (this.#left !== left || !active.backend || active.backend.name === left.name) return;
        this.#breakages.forget();
        await active.moveTo([left.name], active.bundle, []);
        active.notice = new ZscapeError(
          'BACKEND_RETURNED',
          `Pictures are computed with ${backendTitles[left.name]} again.`,
        );
      });
      if (this.#left === left) this.#happened({ type: 'mended' });
    } catch {
      if (this.#left === left) this.#tryAgainLater(left.name);
    }
  }
}
