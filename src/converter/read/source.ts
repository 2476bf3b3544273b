/** What the converter knows of a kind of model: how to recognise it, and how to read it into a graph. */
import type { ModuleFiles } from '../archive/files.ts';
import type { Graph } from '../graph/graph.ts';

/** Which of a module's graphs and signatures to take; the usual ones when left out. */
export interface SignatureChoice {
  /** Exact tag set; any order. */
  readonly tags?: readonly string[];
  readonly signature?: string;
}

/**
 * Reads the model as its author wrote it, with its weights as constants. Every output is kept.
 * @param files seen from the model's own folder.
 * @throws ZscapeError in words for everything that can be wrong with the files; CANCELLED.
 */
export type ReadModel = (files: ModuleFiles, choice: SignatureChoice, signal?: AbortSignal) => Promise<Graph>;

/** One kind of model. This object is light: what reads the files is loaded when it is needed. */
export interface Source {
  /** The file by which it is recognised, for a sentence: `a model.json`. */
  readonly mark: string;
  /** Whether a file of this name, without its folder, says "the model is in this folder". */
  isMark(name: string): boolean;
  /** For a model that is one file and no archive. */
  readonly singleFile?: {
    /** The name that the file gets. */
    readonly name: string;
    /** What to call such files among those that the converter reads: `.safetensors`. */
    readonly ending: string;
    /**
     * @param head the file's first bytes.
     * @param size bytes of the whole file.
     */
    matches(head: Uint8Array, size: number): boolean;
  };
  load(): Promise<ReadModel>;
}
