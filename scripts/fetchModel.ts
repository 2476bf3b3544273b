/**
 * npm run fetch-model -- progan-128
 * Exit codes: 0 done, 2 wrong usage, 3 failed, 130 stopped by Ctrl-C (the part that came is kept).
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
    // Without a published hash a damaged archive shows itself here at the earliest.
    await rm(input, { recursive: true, force: true });
    process.stderr.write(`${input} was removed, so that the next run downloads it anew.\n`);
  }
  return code;
}

/** What the converter is given, and what is known of it. */
interface Fetched {
  readonly input: string;
  readonly about: readonly string[];
}

/** @returns nothing where an archive was asked for, or has to do. */
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
    process.stderr.write(`${toPlainError(error).message} The archive of its makers is tried instead.\n`);
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
  if (kept) process.stderr.write(`${archive} is there already; it is used as it is.\n`);
  else await fetchArchive(args, archive);
  return { input: archive, about: wordsOf(model, model.archiveSource) };
}

/** Options of the converter. */
function wordsOf(
  { id, title, description, prior, licence }: PublishedModel,
  { name, url }: PublishedModel['source'],
): string[] {
  return [
    ...['--id', id, '--title', title, '--description', description, '--prior', prior],
    ...['--licence', licence.name],
    ...(licence.url ? ['--licence-url', licence.url] : []),
    ...(licence.credit ? ['--credit', licence.credit] : []),
    ...['--source', name],
    ...(url ? ['--source-url', url] : []),
  ];
}

/** Does work that Ctrl-C stops, with a bar that shows how far it is. */
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
    if (isAbort(error)) process.stderr.write('Stopped. The same command goes on from here.\n');
    throw error;
  } finally {
    process.off('SIGINT', stop).off('SIGTERM', stop);
  }
}

function fetchArchive({ model, archives, maxBytes }: FetchArguments, archive: string): Promise<void> {
  return stoppable(model.id, async (signal, bar) => {
    const sha256 = await download(archives, archive, {
      // Neither TF-Hub nor Kaggle publishes a size or a hash: the archive is judged by its own checksums.
      ...{ bytes: null, sha256: null, maxBytes, signal },
      onProgress: (have, total) => bar.show(have, total),
      onRetry: (why, wait) => bar.note(`The server ${why}; again in ${(wait / 1000).toFixed(1)} s.`),
    });
    bar.end();
    process.stderr.write(`${archive}: SHA-256 ${sha256} (no published hash to compare it with)\n`);
  });
}

/** Runs the converter's own command. @returns its exit code. */
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
