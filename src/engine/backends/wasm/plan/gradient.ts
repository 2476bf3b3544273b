/**
 * The memory layout of gradients, after the network in the same memory: layers that keep the values needed for gradients,
 * and backward layers. They have their own pictures, so frames may be computed in between; they share weights and scratch
 * with the forward pass. A layer's gradient overwrites its output.
 */
import type { Weights } from '../../../../bundle/read/weights.ts';
import type { BundleManifest } from '../../../../bundle/schema/manifest.ts';
import type { HeadLayer, ProganPlan } from '../../progan/plan.ts';
import { shapesOf, weightsOf } from '../../progan/weights.ts';
import * as at from '../layout.ts';
import { Arena } from '../memory/arena.ts';
import type { Machine } from '../memory/machine.ts';
import { type DenseLayer, denseBackStep, denseKeptStep, writeDenseRecord } from './dense.ts';
import { type Head, writeHeadRecord } from './heads.ts';
import { backKinds, kinds, type quickest } from './kinds.ts';
import {
  type Cut,
  cutOf,
  type Layer,
  type Picture,
  type Step,
  scratchBytes,
  stepsOf,
  TILE_BACK,
  type TileScratch,
  takeLayer,
  takePicture,
  tileBytes,
  writeLayer,
} from './layer.ts';
import { packKernel, stagingBytes, turned } from './packing.ts';
import type { Convolution, Program } from './program.ts';

/** The existing layout that gradients build on. */
export interface Ground {
  plan: ProganPlan;
  range: BundleManifest['image']['range'];
  weights: Weights;
  threads: number;
  choose: typeof quickest;
  /** End of the forward pass's memory. */
  end: number;
  dense: DenseLayer;
  convolutions: readonly Convolution[];
  heads: readonly Head[];
  /** Scratch of the forward pass, and room for one packing job. */
  scratch: number;
  jobs: number;
}

/** A picture of one resolution and its gradient. */
export interface GradientHead {
  resolution: number;
  /** Computes the picture, to `keep.head.values`, and keeps the values that `back` needs. */
  keep: Program;
  /** Computes `dLatent` from `gradient`, overwriting the kept values. */
  back: Program;
  /** Address of the gradient with respect to the picture's values, f32 [size, size, image channels]. */
  gradient: number;
}

export interface GradientNetwork {
  /** From low to high resolution. */
  heads: readonly GradientHead[];
  /** Address of the gradient with respect to the first layer's input, f32 [latent]. */
  dLatent: number;
}

export interface GradientPlaces {
  /** Pages of memory needed in all. */
  pages: number;
  /** The end of it. */
  end: number;
  /** Writes records and packs weights into a memory of at least `pages`. @param gap awaited between layers. */
  write(machine: Machine, gap?: () => Promise<void>): Promise<GradientNetwork>;
}

/** Assigns an address to everything, without writing. */
export function takeGradient(ground: Ground): GradientPlaces {
  const { plan, threads, convolutions, choose } = ground;
  const { activation } = plan;
  const arena = new Arena(ground.end);
  // Rewritten for each gradient. While weights are packed, it serves as their staging area.
  const staging = arena.next;
  const pictures = [ground.dense.target, ...convolutions.map(({ layer }) => layer.target)].map((picture) =>
    takePicture(arena, picture.size, picture.channels, TILE_BACK),
  );
  const staged = plan.convolutions.map((layer) => stagingBytes(shapesOf(layer).kernel));
  arena.take(Math.max(0, Math.max(...staged) - (arena.next - staging)));
  const stagingEnd = arena.next;
  const norms = pictures.map(({ size }) => arena.take(4 * size * size));
  const dLatent = arena.take(4 * ground.dense.depth);

  const dense: DenseLayer = { ...ground.dense, record: arena.take(at.LAYER_BYTES), target: pictures[0]! };
  const kept = convolutions.map(({ layer, cut }, i) => ({
    cut,
    layer: {
      ...layer,
      ...{ record: arena.take(at.LAYER_BYTES), head: 0, norms: norms[i + 1]! },
      ...{ source: pictures[i]!, target: pictures[i + 1]! },
    },
  }));
  const back = convolutions.map(({ planned }, i): { layer: Layer; cut: Cut } => {
    const [source, target] = [pictures[i + 1]!, pictures[i]!];
    const shape = { size: target.size, depth: source.channels, channels: target.channels };
    const kind = choose(false, shape, threads, planned.up ? backKinds : kinds);
    const layer = takeLayer(arena, {
      ...{ kind, shape, source, target, trueChannels: planned.from, activation, head: 0 },
    });
    return { cut: cutOf({ kind, shape }, threads), layer: { ...layer, norms: norms[i]! } };
  });
  const scratch = arena.take(Math.max(...back.map(({ cut }) => scratchBytes(cut, threads))));
  const ofThread = Math.max(
    at.DENSE_BACK_BYTES,
    ...pictures.map(({ channels }) => 4 * channels),
    ...[...kept, ...back].map(({ layer }) => tileBytes(layer, true)),
  );
  const tileScratch: TileScratch = { address: arena.take(threads * ofThread), bytes: ofThread };
  const heads = [...plan.previews, plan.head].map((planned) => takeGradientHead(arena, ground, planned));

  async function write(machine: Machine, gap?: () => Promise<void>): Promise<GradientNetwork> {
    const widened = new Float32Array(Math.max(...staged) / 4);
    for (const [i, { layer }] of back.entries()) {
      const { kernel } = weightsOf(ground.weights, plan.convolutions[i]!, widened);
      packKernel(
        machine,
        { staging, jobs: ground.jobs, tileScratch },
        turned(kernel),
        layer.kind,
        layer.weights,
      );
      await gap?.();
    }
    machine.bytes(staging, stagingEnd - staging).fill(0);
    const { view } = machine;
    writeDenseRecord(view, dense);
    view.setInt32(dense.record + at.L_NORMS, norms[0]!, true);
    view.setInt32(dense.record + at.L_INPUTS, dLatent, true);
    view.setInt32(dense.record + at.L_SCRATCH, tileScratch.address, true);
    view.setInt32(dense.record + at.L_SCRATCH_THREAD, tileScratch.bytes, true);
    for (const { layer, cut } of kept) writeLayer(view, layer, cut, ground.scratch, tileScratch, threads);
    for (const { layer, cut } of back) writeLayer(view, layer, cut, scratch, tileScratch, threads);
    return {
      dLatent,
      heads: heads.map((head) => {
        const { after } = head.planned;
        writeGradientHead(view, ground, head, pictures[after]!, norms[after]!, tileScratch);
        const { record, size } = head.shown;
        const row = { tasks: size, argument: record };
        const program = (address: number, parts: Step[][]): Program => {
          const steps = parts.flat();
          machine.write(address, steps);
          let end = 0;
          // Only another gradient writes here, and none runs in the meantime.
          return {
            ...{ address, steps, pictures: 0, head: head.shown, cost: 0 },
            parts: parts.map((part) => (end += part.length)),
          };
        };
        return {
          resolution: size,
          gradient: head.gradient,
          keep: program(head.keep, [
            [denseKeptStep(dense)],
            ...kept.slice(0, after).map(({ layer, cut }) => stepsOf(layer, cut, 'kept')),
            [{ op: at.OP_HEAD, ...row }],
          ]),
          back: program(head.back, [
            [{ op: at.OP_HEAD_BACK, ...row }],
            ...back
              .slice(0, after)
              .reverse()
              .map(({ layer, cut }) => stepsOf(layer, cut, 'back')),
            [denseBackStep(dense)],
          ]),
        };
      }),
    };
  }
  return { pages: arena.pages, end: arena.next, write };
}

interface PlacedHead {
  planned: HeadLayer;
  shown: Head;
  gradient: number;
  /** Addresses of the programs. */
  keep: number;
  back: number;
}

function takeGradientHead(arena: Arena, { plan, heads }: Ground, planned: HeadLayer): PlacedHead {
  const shown = heads.find(({ size }) => size === planned.resolution)!;
  const { size, imageChannels } = shown;
  const bytes = 4 * size * size * imageChannels;
  const program = (3 * plan.convolutions.length + 2) * at.STEP_BYTES;
  return {
    planned,
    shown: {
      ...shown,
      ...{
        record: arena.take(at.HEAD_BYTES),
        values: arena.take(bytes),
        pixels: arena.take(4 * size * size),
      },
    },
    ...{ gradient: arena.take(bytes), keep: arena.take(program), back: arena.take(program) },
  };
}

function writeGradientHead(
  view: DataView,
  { plan, range }: Ground,
  { planned, shown, gradient }: PlacedHead,
  source: Picture,
  norms: number,
  tileScratch: TileScratch,
): void {
  writeHeadRecord(view, shown, planned.clip, range, { source, tileScratch });
  view.setInt32(shown.record + at.H_GRADIENT, gradient, true);
  view.setInt32(shown.record + at.H_NORMS, norms, true);
  view.setFloat32(shown.record + at.H_BEND, plan.activation.slope - 1, true);
  view.setFloat32(shown.record + at.H_SHARE, 1 / planned.from, true);
}
