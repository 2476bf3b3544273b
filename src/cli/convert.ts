/**
 * npm run convert -- INPUT [options]: the converter's command, with the engine's kernels for what TF.js is slow at.
 * The converter itself knows nothing of the engine; here the two meet.
 */
import { convertCommand } from '../converter/command/command.ts';
import type { OpenKernels } from '../converter/run/runner.ts';

const openKernels: OpenKernels = async (model) => (await import('./kernels.node.ts')).openKernels(model);

process.exitCode = await convertCommand(process.argv.slice(2), { openKernels });
