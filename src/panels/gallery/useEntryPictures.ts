import { useEffect, useMemo, useState } from 'react';
import { galleryEntries } from '../../commands/gallery/entries.ts';
import { faceAt, type GalleryEntry, spotsOf } from '../../commands/gallery/entry.ts';
import { galleryAttributes } from '../../commands/gallery/openEntry.ts';
import { useRun } from '../../commands/hooks.ts';
import { interpolate } from '../../latent/vector/interpolate.ts';
import { useSelect } from '../../store/hooks.ts';
import { spaceOf } from '../../store/select/space.ts';
import type { Attribute, Model } from '../../store/state/state.ts';
import { usePictures } from '../parts/pictures/usePictures.ts';

const pictureSize = 64;
/** Faces in an entry's row. */
const most = 4;

interface EntryPicture {
  key: string;
  image: ImageBitmap | undefined;
}

export type PicturesOf = (entry: GalleryEntry) => readonly EntryPicture[];

const none: readonly EntryPicture[] = [];

/**
 * Pictures of the current model's entries, drawn by the engine: they always match the model's current weights, add nothing to the
 * page's size, and are drawn only when somebody looks. Entries of other models have none until their model is loaded.
 */
export function useEntryPictures(): PicturesOf {
  const run = useRun();
  const model = useSelect((state) => state.model);
  const [found, setFound] = useState<{ model: Model; attributes: readonly Attribute[] } | null>(null);
  useEffect(() => {
    if (!model || !galleryEntries.some((entry) => entry.model === model.id)) return;
    let current = true;
    void run(galleryAttributes)?.then(
      (attributes) => current && setFound({ model, attributes }),
      () => undefined,
    );
    return () => {
      current = false;
    };
  }, [run, model]);
  const rows = useMemo(() => {
    if (!model || found?.model !== model) return [];
    return galleryEntries
      .filter((entry) => entry.model === model.id)
      .map((entry) => ({ entry, zs: latentsOf(entry, model, found.attributes) }));
  }, [model, found]);
  const zs = useMemo(() => rows.flatMap((row) => row.zs), [rows]);
  const pictures = usePictures(zs, pictureSize);
  return (entry) => {
    const at = rows.findIndex((row) => row.entry.id === entry.id);
    const row = rows[at];
    if (!row) return none;
    const before = rows.slice(0, at).reduce((sum, one) => sum + one.zs.length, 0);
    return row.zs.map((_, index) => ({ key: `${index}`, image: pictures[before + index] }));
  };
}

/** The faces in an entry's row; for a walk also the one halfway. */
function latentsOf(entry: GalleryEntry, model: Model, attributes: readonly Attribute[]): Float32Array[] {
  const faces = spotsOf(entry).map((spot) => faceAt(spot, model, attributes).face.z);
  const [a, b] = faces;
  if (entry.kind !== 'walk' || !a || !b) return faces.slice(0, most);
  return [a, interpolate('slerp', a, b, 0.5, spaceOf(model)), b];
}
