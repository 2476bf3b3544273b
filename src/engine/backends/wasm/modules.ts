/** The compiled kernels that ship with the page. */
import * as sources from 'virtual:zscape-kernels';
import { compileVariant, type Kernels } from './compile.ts';

export type { Kernels };

/** Compiles the modules of this build, like `compileVariant`. */
export function compileKernels(shared: boolean, relaxed = true): Promise<Kernels | undefined> {
  return compileVariant(sources, shared, relaxed);
}
