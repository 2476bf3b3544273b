/** The compiled kernels as they travel with the page's script. */
import * as texts from 'virtual:zscape-kernels';
import { compileVariant, type Kernels } from './compile.ts';

export type { Kernels };

/** As `compileVariant`, of the modules that the build put in. */
export function compileKernels(shared: boolean, relaxed = true): Promise<Kernels | undefined> {
  return compileVariant(texts, shared, relaxed);
}
