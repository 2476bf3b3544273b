/**
 * The memory layout of a ProGAN generator for the kernels: every layer's place, its packed weights, and the programs that
 * run it.
 */
import type { Weights } from '../../../../bundle/read/weights.ts';
import type { BundleManifest, ProganGenerator } from '../../../../bundle/schema/manifest.ts';
import { type ConvolutionLayer, type ProganPlan, planProgan } from '../../progan/plan.ts';
import { foldedHead, shapesOf, storedWeightsOf, weightsOf } from '../../progan/weights.ts';
import * as at from '../layout.ts';
import { Arena } from '../memory/arena.ts';
import { Machine } from '../memory/machine.ts';
import type { Kernels } from '../modules.ts';
import { areHalves, denseStep, takeDense, writeDense } from './dense.ts';
import { type GradientPlaces, takeGradient } from './gradient.ts';
import { type Head, takeHead, writeHead } from './heads.ts';
import { type InsidePlaces, takeInside } from './inside.ts';
import { costOf, quickest } from './kinds.ts';
import {
  cutOf,
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
import {
  jobBytes,
  type PackingRoom,
  packDense,
  packKernel,
  stagingBytes,
  stagingBytesOfFirst,
} from './packing.ts';
import type { Convolution, PlannedKernel, Program } from './program.ts';

export interface Network {
  machine: Machine;
  /** Address of f32 [latent]: z, already normalised if the network normalises it. */
  latent: number;
  full: Program;
  /** Programs for pictures of lower resolutions, from low to high. */
  previews: Program[];
  /** The output of each block but the last, whose pixels go straight to the head. Valid until the next frame. */
  blocks: readonly Picture[];
  convolutions: readonly Convolution[];
  /** The places for gradients. Their memory is allocated on demand. */
  gradient: GradientPlaces;
  /** The same for views and changes inside the network. */
  inside: InsidePlaces;
  plan: ProganPlan;
}

export interface LayOutOptions {
  kernels: Kernels;
  threads: number;
  manifest: Pick<BundleManifest, 'latent' | 'image' | 'previewHeads' | 'growth'>;
  generator: ProganGenerator;
  weights: Weights;
  /** Brings in the threads, before the weights are packed. */
  attach?: (machine: Machine) => void;
  /** Chooses the kind of each convolution. */
  choose?: typeof quickest;
}

const elements = (shape: readonly number[]) => shape.reduce((product, size) => product * size, 1);

/**
 * Lays out a network and packs its weights.
 * @throws BUNDLE_INVALID if weights are missing or do not fit each other, OUT_OF_MEMORY.
 */
export function layOut(options: LayOutOptions): Network {
  const { kernels, threads, manifest, generator, weights, attach, choose = quickest } = options;
  const progan = planProgan({ ...manifest, generator });
  const { activation } = progan;
  const plans = progan.convolutions.map((layer) => planKernel(layer, threads, choose));

  const arena = new Arena();
  const tile = Math.max(...plans.map((plan, i) => tileBytes(plan, i === plans.length - 1)));
  const tileScratch = { address: arena.take(threads * tile), bytes: tile };
  const jobs = arena.take(jobBytes(progan.dense.size ** 2));
  const programBytes = (3 * plans.length + 2) * at.STEP_BYTES;
  const programs = [null, ...progan.previews].map(() => arena.take(programBytes));

  // Rewritten in each frame. While weights are packed, it serves as their staging area.
  const frame = arena.next;
  const pictures: Picture[] = [takePicture(arena, progan.dense.size, padded(progan.dense.to))];
  for (const { shape } of plans) pictures.push(takePicture(arena, shape.size, shape.channels));
  const scratch = arena.take(Math.max(...plans.map(({ cut }) => scratchBytes(cut, threads))));
  const firstShape = shapesOf(progan.dense).kernel;
  const otherShapes = progan.convolutions.map((layer) => shapesOf(layer).kernel);
  const staged = Math.max(stagingBytesOfFirst(firstShape), ...otherShapes.map(stagingBytes));
  arena.take(Math.max(0, staged - (arena.next - frame)));
  const frameEnd = arena.next;

  const head = takeHead(arena, progan.head);
  // Only one kernel at a time is widened to floats: twenty million of them would take as much memory as another engine.
  let widened: Float32Array<ArrayBuffer> | undefined;
  const room = () => {
    widened ??= new Float32Array(Math.max(...[firstShape, ...otherShapes].map(elements)));
    return widened;
  };
  const first = storedWeightsOf(weights, progan.dense, room);
  const { data } = first.kernel;
  const halves = !(data instanceof Float32Array) || areHalves(data);
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

  const gradient = takeGradient({
    ...{ plan: progan, range: manifest.image.range, weights, threads, choose, end: arena.next },
    ...{ dense, convolutions, heads: [head, ...previewHeads], scratch, jobs },
  });
  const inside = takeInside({
    ...{ plan: progan, range: manifest.image.range, weights, threads, end: gradient.end },
    ...{ dense, convolutions, head, previewHeads, scratch, tileScratch },
  });
  const most = [inside.pagesWithPlanes, inside.pages, gradient.pages];
  const machine = new Machine(kernels.module, arena.pages, kernels.shared, most);
  try {
    attach?.(machine);
    const packing: PackingRoom = { staging: frame, jobs, tileScratch };
    if (!packDense(machine, packing, first.kernel, dense)) weightsOf(weights, progan.dense); // throws
    writeDense(machine, dense, first.bias.data);
    for (const { planned, layer } of convolutions) {
      const { kernel, bias } = storedWeightsOf(weights, planned, room);
      if (!packKernel(machine, packing, kernel, layer.kind, layer.weights)) weightsOf(weights, planned); // throws
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
      ...{ gradient, inside, plan: progan },
    };
  } catch (error) {
    // On any misfit: the threads are waiting for work that never comes, and are needed elsewhere.
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

/** Returns the number of convolutions up to the end of each block but the last. The next block begins by doubling. */
const blockEnds = ({ convolutions }: ProganPlan): number[] =>
  convolutions.flatMap(({ up }, i) => (up ? [i] : []));
