import { useMemo } from 'react';
import { useRun } from '../../../commands/hooks.ts';
import { showLeap } from '../../../commands/measure/showLeap.ts';
import { formatNumber, formatPercent } from '../../../language/numbers.ts';
import { useMessages } from '../../../language/useMessages.ts';
import { wayBetween } from '../../../latent/vector/interpolate.ts';
import { walkSteps } from '../../../network/measure/smoothness.ts';
import { useSelect } from '../../../store/hooks.ts';
import { sampleFace } from '../../../store/select/faces.ts';
import { classOf, spaceOf } from '../../../store/select/space.ts';
import type { ModelFigures } from '../../../store/state/measure.ts';
import { Picture } from '../../parts/pictures/Picture.tsx';
import { useFaces } from '../../parts/pictures/useFaces.ts';
import { measureMessages } from './messages.ts';

const pictureSize = 64;

/** The points of the walks where the picture changes fastest: the picture there, a step before and a step after. */
export function Leaps({ smoothness }: { smoothness: NonNullable<ModelFigures['smoothness']> }) {
  const t = useMessages(measureMessages);
  const run = useRun();
  const model = useSelect((state) => state.model);
  const shown = useSelect(({ face }) => (model && face ? classOf(model, face.z) : undefined));
  const { leaps, ends, path } = smoothness;
  const places = useMemo(
    () =>
      leaps.flatMap(({ walk, at, length }) => {
        const seeds = ends[walk];
        if (!model || !seeds) return [];
        const [a, b] = seeds.map((seed) => sampleFace(model, seed, { class: shown }).z);
        const way = wayBetween('slerp', a!, b!, spaceOf(model));
        const around = [-1, 0, 1].map((step) => Math.min(1, Math.max(0, at + step / walkSteps)));
        return [{ seeds, at, length, zs: around.map(way) }];
      }),
    [leaps, ends, model, shown],
  );
  const zs = useMemo(() => places.flatMap((place) => place.zs), [places]);
  const pictureOf = useFaces(zs, pictureSize);
  return (
    <div className="measure-leaps">
      <h3>{t.leaps}</h3>
      <ul>
        {places.map(({ seeds: [a, b], at, length, zs: around }) => (
          <li key={a}>
            <span className="measure-leap">
              {around.map((z, i) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: before, at and after
                <Picture key={i} image={pictureOf(z)} />
              ))}
            </span>
            <span>
              {t.leap({
                ...{ a: String(a), b: String(b), at: formatPercent(at) },
                times: formatNumber(path.median > 0 ? length / path.median : 1, 1),
              })}
            </span>
            <button type="button" className="btn small" onClick={() => run(showLeap, a, b, at)}>
              {t.show}
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}
