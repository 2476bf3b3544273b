import { useRun } from '../../commands/hooks.ts';
import { addCorner, removeCorner, setCorner } from '../../commands/journey/map.ts';
import { formatPercent } from '../../language/numbers.ts';
import { useMessages } from '../../language/useMessages.ts';
import type { Pad } from '../../latent/map/pad.ts';
import { useSelect } from '../../store/hooks.ts';
import { pinsOfModel } from '../../store/select/faces.ts';
import { type MapKind, mapCorners, type WalkEnd } from '../../store/state/journeys.ts';
import { IconButton } from '../parts/IconButton.tsx';
import { Plus, X } from '../parts/icons.tsx';
import { Picture } from '../parts/pictures/Picture.tsx';
import { cornerLetter } from './cornerLetter.ts';
import { mapMessages } from './messages.ts';

/** The corners of the map: each can be the current face or a pin, and corners can be added and removed. */
export function Corners({
  corners,
  kind,
  pad,
  pictureOf,
}: {
  corners: readonly WalkEnd[];
  kind: MapKind;
  pad: Pad | null;
  pictureOf: (z: Float32Array) => ImageBitmap | undefined;
}) {
  const run = useRun();
  const t = useMessages(mapMessages);
  const { fewest, most } = mapCorners[kind];
  return (
    <ul className="map-corners" aria-label={t.corners}>
      {corners.map((corner, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a corner is its number
        <li key={index}>
          <span className="map-face">
            <Picture image={pictureOf(corner.z)} />
            <b aria-hidden="true">{cornerLetter(index)}</b>
          </span>
          <span className="map-name" title={corner.name}>
            {corner.name}
            {pad?.weightsAt && <Weight pad={pad} index={index} />}
          </span>
          <CornerSelect index={index} />
          <IconButton
            label={t.remove({ letter: cornerLetter(index) })}
            title={t.removeTitle}
            Icon={X}
            size={14}
            disabled={corners.length <= fewest}
            onClick={() => run(removeCorner, index)}
          />
        </li>
      ))}
      {corners.length < most && (
        <li className="map-more">
          <button type="button" className="btn small" onClick={() => run(addCorner)}>
            <Plus size={14} aria-hidden="true" /> {t.add}
          </button>
        </li>
      )}
    </ul>
  );
}

/** The corner's share of the current face, for a map that is a blend. It changes with each move of the point. */
function Weight({ pad, index }: { pad: Pad; index: number }) {
  const percent = useSelect(({ map }) => formatPercent(pad.weightsAt?.(map.x, map.y)?.[index] ?? 0));
  return <small className="tab-nums">{percent}</small>;
}

function CornerSelect({ index }: { index: number }) {
  const run = useRun();
  const t = useMessages(mapMessages);
  const pins = useSelect(pinsOfModel);
  return (
    <select
      aria-label={t.faceOfCorner({ letter: cornerLetter(index) })}
      value=""
      onChange={(event) => {
        const { value } = event.currentTarget;
        const pin = pins.find(({ id }) => id === value);
        if (value === 'current') run(setCorner, index);
        else if (pin) run(setCorner, index, pin);
      }}
    >
      <option value="">{t.change}</option>
      <option value="current">{t.current}</option>
      {pins.map((pin) => (
        <option key={pin.id} value={pin.id}>
          {pin.name}
        </option>
      ))}
    </select>
  );
}
