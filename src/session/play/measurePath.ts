/**
 * Measures how much the picture changes along a path, with small pictures that are rendered in the engine's spare
 * time.
 */
import { pictureBytes } from '../../canvas/paint.ts';
import { rmsChange } from '../../latent/curve/change.ts';
import { positionsByChange, positionsToMeasure } from '../../latent/curve/course.ts';
import { createPath } from '../../latent/curve/path.ts';
import { spaceOf } from '../../store/select/space.ts';
import type { PathMeasure } from '../../store/state/journeys.ts';
import type { State } from '../../store/state/state.ts';
import type { Session } from '../session.ts';

/** Longest side of the pictures that are compared, in pixels. */
const pictureSize = 48;
/** How long one round of measuring may take, in milliseconds. */
const worthMs = 3000;

/**
 * Measures the present path of the state: once evenly, and then again, closer where the picture changes more.
 * @returns null while the path has fewer than two keys
 * @throws CANCELLED when the signal fires.
 */
export async function measurePath(
  { store, pictures }: Pick<Session, 'store' | 'pictures'>,
  signal?: AbortSignal,
): Promise<PathMeasure | null> {
  const state = store.getState();
  const { model, path } = state;
  if (!model || path.keys.length < 2) return null;
  const { curve, closed } = path;
  const keys = path.keys.map(({ z }) => z);
  const way = createPath(keys, { curve, closed, ...spaceOf(model) });
  const measure = async (positions: readonly number[]) => ({
    positions,
    steps: await changesBetween({ pictures }, positions.map(way.at), signal),
  });
  const coarse = await measure(positionsToMeasure(way.segments, samplesPerSegment(state, way.segments)));
  const fine = await measure(positionsByChange(coarse, way.segments));
  return { model: model.id, keys, curve, closed, ...fine };
}

/** The change of the picture from each latent to the next: one number fewer than there are latents. */
export async function changesBetween(
  { pictures }: Pick<Session, 'pictures'>,
  zs: readonly Float32Array[],
  signal?: AbortSignal,
): Promise<number[]> {
  const steps: number[] = [];
  let before: Uint8ClampedArray | null = null;
  await pictures.render(
    zs,
    {
      size: pictureSize,
      ...(signal && { signal }),
      onImage: (_, image) => {
        const now = pictureBytes(image, image.width, image.height);
        image.close();
        if (before) steps.push(rmsChange(before, now));
        before = now;
      },
    },
    'quiet',
  );
  return steps;
}

function samplesPerSegment({ engine }: State, segments: number): number {
  const affordable = worthMs / Math.max(1, engine?.ms ?? 1) / segments;
  return Math.max(4, Math.min(16, Math.floor(affordable)));
}
