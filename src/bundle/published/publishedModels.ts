/** The table of published models. To add one, write its file beside this one and list it here. */
import { progan128 } from './progan128.ts';
import type { PublishedModel } from './publishedModel.ts';

export const publishedModels: readonly PublishedModel[] = [progan128];
