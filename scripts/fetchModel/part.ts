/** A download that is not finished: `<file>.part`, and beside it what is known of the file on the server. */
import { open, readFile, rename, rm, stat, truncate, writeFile } from 'node:fs/promises';
import * as v from 'valibot';

const stateSchema = v.object({
  url: v.string(),
  /** A strong ETag, or the date of last change: what the server is asked to compare (If-Range). */
  validator: v.string(),
  /** Bytes of the whole file, where the server said so. */
  total: v.nullable(v.number()),
});

export type PartState = v.InferOutput<typeof stateSchema>;

export class PartFile {
  readonly path: string;
  readonly #final: string;
  readonly #statePath: string;

  /** @param final where the whole file will lie. */
  constructor(final: string) {
    this.#final = final;
    this.path = `${final}.part`;
    this.#statePath = `${this.path}.json`;
  }

  /** What can be gone on with from this address, or undefined. */
  async resumable(url: string): Promise<(PartState & { have: number }) | undefined> {
    try {
      const have = (await stat(this.path)).size;
      const state = v.parse(stateSchema, JSON.parse(await readFile(this.#statePath, 'utf8')));
      return state.url === url && have > 0 ? { ...state, have } : undefined;
    } catch {
      return undefined;
    }
  }

  /** Bytes kept, whatever they are of. */
  async have(): Promise<number> {
    return stat(this.path).then(
      ({ size }) => size,
      () => 0,
    );
  }

  /**
   * Writes the stream behind the first `from` bytes.
   * @param state undefined when the server gives nothing to compare: such a part cannot be gone on with.
   * @returns bytes of the file afterwards.
   */
  async append(
    from: number,
    state: PartState | undefined,
    body: AsyncIterable<Uint8Array>,
    onBytes: (have: number) => void,
  ): Promise<number> {
    if (state === undefined) await rm(this.#statePath, { force: true });
    else await writeFile(this.#statePath, JSON.stringify(state));
    const file = await open(this.path, from === 0 ? 'w' : 'r+');
    let have = from;
    try {
      await file.truncate(from);
      for await (const chunk of body) {
        let written = 0;
        while (written < chunk.length) {
          written += (await file.write(chunk, written, chunk.length - written, have + written)).bytesWritten;
        }
        have += chunk.length;
        onBytes(have);
      }
    } finally {
      await file.close();
    }
    return have;
  }

  /** Cuts off what is too much. */
  async cut(bytes: number): Promise<void> {
    await truncate(this.path, bytes);
  }

  async discard(): Promise<void> {
    await rm(this.path, { force: true });
    await rm(this.#statePath, { force: true });
  }

  /** Puts the file in its place. */
  async finish(): Promise<void> {
    await rename(this.path, this.#final);
    await rm(this.#statePath, { force: true });
  }
}
