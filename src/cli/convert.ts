/**
 * npm run convert -- INPUT [options]: the converter's command, with the engine's kernels for work that is slow in TF.js.
 * The converter itself knows nothing of the engine; they are connected here.
 */
import { convertCommand } from '../converter/command/command.ts';
import type { OpenKernels } from '../converter/run/runner.ts';

const openKernels: OpenKernels = async (model) => (await import('./kernels.node.ts')).openKernels(model);

process.exitCode = await convertCommand(process.argv.slice(2), { openKernels });
