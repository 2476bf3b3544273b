/** The converter's interface to a kind of model: how to recognise it, and how to read it into a graph. */
import type { ModuleFiles } from '../archive/files.ts';
import type { Graph } from '../graph/graph.ts';

/** Which of a module's graphs and signatures to use; the usual ones by default. */
export interface SignatureChoice {
  /** Exact tag set; any order. */
  readonly tags?: readonly string[];
  readonly signature?: string;
}

/**
 * Reads the model as its author wrote it, with its weights as constants. Every output is kept.
 * @param files relative to the model's own folder.
 * @throws ZscapeError with a sentence for anything wrong with the files; CANCELLED.
 */
export type ReadModel = (files: ModuleFiles, choice: SignatureChoice, signal?: AbortSignal) => Promise<Graph>;

/** One kind of model. This object is light: the code that reads the files is imported on demand. */
export interface Source {
  /** The file that identifies it, for a sentence: `a model.json`. */
  readonly mark: string;
  /** Returns whether a file of this name, without its folder, marks the folder as a model. */
  isMark(name: string): boolean;
  /** For a model in a single file that is not an archive. */
  readonly singleFile?: {
    /** The name to give the file. */
    readonly name: string;
    /** The extension to show in the list of readable files: `.safetensors`. */
    readonly ending: string;
    /**
     * Recognises a file.
     * @param head the file's first bytes.
     * @param size bytes of the whole file.
     */
    matches(head: Uint8Array, size: number): boolean;
  };
  load(): Promise<ReadModel>;
}
