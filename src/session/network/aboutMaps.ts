/**
 * Finds out what the maps of a layer are about: they are observed while the unchanged model draws many samples, in the
 * gaps between the frames on the canvas.
 */
import { throwIfCancelled, ZscapeError } from '../../base/errors.ts';
import { attributesOf } from '../../store/select/attributes.ts';
import { sampleFace } from '../../store/select/faces.ts';
import type { Session } from '../session.ts';
import { leastCorrelation, type MapMeaning, MapStatistics } from './mapMeaning.ts';

/** How many samples are used, with the seeds from 0. */
export const aboutSamples = 256;

/** All maps of a layer, once they have been observed. */
export interface LayerMeaning {
  /** Bundle id. */
  model: string;
  layer: string;
  of(map: number): MapMeaning;
}

interface AboutHooks {
  signal: AbortSignal;
  onProgress: (done: number, total: number) => void;
}

/** Observes the maps of a layer. @throws CANCELLED, NETWORK_UNAVAILABLE, and any error of the engine */
export async function watchMaps(
  { store, engine, models }: Pick<Session, 'store' | 'engine' | 'models'>,
  layer: string,
  { signal, onProgress }: AboutHooks,
): Promise<LayerMeaning> {
  const { model } = store.getState();
  if (!model)
    throw new ZscapeError('ENGINE_FAILED', 'No model is loaded yet, so there are no maps to analyse.');
  let statistics: MapStatistics | null = null;
  const zs: Float32Array[] = [];
  for (let seed = 0; seed < aboutSamples; seed++) {
    throwIfCancelled(signal);
    const { z } = sampleFace(model, seed);
    const maps = await engine.featureMaps(z, layer, signal, null);
    if (models.engineModel !== model.id) throw new ZscapeError('CANCELLED', 'Another model was loaded.');
    statistics ??= new MapStatistics(maps);
    statistics.add(maps.data);
    zs.push(z);
    onProgress(seed + 1, aboutSamples);
  }
  const found = statistics;
  if (!found) throw new ZscapeError('ENGINE_FAILED', `The layer ${layer} gave no maps.`);
  const along = attributesOf(store.getState()).map(({ id, direction }) => ({ id, direction }));
  const of = (map: number) => found.meaning(map, zs, along, leastCorrelation(zs.length));
  return { model: model.id, layer, of };
}
