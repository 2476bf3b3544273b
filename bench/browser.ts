/** Headless Chromium, and a server for it. */
import { join } from 'node:path';
import { type Browser, chromium } from '@playwright/test';
import { build, preview } from 'vite';
import { findChromium, howToGetChromium, sandboxWorks } from '../scripts/chromium.mjs';
import { isolationHeaders } from '../scripts/vite/isolation.ts';
import { liveModels } from '../scripts/vite/liveModels.ts';
import { benchConfig } from './vite.ts';

export const root = join(import.meta.dirname, '..');

/** Enables WebGPU and WebGL on a GPU, even without a screen. */
const gpuArguments = ['--enable-unsafe-webgpu', '--enable-features=Vulkan', '--ignore-gpu-blocklist'];
/** A GPU emulated by the processor, for trying the bench out, not for measuring. */
const softwareArguments = ['--use-webgpu-adapter=swiftshader'];

/** @throws Error saying how to get Chromium */
export async function launch(software: boolean): Promise<Browser> {
  const executablePath = await findChromium();
  if (executablePath === undefined) throw new Error(String(howToGetChromium));
  const args = ['--js-flags=--expose-gc', ...gpuArguments, ...(software ? softwareArguments : [])];
  return chromium.launch({ executablePath, chromiumSandbox: sandboxWorks(), args });
}

export interface Served {
  /** With a slash at its end. */
  address: string;
  close(): Promise<void>;
}

/** Builds the bench's page and serves it. */
export async function serveBench(): Promise<Served> {
  const outDir = join(root, 'node_modules', '.cache', 'zscape-bench');
  await build(benchConfig(outDir));
  return serve(outDir);
}

const explorerDir = join(root, 'node_modules', '.cache', 'zscape-bench-explorer');

/** Builds the explorer. @returns the folder of the build */
export async function buildExplorer(): Promise<string> {
  const outDir = explorerDir;
  await build({ root, logLevel: 'error', build: { outDir, emptyOutDir: true, copyPublicDir: true } });
  return outDir;
}

/** Builds the explorer and serves it. */
export async function serveExplorer(): Promise<Served> {
  return serve(await buildExplorer());
}

/** Serves a build from a folder, including its models. */
export const serveBuild = (outDir: string): Promise<Served> => serve(outDir, outDir);

/** Serves the built explorer with other models, those in a folder's `models/`. */
export const serveExplorerWith = (folder: string): Promise<Served> => serve(explorerDir, folder);

export async function serve(outDir: string, publicDir = join(root, 'public')): Promise<Served> {
  const server = await preview({
    root,
    configFile: false,
    publicDir,
    logLevel: 'error',
    plugins: [liveModels()],
    build: { outDir },
    preview: { host: '127.0.0.1', port: 0, headers: { ...isolationHeaders } },
  });
  return {
    address: String(server.resolvedUrls?.local[0]),
    close: () => server.close(),
  };
}
