/** Encodes a picture with a model's encoder. */
import { isAbort, ZscapeError } from '../../../base/errors.ts';
import { startWorker } from '../../../base/workers/startWorker.ts';
import { askOnce } from '../../../base/workers/workerCalls.ts';
import { readCard } from '../../../bundle/schema/card.ts';
import type { Target } from '../../../latent/projection/contract.ts';
import type { Model } from '../../../store/state/state.ts';
import type { ZscapeStore } from '../../../store/store.ts';
import { bundleUrl } from '../../models/modelLoader.ts';
import type { Questions } from './messages.ts';

const start = () =>
  startWorker(
    () =>
      new Worker(new URL('./encoder.worker.ts', import.meta.url), { type: 'module', name: 'zscape-encoder' }),
    'The encoder cannot be run',
  );

/** Data for searches that a model of this project has beside its weights; empty for other models. */
export interface Known {
  /** The encoder's latent for the picture. */
  encoded?: Float32Array;
  /** How near it comes to pictures that it drew itself. */
  ownRms?: number;
}

/**
 * Returns the known data of a model. Models with a card, on the page's own host, may have an encoder and figures. Missing
 * data are left out, because the search works without them.
 * @throws CANCELLED
 */
export async function knownOf(
  store: ZscapeStore,
  model: Model,
  target: Target,
  signal: AbortSignal,
): Promise<Known> {
  const entry = store.getState().catalogue?.find(({ id }) => id === model.id);
  if (!entry || entry.onDevice || model.card === undefined) return {};
  const bundle = bundleUrl(entry);
  const [encoded, card] = await Promise.all([
    orNothing(encodePicture(bundle, model.latent.size, target, signal)),
    orNothing(readCard(bundle, model, signal)),
  ]);
  const ownRms = card?.ownRms;
  return { ...(encoded && { encoded }), ...(typeof ownRms === 'number' && { ownRms }) };
}

async function orNothing<T>(asked: Promise<T>): Promise<T | null> {
  try {
    return await asked;
  } catch (error) {
    if (isAbort(error)) throw error;
    return null;
  }
}

/**
 * Returns the z of a picture by the encoder of a bundle.
 * @param bundle address of the model's folder on the page's own host, with a closing slash
 * @param size numbers in z
 * @returns null if the model has no encoder
 * @throws CANCELLED, WORKER_UNAVAILABLE, NETWORK; any fault of the encoder's files
 */
async function encodePicture(
  bundle: string,
  size: number,
  { data, width, height, channels, range = [-1, 1] }: Target,
  signal: AbortSignal,
): Promise<Float32Array | null> {
  const [low, high] = range;
  const picture = {
    ...{ width, height, channels },
    data: data.map((value) => (2 * (value - low)) / (high - low) - 1),
  };
  const address = new URL('encoder/', new URL(bundle, document.baseURI)).href;
  return askOnce<Questions, 'encode'>(start, 'encode', { address, size, picture }, { failed, signal });
}

const failed = (message: string) =>
  new ZscapeError(
    'INTERNAL',
    `The encoder could not be run: ${message || 'its script could not be loaded'}.`,
  );
