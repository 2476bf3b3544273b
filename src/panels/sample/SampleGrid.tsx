import { useEffect, useMemo } from 'react';
import { fillGrid, refreshGrid, setGridSize } from '../../commands/face/grid.ts';
import { setSeed } from '../../commands/face/setSeed.ts';
import { useRun } from '../../commands/hooks.ts';
import { useMessages } from '../../language/useMessages.ts';
import { useSelect } from '../../store/hooks.ts';
import { sampleFace } from '../../store/select/faces.ts';
import { classOf } from '../../store/select/space.ts';
import { gridSizes } from '../../store/state/settings.ts';
import { Refresh } from '../parts/icons.tsx';
import { Picture } from '../parts/pictures/Picture.tsx';
import { usePictures } from '../parts/pictures/usePictures.ts';
import { Section } from '../parts/Section.tsx';
import { sampleMessages } from './messages.ts';

const thumbnailSize = 96;

/** 4 to 64 random faces; a click shows one. */
export function SampleGrid() {
  const run = useRun();
  const t = useMessages(sampleMessages);
  const model = useSelect((state) => state.model);
  const seeds = useSelect((state) => state.gridSeeds);
  const size = useSelect((state) => state.gridSize);
  const current = useSelect(({ face }) => face?.seed);
  useEffect(() => {
    if (model && seeds.length === 0) run(fillGrid);
  }, [run, model, seeds]);
  const spread = useSelect((state) => state.spread);
  const shown = useSelect(({ face }) => (model && face ? classOf(model, face.z) : undefined));
  const zs = useMemo(
    () => (model ? seeds.map((seed) => sampleFace(model, seed, { spread, class: shown }).z) : []),
    [seeds, model, spread, shown],
  );
  const pictures = usePictures(zs, thumbnailSize);
  const columns = Math.sqrt(size);
  const places = Array.from({ length: size }, (_, place) => place);
  const awaited = model ? places.slice(seeds.length) : [];
  return (
    <Section
      title={t.random}
      aside={
        <span className="section-tools">
          <label className="inline-field">
            <span>{t.show}</span>
            <select
              aria-label={t.gridSize}
              value={size}
              onChange={(event) => {
                const chosen = gridSizes.find((one) => String(one) === event.currentTarget.value);
                if (chosen) run(setGridSize, chosen);
              }}
            >
              {gridSizes.map((one) => (
                <option key={one}>{one}</option>
              ))}
            </select>
          </label>
          <button type="button" className="btn small" data-try="more-faces" onClick={() => run(refreshGrid)}>
            <Refresh size={14} aria-hidden="true" /> {t.more}
          </button>
        </span>
      }
    >
      <div className="sample-grid" style={{ gridTemplateColumns: `repeat(${columns}, 1fr)` }}>
        {seeds.map((seed, index) => (
          <button
            key={seed}
            type="button"
            className={seed === current ? 'sample-face on' : 'sample-face'}
            aria-label={t.face({ seed: String(seed) })}
            title={t.faceHint({ seed: String(seed) })}
            onClick={() => run(setSeed, seed)}
          >
            <Picture image={pictures[index]} />
          </button>
        ))}
        {/* Keeps the place of faces that are about to be drawn, so that what stands below does not move. */}
        {awaited.map((place) => (
          <span key={`awaited ${place}`} className="sample-face" aria-hidden="true">
            <Picture image={undefined} />
          </span>
        ))}
      </div>
    </Section>
  );
}
