import { useEffect, useMemo } from 'react';
import { setSeed } from '../../../commands/face/setSeed.ts';
import { useRun } from '../../../commands/hooks.ts';
import { showModelCard } from '../../../commands/work/models.ts';
import { formatNumber, formatPercent, joinSentences } from '../../../language/numbers.ts';
import { useMessages } from '../../../language/useMessages.ts';
import { twinDistance, varietyOf } from '../../../network/variety/twins.ts';
import { useSelect } from '../../../store/hooks.ts';
import { sampleFace } from '../../../store/select/faces.ts';
import { classOf } from '../../../store/select/space.ts';
import type { ModelFigures } from '../../../store/state/measure.ts';
import { ErrorWords } from '../../parts/ErrorWords.tsx';
import { LongWork } from '../../parts/LongWork.tsx';
import { Picture } from '../../parts/pictures/Picture.tsx';
import { useFaces } from '../../parts/pictures/useFaces.ts';
import { varietyMessages } from './messages.ts';
import { plan, useDiversity } from './useDiversity.ts';

const pictureSize = 64;

/** How varied the model's pictures are, with the most similar pairs. @param seen whether it is in view */
export function Diversity({ seen }: { seen: boolean }) {
  const t = useMessages(varietyMessages);
  const run = useRun();
  const { figures, error, done, measure, cancel } = useDiversity(seen);
  const model = useSelect((state) => state.model);
  const data = useSelect(({ modelCard }) =>
    modelCard && modelCard.model === model?.id ? (modelCard.card?.msSsim.data ?? null) : null,
  );
  useEffect(() => {
    if (seen && model?.card) run(showModelCard);
  }, [run, seen, model]);
  return (
    <div className="variety-diversity">
      <h3>{t.diversity}</h3>
      <p className="hint">{t.diversityHint}</p>
      <p role="status" data-try="diversity" aria-label={t.diversity}>
        {figures ? <Words figures={figures} data={data} /> : done === null && t.notYet}
      </p>
      {error && (
        <p className="field-error" role="alert">
          <ErrorWords error={error} />
        </p>
      )}
      {done !== null ? (
        <LongWork
          label={t.measuring}
          done={done}
          total={2 * plan.pairs}
          words={t.progress({ done, all: 2 * plan.pairs })}
          onCancel={cancel}
        />
      ) : (
        <button type="button" className="btn small" onClick={() => void measure()}>
          {t.measure}
        </button>
      )}
      {figures && figures.twins.nearest.length > 0 && <Nearest figures={figures} />}
    </div>
  );
}

function Words({ figures: { msSsim, twins }, data }: { figures: ModelFigures; data: number | null }) {
  const t = useMessages(varietyMessages);
  const variety = varietyOf(twins);
  const number = (value: number) => formatNumber(value, 3, true);
  return (
    <>
      <strong>
        {variety === 'collapsed' ? t.collapsed(Math.max(1, Math.round(twins.different ?? 1))) : t[variety]}
      </strong>{' '}
      {joinSentences([
        t.similarity({ mean: number(msSsim.mean), error: number(msSsim.error), pairs: msSsim.count }),
        ...(data === null ? [] : [t.ofData({ value: number(data) })]),
        twins.faces > 0
          ? t.twins({ share: formatPercent(twins.faces), pictures: twins.pictures })
          : t.noTwins({ pictures: twins.pictures }),
      ])}
    </>
  );
}

/** The most similar pairs; a click shows a face. */
function Nearest({ figures: { twins, seeds } }: { figures: ModelFigures }) {
  const t = useMessages(varietyMessages);
  const run = useRun();
  const model = useSelect((state) => state.model);
  const shown = useSelect(({ face }) => (model && face ? classOf(model, face.z) : undefined));
  const pairs = useMemo(
    () =>
      twins.nearest.map(({ one, other, distance }) => ({
        distance,
        faces: [one, other].map((i) => {
          const seed = seeds[i] ?? 0;
          return { seed, z: model ? sampleFace(model, seed, { class: shown }).z : new Float32Array() };
        }),
      })),
    [twins, seeds, model, shown],
  );
  const zs = useMemo(() => pairs.flatMap(({ faces }) => faces.map(({ z }) => z)), [pairs]);
  const pictureOf = useFaces(zs, pictureSize);
  return (
    <>
      <p className="hint">{t.nearest}</p>
      <ul className="variety-pairs">
        {pairs.map(({ distance, faces }) => {
          const [one, other] = faces.map(({ seed }) => String(seed));
          return (
            <li key={`${one} ${other}`}>
              <span className="variety-pair">
                {faces.map(({ seed, z }) => (
                  <button
                    key={seed}
                    type="button"
                    aria-label={t.use({ seed: String(seed) })}
                    title={t.use({ seed: String(seed) })}
                    onClick={() => run(setSeed, seed)}
                  >
                    <Picture image={pictureOf(z)} />
                  </button>
                ))}
              </span>
              <small>
                {t.pair({ one: one ?? '', other: other ?? '', distance: formatPercent(distance, 1) })}
                {distance < twinDistance && `, ${t.twin}`}
              </small>
            </li>
          );
        })}
      </ul>
    </>
  );
}
