/** A ProGAN generator laid out for the kernels: every layer's place, the programs that run it, its weights packed. */
import type { Weights } from '../../../../bundle/read/weights.ts';
import type { BundleManifest, ProganGenerator } from '../../../../bundle/schema/manifest.ts';
import { type ConvolutionLayer, type ProganPlan, planProgan } from '../../progan/plan.ts';
import { foldedHead, shapesOf, weightsOf } from '../../progan/weights.ts';
import * as at from '../layout.ts';
import { Arena } from '../memory/arena.ts';
import { Machine } from '../memory/machine.ts';
import type { Kernels } from '../modules.ts';
import { areHalves, denseStep, takeDense, writeDense } from './dense.ts';
import { type Head, takeHead, writeHead } from './heads.ts';
import { costOf, quickest, type Shape } from './kinds.ts';
import {
  type Cut,
  cutOf,
  type Layer,
  type Picture,
  padded,
  type Step,
  scratchBytes,
  stepsOf,
  takeLayer,
  takePicture,
  tileBytes,
  writeLayer,
} from './layer.ts';
import { jobBytes, type PackingRoom, packDense, packKernel, stagedFloats } from './packing.ts';

/** A program and where its picture appears. */
export interface Program {
  address: number;
  steps: Step[];
  /** Where its parts end, in steps. Part i writes picture i, as long as there are `pictures`; a head writes none. */
  parts: number[];
  pictures: number;
  head: Head;
  /** Estimated, in no unit: to compare programs of one network. */
  cost: number;
}

export interface Network {
  machine: Machine;
  /** Address of f32 [latent]: where z goes, normalised already if the network normalises it. */
  latent: number;
  full: Program;
  /** Pictures of lower resolutions, from low to high. */
  previews: Program[];
  /** What leaves each block but the last, whose pixels go to the head at once: it stands until the next frame. */
  blocks: readonly Picture[];
  convolutions: readonly Convolution[];
}

/** A convolution of the plan, and the way in which the kernels compute it. */
interface PlannedKernel {
  planned: ConvolutionLayer;
  shape: Shape;
  kind: Layer['kind'];
  cut: Cut;
}
/** The same with its place in memory. */
export type Convolution = PlannedKernel & { layer: Layer };

export interface LayOutOptions {
  kernels: Kernels;
  threads: number;
  manifest: Pick<BundleManifest, 'latent' | 'image' | 'previewHeads'>;
  generator: ProganGenerator;
  weights: Weights;
  /** Gives the threads their part, before the weights are packed. */
  attach?: (machine: Machine) => void;
  /** Chooses the kind of each convolution. */
  choose?: typeof quickest;
}

const elements = (shape: readonly number[]) => shape.reduce((product, size) => product * size, 1);

/** @throws BUNDLE_INVALID when weights are missing or do not fit each other, OUT_OF_MEMORY. */
export function layOut(options: LayOutOptions): Network {
  const { kernels, threads, manifest, generator, weights, attach } = options;
  const progan = planProgan({ ...manifest, generator });
  const { activation } = progan;
  const plans = progan.convolutions.map((layer) => planKernel(layer, threads, options.choose ?? quickest));

  const arena = new Arena();
  const tile = Math.max(...plans.map((plan, i) => tileBytes(plan, i === plans.length - 1)));
  const tileScratch = { address: arena.take(threads * tile), bytes: tile };
  const jobs = arena.take(jobBytes(progan.dense.size ** 2));
  const programBytes = (3 * plans.length + 2) * at.STEP_BYTES;
  const programs = [null, ...progan.previews].map(() => arena.take(programBytes));

  // What is written anew in each frame. While weights are packed it is their staging ground.
  const frame = arena.next;
  const pictures: Picture[] = [takePicture(arena, progan.dense.size, padded(progan.dense.to))];
  for (const { shape } of plans) pictures.push(takePicture(arena, shape.size, shape.channels));
  const scratch = arena.take(Math.max(...plans.map(({ cut }) => scratchBytes(cut, threads))));
  const kernelShapes = [progan.dense, ...progan.convolutions].map((layer) => shapesOf(layer).kernel);
  const staged = 4 * Math.max(...kernelShapes.map(stagedFloats));
  arena.take(Math.max(0, staged - (arena.next - frame)));
  const frameEnd = arena.next;

  const head = takeHead(arena, progan.head);
  // One kernel is there as floats at a time: twenty million of them are the memory of another engine.
  const widened = new Float32Array(Math.max(...kernelShapes.map(elements)));
  const first = weightsOf(weights, progan.dense, widened);
  const halves = areHalves(first.kernel.data);
  const dense = takeDense(arena, progan.dense.latent, progan.dense.to, pictures[0]!, activation, halves);
  const convolutions = plans.map((plan, i): Convolution => {
    const isLast = i === plans.length - 1;
    const layer = takeLayer(arena, {
      kind: plan.kind,
      shape: plan.shape,
      source: pictures[i]!,
      target: pictures[i + 1]!,
      trueChannels: plan.planned.to,
      activation,
      head: isLast ? head.record : 0,
    });
    return { ...plan, layer };
  });
  const previewHeads = progan.previews.map((preview) => takeHead(arena, preview));

  const machine = new Machine(kernels.module, arena.pages, kernels.shared);
  try {
    attach?.(machine);
    const room: PackingRoom = { staging: frame, jobs, tileScratch };
    packDense(machine, room, first.kernel, dense);
    writeDense(machine, dense, first.bias.data);
    for (const { planned, layer } of convolutions) {
      const { kernel, bias } = weightsOf(weights, planned, widened);
      packKernel(machine, room, kernel, layer.kind, layer.weights);
      machine.floats(layer.bias, planned.to).set(bias.data);
    }
    machine.bytes(frame, frameEnd - frame).fill(0);
    for (const { layer, cut } of convolutions)
      writeLayer(machine.view, layer, cut, scratch, tileScratch, threads);

    const { range } = manifest.image;
    writeHead(machine, head, { ...progan.head, ...foldedHead(weights, progan.head) }, range);
    const program = (i: number, count: number, shown: Head, last: Step[] = []): Program => {
      const convolved = convolutions.slice(0, count);
      const steps: Step[] = [];
      const parts: number[] = [];
      for (const part of [
        [denseStep(dense)],
        ...convolved.map(({ layer, cut }) => stepsOf(layer, cut)),
        last,
      ])
        if (part.length > 0) parts.push(steps.push(...part));
      machine.write(programs[i]!, steps);
      const cost = convolved.reduce((sum, { kind, shape }) => sum + costOf(kind, shape, threads), 0);
      return { address: programs[i]!, steps, parts, pictures: count + 1, head: shown, cost };
    };
    return {
      machine,
      latent: dense.latent,
      full: program(0, convolutions.length, head),
      previews: progan.previews.map((preview, i) => {
        const shown = previewHeads[i]!;
        const source = pictures[preview.after]!;
        const folded = { ...preview, ...foldedHead(weights, preview) };
        writeHead(machine, shown, folded, range, { source, tileScratch });
        const step = { op: at.OP_HEAD, tasks: shown.size, argument: shown.record };
        return program(i + 1, preview.after, shown, [step]);
      }),
      blocks: blockEnds(progan).map((after) => pictures[after]!),
      convolutions,
    };
  } catch (error) {
    // Whatever does not fit: the threads are waiting for work that never comes, and are wanted elsewhere.
    machine.quit();
    throw error;
  }
}

function planKernel(planned: ConvolutionLayer, threads: number, choose: typeof quickest): PlannedKernel {
  const { up, size, from, to } = planned;
  const shape = { size, depth: padded(from), channels: padded(to) };
  const kind = choose(up, shape, threads);
  return { planned, shape, kind, cut: cutOf({ kind, shape }, threads) };
}

/** How many convolutions come before the end of each block but the last: the next block begins by doubling. */
const blockEnds = ({ convolutions }: ProganPlan): number[] =>
  convolutions.flatMap(({ up }, i) => (up ? [i] : []));
