/**
 * Everything that determines a batch, so that after a reload it continues with the same samples, whatever happened to the
 * page's state.
 */
import { batchLimits, type PictureFormat } from '../../base/batchLimits.ts';
import { ZscapeError } from '../../base/errors.ts';
import { MAX_SEED } from '../../base/random.ts';
import { batchStem } from '../../export/batch/shards.ts';
import { amountsOf, attributesOf, baseOf } from '../../store/select/attributes.ts';
import { presentDraw } from '../../store/select/faces.ts';
import { usualSpread } from '../../store/select/space.ts';
import { type BatchWay, batchSamples } from '../../store/state/batch.ts';
import type { NetworkState } from '../../store/state/network.ts';
import type { Model, Scaling, State } from '../../store/state/state.ts';

/** An attribute that samples are moved along, or that must not move. */
export interface BatchMove {
  name: string;
  /** Unit vector, float32 [latent size]. */
  direction: Float32Array;
  /** Standard deviations. */
  amount: number;
  locked: boolean;
}

export interface BatchRecipe {
  model: { id: string; title: string; fingerprint: string };
  way: BatchWay;
  samples: number;
  /** The first seed: of the samples, or, for `around`, of the faces towards which they are moved. */
  first: number;
  spread: number;
  class: number | undefined;
  /** The point at which the samples begin; null for `seeds`. */
  base: Float32Array | null;
  /** For `around`, 0 to 1. */
  distance: number;
  moves: readonly BatchMove[];
  /** The changes inside the network. Batches of older versions lack them and are drawn with the current ones. */
  network?: NetworkState;
  /** For `along`: the index of the move, and its amounts at the first and the last sample. */
  sweep: { move: number; from: number; to: number } | null;
  format: PictureFormat;
  /** 0 to 1. */
  quality: number;
  /** Pixels of the pictures. */
  width: number;
  height: number;
  scaling: Scaling;
  perFile: number;
  /** Stem of the files' names. */
  stem: string;
}

/** Identifies the version of a model: only the same files give the same pictures. */
export function fingerprintOf({ files }: Model): string {
  return files.map(({ sha256 }) => sha256.slice(0, 16)).join(' ');
}

/**
 * Returns the batch that the settings ask for now.
 * @throws EXPORT_FAILED, naming what is missing or excessive; SEED_INVALID
 */
export function recipeOf(state: State): BatchRecipe {
  const { model, face, batch, scaling, network } = state;
  if (!model || !face) throw new ZscapeError('EXPORT_FAILED', 'There is no face yet to make a batch with.');
  const { way, first, scale, format, quality, perFile, distance } = batch;
  const samples = batchSamples(batch);
  checkNumber(samples, state);
  const swept = way === 'along' ? sweptAttribute(state) : undefined;
  const moves = way === 'along' || (way === 'seeds' && batch.edited) ? movesOf(state, swept?.id) : [];
  const sweep = swept && {
    move: moves.findIndex(({ direction }) => direction === swept.direction),
    from: batch.from,
    to: batch.to,
  };
  const draw = presentDraw(state);
  return {
    model: { id: model.id, title: model.title, fingerprint: fingerprintOf(model) },
    way,
    samples,
    first: way === 'seeds' ? first : 0,
    spread: draw.spread ?? usualSpread(model),
    class: draw.class,
    base: way === 'around' ? face.z : way === 'along' ? baseOf(state) : null,
    distance: distance / 100,
    moves,
    network,
    sweep: sweep ?? null,
    format,
    quality: quality / 100,
    width: Math.max(1, Math.round(model.image.width * scale)),
    height: Math.max(1, Math.round(model.image.height * scale)),
    scaling,
    perFile,
    stem: batchStem(model.id, nameOf(state, swept?.name)),
  };
}

function checkNumber(samples: number, { batch }: State): void {
  const { lowest, highest } = batchLimits.samples;
  if (samples < lowest) {
    throw new ZscapeError(
      'SEED_INVALID',
      `The last seed, ${batch.last}, comes before the first, ${batch.first}, so there is nothing to draw. Make it ${batch.first} or more.`,
    );
  }
  if (samples > highest) {
    throw new ZscapeError(
      'EXPORT_FAILED',
      `That would be ${samples} pictures, but one batch can have at most ${highest}. Split it into several.`,
    );
  }
  if (batch.way === 'seeds' && batch.last > MAX_SEED)
    throw new ZscapeError('SEED_INVALID', `Seeds go from 0 to ${MAX_SEED}.`);
}

function sweptAttribute(state: State) {
  const list = attributesOf(state);
  const chosen = list.find(({ id }) => id === state.batch.attribute) ?? list[0];
  if (chosen) return chosen;
  throw new ZscapeError(
    'EXPORT_FAILED',
    'This model has no attributes yet to move along. Find or teach some in the Attributes panel first.',
  );
}

/** Returns the edits of the current face, and its locks. @param also the id of another attribute, which does not move yet */
function movesOf(state: State, also?: string): BatchMove[] {
  const amounts = amountsOf(state);
  const { locked } = state.edit;
  return attributesOf(state)
    .filter(({ id }) => amounts[id] !== undefined || locked.includes(id) || id === also)
    .map(({ id, name, direction }) => ({
      ...{ name, direction },
      amount: amounts[id] ?? 0,
      locked: locked.includes(id),
    }));
}

function nameOf({ batch, face }: State, attribute: string | undefined): string {
  if (batch.way === 'seeds') return `seeds-${batch.first}-to-${batch.last}`;
  const from = face?.seed === null || face?.seed === undefined ? 'face' : `seed-${face.seed}`;
  return batch.way === 'around'
    ? `around-${from}-${batch.count}`
    : `${from}-along-${attribute}-${batch.count}`;
}
