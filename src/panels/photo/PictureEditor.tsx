import { useRun } from '../../commands/hooks.ts';
import { maskPicture, placePicture, setBackground } from '../../commands/photo/pictures.ts';
import type { PhotoPicture } from '../../store/state/photo.ts';
import type { Model } from '../../store/state/state.ts';
import { PlacePicture } from './picture/PlacePicture.tsx';

/** Moves, rotates, zooms, aligns and masks one picture behind the model's frame. */
export function PictureEditor({ picture, model }: { picture: PhotoPicture; model: Model }) {
  const run = useRun();
  const { id, bitmap, placement, strokes, background } = picture;
  return (
    <PlacePicture
      {...{ bitmap, placement, strokes, background }}
      image={model.image}
      framing={model.faces}
      onPlacement={(next) => run(placePicture, id, next)}
      onStrokes={(next) => run(maskPicture, id, next)}
      onBackground={(next) => run(setBackground, id, next)}
    />
  );
}
