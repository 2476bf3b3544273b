import { useRun } from '../../commands/hooks.ts';
import { findFace } from '../../commands/photo/find.ts';
import { choosePicture, putAwayPicture } from '../../commands/photo/pictures.ts';
import { useMessages } from '../../language/useMessages.ts';
import { useSelect, useSelectShallow } from '../../store/hooks.ts';
import { picturesToFind } from '../../store/select/photo.ts';
import type { PhotoPicture } from '../../store/state/photo.ts';
import { IconButton } from '../parts/IconButton.tsx';
import { Check, X } from '../parts/icons.tsx';
import { Picture } from '../parts/pictures/Picture.tsx';
import { Section } from '../parts/Section.tsx';
import { photoMessages } from './messages.ts';
import { PictureEditor } from './PictureEditor.tsx';
import { type Held, useHeldFocus } from './useHeldFocus.ts';

/** The pictures in the tab, with the chosen one behind the model's frame. */
export function Pictures({ held }: { held: Held }) {
  const run = useRun();
  const t = useMessages(photoMessages);
  const { pictures, chosen } = useSelect((state) => state.photos);
  const model = useSelect((state) => state.model);
  const next = useSelectShallow(picturesToFind);
  const { part, first } = useHeldFocus<HTMLDivElement, HTMLButtonElement>(held);
  if (pictures.length === 0 || !model) return null;
  const hint = next.length === 0 ? t.allFound : next.length === 2 ? t.asWalk : t.oneByOne(next.length);
  const shown = pictures.find(({ id }) => id === chosen);
  const nameOf = ({ name }: PhotoPicture, index: number) => name || t.picture({ number: index + 1 });
  return (
    <div ref={part}>
      <Section title={t.pictures} hint={hint}>
        <ul className="photo-pictures">
          {pictures.map((picture, index) => {
            const name = nameOf(picture, index);
            return (
              <li key={picture.id} className={picture === shown ? 'on' : undefined}>
                <button
                  type="button"
                  className="photo-small"
                  aria-label={t.show({ name })}
                  aria-pressed={picture === shown}
                  title={name}
                  onClick={() => run(choosePicture, picture.id)}
                >
                  <Picture image={picture.bitmap} />
                  {picture.found && <Check size={14} className="photo-done" aria-hidden="true" />}
                </button>
                <IconButton
                  label={t.putAway({ name })}
                  Icon={X}
                  size={13}
                  onClick={() => run(putAwayPicture, picture.id)}
                />
              </li>
            );
          })}
        </ul>
        {shown && <PictureEditor key={shown.id} picture={shown} model={model} />}
        {next.length > 0 && (
          <button
            type="button"
            className="btn primary photo-find"
            ref={first}
            onClick={() => void run(findFace)}
          >
            {t.find}
          </button>
        )}
      </Section>
    </div>
  );
}
