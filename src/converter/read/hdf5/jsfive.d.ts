/** What is used of jsfive, which comes without types. Names that begin with `_` are its own business; the version is pinned for them. */
declare module 'jsfive' {
  export class DataObjects {
    readonly fh: ArrayBuffer;
    readonly filter_pipeline: readonly ReadonlyMap<string, unknown>[] | null;
    readonly chunks: readonly number[] | null;
    find_msg_type(type: number): readonly ReadonlyMap<string, unknown>[];
    /** Version, dimensions, class of the layout, and where its properties begin. */
    _get_data_message_properties(offset: number): [number, number | undefined, number, number];
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
  /** What unpacks a chunk, by the number of its filter in the format. */
  export const Filters: Map<number, (chunk: ArrayBuffer, itemBytes: number) => ArrayBuffer>;
}
