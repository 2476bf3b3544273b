import { Plus, X } from 'lucide-react';
import { useRun } from '../../commands/hooks.ts';
import { addCorner, removeCorner, setCorner } from '../../commands/journey/map.ts';
import { useSelectShallow } from '../../store/hooks.ts';
import { pinsOfModel } from '../../store/select/faces.ts';
import { type FaceMap, mapCorners } from '../../store/state/journeys.ts';
import { Picture } from '../parts/Picture.tsx';
import { letter } from './MapPad.tsx';

/** What the map is spanned by: the present face, kept ones, more or fewer of them. */
export function Corners({
  map,
  weights,
  pictureOf,
}: {
  map: FaceMap;
  /** Of each corner in the present face, where the map is a blend. */
  weights: readonly number[] | null;
  pictureOf: (z: Float32Array) => ImageBitmap | undefined;
}) {
  const run = useRun();
  const pins = useSelectShallow(pinsOfModel);
  const { fewest, most } = mapCorners[map.kind];
  return (
    <ul className="map-corners" aria-label="Corners">
      {map.corners.map((corner, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a corner is its place
        <li key={index}>
          <span className="map-face">
            <Picture image={pictureOf(corner.z)} />
            <b aria-hidden="true">{letter(index)}</b>
          </span>
          <span className="map-name" title={corner.name}>
            {corner.name}
            {weights && <small className="tab-nums">{Math.round(100 * (weights[index] ?? 0))} %</small>}
          </span>
          <select
            aria-label={`Face of corner ${letter(index)}`}
            value=""
            onChange={(event) => {
              const { value } = event.currentTarget;
              const pin = pins.find(({ id }) => id === value);
              if (value === 'present') run(setCorner, index);
              else if (pin) run(setCorner, index, pin);
            }}
          >
            <option value="">Change…</option>
            <option value="present">The present face</option>
            {pins.map((pin) => (
              <option key={pin.id} value={pin.id}>
                {pin.name}
              </option>
            ))}
          </select>
          <button
            type="button"
            className="icon-btn"
            aria-label={`Remove corner ${letter(index)}`}
            title="Remove this corner"
            disabled={map.corners.length <= fewest}
            onClick={() => run(removeCorner, index)}
          >
            <X size={14} aria-hidden="true" />
          </button>
        </li>
      ))}
      {map.corners.length < most && (
        <li className="map-more">
          <button type="button" className="btn small" onClick={() => run(addCorner)}>
            <Plus size={14} aria-hidden="true" /> Corner of the present face
          </button>
        </li>
      )}
    </ul>
  );
}
