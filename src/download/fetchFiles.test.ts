/** Many files over real connections: stored, checked, and requested from wherever they are available. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { fetchFiles, type KeptFiles, type WantedFile } from './fetchFiles.ts';
import { gitBlobHex } from './gitBlob.ts';

type Answer = (path: string, response: ServerResponse) => void;

const servers: ReturnType<typeof createServer>[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
  }
});

/** Starts a host. @returns its address and the paths requested from it. */
async function host(answer: Answer): Promise<{ address: string; asked: string[] }> {
  const asked: string[] = [];
  const server = createServer(({ url = '/' }: IncomingMessage, response) => {
    asked.push(url.slice(1));
    answer(url.slice(1), response);
  });
  servers.push(server);
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  return { address: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, asked };
}

const contents = new Map(
  ['a.bin', 'b.bin', 'c.bin', 'd.bin', 'e.bin'].map((path, i) => [
    path,
    new Uint8Array(1000 + i).fill(65 + i),
  ]),
);
const wanted: WantedFile[] = await Promise.all(
  [...contents].map(async ([path, bytes]) => ({
    path,
    bytes: bytes.length,
    gitBlob: await gitBlobHex(bytes),
  })),
);
const good: Answer = (path, response) => void response.end(contents.get(path));
const missing: Answer = (_, response) => void response.writeHead(404).end();
const changed: Answer = (path, response) => void response.end(contents.get(path)!.map((byte) => byte ^ 1));

function memory(): KeptFiles & { files: Map<string, Uint8Array> } {
  const files = new Map<string, Uint8Array>();
  return {
    files,
    read: async ({ path }) => files.get(path) ?? null,
    write: async ({ path }, bytes) => void files.set(path, bytes),
  };
}

const pauses = [1, 1];

it('keeps every file, and reports how many bytes are there', async () => {
  const { address, asked } = await host(good);
  const kept = memory();
  const seen: number[] = [];
  await fetchFiles(wanted, { addresses: [address], kept, pauses, onBytes: (loaded) => seen.push(loaded) });
  expect(kept.files).toEqual(contents);
  expect(asked.toSorted()).toEqual([...contents.keys()]);
  expect(seen.at(-1)).toBe(5010);
});

it('requests files that are missing or wrong', async () => {
  const { address, asked } = await host(good);
  const kept = memory();
  kept.files.set('a.bin', contents.get('a.bin')!).set('b.bin', new Uint8Array(1001));
  await fetchFiles(wanted, { addresses: [address], kept, pauses });
  expect(asked.toSorted()).toEqual(['b.bin', 'c.bin', 'd.bin', 'e.bin']);
  expect(kept.files).toEqual(contents);
});

it('uses the next address if the first has nothing, and then begins with it', async () => {
  const empty = await host(missing);
  const full = await host(good);
  const kept = memory();
  await fetchFiles(wanted, { addresses: [empty.address, full.address], kept, parallel: 1, pauses });
  expect(kept.files).toEqual(contents);
  expect(empty.asked).toEqual(['a.bin']);
});

it('replaces a wrong file from the next address, and keeps nothing of it', async () => {
  const other = await host((path, response) => (path === 'c.bin' ? changed : good)(path, response));
  const full = await host(good);
  const kept = memory();
  await fetchFiles(wanted, { addresses: [other.address, full.address], kept, pauses });
  expect(kept.files).toEqual(contents);
  expect(full.asked).toContain('c.bin');
});

it('requests a wrong file once more, then names it, and keeps the others', async () => {
  const { address, asked } = await host((path, response) =>
    (path === 'e.bin' ? changed : good)(path, response),
  );
  const kept = memory();
  const work = fetchFiles(wanted, { addresses: [address], kept, parallel: 1, pauses });
  await expect(work).rejects.toMatchObject({
    code: 'DOWNLOAD_WRONG_HASH',
    message: expect.stringContaining(`e.bin from ${new URL(address).host}`),
  });
  expect(asked.filter((path) => path === 'e.bin')).toHaveLength(2);
  expect([...kept.files.keys()]).toEqual(['a.bin', 'b.bin', 'c.bin', 'd.bin']);
});

it('treats a file of another length as wrong', async () => {
  const longer: Answer = (_, response) => void response.end(new Uint8Array(2000));
  const { address } = await host((path, response) => (path === 'b.bin' ? longer : good)(path, response));
  const work = fetchFiles(wanted, { addresses: [address], kept: memory(), pauses });
  await expect(work).rejects.toMatchObject({
    code: 'DOWNLOAD_WRONG_HASH',
    message: expect.stringMatching(/b\.bin/),
  });
});

it('says why each of the addresses failed', async () => {
  const hosts = [await host(missing), await host((_, response) => void response.writeHead(403).end())];
  const addresses = hosts.map(({ address }) => address);
  const work = fetchFiles(wanted, { addresses, kept: memory(), pauses });
  await expect(work).rejects.toMatchObject({
    code: 'FILE_MISSING',
    message: expect.stringMatching(/404.*The next address failed too:.*403/s),
  });
});

it('stops immediately when it is cancelled, and keeps the finished files', async () => {
  const abort = new AbortController();
  const { address } = await host((path, response) => {
    if (path === 'a.bin') response.end(contents.get(path));
    else setTimeout(() => abort.abort(), 20);
  });
  const kept = memory();
  const work = fetchFiles(wanted, { addresses: [address], kept, parallel: 1, pauses, signal: abort.signal });
  await expect(work).rejects.toMatchObject({ code: 'CANCELLED' });
  expect([...kept.files.keys()]).toEqual(['a.bin']);
});
