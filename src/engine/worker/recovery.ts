/**
 * When the active backend breaks: what happened is said, and the same backend is opened again, or the next one, with the same
 * model. Whatever is being computed meanwhile fails, and comes again afterwards.
 */
import { isAbort, toPlainError, ZscapeError } from '../../base/errors.ts';
import type { Backend } from '../backends/backend.ts';
import { asFailure, Breakages, breaksBackend } from '../backends/failures.ts';
import { backendTitles } from '../backends/start.ts';
import type { FromWorker } from '../protocol.ts';
import type { ActiveBackend } from './activeBackend.ts';

export interface RecoveryHost {
  say(message: FromWorker): void;
  /** Milliseconds. */
  now(): number;
  /** Runs work while nothing is being computed. */
  exclusive(work: () => Promise<void>): Promise<void>;
  /** Called when a recovery ended, well or not. */
  ended(): void;
}

export class Recovery {
  readonly #host: RecoveryHost;
  readonly #active: ActiveBackend;
  readonly #breakages: Breakages;
  #underWay = false;

  constructor(active: ActiveBackend, host: RecoveryHost) {
    this.#active = active;
    this.#host = host;
    this.#breakages = new Breakages(host.now);
  }

  get underWay(): boolean {
    return this.#underWay;
  }

  /** Runs a computation; one that breaks the backend itself starts its recovery. @throws ENGINE_FAILED, and as the work */
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

  /** To be called when a backend's device went away; one that is active no longer is no news. */
  lost(backend: Backend, reason: string): void {
    if (backend !== this.#active.backend) return;
    const title = backendTitles[backend.name];
    this.#recover(
      backend,
      new ZscapeError('DEVICE_LOST', `${title} lost its device (${reason.replace(/\.$/, '')}).`),
    );
  }

  #recover(broken: Backend, failure: ZscapeError): void {
    if (this.#underWay) return;
    this.#underWay = true;
    const { say, exclusive, ended } = this.#host;
    const order = this.#breakages.after(broken.name, failure);
    const again = order[0] === broken.name;
    const plan = again ? ' It is started again.' : '';
    say({ type: 'error', error: { code: failure.code, message: failure.message + plan } });
    void exclusive(async () => {
      const active = this.#active;
      if (active.backend !== broken) return; // a load that met the failure too has moved on already
      // Given back first: TF.js has room for one backend of a name.
      active.drop();
      await active.moveTo(order, active.bundle, []);
      const title = backendTitles[active.backend!.name];
      if (title !== backendTitles[broken.name])
        active.notice = `${failure.message} Pictures are computed with ${title} now.`;
    })
      .catch((error: unknown) => say({ type: 'error', error: toPlainError(error) }))
      .finally(() => {
        this.#underWay = false;
        ended();
      });
  }
}
