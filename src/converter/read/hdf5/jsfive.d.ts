/**
 * The used parts of jsfive, which comes without types. Names that begin with `_` are private; the version is pinned
 * because of them.
 */
declare module 'jsfive' {
  export class DataObjects {
    readonly fh: ArrayBuffer;
    readonly filter_pipeline: readonly ReadonlyMap<string, unknown>[] | null;
    readonly chunks: readonly number[] | null;
    readonly shape: readonly number[];
    /**
     * Where the tree of a tensor's chunks begins, and the tensor's number of dimensions plus one; known once `chunks` has
     * been read.
     */
    readonly _chunk_address: number;
    readonly _chunk_dims: number;
    find_msg_type(type: number): readonly ReadonlyMap<string, unknown>[];
    /** Returns version, dimensions, class of the layout, and the offset of its properties. */
    _get_data_message_properties(offset: number): [number, number | undefined, number, number];
    _iter_links_btree_v1(tree: number, heap: number): Iterable<unknown>;
    _iter_links_btree_v2(names: number, order: number | null, heap: number): Iterable<unknown>;
    _get_chunked_data(offset: number): unknown[];
    _attr_value(dtype: unknown, buffer: ArrayBuffer, count: number, offset: number): unknown[];
  }
  export class Group {
    readonly keys: string[];
    readonly attrs: Readonly<Record<string, unknown>>;
    readonly _dataobjects: DataObjects;
    get(path: string): Group | Dataset | null;
  }
  export class File extends Group {
    constructor(bytes: ArrayBuffer, name?: string);
  }
  export class Dataset {
    readonly shape: readonly number[];
    readonly dtype: unknown;
    readonly value: ArrayLike<unknown>;
    readonly attrs: Readonly<Record<string, unknown>>;
    readonly _dataobjects: DataObjects;
  }
  /** Functions that unpack a chunk, by the number of its filter in the format. */
  export const Filters: Map<number, (chunk: ArrayBuffer, itemBytes: number) => ArrayBuffer>;
}
