/**
 * npm run fetch-model -- progan-128
 * Exit codes: 0 done, 2 wrong usage, 3 failed, 130 stopped by Ctrl-C (the part that came is kept).
 */
import { spawn } from 'node:child_process';
import { rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isAbort, toPlainError } from '../src/base/errors.ts';
import { type FetchArguments, parseFetchArguments, usage } from './fetchModel/arguments.ts';
import { download } from './fetchModel/download.ts';
import { ProgressBar } from './progress/progressBar.ts';

const converter = fileURLToPath(new URL('../src/cli/convert.ts', import.meta.url));

async function main(argv: readonly string[]): Promise<number> {
  const args = parseFetchArguments(argv, process.env);
  if (args === 'help') {
    process.stdout.write(usage);
    return 0;
  }
  const archive = join(args.keep, `${args.model.id}.tar.gz`);
  const kept = await stat(archive).then(
    () => true,
    () => false,
  );
  if (kept) process.stderr.write(`${archive} is there already; it is used as it is.\n`);
  else await fetchArchive(args, archive);
  const code = await convert(args, archive);
  if (code !== 0 && code !== 2) {
    // Without a published hash a damaged archive shows itself here at the earliest.
    await rm(archive, { force: true });
    process.stderr.write(`${archive} was removed, so that the next run downloads it anew.\n`);
  }
  return code;
}

async function fetchArchive({ model, addresses, maxBytes }: FetchArguments, archive: string): Promise<void> {
  const abort = new AbortController();
  const stop = () => abort.abort();
  process.once('SIGINT', stop).once('SIGTERM', stop);
  const bar = new ProgressBar(model.id);
  try {
    const sha256 = await download(addresses, archive, {
      bytes: model.bytes,
      sha256: model.sha256,
      maxBytes,
      signal: abort.signal,
      onProgress: (have, total) => bar.show(have, total),
      onRetry: (why, wait) => bar.note(`The server ${why}; again in ${(wait / 1000).toFixed(1)} s.`),
    });
    bar.end();
    const known = model.sha256 === null ? 'no published hash to compare it with' : 'as published';
    process.stderr.write(`${archive}: SHA-256 ${sha256} (${known})\n`);
  } catch (error) {
    bar.end();
    if (isAbort(error)) process.stderr.write('Stopped. The same command goes on from here.\n');
    throw error;
  } finally {
    process.off('SIGINT', stop).off('SIGTERM', stop);
  }
}

/** Runs the converter's own command. @returns its exit code. */
function convert({ model, converterOptions }: FetchArguments, archive: string): Promise<number> {
  const about = ['--title', model.title, '--description', model.description];
  const from = ['--source', 'TF-Hub', '--source-url', model.page];
  const argv = [converter, archive, '--id', model.id, ...about, ...from, ...converterOptions];
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
