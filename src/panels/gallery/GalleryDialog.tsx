import { useMemo } from 'react';
import { galleryEntries } from '../../commands/gallery/entries.ts';
import { openEntry } from '../../commands/gallery/openEntry.ts';
import { useRun } from '../../commands/hooks.ts';
import { openDialog } from '../../commands/view/view.ts';
import { useMessages } from '../../language/useMessages.ts';
import { useSelect } from '../../store/hooks.ts';
import { Dialog } from '../parts/Dialog.tsx';
import { MoveHorizontal, Sliders, Spline } from '../parts/icons.tsx';
import { Picture } from '../parts/pictures/Picture.tsx';
import { useMediaQuery } from '../parts/useMediaQuery.ts';
import { entryTexts } from './entryTexts.ts';
import { galleryMessages } from './messages.ts';
import { type PicturesOf, useEntryPictures } from './useEntryPictures.ts';
import './gallery.css';

type Entry = (typeof galleryEntries)[number];

const icons = { walk: MoveHorizontal, path: Spline, edit: Sliders };

/** Ready-made walks, paths and edits, grouped by model; those of the current model come first. */
export default function GalleryDialog() {
  const t = useMessages(galleryMessages);
  const run = useRun();
  const current = useSelect((state) => state.model?.id);
  const catalogue = useSelect((state) => state.catalogue);
  const still = useMediaQuery('(prefers-reduced-motion: reduce)');
  const pictures = useEntryPictures();
  const groups = useMemo(
    () =>
      (catalogue ?? [])
        .map(({ id, title, damaged }) => ({
          id,
          title,
          entries: galleryEntries.filter(({ model }) => model === id && !damaged),
        }))
        .filter(({ entries }) => entries.length > 0)
        .sort((one, other) => Number(other.id === current) - Number(one.id === current)),
    [catalogue, current],
  );
  const open = (entry: Entry) => {
    run(openDialog, null);
    run(openEntry, entry, !still);
  };
  return (
    <Dialog title={t.title} hint={t.hint} className="gallery-dialog" onClose={() => run(openDialog, null)}>
      {groups.map(({ id, title, entries }) => (
        <section key={id} aria-labelledby={`gallery-${id}`}>
          <h3 id={`gallery-${id}`}>{t.madeWith({ model: title })}</h3>
          {id !== current && <p className="hint">{t.loads({ model: title })}</p>}
          <ul className="gallery">
            {entries.map((entry) => (
              <li key={entry.id}>
                <EntryButton entry={entry} picturesOf={pictures} onOpen={() => open(entry)} />
              </li>
            ))}
          </ul>
        </section>
      ))}
    </Dialog>
  );
}

function EntryButton({
  entry,
  picturesOf,
  onOpen,
}: {
  entry: Entry;
  picturesOf: PicturesOf;
  onOpen: () => void;
}) {
  const t = useMessages(galleryMessages);
  const { name, about } = entryTexts(t)[entry.id];
  const kind = { walk: t.walk, path: t.path, edit: t.edit }[entry.kind];
  const Icon = icons[entry.kind];
  const pictures = picturesOf(entry);
  const aboutId = `gallery-about-${entry.id}`;
  return (
    <button
      type="button"
      className="gallery-entry"
      aria-label={name}
      aria-describedby={aboutId}
      onClick={onOpen}
    >
      <span className="gallery-faces" aria-hidden="true">
        {pictures.length > 0 ? (
          pictures.map(({ key, image }) => <Picture key={key} image={image} />)
        ) : (
          <Icon size={26} strokeWidth={1.4} />
        )}
      </span>
      <b>{name}</b>
      <span id={aboutId} className="gallery-about">
        <span className="pill">
          <Icon size={12} aria-hidden="true" /> {kind}
        </span>{' '}
        {about}
      </span>
    </button>
  );
}
