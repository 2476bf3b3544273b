import { useRef } from 'react';
import { useRun } from '../../commands/hooks.ts';
import { addPictures } from '../../commands/photo/pictures.ts';
import { useMessages } from '../../language/useMessages.ts';
import { useSelect } from '../../store/hooks.ts';
import { shownFound } from '../../store/select/photo.ts';
import { Section } from '../parts/Section.tsx';
import { Found } from './Found.tsx';
import { photoMessages } from './messages.ts';
import { Pictures } from './Pictures.tsx';
import { PictureChooser } from './picture/PictureChooser.tsx';
import { Searching } from './Searching.tsx';
import { Transfer } from './Transfer.tsx';
import './photo.css';

/** Takes in pictures, finds their faces in latent space, and shows the results. */
export default function PhotoPanel() {
  const run = useRun();
  const t = useMessages(photoMessages);
  const projection = useSelect((state) => state.projection);
  const found = useSelect(shownFound);
  const editing = useSelect(({ photos }) => photos.chosen !== null);
  const held = useRef(false);
  const running = projection?.state === 'running';
  const foundPart = found && <Found key={found.id} found={found} held={held} />;
  return (
    <>
      <Section title={t.title} hint={t.private}>
        {!running && <PictureChooser onPictures={(files) => void run(addPictures, files)} />}
      </Section>
      {running && <Searching projection={projection} held={held} />}
      {!running && !editing && foundPart}
      {!running && <Pictures held={held} />}
      {(running || editing) && foundPart}
      <Transfer />
    </>
  );
}
