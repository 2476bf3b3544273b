/**
 * npm run dataset -- --recipe portraits --count 60000 --size 128
 * Exit codes: 0 done, 2 wrong usage, 3 failed, 130 stopped by Ctrl-C (nothing is left behind).
 */
import { isAbort, toPlainError } from '../src/base/errors.ts';
import { parseDatasetArguments, usage } from './dataset/arguments.ts';
import { generate, seedsOf } from './dataset/generate.ts';
import { drawSheet, drawStrips } from './dataset/portraits/sheet.ts';
import { ProgressBar } from './progress/progressBar.ts';

async function main(argv: readonly string[]): Promise<void> {
  const args = parseDatasetArguments(argv);
  if (args === 'help') {
    process.stdout.write(usage);
    return;
  }
  const look = args.sheet ?? args.strips;
  if (look !== undefined) {
    const seeds = seedsOf({ ...args, heldOut: 0 });
    if (args.sheet !== undefined) await drawSheet(seeds, args.size, look);
    else await drawStrips(seeds, args.size, look, args.factor);
    process.stdout.write(`${look}: drawn\n`);
    return;
  }
  const abort = new AbortController();
  const stop = () => abort.abort();
  process.once('SIGINT', stop).once('SIGTERM', stop);
  const bar = new ProgressBar(
    args.recipe === 'portraits' ? 'portraits' : args.style,
    process.stderr,
    () => performance.now(),
    {
      name: 'images',
      size: 1,
      digits: 0,
    },
  );
  const onProgress = (done: number, count: number) => bar.show(done, count);
  try {
    const bytes = await generate(args, { onProgress, signal: abort.signal });
    bar.end();
    process.stdout.write(`${args.out}: ${args.count} images, ${(bytes / 2 ** 20).toFixed(1)} MiB\n`);
  } finally {
    process.off('SIGINT', stop).off('SIGTERM', stop);
  }
}

main(process.argv.slice(2)).catch((error: unknown) => {
  const { code, message } = toPlainError(error);
  process.stderr.write(`error[${code}]: ${message.replace(/\s*\n\s*/g, ' ')}\n`);
  process.exitCode = isAbort(error) ? 130 : code === 'USAGE' ? 2 : 3;
});
