/** The kinds of models that the converter reads. A new kind is a folder beside this file and an entry in this table. */
import { ZscapeError } from '../../base/errors.ts';
import { h5, keras } from './keras/source.ts';
import { onnx } from './onnx/source.ts';
import { refusalOfFiles } from './refusals/formats.ts';
import { safetensors } from './safetensors/source.ts';
import type { Source } from './source.ts';
import { tensorflow } from './tensorflow/source.ts';
import { tfjs } from './tfjs/source.ts';

/** In order: the first whose mark is among the files reads them. */
export const sources: readonly Source[] = [tensorflow, safetensors, tfjs, keras, h5, onnx];

/** Returns whether one of the kinds recognises a file of that name. */
export function hasMark(paths: readonly string[]): boolean {
  return sources.some((source) => paths.some((path) => source.isMark(path)));
}

/** Chooses by the names of files alone, without reading any. @throws MODULE_INVALID if no source knows the files. */
export function chooseSource(paths: readonly string[]): Source {
  const source = sources.find((candidate) => paths.some((path) => candidate.isMark(path)));
  if (source !== undefined) return source;
  const refusal = refusalOfFiles(paths);
  if (refusal !== undefined) throw new ZscapeError('MODULE_INVALID', refusal);
  const marks = sources.map(({ mark }) => mark);
  const shown = paths.slice(0, 5).join(', ');
  throw new ZscapeError(
    'MODULE_INVALID',
    `No model was found: the input has no ${marks.slice(0, -1).join(', ')} or ${marks.at(-1)}. It holds ${shown || 'no files'}${paths.length > 5 ? ', ...' : ''}.`,
  );
}
