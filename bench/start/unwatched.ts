/**
 * Cold starts in a browser that nobody watches: no tool listens to its requests, which takes as much of two cores as the page
 * itself, and the page is served by a process that only sends bytes. Each start has a browser context of its own, so its cache and
 * storage are empty.
 */
import { type ChildProcess, fork, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { findChromium, howToGetChromium, sandboxWorks } from '../../scripts/chromium.mjs';
import { type Report, watchScript } from './watch.ts';

export interface Site {
  port: number;
  nextReport(): Promise<Report>;
  close(): void;
}

/** Serves a build. @throws Error if the process ends */
export async function serveSite(dist: string): Promise<Site> {
  const server = fork(join(import.meta.dirname, 'site.ts'), [dist]);
  server.send(watchScript('/report'));
  const ended = new Promise<never>((_, reject) => {
    server.once('exit', () => reject(new Error(`The server of ${dist} ended.`)));
  });
  ended.catch(() => {}); // as it should, after the last start
  const message = () =>
    new Promise<{ port: number; report: Report }>((resolve) => server.once('message', resolve));
  const next = () => Promise.race([message(), ended]);
  const { port } = await next();
  return { port, nextReport: async () => (await next()).report, close: () => server.disconnect() };
}

/** Longer than any start takes. */
const patienceMs = 60_000;
/** Milliseconds of rest before and after a start, for what the browser does about contexts. */
const restMs = 300;

export class UnwatchedBrowser {
  readonly #process: ChildProcess;
  readonly #profile: string;
  readonly #answers = new Map<number, (answer: { result?: unknown; error?: { message: string } }) => void>();
  #last = 0;

  private constructor(process: ChildProcess, profile: string) {
    this.#process = process;
    this.#profile = profile;
    let text = '';
    (process.stdio[4] as Readable).setEncoding('utf8').on('data', (more: string) => {
      const messages = `${text}${more}`.split('\0');
      text = messages.pop() ?? '';
      for (const message of messages) {
        const answer = JSON.parse(message);
        this.#answers.get(answer.id)?.(answer);
      }
    });
  }

  /** @throws Error saying how to get Chromium */
  static async start(): Promise<UnwatchedBrowser> {
    const executable = await findChromium();
    if (executable === undefined) throw new Error(String(howToGetChromium));
    const profile = await mkdtemp(join(tmpdir(), 'zscape-start-'));
    const args = [
      ...['--headless=new', '--remote-debugging-pipe', `--user-data-dir=${profile}`, '--no-first-run'],
      ...['--disable-background-networking', '--disable-component-update', '--disable-extensions'],
      ...(sandboxWorks() ? [] : ['--no-sandbox']),
      'about:blank',
    ];
    const process = spawn(executable, args, { stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'] });
    return new UnwatchedBrowser(process, profile);
  }

  /** Opens the site's page in a new context until it has reported. @throws Error if it does not */
  async coldStart(site: Site): Promise<Report> {
    const { browserContextId } = await this.#ask('Target.createBrowserContext', {});
    await rest(restMs);
    const report = site.nextReport();
    const url = `http://127.0.0.1:${site.port}/?backend=wasm`;
    await this.#ask('Target.createTarget', { url, browserContextId, width: 1280, height: 800 });
    const late = rest(patienceMs).then(() => Promise.reject(new Error('The page has not reported.')));
    try {
      return await Promise.race([report, late]);
    } finally {
      late.catch(() => {});
      await this.#ask('Target.disposeBrowserContext', { browserContextId });
      await rest(restMs);
    }
  }

  async close(): Promise<void> {
    const ended = new Promise((resolve) => this.#process.once('exit', resolve));
    this.#process.kill();
    await ended;
    await rm(this.#profile, { recursive: true, force: true, maxRetries: 5 });
  }

  async #ask(method: string, params: object): Promise<Record<string, string>> {
    const id = ++this.#last;
    const answered = new Promise<{ result?: unknown; error?: { message: string } }>((resolve) =>
      this.#answers.set(id, resolve),
    );
    (this.#process.stdio[3] as Writable).write(`${JSON.stringify({ id, method, params })}\0`);
    const { result, error } = await answered;
    this.#answers.delete(id);
    if (error) throw new Error(`${method}: ${error.message}`);
    return result as Record<string, string>;
  }
}

/** Does not keep the process alive. */
const rest = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms).unref());
