import type { BundleManifest, Quantization } from '../bundle/schema.ts';
import type { SignatureChoice } from './sources/tensorflow/saved-model.ts';

export interface ConvertOptions extends SignatureChoice {
  readonly id: string;
  readonly title?: string;
  readonly description?: string;
  readonly quantization?: Quantization;
  readonly licence?: BundleManifest['licence'];
  readonly source?: BundleManifest['source'];
}

export type Stage = 'read' | 'graph' | 'weights' | 'hash';

export interface ConvertHooks {
  /** `done` of `total` in the stage's own unit. */
  readonly onProgress?: (stage: Stage, done: number, total: number) => void;
  readonly signal?: AbortSignal;
}
