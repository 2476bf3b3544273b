/**
 * Measures the explorer's memory, in its page and in the engine's worker, from outside through the browser's debugging protocol.
 */
import { readFile } from 'node:fs/promises';
import type { CDPSession, Page } from '@playwright/test';

/** All measured after a garbage collection. */
export interface Held {
  /** Bytes of the JavaScript heaps. */
  pageHeap: number;
  workerHeap: number;
  /** Bytes of all WebAssembly memories. */
  wasmBytes: number;
  /** GPU buffers that JavaScript still refers to, and their bytes. */
  gpuBuffers: number;
  gpuBytes: number;
  /** Unclosed bitmaps, in the page and in the worker. */
  bitmaps: number;
  /** Nodes and their listeners, including nodes removed from the document. */
  nodes: number;
  listeners: number;
  /** Resident bytes of the page's process and the GPU's, where the system reports them (Linux). */
  resident?: number;
}

/** Sends a command of the protocol to one thread. */
type Send = (method: string, params?: object) => Promise<Record<string, unknown>>;

/** Call it before the page is opened, or it will miss the worker. @returns the function that measures */
export async function watchMemory(page: Page): Promise<() => Promise<Held>> {
  const session = await page.context().newCDPSession(page);
  const browser = await page.context().browser()?.newBrowserCDPSession();
  const toPage = session.send.bind(session) as unknown as Send;
  const toWorker = await workerOf(session);
  return async () => {
    const [memories, workerMemories] = [await memoriesOf(toPage), await memoriesOf(toWorker)];
    const gpu = await gpuOf(toWorker);
    const bitmaps = (await bitmapsOf(toPage)) + (await bitmapsOf(toWorker));
    const { nodes, jsEventListeners } = await session.send('Memory.getDOMCounters');
    const resident = browser && (await residentOf(browser));
    return {
      pageHeap: await heapOf(toPage),
      workerHeap: await heapOf(toWorker),
      wasmBytes: memories + workerMemories,
      ...gpu,
      bitmaps,
      nodes,
      listeners: jsEventListeners,
      ...(resident !== undefined && { resident }),
    };
  };
}

/**
 * Attaches to the page and to each worker that it starts from now on.
 * @returns the function that collects the garbage of all of them; a worker that does not answer within a second is left out
 */
export async function garbageCollector(page: Page): Promise<() => Promise<void>> {
  const session = await page.context().newCDPSession(page);
  const workers = new Set<string>();
  const waiting = new Map<number, () => void>();
  let lastId = 0;
  session.on('Target.attachedToTarget', ({ sessionId }) => workers.add(sessionId));
  session.on('Target.detachedFromTarget', ({ sessionId }) => workers.delete(sessionId));
  session.on('Target.receivedMessageFromTarget', ({ message }) => {
    const { id } = JSON.parse(message) as { id: number };
    waiting.get(id)?.();
    waiting.delete(id);
  });
  await session.send('Target.setAutoAttach', {
    autoAttach: true,
    waitForDebuggerOnStart: false,
    flatten: false,
  });
  const inWorker = (sessionId: string) =>
    new Promise<void>((done) => {
      const id = ++lastId;
      waiting.set(id, done);
      setTimeout(done, 1000);
      const message = JSON.stringify({ id, method: 'HeapProfiler.collectGarbage' });
      session.send('Target.sendMessageToTarget', { sessionId, message }).catch(() => done());
    });
  return async () => {
    await session.send('HeapProfiler.collectGarbage');
    await Promise.all([...workers].map(inWorker));
  };
}

async function heapOf(send: Send): Promise<number> {
  await send('HeapProfiler.collectGarbage');
  return Number((await send('Runtime.getHeapUsage')).usedSize);
}

const memoriesOf = async (send: Send): Promise<number> =>
  (
    await living<[number]>(send, 'WebAssembly.Memory', (all) => [
      (all as WebAssembly.Memory[]).reduce((sum, { buffer }) => sum + buffer.byteLength, 0),
    ])
  )?.[0] ?? 0;

/** A closed bitmap has no width. */
const bitmapsOf = async (send: Send): Promise<number> =>
  (
    await living<[number]>(send, 'ImageBitmap', (all) => [
      (all as ImageBitmap[]).filter(({ width }) => width > 0).length,
    ])
  )?.[0] ?? 0;

async function gpuOf(send: Send): Promise<{ gpuBuffers: number; gpuBytes: number }> {
  const found = await living<[number, number]>(send, 'GPUBuffer', (all) => [
    all.length,
    (all as GPUBuffer[]).reduce((sum, { size }) => sum + size, 0),
  ]);
  const [gpuBuffers = 0, gpuBytes = 0] = found ?? [];
  return { gpuBuffers, gpuBytes };
}

/**
 * Collects garbage and inspects all remaining objects of a class.
 * @param ask runs in the inspected thread, so it cannot use anything from this file
 * @returns undefined where the thread does not have the class
 */
async function living<T>(send: Send, name: string, ask: (all: unknown[]) => T): Promise<T | undefined> {
  const objectGroup = 'living';
  const { result } = (await send('Runtime.evaluate', {
    expression: `globalThis.${name}?.prototype`,
    objectGroup,
  })) as { result: { objectId?: string } };
  if (result.objectId === undefined) return undefined;
  try {
    const { objects } = (await send('Runtime.queryObjects', {
      prototypeObjectId: result.objectId,
      objectGroup,
    })) as { objects: { objectId: string } };
    const answer = (await send('Runtime.callFunctionOn', {
      functionDeclaration: `function () { return (${ask})(this); }`,
      objectId: objects.objectId,
      returnByValue: true,
    })) as { result: { value: T }; exceptionDetails?: { text: string } };
    if (answer.exceptionDetails) throw new Error(`${name}: ${answer.exceptionDetails.text}`);
    return answer.result.value;
  } finally {
    await send('Runtime.releaseObjectGroup', { objectGroup });
  }
}

/** Attaches to the page's first worker, which is the engine's. */
async function workerOf(session: CDPSession): Promise<Send> {
  interface Answer {
    id: number;
    result?: Record<string, unknown>;
    error?: { message: string };
  }
  const waiting = new Map<number, (answer: Answer) => void>();
  let worker: string | undefined;
  let lastId = 0;
  session.on('Target.attachedToTarget', ({ sessionId, targetInfo }) => {
    if (targetInfo.type === 'worker') worker ??= sessionId;
  });
  session.on('Target.receivedMessageFromTarget', ({ message }) => {
    const answer = JSON.parse(message) as Answer;
    waiting.get(answer.id)?.(answer);
    waiting.delete(answer.id);
  });
  // Not flattened: messages to the worker go through the page's own session.
  await session.send('Target.setAutoAttach', {
    autoAttach: true,
    waitForDebuggerOnStart: false,
    flatten: false,
  });
  return (method, params = {}) =>
    new Promise((resolve, reject) => {
      if (worker === undefined) return reject(new Error('the engine has no worker'));
      const id = ++lastId;
      waiting.set(id, ({ result, error }) =>
        result ? resolve(result) : reject(new Error(`${method}: ${error?.message}`)),
      );
      const message = JSON.stringify({ id, method, params });
      session.send('Target.sendMessageToTarget', { sessionId: worker, message }).catch(reject);
    });
}

/** Resident bytes of the processes of pages and the GPU, where the system reports them (Linux). */
export async function residentOf(browser: CDPSession): Promise<number | undefined> {
  if (process.platform !== 'linux') return undefined;
  const { processInfo } = await browser.send('SystemInfo.getProcessInfo');
  const counted = processInfo.filter(({ type }) => type === 'renderer' || type === 'GPU');
  const sizes = await Promise.all(
    counted.map(async ({ id }) => {
      const status = await readFile(`/proc/${id}/status`, 'utf8').catch(() => '');
      return 1024 * Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1] ?? 0);
    }),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}
