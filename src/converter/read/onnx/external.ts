/** Weights in files beside the model: each names its file, its offset in it, and its length. */
import { ZscapeError } from '../../../base/errors.ts';
import type { ModuleFiles } from '../../archive/files.ts';
import type { TensorProto } from '../proto/gen/onnx/onnx_pb.ts';

const inAnotherFile = 1;

/**
 * Reads the bytes of every tensor outside the model's own file. Each file is read once, and the bytes are views of it.
 * @param model the path of the model, to which the files' paths are relative.
 * @throws VARIABLE_MISSING if a file is missing or too short, ARCHIVE_UNSAFE_PATH for a path out of the folder.
 */
export async function externalFiles(
  files: ModuleFiles,
  model: string,
  tensors: readonly TensorProto[],
): Promise<ReadonlyMap<TensorProto, Uint8Array>> {
  const folder = model.slice(0, model.lastIndexOf('/') + 1);
  const contents = new Map<string, Uint8Array>();
  const found = new Map<TensorProto, Uint8Array>();
  for (const tensor of tensors) {
    if (tensor.dataLocation !== inAnotherFile) continue;
    const entries = new Map(tensor.externalData.map(({ key, value }) => [key, value]));
    const location = plainPath(entries.get('location') ?? '', tensor.name);
    const bytes = contents.get(location) ?? (await read(files, folder + location));
    contents.set(location, bytes);
    const offset = numberOf(entries.get('offset')) ?? 0;
    const length = numberOf(entries.get('length')) ?? bytes.length - offset;
    if (offset + length > bytes.length || length < 0) {
      throw new ZscapeError(
        'VARIABLE_MISSING',
        `The weight "${tensor.name.slice(0, 60)}" lies beyond the end of ${location}, which has ${bytes.length} bytes. Download it again.`,
      );
    }
    found.set(tensor, bytes.subarray(offset, offset + length));
  }
  return found;
}

async function read(files: ModuleFiles, path: string): Promise<Uint8Array> {
  try {
    return await files.read(path);
  } catch (cause) {
    if (!(cause instanceof ZscapeError) || cause.code !== 'ARCHIVE_UNREADABLE') throw cause;
    throw new ZscapeError(
      'VARIABLE_MISSING',
      `The model's weights are in ${path}, which is missing. Give both files together, in a folder or an archive if you like.`,
      { cause },
    );
  }
}

/** Normalises a path. @throws ARCHIVE_UNSAFE_PATH if it leads out of the model's folder. */
function plainPath(location: string, name: string): string {
  const parts = location.split(/[\\/]/).filter((part) => part !== '' && part !== '.');
  const isSafe = parts.length > 0 && !/^[\\/]|^[a-z]:/i.test(location) && !parts.includes('..');
  if (isSafe && location.length < 1024 && !location.includes('\0')) return parts.join('/');
  throw new ZscapeError(
    'ARCHIVE_UNSAFE_PATH',
    `The weight "${name.slice(0, 60)}" is said to be in "${location.slice(0, 60)}", which is not next to the model.`,
  );
}

function numberOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const number = Number(text);
  if (Number.isSafeInteger(number) && number >= 0) return number;
  throw new ZscapeError(
    'TENSOR_INVALID',
    `A weight of the ONNX model has the impossible position "${text.slice(0, 20)}".`,
  );
}
