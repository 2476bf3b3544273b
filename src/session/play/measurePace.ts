/**
 * Measures how the picture changes along a walk or a path, and finds the pace at which it changes evenly, on small
 * pictures rendered in the engine's spare time.
 */
import { pictureBytes } from '../../canvas/paint.ts';
import { type Picture, stepChanges } from '../../latent/curve/change.ts';
import { comparedFrames, type EvenPace, findEvenPace, walkFps } from '../../latent/curve/evenPace.ts';
import { createPath } from '../../latent/curve/path.ts';
import { wayBetween } from '../../latent/vector/interpolate.ts';
import { networksOf, pathNetwork } from '../../store/select/journey/pathCourse.ts';
import { walkEnds } from '../../store/select/journey/walkFace.ts';
import { spaceOf } from '../../store/select/space.ts';
import type { PathMeasure, WalkMeasure } from '../../store/state/journeys.ts';
import type { NetworkState } from '../../store/state/network.ts';
import { renderChanging } from '../renderChanging.ts';
import type { Session } from '../session.ts';

type Here = Pick<Session, 'store' | 'pictures'>;

export interface MeasureHooks {
  signal?: AbortSignal | undefined;
  /** Called with the number of pictures drawn, and the most that may be. */
  onProgress?: ((done: number, most: number) => void) | undefined;
}

/** Longest side of the compared pictures, in pixels. */
const pictureSize = 48;
/** How long a measurement may take, in milliseconds, unless that is too short for the fewest pictures. */
const worthMs = 15_000;
const pictureLimits = { fewest: 560, most: 800 };

/**
 * Measures the pace at which the current path changes evenly. @returns null while it has fewer than two keys. @throws
 * CANCELLED
 */
export async function measurePath(here: Here, hooks: MeasureHooks = {}): Promise<PathMeasure | null> {
  const state = here.store.getState();
  const { model, path, network } = state;
  if (!model || path.keys.length < 2) return null;
  const { curve, closed, seconds, fps } = path;
  const keys = path.keys.map(({ z }) => z);
  const way = createPath(keys, { curve, closed, ...spaceOf(model) });
  const networkAt = (position: number) => pathNetwork(state, position) ?? network;
  const measured = await measureWay(here, { ...way, networkAt }, seconds * fps, hooks);
  return { model: model.id, keys, networks: networksOf(state), curve, closed, ...measured };
}

/** Measures the pace at which the current walk changes evenly. @returns null while an end is missing. @throws CANCELLED */
export async function measureWalk(here: Here, hooks: MeasureHooks = {}): Promise<WalkMeasure | null> {
  const state = here.store.getState();
  const { model, walk, network } = state;
  const ends = walkEnds(state);
  if (!model || !ends) return null;
  const [a, b] = [ends.a.z, ends.b.z];
  const at = wayBetween(walk.method, a, b, spaceOf(model));
  const way = { segments: 1, at, networkAt: () => network };
  const measured = await measureWay(here, way, walk.seconds * walkFps, hooks);
  return { model: model.id, network, a, b, method: walk.method, ...measured };
}

async function measureWay(
  here: Here,
  way: {
    segments: number;
    at: (position: number) => Float32Array;
    networkAt: (position: number) => NetworkState;
  },
  frames: number,
  { signal, onProgress }: MeasureHooks,
): Promise<EvenPace> {
  const ms = here.store.getState().engine?.ms ?? 0;
  const { fewest, most: highest } = pictureLimits;
  const most = Math.max(fewest, Math.min(highest, Math.floor(worthMs / Math.max(1, ms))));
  let done = 0;
  return findEvenPace({
    segments: way.segments,
    frames: comparedFrames(frames),
    most,
    look: (positions) =>
      look(here, positions.map(way.at), positions.map(way.networkAt), signal, () => {
        done += 1;
        onProgress?.(done, most);
      }),
  });
}

/**
 * Measures the change of the picture from each latent to the next: one number fewer than there are latents.
 * @param networks the changes inside the network at each of them
 * @throws CANCELLED
 */
export async function changesBetween(
  here: Pick<Session, 'pictures'>,
  zs: readonly Float32Array[],
  networks: readonly NetworkState[],
  signal?: AbortSignal,
): Promise<number[]> {
  return stepChanges(await look(here, zs, networks, signal));
}

async function look(
  { pictures }: Pick<Session, 'pictures'>,
  zs: readonly Float32Array[],
  networks: readonly NetworkState[],
  signal?: AbortSignal,
  onPicture?: () => void,
): Promise<Picture[]> {
  const seen: Picture[] = [];
  await renderChanging(
    pictures,
    zs,
    networks,
    {
      size: pictureSize,
      ...(signal && { signal }),
      onImage: (index, image) => {
        seen[index] = pictureBytes(image, image.width, image.height);
        image.close();
        onPicture?.();
      },
    },
    'quiet',
  );
  return seen;
}
