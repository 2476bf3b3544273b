/** An unfinished download: `<file>.part`, and beside it what is known of the file on the server. */
import { open, readFile, rename, rm, stat, truncate, writeFile } from 'node:fs/promises';
import * as v from 'valibot';

const stateSchema = v.object({
  url: v.string(),
  /** A strong ETag or the date of the last change, for the server to compare (If-Range). */
  validator: v.string(),
  /** Bytes of the whole file, where the server announced them. */
  total: v.nullable(v.number()),
});

export type PartState = v.InferOutput<typeof stateSchema>;

export class PartFile {
  readonly path: string;
  readonly #final: string;
  readonly #statePath: string;

  /** @param final where the complete file will go */
  constructor(final: string) {
    this.#final = final;
    this.path = `${final}.part`;
    this.#statePath = `${this.path}.json`;
  }

  /** The part to resume from at this address, or undefined. */
  async resumable(url: string): Promise<(PartState & { have: number }) | undefined> {
    try {
      const have = (await stat(this.path)).size;
      const state = v.parse(stateSchema, JSON.parse(await readFile(this.#statePath, 'utf8')));
      return state.url === url && have > 0 ? { ...state, have } : undefined;
    } catch {
      return undefined;
    }
  }

  /** Bytes kept, of whichever file. */
  async have(): Promise<number> {
    return stat(this.path).then(
      ({ size }) => size,
      () => 0,
    );
  }

  /**
   * Writes the stream after the first `from` bytes.
   * @param state undefined when the server gives no validator: such a part cannot be resumed
   * @returns bytes of the file afterwards
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

  /** Cuts off everything after the first `bytes`. */
  async cut(bytes: number): Promise<void> {
    await truncate(this.path, bytes);
  }

  async discard(): Promise<void> {
    await rm(this.path, { force: true });
    await rm(this.#statePath, { force: true });
  }

  /** Moves the file into place. */
  async finish(): Promise<void> {
    await rename(this.path, this.#final);
    await rm(this.#statePath, { force: true });
  }
}
