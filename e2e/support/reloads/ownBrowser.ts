/** Our own Chromium with a profile that outlives it, so it can be killed as by a crash or an empty battery. */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, type BrowserContext, chromium } from '@playwright/test';
import { findChromium, howToGetChromium, sandboxWorks } from '../../../scripts/chromium.mjs';
import { watchFrames } from '../frames.ts';

const flags = [
  ...['--headless=new', '--remote-debugging-port=0', '--no-first-run', '--no-default-browser-check'],
  ...['--disable-background-networking', '--disable-component-update', '--disable-sync', '--disable-quic'],
  // Tabs in the background work like the one in front.
  ...['--disable-background-timer-throttling', '--disable-backgrounding-occluded-windows'],
  ...['--disable-renderer-backgrounding', '--window-size=1280,800', '--password-store=basic', '--mute-audio'],
];
const startMs = 60_000;

export class OwnBrowser {
  readonly #folder = mkdtempSync(join(tmpdir(), 'zscape-profile-'));
  #process: ChildProcess | undefined;
  #ended: Promise<void> = Promise.resolve();
  #browser: Browser | undefined;

  async start(): Promise<BrowserContext> {
    const executablePath = await findChromium();
    if (executablePath === undefined) throw new Error(String(howToGetChromium));
    const portFile = join(this.#folder, 'DevToolsActivePort');
    rmSync(portFile, { force: true });
    const sandbox = sandboxWorks() ? [] : ['--no-sandbox'];
    const child = spawn(
      executablePath,
      [...flags, ...sandbox, `--user-data-dir=${this.#folder}`, 'about:blank'],
      {
        stdio: 'ignore',
      },
    );
    this.#process = child;
    this.#ended = new Promise((resolve) => child.once('exit', () => resolve()));
    const until = Date.now() + startMs;
    // It writes the port and, once it is ready, the path after it.
    while (!existsSync(portFile) || readFileSync(portFile, 'utf8').split('\n').length < 2) {
      if (Date.now() > until || child.exitCode !== null) throw new Error('Chromium does not start.');
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    const [port, path] = readFileSync(portFile, 'utf8').split('\n');
    this.#browser = await chromium.connectOverCDP(`ws://127.0.0.1:${port}${path}`, { timeout: startMs });
    const context = this.#browser.contexts()[0]!;
    // Functions compiled for Node use this helper, even those that are sent to a page.
    await context.addInitScript({ content: 'globalThis.__name ??= (named) => named;' });
    await watchFrames(context);
    return context;
  }

  /** Closes it as a user would. */
  async quit(): Promise<void> {
    const devtools = await this.#browser?.newBrowserCDPSession();
    await devtools?.send('Browser.close').catch(() => undefined);
    await this.#ended;
  }

  /** Kills it without warning, in the middle of whatever it was doing. */
  async kill(): Promise<void> {
    this.#process?.kill('SIGKILL');
    await this.#ended;
    await this.#browser?.close().catch(() => undefined);
  }

  /** Closes it and removes its profile. */
  async remove(): Promise<void> {
    await this.kill();
    rmSync(this.#folder, { recursive: true, force: true, maxRetries: 5 });
  }
}
