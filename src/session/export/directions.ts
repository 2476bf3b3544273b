/** Saves the directions of the current model: labelled, taught, found in pictures, found in weights. */
import { zipSync } from 'fflate';
import { ZscapeError } from '../../base/errors.ts';
import { distinctNames, writeCsv } from '../../export/batch/metadata.ts';
import { directionsFileName } from '../../export/fileNames.ts';
import { writeNpy } from '../../export/npy.ts';
import { writeSafetensors } from '../../export/safetensors.ts';
import { attributesOf } from '../../store/select/attributes.ts';
import type { Attribute, Model } from '../../store/state/state.ts';
import { findAttributes } from '../attributes/findAttributes.ts';
import type { Session } from '../session.ts';
import { saveFile } from './saveFile.ts';

/** Saves every direction as one file. @throws EXPORT_FAILED if the model has none */
export async function saveDirections(session: Session, form: 'safetensors' | 'npy'): Promise<void> {
  const { store } = session;
  await findAttributes(session);
  const { model } = store.getState();
  const list = attributesOf(store.getState());
  if (!model || list.length === 0) {
    throw new ZscapeError(
      'EXPORT_FAILED',
      'This model has no directions yet. Find some in its pictures, or teach one, in the Attributes panel.',
    );
  }
  const safe = form === 'safetensors';
  const bytes = safe ? directionsAsSafetensors(model, list) : directionsAsZip(model, list);
  saveFile(store, new Blob([bytes]), directionsFileName(model.id, safe ? 'safetensors' : 'zip'));
}

/** Makes a tensor of [latent size] for each direction, named by its group and its name: `labelled/Glasses`. */
export function directionsAsSafetensors(model: Model, list: readonly Attribute[]): Uint8Array<ArrayBuffer> {
  const names = namesOf(list);
  return writeSafetensors(
    list.map(({ direction }, i) => ({ name: names[i]!, shape: [direction.length], data: direction })),
    { model: model.id, title: model.title, ...(model.licence && { licence: model.licence.name }) },
  );
}

/** Makes `directions.npy` of [directions, latent size], and `directions.csv` with a line for each row of it. */
export function directionsAsZip({ latent }: Model, list: readonly Attribute[]): Uint8Array<ArrayBuffer> {
  const rows = new Float32Array(list.length * latent.size);
  list.forEach(({ direction }, i) => {
    rows.set(direction, i * latent.size);
  });
  const names = namesOf(list);
  const table = writeCsv(
    ['row', 'name', 'group', 'heading', 'low', 'high'],
    list.map(({ group, heading, ends }, i) => [
      ...[i, names[i]!.slice(group.length + 1), group, heading ?? null],
      ...(ends ?? [null, null]),
    ]),
  );
  const files = {
    'directions.npy': writeNpy(rows, [list.length, latent.size]),
    'directions.csv': new TextEncoder().encode(table),
  };
  return zipSync(files, { level: 0 }) as Uint8Array<ArrayBuffer>;
}

const namesOf = (list: readonly Attribute[]) =>
  distinctNames(list.map(({ group, name }) => `${group}/${name}`));
