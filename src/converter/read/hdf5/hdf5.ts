/**
 * An HDF5 file as the converter sees it: groups, texts in attributes, tensors. The library is `jsfive`
 * (docs/decisions/converter/hdf5.md); whatever it throws on a damaged file becomes an error of ours.
 */
import { ZscapeError } from '../../../base/errors.ts';
import type { Constant } from '../../graph/graph.ts';
import { asConstant } from './dataset.ts';
import { guard } from './guards.ts';

/** Nested groups; Keras does not write anything half as deep. */
const deepest = 40;
/** Names, and parts of a text that was too long for one attribute. */
const mostParts = 10_000;

type Library = typeof import('jsfive');

/** Opens a file. @param bytes are not copied if they span their whole buffer. @throws MODULE_INVALID. */
export async function openHdf5(bytes: Uint8Array, name: string): Promise<Hdf5Group> {
  const library = await import('jsfive');
  const whole = bytes.byteOffset === 0 && bytes.byteLength === bytes.buffer.byteLength;
  const buffer = (whole ? bytes.buffer : bytes.slice().buffer) as ArrayBuffer;
  return attempt(name, () => {
    guard(library);
    return new Hdf5Group(library, new library.File(buffer, name), name);
  });
}

/** Runs work that may meet damage. */
function attempt<T>(name: string, work: () => T): T {
  try {
    return work();
  } catch (cause) {
    if (cause instanceof ZscapeError) throw cause;
    throw new ZscapeError(
      'MODULE_INVALID',
      `${name} is damaged, or uses a part of HDF5 that Keras does not. Save the model again with model.save("model.keras").`,
      { cause },
    );
  }
}

export class Hdf5Group {
  readonly #library: Library;
  readonly #group: InstanceType<Library['Group']>;
  readonly #name: string;

  constructor(library: Library, group: InstanceType<Library['Group']>, name: string) {
    this.#library = library;
    this.#group = group;
    this.#name = name;
  }

  /** Names of the group's members. */
  get keys(): readonly string[] {
    return attempt(this.#name, () => this.#group.keys);
  }

  /** Finds a group. @param path from this group, with `/`. @returns undefined if there is no such group. */
  group(path: string): Hdf5Group | undefined {
    const found = this.#find(path);
    return found instanceof this.#library.Group ? new Hdf5Group(this.#library, found, this.#name) : undefined;
  }

  /** Reads a tensor. @returns undefined if there is no such tensor. @throws TENSOR_INVALID, MODULE_INVALID. */
  tensor(path: string): Constant | undefined {
    const found = this.#find(path);
    if (!(found instanceof this.#library.Dataset)) return undefined;
    return attempt(this.#name, () => asConstant(found, `The weight ${path.slice(-100)} of ${this.#name}`));
  }

  /** Returns the text of an attribute, also if it is spread over `key0`, `key1` and so on. */
  text(key: string): string | undefined {
    const parts = this.#parts(key).map((part) => (typeof part === 'string' ? ended(part) : undefined));
    return parts.length > 0 && parts.every((part) => part !== undefined) ? parts.join('') : undefined;
  }

  /** Returns the names in an attribute, also if they are spread over several. */
  names(key: string): readonly string[] | undefined {
    const parts = this.#parts(key);
    if (parts.length === 0) return undefined;
    const names = parts.flat(1).filter((name) => typeof name === 'string');
    return names.map(ended);
  }

  #parts(key: string): unknown[] {
    const attributes = attempt(this.#name, () => this.#group.attrs);
    if (Object.hasOwn(attributes, key)) return [attributes[key]];
    const parts: unknown[] = [];
    while (parts.length < mostParts && Object.hasOwn(attributes, `${key}${parts.length}`))
      parts.push(attributes[`${key}${parts.length}`]);
    return parts;
  }

  #find(path: string): unknown {
    const parts = path.split('/').filter((part) => part !== '');
    if (parts.length > deepest) return undefined;
    return attempt(this.#name, () => {
      let at: unknown = this.#group;
      for (const part of parts) {
        if (!(at instanceof this.#library.Group) || !at.keys.includes(part)) return undefined;
        at = at.get(part);
      }
      return at;
    });
  }
}

/** Ends a text of fixed length at its first zero. */
function ended(text: string): string {
  const end = text.indexOf('\0');
  return end === -1 ? text : text.slice(0, end);
}
