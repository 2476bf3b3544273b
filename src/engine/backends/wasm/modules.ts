/** The compiled kernels as they come with the page. */
import * as sources from 'virtual:zscape-kernels';
import { compileVariant, type Kernels } from './compile.ts';

export type { Kernels };

/** As `compileVariant`, of the modules that belong to this build. */
export function compileKernels(shared: boolean, relaxed = true): Promise<Kernels | undefined> {
  return compileVariant(sources, shared, relaxed);
}
