/**
 * The search for the faces of pictures, for the page: its starts, the picture during the search, and its end. It changes
 * nothing that undo restores; the caller keeps its results.
 */
import { ZscapeError } from '../../../base/errors.ts';
import { inPageLanguage } from '../../../language/texts.ts';
import { type ClassTail, joinPoint, tailOfPoint, zOfPoint } from '../../../latent/point/classTail.ts';
import type { ProjectionResult, Target } from '../../../latent/projection/contract.ts';
import { pinsOfModel } from '../../../store/select/faces.ts';
import { spaceOf } from '../../../store/select/space.ts';
import type { Projection } from '../../../store/state/photo.ts';
import type { Model } from '../../../store/state/state.ts';
import type { Session } from '../../session.ts';
import { knownOf } from '../encoder/encodePicture.ts';
import type { Search } from '../search/search.ts';
import { searchInWorker } from '../search/searchInWorker.ts';
import { BestSoFar } from './bestSoFar.ts';
import { findingMessages } from './messages.ts';
import { projectionEngine } from './projectionEngine.ts';

/** A picture to search for. */
export interface Wanted {
  target: Target;
  /** PNG as a data URL. */
  thumbnail: string;
  /** Continues from here if it was searched for before. */
  from: ProjectionResult | null;
}

/** The result for a picture, as points, and the nearest faces on the way to it. */
export interface FoundWay extends ProjectionResult {
  way: readonly Float32Array[];
}

export type SearchParts = Pick<Session, 'store' | 'engine' | 'pictures' | 'models' | 'stage' | 'sessions'>;

/** A search in progress. */
interface Running {
  abort: AbortController;
  enough: AbortController;
  /** Why it ended, unless the user ended it. */
  reason?: ZscapeError;
}

const running = new WeakMap<SearchParts['store'], Running>();

/** The same picture begins with the same random faces, and so leads to the same face. */
const seed = 1;
/** How many of the session's pins are tried as starts, the latest first. */
const mostStarts = 64;
/** The page shows the progress this often at most: drawing it takes time from the search. */
const tellEveryMs = 100;
/** Points of the curve and of the way; a long search keeps every second one, and so on. */
const mostPoints = 400;

/**
 * Searches for one picture after the other. `State.projection` reports the progress, and is null again after a failure.
 * @param take keeps the result for each, after `takeEnough` perhaps only for the first ones; returns the ids of the pins
 * @throws CANCELLED after `stopFinding`; PROJECTION_INTERRUPTED when another model or session replaces this one; any
 * error of the search and the engine
 */
export async function findFaces(
  parts: SearchParts,
  wanted: readonly Wanted[],
  take: (found: readonly FoundWay[]) => Promise<readonly string[]>,
  search: Search = searchInWorker,
): Promise<void> {
  const { store } = parts;
  const { model } = store.getState();
  if (!model || wanted.length === 0 || running.has(store)) throw new ZscapeError('CANCELLED', 'Cancelled.');
  const run: Running = { abort: new AbortController(), enough: new AbortController() };
  running.set(store, run);
  const change = (what: Partial<Projection>) =>
    store.setState(({ projection }) => (projection ? { projection: { ...projection, ...what } } : {}));
  store.setState({ playing: null, projection: begun(model, wanted) });
  const best = new BestSoFar(parts, (image) => change({ best: image }));
  const unwatch = watch(parts, model, run, () => change({ live: false }));
  try {
    const found = await searchEach(parts, model, wanted, { run, best, change, search });
    best.end();
    const pins = await take(found);
    if (store.getState().projection?.state === 'running') change(endedWith(pins));
  } catch (error) {
    best.end();
    best.giveBack();
    store.setState({ projection: null });
    throw run.reason ?? error;
  } finally {
    running.delete(store);
    unwatch();
  }
}

/** What becomes of the search once these pins are kept: set along with them, both are one rendering. */
export const endedWith = (pins: readonly string[]) => ({ state: 'done', best: null, pins }) as const;

/** Ends the search as if it had not begun. */
export function stopFinding(store: SearchParts['store']): void {
  running.get(store)?.abort.abort();
}

/** Ends the search with the nearest face so far. */
export function takeEnough(store: SearchParts['store']): void {
  running.get(store)?.enough.abort();
}

function begun({ id }: Model, wanted: readonly Wanted[]): Projection {
  return {
    ...{ state: 'running', model: id, pictures: wanted.length, index: 0 },
    ...{ photo: wanted[0]?.thumbnail ?? '', step: 0, steps: 0, curve: [], live: true, best: null },
    ...{ blind: null, pins: [] },
  };
}

/** Ends the search when its model or session is replaced, and notices when the user moves the face. */
function watch(
  { store, sessions }: SearchParts,
  model: Model,
  run: Running,
  onMoved: () => void,
): () => void {
  const { id } = sessions;
  const { face } = store.getState();
  return store.subscribe((state) => {
    if (state.model?.id !== model.id || sessions.id !== id) {
      run.reason ??= interrupted(model);
      run.abort.abort();
    } else if (state.face?.z !== face?.z && state.projection?.live) onMoved();
  });
}

const interrupted = ({ title }: Model) =>
  new ZscapeError(
    'PROJECTION_INTERRUPTED',
    findingMessages.get().interrupted({ model: title }),
    inPageLanguage(),
  );

interface Doing {
  run: Running;
  best: BestSoFar;
  change: (what: Partial<Projection>) => void;
  search: Search;
}

async function searchEach(
  { store, engine, models }: SearchParts,
  model: Model,
  wanted: readonly Wanted[],
  { run, best, change, search }: Doing,
): Promise<FoundWay[]> {
  const { classes } = spaceOf(model);
  const state = store.getState();
  const tail = classes && state.face ? tailOfPoint(state.face.z, classes).slice() : new Float32Array();
  const check = () => {
    if (models.engineModel !== model.id) throw interrupted(model);
  };
  const source = projectionEngine(engine, model.latent.size, tail, check);
  change({ blind: await whyBlind(source.sizes) });
  const starts = pinsOfModel(state)
    .slice(-mostStarts)
    .map(({ z }) => zOfPoint(z, classes).slice());
  const found: FoundWay[] = [];
  for (const [index, { target, thumbnail, from }] of wanted.entries()) {
    if (run.enough.signal.aborted) break;
    let curve: Projection['curve'] = [];
    let way: readonly Float32Array[] = [];
    let reached = { step: 0, steps: 0 };
    let toldAt = Number.NEGATIVE_INFINITY;
    change({ index, photo: thumbnail, step: 0, steps: 0, curve });
    const { size, normalised, prior } = model.latent;
    const { encoded, ownRms } = await knownOf(store, model, target, run.abort.signal);
    const result = await search(
      {
        target,
        from: from && withoutClass(from, classes),
        options: {
          seed,
          latent: { size, normalised, prior },
          starts,
          ownRms: ownRms ?? null,
          ...(encoded && !from && { encoded }),
        },
      },
      source,
      {
        signal: run.abort.signal,
        enough: run.enough.signal,
        onProgress: ({ step, steps, resolution, loss, best: z }) => {
          curve = thinned([...curve, { resolution, loss }]);
          const point = inClassOf(z, tail);
          way = thinned([...way, point]);
          reached = { step, steps };
          const now = performance.now();
          if (now - toldAt < tellEveryMs) return;
          toldAt = now;
          change({ ...reached, curve });
          best.show(point);
        },
      },
    );
    check();
    change({ ...reached, curve });
    const [z, start] = [inClassOf(result.z, tail), inClassOf(result.start, tail)];
    found.push({ ...result, z, start, way: [start, ...way, z] });
  }
  return found;
}

const inClassOf = (z: Float32Array, tail: Float32Array) => (tail.length > 0 ? joinPoint(z, tail) : z);

function withoutClass(from: ProjectionResult, classes: ClassTail | undefined): ProjectionResult {
  return { ...from, z: zOfPoint(from.z, classes).slice(), start: zOfPoint(from.start, classes).slice() };
}

/** Returns the engine's reason for having no gradients; null if it has them. */
async function whyBlind(sizes: () => Promise<number[]>): Promise<string | null> {
  try {
    await sizes();
    return null;
  } catch (error) {
    if (error instanceof ZscapeError && error.code === 'GRADIENT_UNAVAILABLE') return error.message;
    throw error;
  }
}

/** Drops every second of a long curve's earlier points. */
function thinned<T>(points: readonly T[]): readonly T[] {
  if (points.length <= mostPoints) return points;
  return points.filter((_, i) => i % 2 === 0 || i === points.length - 1);
}
