import type { ModuleFiles } from './archive/files.ts';
import type { GivenLatents } from './latents/givenLatents.ts';
import type { GrownHead } from './read/safetensors/progan.ts';
import type { RecognisedGenerator } from './recognise/generator.ts';
import type { Cost } from './shapes/estimate.ts';
import type { Arranged } from './signature/arrange.ts';

/** A model that is understood, but not yet written. */
export interface Understood {
  /** The original files. */
  readonly files: ModuleFiles;
  /** The graph as its author wrote it, except for its inputs and outputs. */
  readonly arranged: Arranged;
  readonly generator: RecognisedGenerator;
  /** The cost of one picture. */
  readonly cost: Cost;
  /** Latents that came with the model. */
  readonly given: GivenLatents | undefined;
  /** Heads of smaller pictures, as originally trained. */
  readonly grown: readonly GrownHead[];
}
