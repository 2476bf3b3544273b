/** A folder in memory that behaves like the browser's own file system; `fail` makes one of its steps fail. */

/** Called before each step; if it throws, the step rejects with that error, and if it waits, so does the step. */
export type Step = (what: string) => void | Promise<void>;

export class MemoryFolder {
  readonly kind = 'directory';
  readonly name: string;
  readonly #step: Step;
  readonly entriesByName = new Map<string, MemoryFolder | MemoryFile>();

  constructor(name = '', step: Step = () => undefined) {
    this.name = name;
    this.#step = step;
  }

  /** Under the type that the product's code knows. */
  get handle(): FileSystemDirectoryHandle {
    return this as unknown as FileSystemDirectoryHandle;
  }

  async getDirectoryHandle(name: string, { create = false } = {}): Promise<MemoryFolder> {
    await this.#step(`folder ${name}`);
    const known = this.entriesByName.get(name);
    if (known instanceof MemoryFolder) return known;
    if (known) throw new DOMException('It is a file.', 'TypeMismatchError');
    if (!create) throw missing(name);
    const made = new MemoryFolder(name, this.#step);
    this.entriesByName.set(name, made);
    return made;
  }

  async getFileHandle(name: string, { create = false } = {}): Promise<MemoryFile> {
    await this.#step(`file ${name}`);
    const known = this.entriesByName.get(name);
    if (known instanceof MemoryFile) return known;
    if (known) throw new DOMException('It is a folder.', 'TypeMismatchError');
    if (!create) throw missing(name);
    const made = new MemoryFile(name, this.#step);
    this.entriesByName.set(name, made);
    return made;
  }

  async removeEntry(name: string): Promise<void> {
    await this.#step(`remove ${name}`);
    if (!this.entriesByName.delete(name)) throw missing(name);
  }

  async *keys(): AsyncIterable<string> {
    await this.#step('list');
    yield* [...this.entriesByName.keys()];
  }

  async *entries(): AsyncIterable<[string, MemoryFolder | MemoryFile]> {
    await this.#step('list');
    yield* [...this.entriesByName];
  }

  /** Returns names and texts of everything below, for comparison. */
  contents(): Record<string, unknown> {
    return Object.fromEntries(
      [...this.entriesByName].map(([name, entry]) => [
        name,
        entry instanceof MemoryFolder ? entry.contents() : new TextDecoder().decode(entry.bytes),
      ]),
    );
  }

  put(name: string, text: string): void {
    const file = new MemoryFile(name, this.#step);
    file.bytes = new TextEncoder().encode(text);
    this.entriesByName.set(name, file);
  }
}

export class MemoryFile {
  readonly kind = 'file';
  readonly name: string;
  readonly #step: Step;
  bytes = new Uint8Array();

  constructor(name: string, step: Step) {
    this.name = name;
    this.#step = step;
  }

  async getFile(): Promise<File> {
    await this.#step(`read ${this.name}`);
    return new File([this.bytes], this.name);
  }

  async createWritable() {
    await this.#step(`open ${this.name}`);
    let written = new Uint8Array();
    return {
      write: async (bytes: Uint8Array<ArrayBuffer>) => {
        await this.#step(`write ${this.name}`);
        written = bytes.slice();
      },
      close: async () => {
        await this.#step(`close ${this.name}`);
        this.bytes = written;
      },
      abort: async () => undefined,
    };
  }
}

function missing(name: string): DOMException {
  return new DOMException(`There is no ${name}.`, 'NotFoundError');
}
