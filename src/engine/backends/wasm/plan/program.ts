/** The elements of a network's layout: programs, and convolutions with their schemes. */
import type { ConvolutionLayer } from '../../progan/plan.ts';
import type { Head } from './heads.ts';
import type { Shape } from './kinds.ts';
import type { Cut, Layer, Step } from './layer.ts';

/** A program and the location of its picture. */
export interface Program {
  address: number;
  steps: Step[];
  /** The ends of its parts, in steps. Part i writes picture i, up to `pictures`; a head writes none. */
  parts: number[];
  pictures: number;
  head: Head;
  /** An estimate without a unit, for comparing programs of one network. */
  cost: number;
}

/** A convolution of the plan, and its scheme on the kernels. */
export interface PlannedKernel {
  planned: ConvolutionLayer;
  shape: Shape;
  kind: Layer['kind'];
  cut: Cut;
}
/** The same with its place in memory. */
export type Convolution = PlannedKernel & { layer: Layer };
