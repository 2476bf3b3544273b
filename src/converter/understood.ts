import type { ModuleFiles } from './archive/files.ts';
import type { GivenLatents } from './latents/givenLatents.ts';
import type { RecognisedGenerator } from './recognise/generator.ts';
import type { Cost } from './shapes/estimate.ts';
import type { Arranged } from './signature/arrange.ts';

/** A model that is understood, and nothing of it written yet. */
export interface Understood {
  /** As they came. */
  readonly files: ModuleFiles;
  /** As its author wrote it, but for its inputs and outputs. */
  readonly arranged: Arranged;
  readonly generator: RecognisedGenerator;
  /** Of one picture. */
  readonly cost: Cost;
  /** Latents that came with the model. */
  readonly given: GivenLatents | undefined;
}
