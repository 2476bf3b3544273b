/**
 * Compiles the engine's AssemblyScript kernels and offers them as the module `virtual:zscape-kernels`, so that the build, the
 * development server and the tests need no extra step. A build writes each variant to a file; a page fetches the one that it can
 * run and compiles it while it arrives. The development server and the tests get base64 instead.
 */
import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Plugin } from 'vite';

const root = join(import.meta.dirname, '..', '..');
const folder = 'src/engine/backends/wasm';
const entry = `${folder}/assembly/index.ts`;

/** Four modules from one source, for browsers that lack threads, relaxed SIMD or both. */
export const kernelVariants = {
  simd: [],
  relaxed: ['--enable', 'relaxed-simd'],
  simdThreads: ['--enable', 'threads', '--sharedMemory'],
  relaxedThreads: ['--enable', 'relaxed-simd', '--enable', 'threads', '--sharedMemory'],
} as const;

export type KernelVariant = keyof typeof kernelVariants;

const common = [
  ...['--enable', 'simd', '-O3', '--noAssert', '--runtime', 'stub', '--use', 'abort='],
  // Any memory of at least one page fits; its real size depends on the model.
  ...['--importMemory', '--initialMemory', '1', '--maximumMemory', '65536'],
];

/** @returns each variant's module. @throws Error with the compiler's message. */
async function compileKernels(): Promise<Record<KernelVariant, Uint8Array>> {
  const { default: asc } = await import('assemblyscript/asc');
  const compiled: [string, Uint8Array][] = [];
  for (const [name, flags] of Object.entries(kernelVariants)) {
    let module: Uint8Array | undefined;
    const { error, stderr } = await asc.main([entry, ...common, ...flags, '--outFile', 'module.wasm'], {
      readFile: (path, base) => readFile(join(root, base, path), 'utf8').catch(() => null),
      writeFile: (_, contents) => {
        if (typeof contents !== 'string') module = contents;
      },
      listFiles: () => [],
    });
    if (error || !module) throw new Error(`The kernels do not compile: ${stderr.toString() || error}`);
    compiled.push([name, module]);
  }
  return Object.fromEntries(compiled) as Record<KernelVariant, Uint8Array>;
}

/** The source files of the modules. */
async function sourcesOf(): Promise<string[]> {
  const names = await readdir(join(root, folder, 'assembly'), { recursive: true });
  const sources = names.filter((name) => name.endsWith('.ts')).sort();
  return [...sources.map((name) => `${folder}/assembly/${name}`), `${folder}/layout.ts`];
}

/** The modules in base64: compiled once for each state of the sources, then read from `node_modules/.cache`. */
export async function kernelTexts(): Promise<Record<KernelVariant, string>> {
  const hash = createHash('sha256').update(JSON.stringify([common, kernelVariants]));
  for (const path of [...(await sourcesOf()), 'node_modules/assemblyscript/package.json'])
    hash.update(await readFile(join(root, path)));
  const cache = join(root, 'node_modules', '.cache', 'zscape-kernels');
  const kept = join(cache, `${hash.digest('hex').slice(0, 32)}.json`);
  try {
    return JSON.parse(await readFile(kept, 'utf8'));
  } catch {
    // not compiled yet
  }
  const modules = Object.entries(await compileKernels());
  const texts = modules.map(([name, bytes]) => [name, Buffer.from(bytes).toString('base64')]);
  const json = JSON.stringify(Object.fromEntries(texts));
  await mkdir(cache, { recursive: true });
  // Written in full and then renamed: several tools may compile at the same time.
  await writeFile(`${kept}.${process.pid}`, json);
  await rename(`${kept}.${process.pid}`, kept);
  return JSON.parse(json);
}

/** Queues concurrent builds of this process (the page's, each worker's), so that they share one compilation. */
let compiling: Promise<unknown> = Promise.resolve();

export function kernels(): Plugin {
  const name = 'virtual:zscape-kernels';
  let asFiles = false;
  return {
    name: 'zscape:kernels',
    configResolved({ command }) {
      asFiles = command === 'build';
    },
    resolveId(id) {
      return id === name ? `\0${name}` : undefined;
    },
    async load(id) {
      if (id !== `\0${name}`) return undefined;
      for (const path of await sourcesOf()) this.addWatchFile(join(root, path));
      const compiled = compiling.then(kernelTexts);
      compiling = compiled.catch(() => {});
      return Object.entries(await compiled)
        .map(([variant, text]) => {
          if (!asFiles) return `export const ${variant} = '${text}';`;
          const source = Buffer.from(text, 'base64');
          const file = this.emitFile({ type: 'asset', name: `kernels-${variant}.wasm`, source });
          return `export const ${variant} = new URL(import.meta.ROLLUP_FILE_URL_${file});`;
        })
        .join('\n');
    },
  };
}
