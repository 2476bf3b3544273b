import { useMemo } from 'react';
import { takeExample } from '../../commands/face/draw.ts';
import { useRun } from '../../commands/hooks.ts';
import { useMessages } from '../../language/useMessages.ts';
import { useSelect } from '../../store/hooks.ts';
import { classOf, inClass } from '../../store/select/space.ts';
import { Picture } from '../parts/pictures/Picture.tsx';
import { usePictures } from '../parts/pictures/usePictures.ts';
import { Section } from '../parts/Section.tsx';
import { sampleMessages } from './messages.ts';

const thumbnailSize = 96;
/** Enough to begin with; any other face can be reached from each of them. */
const mostShown = 24;

/** Latents that came with the model, as faces to start from. */
export function Examples() {
  const run = useRun();
  const t = useMessages(sampleMessages);
  const model = useSelect((state) => state.model);
  const shown = useSelect(({ face }) => (model && face ? classOf(model, face.z) : undefined));
  const points = useMemo(
    () => (model?.cloud?.examples ?? []).slice(0, mostShown).map((z) => inClass(model!, z, shown)),
    [model, shown],
  );
  const pictures = usePictures(points, thumbnailSize);
  if (points.length === 0) return null;
  return (
    <Section title={t.examples} hint={t.examplesHint}>
      <div className="sample-grid sample-examples">
        {points.map((_, index) => (
          <button
            // biome-ignore lint/suspicious/noArrayIndexKey: the examples of a model do not change
            key={index}
            type="button"
            className="sample-face"
            aria-label={t.example({ number: index + 1 })}
            title={t.exampleHint({ number: index + 1 })}
            onClick={() => run(takeExample, index)}
          >
            <Picture image={pictures[index]} />
          </button>
        ))}
      </div>
    </Section>
  );
}
