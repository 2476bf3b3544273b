/** npm run render -- --seeds 0-9999 --out FILE.zip: pictures of many seeds, drawn by the engine's kernels without a browser. */
import { renderCommand } from './render/command.node.ts';

process.exitCode = await renderCommand(process.argv.slice(2));
