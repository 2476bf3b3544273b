import { useRun } from '../../commands/hooks.ts';
import { showGallery } from '../../commands/view/view.ts';
import { useMessages } from '../../language/useMessages.ts';
import { Grid } from '../parts/icons.tsx';
import { Section } from '../parts/Section.tsx';
import { galleryMessages } from './messages.ts';

/** Opens the gallery from a panel. */
export function GalleryButton() {
  const t = useMessages(galleryMessages);
  const run = useRun();
  return (
    <Section title={t.title} hint={t.hint}>
      <button type="button" className="btn" aria-haspopup="dialog" onClick={() => run(showGallery)}>
        <Grid size={15} aria-hidden="true" /> {t.openGallery}
      </button>
    </Section>
  );
}
