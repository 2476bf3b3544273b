/**
 * Views and changes inside the network, and which changes are in force: the model's own generator handles them if it can,
 * otherwise the WASM kernels beside it. Changes survive other backends and other models, as far as they fit.
 */
import { ZscapeError } from '../../../base/errors.ts';
import type { Gap, Inside, Pictures } from '../../backends/backend.ts';
import { asFailure, breaksBackend } from '../../backends/failures.ts';
import { checkChanges, fitChanges, needsGrowthNetwork } from '../../backends/progan/changes.ts';
import { networkLayers } from '../../backends/progan/layers.ts';
import { planProgan } from '../../backends/progan/plan.ts';
import type { FeatureMaps, LayerSignal, NetworkChanges, NetworkLayer } from '../../contract.ts';
import type { ActiveBackend } from '../activeBackend.ts';
import type { Beside } from '../beside.ts';
import type { Happened } from '../happenings.ts';
import type { Recovery } from '../recovery.ts';
import type { Scheduler } from '../scheduler.ts';
import { noInside, noProgan } from './sentences.ts';

export class InsideDesk {
  readonly #active: ActiveBackend;
  readonly #scheduler: Scheduler;
  readonly #recovery: Recovery;
  readonly #beside: Beside;
  readonly #happened: Happened;
  /** The changes in force. Before there is a model, and while one is loading, the requested changes. */
  #changes: NetworkChanges | null = null;
  /** Settles when nothing that earlier changes need is being fetched any more; it never rejects. */
  #fetched: Promise<void> = Promise.resolve();

  constructor(
    active: ActiveBackend,
    scheduler: Scheduler,
    recovery: Recovery,
    beside: Beside,
    happened: Happened,
  ) {
    this.#active = active;
    this.#scheduler = scheduler;
    this.#recovery = recovery;
    this.#beside = beside;
    this.#happened = happened;
  }

  /** Lists the layers of the current model. @throws NETWORK_UNAVAILABLE, ENGINE_FAILED if there is no model */
  layers(): NetworkLayer[] {
    const manifest = this.#manifest();
    const { generator } = manifest;
    if (generator.family !== 'progan') throw noProgan(manifest);
    return networkLayers(planProgan({ ...manifest, generator }));
  }

  /**
   * Sets the changes in force.
   * @throws NETWORK_UNAVAILABLE, ENGINE_FAILED, CANCELLED; the previous changes then stay in force.
   */
  async setChanges(changes: NetworkChanges | null, signal: AbortSignal): Promise<void> {
    if (changes) checkChanges(changes);
    if (!this.#active.bundle) {
      this.#changes = changes;
      return;
    }
    await this.fetch(changes);
    await this.#scheduler.exclusive(async (gap) => {
      const fitting = changes && this.#fitting(changes);
      if (fitting) await this.#within((inside) => inside.pictures(fitting, gap));
      this.#putInForce(fitting);
    }, signal);
  }

  /**
   * Fetches what changes need, while other pictures are still being drawn. Resolves in the order of the calls; a failure
   * is told when the changes are drawn.
   */
  fetch(changes: NetworkChanges | null | undefined): Promise<void> {
    const { bundle } = this.#active;
    const needed = bundle && changes?.growth && needsGrowthNetwork(changes.growth, bundle.manifest);
    const fetched = needed ? bundle.growthNetwork?.().then(nothing, nothing) : undefined;
    this.#fetched = this.#fetched.then(() => fetched);
    return this.#fetched;
  }

  /**
   * Returns pictures of the network with these changes, whichever are in force. Call it only while nothing else is being
   * computed.
   * @throws NETWORK_UNAVAILABLE, ENGINE_FAILED
   */
  async picturesOf(changes: NetworkChanges | null): Promise<Pictures> {
    if (changes) checkChanges(changes);
    const fitting = changes && this.#fitting(changes);
    return fitting ? this.#within((inside) => inside.pictures(fitting)) : this.#active.model;
  }

  /** Computes the output of a layer. @throws NETWORK_UNAVAILABLE, ENGINE_FAILED, CANCELLED */
  featureMaps(
    z: Float32Array,
    layer: string,
    signal: AbortSignal,
    wished?: NetworkChanges | null,
  ): Promise<FeatureMaps> {
    return this.#ask((inside, gap) => {
      const changes = wished === undefined ? this.#changes : wished && this.#fitting(wished);
      return inside.featureMaps(z, layer, changes, gap);
    }, signal);
  }

  /** Measures each layer. @throws NETWORK_UNAVAILABLE, ENGINE_FAILED, CANCELLED */
  signal(z: Float32Array, signal: AbortSignal): Promise<LayerSignal[]> {
    return this.#ask((inside, gap) => inside.signal(z, gap), signal);
  }

  /** Drops changes that do not fit a new current model, with a sentence. */
  fit(): void {
    if (!this.#changes) return;
    const { changes, lacks } = fitChanges(this.#changes, this.#manifest());
    this.#putInForce(changes);
    if (lacks.length > 0) this.#dropped(`${this.#manifest().title} has no ${lacks.join(', no ')}`);
  }

  #manifest() {
    const { bundle } = this.#active;
    if (!bundle) throw new ZscapeError('ENGINE_FAILED', 'No model is loaded yet.');
    return bundle.manifest;
  }

  /** Checks that changes fit. @throws NETWORK_UNAVAILABLE unless all of them do. */
  #fitting(changes: NetworkChanges): NetworkChanges | null {
    const manifest = this.#manifest();
    if (manifest.generator.family !== 'progan') throw noProgan(manifest);
    const { changes: fitting, lacks } = fitChanges(changes, manifest);
    if (lacks.length === 0) return fitting;
    throw new ZscapeError('NETWORK_UNAVAILABLE', `${manifest.title} has no ${lacks.join(', no ')}.`);
  }

  #putInForce(changes: NetworkChanges | null): void {
    const before = this.#changes;
    this.#changes = changes;
    this.#active.changed = changes ? () => this.#pictures(changes) : undefined;
    // The speed of changed pictures says nothing about others: different kernels may draw them.
    if (!before !== !changes) this.#happened({ type: 'changed' });
  }

  #dropped(why: string): void {
    const error = new ZscapeError(
      'NETWORK_CHANGES_DROPPED',
      `${why}, so the changes to those parts of the network were undone.`,
    );
    this.#happened({ type: 'dropped', changes: this.#changes, error });
  }

  /** Returns the source of changed pictures. If none is left, the changes are dropped. */
  async #pictures(changes: NetworkChanges): Promise<Pictures> {
    try {
      return await this.#within((inside) => inside.pictures(changes));
    } catch (error) {
      if (!(error instanceof ZscapeError) || error.code !== 'NETWORK_UNAVAILABLE') throw error;
      if (this.#changes === changes) {
        this.#putInForce(null);
        this.#dropped(error.message.replace(/\.$/, ''));
      }
      return this.#active.model;
    }
  }

  #ask<T>(work: (inside: Inside, gap: Gap) => Promise<T>, signal: AbortSignal): Promise<T> {
    return this.#scheduler.exclusive((gap) => this.#within((inside) => work(inside, gap)), signal);
  }

  /** Runs work on the inside of the network. @throws NETWORK_UNAVAILABLE if no backend has access to it, ENGINE_FAILED. */
  async #within<T>(work: (inside: Inside) => Promise<T>): Promise<T> {
    const manifest = this.#manifest();
    if (manifest.generator.family !== 'progan') throw noProgan(manifest);
    const { inside } = this.#active.model;
    if (inside) return this.#recovery.attempt(() => work(inside));
    try {
      const other = await this.#beside.part((generator) => generator.inside);
      if (!other) throw noInside(manifest);
      return await work(other);
    } catch (error) {
      throw ofTheOther(error);
    }
  }
}

/** Wraps a failure of the kernels beside the backend, which says nothing about the backend itself. */
function ofTheOther(error: unknown): ZscapeError {
  const failure = asFailure(error, 'The inside of the network could not be computed');
  if (!breaksBackend(failure)) return failure;
  return new ZscapeError('NETWORK_UNAVAILABLE', failure.message, { cause: failure });
}

const nothing = (): void => {};
