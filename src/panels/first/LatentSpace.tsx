import { useMemo } from 'react';
import { useMessages } from '../../language/useMessages.ts';
import { squarePad } from '../../latent/map/pad.ts';
import { useSelect } from '../../store/hooks.ts';
import { sampleFace } from '../../store/select/faces.ts';
import { spaceOf } from '../../store/select/space.ts';
import { Picture } from '../parts/pictures/Picture.tsx';
import { usePictures } from '../parts/pictures/usePictures.ts';
import { firstMessages } from './messages.ts';
import './first.css';

/** Faces along a side of the figure. */
const side = 5;
const pictureSize = 56;
/** Seeds of the corners. */
const corners = [13, 26, 48, 7];

const places = Array.from({ length: side * side }, (_, index) => ({
  id: `${index}`,
  x: (index % side) / (side - 1),
  y: Math.floor(index / side) / (side - 1),
}));

/** Explains latent space with a small piece of it, drawn by the current model. */
export function LatentSpace() {
  const t = useMessages(firstMessages);
  const model = useSelect((state) => state.model);
  const zs = useMemo(() => {
    if (!model) return [];
    const pad = squarePad(
      corners.map((seed) => sampleFace(model, seed).z),
      spaceOf(model),
    );
    return places.map(({ x, y }) => pad.at(x, y));
  }, [model]);
  const pictures = usePictures(zs, pictureSize);
  return (
    <section className="latent-space" aria-labelledby="latent-space-title">
      <h3 id="latent-space-title">{t.whatIsLatentSpace}</h3>
      <p>{t.numbers({ size: model?.latent.size ?? 512 })}</p>
      <div className="latent-figure" role="img" aria-label={t.figure}>
        {places.map(({ id }, index) => (
          <Picture key={id} image={pictures[index]} />
        ))}
      </div>
      <p>{t.near}</p>
      <p>{t.directions}</p>
    </section>
  );
}
