/**
 * npm run bench:convert -- [--runs N] [--page] [--json]
 * Converts a module of TF-Hub's progan-128 size and layout (23 million parameters, 92 MB, random weights) on the command
 * line, without calibration and verification: seconds of the whole command, and its peak memory over that of `node -e 0`.
 * Limits: 6 s, 400 MB, and 46.5 MB for the float16 bundle. Exit code 1 if one is exceeded. With --page instead: adds the same
 * archive to the page in Chromium; the limit is 15 s to its first picture.
 */
import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from 'vite';
import { measureInPage } from './convert/inPage.ts';

const limits = { seconds: 6, megabytes: 400, bundleMegabytes: 46.5, pageSeconds: 15 };
const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const tsx = ['--import', import.meta.resolve('tsx')];

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '5' },
    json: { type: 'boolean', default: false },
    page: { type: 'boolean', default: false },
  },
});

interface Run {
  seconds: number;
  /** Processor time of all its threads: the most that an idle machine would take, whatever else runs here. */
  processorSeconds: number;
  peak: number;
  output: string;
}

/** @throws when the process fails */
async function run(argv: readonly string[], folder: string): Promise<Run> {
  const peakFile = join(folder, 'peak');
  const start = performance.now();
  const child = spawn(process.execPath, ['--import', here('convert/reportMemory.mjs'), ...argv], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, ZSCAPE_PEAK_FILE: peakFile },
  });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    output += chunk;
  });
  const code = await new Promise((resolve, reject) => child.once('error', reject).once('close', resolve));
  if (code !== 0) throw new Error(`node ${argv.join(' ')} ended with ${code}`);
  const seconds = (performance.now() - start) / 1000;
  return { seconds, output, ...JSON.parse(await readFile(peakFile, 'utf8')) };
}

function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

async function measure(quantization: string, archive: string, bare: number, folder: string) {
  const runs: Run[] = [];
  for (let i = 0; i < Number(values.runs); i++) {
    const out = join(folder, 'models');
    const options = ['--id', 'full', '--out', out, '--quantize', quantization, '--json'];
    const off = ['--verify', '0', '--calibrate', 'none'];
    runs.push(await run([...tsx, here('../src/cli/convert.ts'), archive, ...options, ...off], folder));
    await rm(out, { recursive: true });
  }
  const seconds = runs.map((one) => one.seconds);
  return {
    quantization,
    seconds: median(seconds),
    processorSeconds: median(runs.map((one) => one.processorSeconds)),
    fastest: Math.min(...seconds),
    slowest: Math.max(...seconds),
    megabytesOverNode: (Math.max(...runs.map(({ peak }) => peak)) - bare) / 1e6,
    bundleMegabytes: Number(JSON.parse(runs[0]!.output).bytes) / 1e6,
  };
}

const folder = await mkdtemp(join(tmpdir(), 'zscape-bench-'));
async function commandLine(archive: string): Promise<void> {
  const bare = (await run(['-e', '0'], folder)).peak;
  const rows = [];
  for (const quantization of ['float16', 'none', 'uint8'])
    rows.push(await measure(quantization, archive, bare, folder));
  const machine = `${cpus().length} x ${cpus()[0]?.model ?? 'unknown'}, Node ${process.version}`;
  const archiveMegabytes = (await stat(archive)).size / 1e6;
  if (values.json) {
    process.stdout.write(
      `${JSON.stringify({ machine, archiveMegabytes, bareMegabytes: bare / 1e6, rows }, null, 2)}\n`,
    );
  } else {
    process.stdout.write(
      `${machine}; archive ${archiveMegabytes.toFixed(1)} MB; bare Node ${(bare / 1e6).toFixed(0)} MB; load ${loadavg()[0]!.toFixed(1)}\n`,
    );
    process.stdout.write(
      '| weights | seconds (median) | spread | processor seconds | peak over Node, MB | bundle, MB |\n|---|---|---|---|---|---|\n',
    );
    for (const row of rows) {
      process.stdout.write(
        `| ${row.quantization} | ${row.seconds.toFixed(2)} | ${row.fastest.toFixed(2)} to ${row.slowest.toFixed(2)} | ${row.processorSeconds.toFixed(2)} | ${row.megabytesOverNode.toFixed(0)} | ${row.bundleMegabytes.toFixed(1)} |\n`,
      );
    }
  }
  const passed = rows.every(({ seconds, megabytesOverNode, quantization, bundleMegabytes }) => {
    const small = quantization !== 'float16' || bundleMegabytes <= limits.bundleMegabytes;
    return seconds <= limits.seconds && megabytesOverNode <= limits.megabytes && small;
  });
  if (!passed) {
    process.stderr.write(`Over a limit: ${JSON.stringify(limits)}\n`);
    process.exitCode = 1;
  }
}

/** Runs one after another, and waits for the previews of the last one. */
async function page(archive: string): Promise<void> {
  const outDir = join(folder, 'dist');
  await build({ build: { outDir }, logLevel: 'silent' });
  const runs = [];
  const count = Number(values.runs);
  for (let i = 0; i < count; i++) {
    const load = loadavg()[0]!;
    const one = { load, ...(await measureInPage(archive, outDir, i === count - 1)) };
    runs.push(one);
    process.stdout.write(`${JSON.stringify(one)}\n`);
  }
  if (median(runs.map(({ secondsToPicture }) => secondsToPicture)) > limits.pageSeconds) {
    process.stderr.write(`Over the limit of ${limits.pageSeconds} s.\n`);
    process.exitCode = 1;
  }
}

try {
  const archive = join(folder, 'progan-128.tar.gz');
  await run([...tsx, here('convert/makeModule.ts'), archive], folder);
  if (values.page) await page(archive);
  else await commandLine(archive);
} finally {
  await rm(folder, { recursive: true, force: true });
}
