import { useEffect, useMemo, useRef } from 'react';
import { fillGrid } from '../../../commands/face/grid.ts';
import { useRun } from '../../../commands/hooks.ts';
import { setCollapse } from '../../../commands/network/collapse.ts';
import { formatNumber, formatPercent, joinSentences } from '../../../language/numbers.ts';
import { useMessages } from '../../../language/useMessages.ts';
import { wayBetween } from '../../../latent/vector/interpolate.ts';
import { useSelect } from '../../../store/hooks.ts';
import { sampleFace } from '../../../store/select/faces.ts';
import { classOf, spaceOf } from '../../../store/select/space.ts';
import { SliderRow } from '../../parts/fields/SliderRow.tsx';
import { Picture } from '../../parts/pictures/Picture.tsx';
import { deviationOf, type SeenDeviation } from './deviation.ts';
import { HeatMap } from './HeatMap.tsx';
import { varietyMessages } from './messages.ts';
import { useLivePictures } from './useLivePictures.ts';

const pictureSize = 64;
/** Shares of the uncollapsed grid's deviation below which a batch is suspicious, or clearly fake. */
const suspicious = 0.85;
const foundOut = 0.5;

/** The minibatch standard deviation of the grid, step by step, while its latent vectors collapse. @param seen whether it is in view */
export function Minibatch({ seen }: { seen: boolean }) {
  const t = useMessages(varietyMessages);
  const run = useRun();
  const collapse = useSelect((state) => state.collapse);
  const { pictures, found, whole } = useGrid(seen, collapse);
  const share = found && whole ? found.mean / whole : 1;
  return (
    <>
      <SliderRow
        className="variety-collapse"
        lead={<span>{t.collapse}</span>}
        label={t.collapse}
        data-try="collapse"
        value={collapse}
        min={0}
        max={1}
        fine={0.01}
        coarse={0.1}
        valueText={formatPercent(collapse)}
        output={formatPercent(collapse)}
        onChange={(share) => run(setCollapse, share)}
      />
      <p className="hint">{t.collapseHint}</p>
      <div className="variety-steps">
        <figure>
          <div
            className="variety-grid"
            style={{ gridTemplateColumns: `repeat(${Math.ceil(Math.sqrt(pictures.length || 16))}, 1fr)` }}
          >
            {pictures.map((picture, i) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: pictures are identified by their place in the grid
              <Picture key={i} image={picture} />
            ))}
          </div>
          {pictures.length > 0 && <figcaption>{t.gridOf(pictures.length)}</figcaption>}
        </figure>
        {found && <Steps found={found} most={whole ? 2 * whole : 1} />}
      </div>
      <p className="variety-number tab-nums" data-try="deviation" role="status" aria-label={t.deviation}>
        {found && (
          <>
            <strong>{formatNumber(found.mean, 3, true)}</strong>{' '}
            {whole !== null && t.share({ share: formatPercent(share), whole: formatNumber(whole, 3, true) })}
          </>
        )}
      </p>
      {found && (
        <p className="hint">
          {joinSentences([
            share < foundOut ? t.seenCollapsed : share < suspicious ? t.seenLess : t.seenVaried,
            t.small({ value: formatNumber(found.coarse, 3, true) }),
            t.ownFeatures,
          ])}
        </p>
      )}
    </>
  );
}

/** The steps from the batch to the single map. */
function Steps({ found, most }: { found: SeenDeviation; most: number }) {
  const t = useMessages(varietyMessages);
  const { places, channels, mean, width, height } = found;
  const constant = useMemo(() => new Float32Array(16).fill(mean), [mean]);
  return (
    <>
      <figure>
        <HeatMap values={places} width={width} height={height} most={most} />
        <figcaption>
          {t.perPlace} <small>{t.perPlaceHint}</small>
        </figcaption>
      </figure>
      <figure>
        <ul className="variety-channels tab-nums">
          {channels.map((value, c) => (
            <li key={'RGB'[c]}>{t.channel({ name: 'RGB'[c] ?? '', value: formatNumber(value, 3, true) })}</li>
          ))}
          <li>
            <strong>{formatNumber(mean, 3, true)}</strong> <small>{t.mean}</small>
          </li>
        </ul>
        <figcaption>{t.perChannel}</figcaption>
      </figure>
      <figure>
        <HeatMap values={constant} width={4} height={4} most={most} />
        <figcaption>{t.oneMap}</figcaption>
      </figure>
    </>
  );
}

/** Computes the faces of the grid, pulled towards the current face, and their deviation; `whole` is that of the uncollapsed grid. */
function useGrid(seen: boolean, collapse: number) {
  const run = useRun();
  const model = useSelect((state) => state.model);
  const seeds = useSelect((state) => state.gridSeeds);
  const spread = useSelect((state) => state.spread);
  const shown = useSelect(({ face }) => (model && face ? classOf(model, face.z) : undefined));
  // Uncollapsed nothing depends on the face on the canvas, which may be dragged.
  const target = useSelect(({ face }) => (collapse > 0 ? face?.z : undefined));
  useEffect(() => {
    if (seen && model && seeds.length === 0) run(fillGrid);
  }, [run, seen, model, seeds]);
  const faces = useMemo(
    () => (model && seen ? seeds.map((seed) => sampleFace(model, seed, { spread, class: shown }).z) : []),
    [model, seen, seeds, spread, shown],
  );
  const ways = useMemo(
    () => (model && target ? faces.map((z) => wayBetween('slerp', z, target, spaceOf(model))) : []),
    [model, target, faces],
  );
  const zs = useMemo(
    () => (collapse > 0 ? ways.map((way) => way(collapse)) : faces),
    [ways, faces, collapse],
  );
  const pictures = useLivePictures(zs, pictureSize);
  const found = useMemo(() => deviationOf(pictures), [pictures]);
  const whole = useRef<{ faces: readonly Float32Array[]; mean: number } | null>(null);
  if (found && collapse === 0 && pictures.length === faces.length)
    whole.current = { faces, mean: found.mean };
  return { pictures, found, whole: whole.current?.faces === faces ? whole.current.mean : null };
}
