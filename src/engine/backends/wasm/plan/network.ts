/** A ProGAN generator laid out for the kernels: every layer's place, the programs that run it, its weights packed. */
import { ZscapeError } from '../../../../base/errors.ts';
import type { Weights } from '../../../../bundle/read/weights.ts';
import type { BundleManifest, ProganGenerator } from '../../../../bundle/schema/manifest.ts';
import * as at from '../layout.ts';
import { Arena } from '../memory/arena.ts';
import { Machine } from '../memory/machine.ts';
import type { Kernels } from '../modules.ts';
import { denseStep, takeDense, writeDense } from './dense.ts';
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
import { expectShape, jobBytes, type PackingRoom, packDense, packKernel, stagedFloats } from './packing.ts';

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

/** A convolution before and after it found its place. */
interface Plan {
  names: { kernel: string; bias: string };
  /** True channels. */
  from: number;
  to: number;
  shape: Shape;
  kind: Layer['kind'];
  cut: Cut;
}
export type Convolution = Plan & { layer: Layer };

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

/** @throws BUNDLE_INVALID when weights are missing or do not fit each other, OUT_OF_MEMORY. */
export function layOut(options: LayOutOptions): Network {
  const { kernels, threads, manifest, generator, weights, attach } = options;
  const { blocks, toRgb } = generator;
  const [first, last] = [blocks[0], blocks.at(-1)];
  if (!first || !last) throw new ZscapeError('BUNDLE_INVALID', 'The bundle has a generator without blocks.');
  const plans = planConvolutions(generator, threads, options.choose ?? quickest);
  const previews = manifest.previewHeads
    .filter(({ resolution }) => blocks.some((block) => block.resolution === resolution && block !== last))
    .sort((a, b) => a.resolution - b.resolution);

  const arena = new Arena();
  const tile = Math.max(...plans.map((plan, i) => tileBytes(plan, i === plans.length - 1)));
  const tileScratch = { address: arena.take(threads * tile), bytes: tile };
  const jobs = arena.take(jobBytes(first.resolution ** 2));
  const programBytes = (3 * plans.length + 2) * at.STEP_BYTES;
  const programs = [null, ...previews].map(() => arena.take(programBytes));

  // What is written anew in each frame. While weights are packed it is their staging ground.
  const frame = arena.next;
  const pictures: Picture[] = [takePicture(arena, first.resolution, padded(first.channels))];
  for (const { shape } of plans) pictures.push(takePicture(arena, shape.size, shape.channels));
  const scratch = arena.take(Math.max(...plans.map(({ cut }) => scratchBytes(cut, threads))));
  const denseShape = [first.resolution, first.resolution, manifest.latent.size, first.channels];
  const kernelShapes = [denseShape, ...plans.map(({ from, to }) => [3, 3, from, to])];
  const staged = 4 * Math.max(...kernelShapes.map(stagedFloats));
  arena.take(Math.max(0, staged - (arena.next - frame)));
  const frameEnd = arena.next;

  const activation = { slope: generator.leakySlope, epsilon: generator.pixelNorm.epsilon };
  const head = takeHead(arena, last.resolution, manifest.image.channels, last.channels);
  const dense = takeDense(arena, manifest.latent.size, first.channels, pictures[0]!, activation);
  const convolutions = plans.map((plan, i): Convolution => {
    const isLast = i === plans.length - 1;
    const layer = takeLayer(arena, {
      kind: plan.kind,
      shape: plan.shape,
      source: pictures[i]!,
      target: pictures[i + 1]!,
      trueChannels: plan.to,
      activation,
      head: isLast ? head.record : 0,
    });
    return { ...plan, layer };
  });
  const previewHeads = previews.map(({ resolution }) =>
    takeHead(arena, resolution, manifest.image.channels, channelsAt(generator, resolution)),
  );

  const machine = new Machine(kernels.module, arena.pages, kernels.shared);
  try {
    attach?.(machine);
    const room: PackingRoom = { staging: frame, jobs, tileScratch };
    const denseKernel = weights.floats(first.conv0.kernel);
    expectShape(first.conv0.kernel, denseKernel, denseShape);
    packDense(machine, room, denseKernel, dense.weights);
    writeDense(machine, dense, biasOf(weights, first.conv0.bias, first.channels));
    for (const { names, from, to, layer } of convolutions) {
      const kernel = weights.floats(names.kernel);
      expectShape(names.kernel, kernel, [3, 3, from, to]);
      packKernel(machine, room, kernel, layer.kind, layer.weights);
      machine.floats(layer.bias, to).set(biasOf(weights, names.bias, to));
    }
    machine.bytes(frame, frameEnd - frame).fill(0);
    for (const { layer, cut } of convolutions)
      writeLayer(machine.view, layer, cut, scratch, tileScratch, threads);

    const { range } = manifest.image;
    const rgb = {
      name: toRgb.kernel,
      kernel: weights.floats(toRgb.kernel),
      bias: weights.floats(toRgb.bias),
    };
    writeHead(machine, head, { ...toRgb, ...rgb }, range, last.channels);
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
      previews: previews.map(({ resolution, kernel, bias }, i) => {
        const shown = previewHeads[i]!;
        const block = blocks.findIndex((other) => other.resolution === resolution);
        const count = endOf(block);
        const own = { name: kernel, kernel: weights.floats(kernel), bias: weights.floats(bias) };
        const fitted = { ...own, scale: 1, offset: 0, clip: null };
        writeHead(machine, shown, fitted, range, blocks[block]!.channels, pictures[count]!);
        const step = { op: at.OP_HEAD, tasks: shown.size, argument: shown.record };
        return program(i + 1, count, shown, [step]);
      }),
      blocks: blocks.slice(0, -1).map((_, i) => pictures[endOf(i)]!),
      convolutions,
    };
  } catch (error) {
    // Whatever does not fit: the threads are waiting for work that never comes, and are wanted elsewhere.
    machine.quit();
    throw error;
  }
}

/** How many convolutions stand before the end of block `i`; the first has one beside the dense layer. */
const endOf = (i: number): number => 2 * i + 1;

function planConvolutions(generator: ProganGenerator, threads: number, choose: typeof quickest): Plan[] {
  const plans: Plan[] = [];
  const add = (names: Plan['names'], up: boolean, size: number, from: number, to: number) => {
    const shape = { size, depth: padded(from), channels: padded(to) };
    const kind = choose(up, shape, threads);
    plans.push({ names, from, to, shape, kind, cut: cutOf({ kind, shape }, threads) });
  };
  generator.blocks.forEach(({ resolution, channels, conv0, conv1 }, i) => {
    const before = generator.blocks[i - 1];
    if (before) {
      if (resolution !== 2 * before.resolution) {
        throw new ZscapeError(
          'BUNDLE_INVALID',
          `The generator goes from ${before.resolution} to ${resolution} pixels, and each block should double the one before.`,
        );
      }
      add(conv0, true, resolution, before.channels, channels);
    }
    add(conv1, false, resolution, channels, channels);
  });
  return plans;
}

const channelsAt = ({ blocks }: ProganGenerator, resolution: number): number =>
  blocks.find((block) => block.resolution === resolution)!.channels;

function biasOf(weights: Weights, name: string, channels: number): Float32Array {
  const bias = weights.floats(name);
  expectShape(name, bias, [channels]);
  return bias.data;
}
