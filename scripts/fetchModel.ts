/**
 * npm run fetch-model -- progan-128
 * Exit codes: 0 done, 2 wrong usage, 3 failed, 130 stopped by Ctrl-C (what has been downloaded is kept).
 */
import { spawn } from 'node:child_process';
import { rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isAbort, toPlainError } from '../src/base/errors.ts';
import type { PublishedModel } from '../src/bundle/published/publishedModel.ts';
import { type FetchArguments, parseFetchArguments, usage } from './fetchModel/arguments.ts';
import { download } from './fetchModel/download.ts';
import { fetchPublished } from './fetchModel/publishedFiles.ts';
import { ProgressBar } from './progress/progressBar.ts';

const converter = fileURLToPath(new URL('../src/cli/convert.ts', import.meta.url));

async function main(argv: readonly string[]): Promise<number> {
  const args = parseFetchArguments(argv, process.env);
  if (args === 'help') {
    process.stdout.write(usage);
    return 0;
  }
  const { input, about } = (await fetchFilesFirst(args)) ?? (await keptArchive(args));
  const code = await convert(input, [...about, ...args.converterOptions]);
  if (code !== 0 && code !== 2) {
    // Without a published hash, this is the first sign of a damaged archive.
    await rm(input, { recursive: true, force: true });
    process.stderr.write(`${input} was removed; the next run downloads it again.\n`);
  }
  return code;
}

/** Input for the converter, and what we know of it. */
interface Fetched {
  readonly input: string;
  readonly about: readonly string[];
}

/** @returns undefined where an archive was asked for, or has to serve instead. */
async function fetchFilesFirst({
  model,
  variant,
  source,
  keep,
  archives,
}: FetchArguments): Promise<Fetched | undefined> {
  if (variant === null) return undefined;
  try {
    return await stoppable(model.id, async (signal, bar) => {
      const onBytes = (loaded: number, total: number) => bar.show(loaded, total);
      const { folder, model: known } = await fetchPublished({
        model,
        variant,
        source,
        keep,
        signal,
        onBytes,
      });
      bar.end();
      process.stderr.write(`${folder}: every file has its published hash.\n`);
      return { input: folder, about: [...wordsOf(known, known.source), '--quantize', 'as-it-came'] };
    });
  } catch (error) {
    if (isAbort(error) || archives.length === 0) throw error;
    process.stderr.write(`${toPlainError(error).message} Trying its makers' archive instead.\n`);
    return undefined;
  }
}

async function keptArchive(args: FetchArguments): Promise<Fetched> {
  const { model, keep } = args;
  const archive = join(keep, `${model.id}.tar.gz`);
  const kept = await stat(archive).then(
    () => true,
    () => false,
  );
  if (kept) process.stderr.write(`${archive} already exists and is used unchanged.\n`);
  else await fetchArchive(args, archive);
  return { input: archive, about: wordsOf(model, model.archiveSource) };
}

/** Options for the converter. */
function wordsOf(
  { id, title, description, prior, faces, licence }: PublishedModel,
  { name, url }: PublishedModel['source'],
): string[] {
  return [
    ...['--id', id, '--title', title, '--description', description, '--prior', prior],
    ...(faces ? ['--faces', [faces.leftEye, faces.rightEye, faces.mouth].join()] : []),
    ...['--licence', licence.name],
    ...(licence.url ? ['--licence-url', licence.url] : []),
    ...(licence.credit ? ['--credit', licence.credit] : []),
    ...['--source', name],
    ...(url ? ['--source-url', url] : []),
  ];
}

/** Does work that Ctrl-C can stop, with a progress bar. */
async function stoppable<T>(
  id: string,
  work: (signal: AbortSignal, bar: ProgressBar) => Promise<T>,
): Promise<T> {
  const abort = new AbortController();
  const stop = () => abort.abort();
  process.once('SIGINT', stop).once('SIGTERM', stop);
  const bar = new ProgressBar(id);
  try {
    return await work(abort.signal, bar);
  } catch (error) {
    bar.end();
    if (isAbort(error)) process.stderr.write('Stopped. Run the same command again to resume.\n');
    throw error;
  } finally {
    process.off('SIGINT', stop).off('SIGTERM', stop);
  }
}

function fetchArchive({ model, archives, maxBytes }: FetchArguments, archive: string): Promise<void> {
  return stoppable(model.id, async (signal, bar) => {
    const sha256 = await download(archives, archive, {
      // Neither TF-Hub nor Kaggle publishes a size or a hash: the archive's own checksums are all there is to check it by.
      ...{ bytes: null, sha256: null, maxBytes, signal },
      onProgress: (have, total) => bar.show(have, total),
      onRetry: (why, wait) => bar.note(`The server ${why}; again in ${(wait / 1000).toFixed(1)} s.`),
    });
    bar.end();
    process.stderr.write(`${archive}: SHA-256 ${sha256} (no published hash to compare it with)\n`);
  });
}

/** Runs the converter's command. @returns its exit code */
function convert(input: string, options: readonly string[]): Promise<number> {
  const argv = [converter, input, ...options];
  const child = spawn(process.execPath, ['--import', import.meta.resolve('tsx'), ...argv], {
    stdio: 'inherit',
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject).once('exit', (code) => resolve(code ?? 3));
  });
}

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    const { code, message } = toPlainError(error);
    process.stderr.write(`error[${code}]: ${message.replace(/\s*\n\s*/g, ' ')}\n`);
    process.exitCode = isAbort(error) ? 130 : code === 'USAGE' ? 2 : 3;
  },
);
