/** Teaching an attribute: which face to ask about next, the fit, and reading and writing files. Loaded on first use. */

import { freshSeed } from '../../base/random.ts';
import type { BundleManifest } from '../../bundle/schema/manifest.ts';
import { attributeFileName } from '../../export/fileNames.ts';
import { writeNpy } from '../../export/npy.ts';
import { type Accuracy, nearestToBoundary } from '../../latent/direction/teach.ts';
import { directionOf } from '../../store/select/attributes.ts';
import { sampleZ } from '../../store/select/faces.ts';
import type { MeasuredAccuracy, Model, Taught } from '../../store/state/state.ts';
import { notify, type ZscapeStore } from '../../store/store.ts';
import { saveFile } from '../export/saveFile.ts';
import { sessionMessages } from '../messages.ts';
import { putTaught } from './keepTaught.ts';
import { askMaths } from './maths/maths.ts';
import { decodeTaught, encodeTaught, taughtFromNpy } from './taughtFile.ts';

/** How many faces are drawn for each question. The one nearest to the boundary is chosen. */
const candidates = 60;
/** One in this many questions is about a random face, so that the marks do not all lie near a boundary that may be wrong. */
const freeEvery = 4;

/**
 * Chooses the seed of a face to ask about. Once there is a boundary it is a face near that (uncertainty sampling: Lewis
 * and Gale 1994, "A sequential algorithm for training text classifiers"), and now and then any face.
 * @param asked seeds of earlier questions, which are not asked again
 */
export function nextQuestion(
  model: Model,
  boundary: Pick<Taught, 'direction' | 'threshold'> | null,
  asked: readonly number[],
): number {
  const known = new Set(asked);
  const draw = () => {
    let seed = freshSeed();
    while (known.has(seed)) seed = freshSeed();
    return seed;
  };
  const threshold = boundary?.threshold ?? null;
  if (!boundary || threshold === null || asked.length % freeEvery === 0) return draw();
  const seeds = Array.from({ length: candidates }, draw);
  const { direction } = boundary;
  const [nearest = 0] = nearestToBoundary(
    seeds.map((seed) => sampleZ(model, seed)),
    { direction, threshold },
    model.latent.normalised,
  );
  return seeds[nearest]!;
}

/**
 * Fits the marks and keeps the resulting attribute. Marks name faces by their seeds alone, so these are always drawn at
 * the model's usual spread; the class that they are shown in is not part of z.
 */
export async function fitTaught(
  store: ZscapeStore,
  model: Model,
  wanted: Pick<Taught, 'id' | 'name' | 'marks' | 'created'>,
): Promise<Taught> {
  const { direction, threshold, accuracy, means } = await askMaths('teach', {
    marks: wanted.marks.map(({ seed, yes }) => ({ z: sampleZ(model, seed), yes })),
    options: { normalised: model.latent.normalised },
  });
  const before = store.getState().taught.find(({ id }) => id === wanted.id);
  const taught: Taught = {
    ...wanted,
    model: model.id,
    direction,
    threshold,
    accuracy: keptAccuracy(accuracy),
    means: { direction: means.direction, accuracy: keptAccuracy(means.accuracy) },
    way: before?.way ?? 'boundary',
  };
  putTaught(store, taught);
  return taught;
}

function keptAccuracy({ share, interval, total }: Accuracy): MeasuredAccuracy {
  return { share, interval, total };
}

export function saveTaughtJson(store: ZscapeStore, taught: Taught, model: BundleManifest): void {
  saveFile(
    store,
    new Blob([encodeTaught(taught, model)], { type: 'application/json' }),
    attributeFileName(model.id, taught.name, 'json'),
  );
}

/** Saves the unit direction that the slider moves along, float32 [latent size]. */
export function saveTaughtNpy(store: ZscapeStore, taught: Taught, model: BundleManifest): void {
  saveFile(
    store,
    new Blob([writeNpy(directionOf(taught), [taught.direction.length])]),
    attributeFileName(model.id, taught.name, 'npy'),
  );
}

/** Adds the attribute in a file. @throws NPY_INVALID, ATTRIBUTE_INVALID */
export async function openTaught(store: ZscapeStore, model: BundleManifest, file: File): Promise<Taught> {
  const isNpy = file.name.toLowerCase().endsWith('.npy');
  const { taught, madeWith } = isNpy
    ? {
        taught: taughtFromNpy(new Uint8Array(await file.arrayBuffer()), file.name, model),
        madeWith: null,
      }
    : decodeTaught(await file.text(), file.name, model);
  const { taught: all } = store.getState();
  const taken = new Set(all.filter((one) => one.model === model.id).map(({ name }) => name));
  const named = { ...taught, name: freeName(taught.name, taken) };
  putTaught(store, named);
  if (madeWith !== null) {
    const said = sessionMessages
      .get()
      .taughtElsewhere({ name: named.name, there: madeWith, here: model.title });
    notify(store, new Error(said), 'info');
  }
  return named;
}

function freeName(name: string, taken: ReadonlySet<string>): string {
  if (!taken.has(name)) return name;
  let count = 2;
  while (taken.has(`${name} ${count}`)) count += 1;
  return `${name} ${count}`;
}
