/**
 * The memory layout for the inside of a network, after the network in the same memory: the same layers again, with their
 * own pictures, all kept until the next frame so that their maps can be read and changed. Weights, biases, scratch and
 * the output of the heads are shared with frames.
 */
import type { Weights } from '../../../../bundle/read/weights.ts';
import type { BundleManifest } from '../../../../bundle/schema/manifest.ts';
import type { HeadLayer, ProganPlan } from '../../progan/plan.ts';
import { foldedHead } from '../../progan/weights.ts';
import * as at from '../layout.ts';
import { Arena } from '../memory/arena.ts';
import type { Machine } from '../memory/machine.ts';
import { type DenseLayer, denseStep, writeDenseRecord } from './dense.ts';
import { type Head, takeHead, writeHead, writeHeadRecord } from './heads.ts';
import { type Picture, type Step, stepsOf, type TileScratch, takePicture, writeLayer } from './layer.ts';
import { type Maps, takeMaps, writeMaps } from './maps.ts';
import type { Convolution } from './program.ts';

/** The existing layout that the inside builds on. */
export interface InsideGround {
  plan: ProganPlan;
  range: BundleManifest['image']['range'];
  weights: Weights;
  threads: number;
  /** End of the memory used so far. */
  end: number;
  dense: DenseLayer;
  convolutions: readonly Convolution[];
  head: Head;
  previewHeads: readonly Head[];
  scratch: number;
  tileScratch: TileScratch;
}

/** A list of layers with their own records, which read and write the pictures of the inside. */
export interface Row {
  dense: DenseLayer;
  convolutions: readonly Convolution[];
}

/** A head that reads pictures of the inside. */
export interface InsideHead {
  planned: HeadLayer;
  shown: Head;
}

export interface InsidePlaces {
  pages: number;
  /** Including room for held maps. */
  pagesWithPlanes: number;
  /** The output of each layer. */
  pictures: readonly Picture[];
  maps: readonly Maps[];
  /** Layers of the network: unchanged, without any norm, and changed. */
  rows: { plain: Row; bare: Row; changed: Row };
  /** The last layer of the changed network, including the head of the full picture, as in frames. */
  last: Convolution;
  heads: { full: InsideHead; refitted: readonly InsideHead[]; trained: readonly InsideHead[] };
  /** Address reserved for a program, by number. */
  program(i: number): number;
  /** Address of f32 [size, size] for a held map of a layer. */
  plane(layer: number, map: number): number;
  /** Writes records. The memory must have `pages` by then. */
  write(machine: Machine): void;
}

/** Programs that have room, besides one for each preview: see `insidePrograms.ts`. */
const PROGRAMS = 6;

/** Assigns an address to everything, without writing. */
export function takeInside(ground: InsideGround): InsidePlaces {
  const { plan, convolutions, previewHeads } = ground;
  const arena = new Arena(ground.end);
  const outputs = [ground.dense, ...convolutions.map(({ layer }) => layer)];
  const pictures = outputs.map(({ target }) => takePicture(arena, target.size, target.channels));
  const maps = pictures.map((picture, i) => takeMaps(arena, picture, outputs[i]!.trueChannels));
  const rowOf = (): Row => ({
    dense: { ...ground.dense, record: arena.take(at.LAYER_BYTES), target: pictures[0]! },
    convolutions: convolutions.map((convolution, i) => takeConvolution(arena, convolution, i, pictures, 0)),
  });
  const rows = { plain: rowOf(), bare: rowOf(), changed: rowOf() };
  const end = convolutions.length - 1;
  const last = takeConvolution(arena, convolutions[end]!, end, pictures, ground.head.record);

  const again = (planned: HeadLayer, shown: Head): InsideHead => ({
    planned,
    shown: { ...shown, record: arena.take(at.HEAD_BYTES) },
  });
  const heads = {
    full: again(plan.head, ground.head),
    refitted: plan.previews.map((planned, i) => again(planned, previewHeads[i]!)),
    trained: plan.trained.map((planned) => ({ planned, shown: takeHead(arena, planned) })),
  };
  const programBytes = (6 * pictures.length + 2) * at.STEP_BYTES;
  const programs = arena.take((PROGRAMS + previewHeads.length) * programBytes);
  const { pages } = arena;
  const planes = pictures.map(({ size }, i) => arena.take(4 * size * size * maps[i]!.count));

  function write(machine: Machine): void {
    const { view } = machine;
    for (const each of maps) writeMaps(machine, each);
    for (const { dense, convolutions: layers } of Object.values(rows)) {
      writeDenseRecord(view, dense);
      for (const { layer, cut } of layers)
        writeLayer(view, layer, cut, ground.scratch, ground.tileScratch, ground.threads);
    }
    writeLayer(view, last.layer, last.cut, ground.scratch, ground.tileScratch, ground.threads);
    for (const layer of [rows.bare.dense, ...rows.bare.convolutions.map((one) => one.layer)])
      setNorm(view, layer, false);
    const sourceOf = ({ after }: HeadLayer) => ({
      source: pictures[after]!,
      tileScratch: ground.tileScratch,
    });
    for (const { planned, shown } of [heads.full, ...heads.refitted])
      writeHeadRecord(view, shown, planned.clip, ground.range, sourceOf(planned));
    for (const { planned, shown } of heads.trained) {
      const folded = { ...planned, ...foldedHead(ground.weights, planned) };
      writeHead(machine, shown, folded, ground.range, sourceOf(planned));
    }
  }
  return {
    ...{ pages, pagesWithPlanes: arena.pages, pictures, maps, rows, last, heads, write },
    program: (i) => programs + i * programBytes,
    plane: (layer, map) => planes[layer]! + map * 4 * pictures[layer]!.size ** 2,
  };
}

function takeConvolution(
  arena: Arena,
  convolution: Convolution,
  i: number,
  pictures: readonly Picture[],
  head: number,
): Convolution {
  const [source, target] = [pictures[i]!, pictures[i + 1]!];
  const record = arena.take(at.LAYER_BYTES);
  return { ...convolution, layer: { ...convolution.layer, record, source, target, head } };
}

type Normed = Pick<DenseLayer, 'record' | 'trueChannels' | 'activation'>;

/** Turns PixelNorm on or off. When it is off, its factor is 1 / sqrt(0 + 1). */
export function setNorm(view: DataView, { record, trueChannels, activation }: Normed, normed: boolean): void {
  view.setFloat32(record + at.L_SHARE, normed ? 1 / trueChannels : 0, true);
  view.setFloat32(record + at.L_EPSILON, normed ? activation.epsilon : 1, true);
}

/** Returns the steps of one layer of a row; the first layer is number 0. */
export function layerSteps({ dense, convolutions }: Row, i: number): Step[] {
  const convolution = convolutions[i - 1];
  return convolution ? stepsOf(convolution.layer, convolution.cut) : [denseStep(dense)];
}
