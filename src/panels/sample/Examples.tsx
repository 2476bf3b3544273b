import { useMemo } from 'react';
import { takeExample } from '../../commands/face/draw.ts';
import { useRun } from '../../commands/hooks.ts';
import { useSelect } from '../../store/hooks.ts';
import { classOf, inClass } from '../../store/select/space.ts';
import { Picture } from '../parts/pictures/Picture.tsx';
import { usePictures } from '../parts/pictures/usePictures.ts';
import { Section } from '../parts/Section.tsx';

const thumbnailSize = 96;
/** Enough to begin with: from each one every other can be reached. */
const mostShown = 24;

/** Latents that came with the model, as faces to start from. */
export function Examples() {
  const run = useRun();
  const model = useSelect((state) => state.model);
  const shown = useSelect(({ face }) => (model && face ? classOf(model, face.z) : undefined));
  const points = useMemo(
    () => (model?.cloud?.examples ?? []).slice(0, mostShown).map((z) => inClass(model!, z, shown)),
    [model, shown],
  );
  const pictures = usePictures(points, thumbnailSize);
  if (points.length === 0) return null;
  const names = points.map((_, index) => `Example ${index + 1}`);
  return (
    <Section title="Examples" hint="Latents that came with the model, to start from.">
      <div className="sample-grid examples">
        {names.map((name, index) => (
          <button
            key={name}
            type="button"
            className="sample"
            aria-label={name}
            title={`Take ${name}`}
            onClick={() => run(takeExample, index)}
          >
            <Picture image={pictures[index]} />
          </button>
        ))}
      </div>
    </Section>
  );
}
