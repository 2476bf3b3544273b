import { useRun } from '../../commands/hooks.ts';
import { addToPath, moveKey, removeKey, setEasing, setHold } from '../../commands/journey/pathKeys.ts';
import { easings } from '../../latent/curve/timeline.ts';
import { type Path, pathLimits } from '../../store/state/journeys.ts';
import { SliderRow } from '../parts/fields/SliderRow.tsx';
import { IconButton } from '../parts/IconButton.tsx';
import { ArrowLeft, ArrowRight, Plus, Trash } from '../parts/icons.tsx';

/** The key that the path stands at: how long it stays there and how it goes on. */
export function KeyDetails({ path, index }: { path: Pick<Path, 'keys' | 'closed' | 'even'>; index: number }) {
  const run = useRun();
  const key = path.keys[index];
  if (!key) return null;
  const last = index === path.keys.length - 1;
  const number = index + 1;
  return (
    <div className="key-details">
      <div className="key-head">
        <b className="tab-nums">{number}</b>
        <span className="key-name" title={key.name}>
          {key.name}
        </span>
        <IconButton
          label={`Put the present face behind face ${number}`}
          title="Put the present face behind this one"
          Icon={Plus}
          onClick={() => run(addToPath, index)}
        />
        <IconButton
          label={`Move face ${number} back`}
          title="Earlier"
          Icon={ArrowLeft}
          disabled={index === 0}
          onClick={() => run(moveKey, index, index - 1)}
        />
        <IconButton
          label={`Move face ${number} on`}
          title="Later"
          Icon={ArrowRight}
          disabled={last}
          onClick={() => run(moveKey, index, index + 1)}
        />
        <IconButton
          label={`Remove face ${number}`}
          title="Remove from the path"
          Icon={Trash}
          onClick={() => run(removeKey, index)}
        />
      </div>
      <SliderRow
        className="path-row"
        lead={<span>Hold</span>}
        label={`Hold at face ${number}`}
        value={key.hold}
        min={pathLimits.hold.lowest}
        max={pathLimits.hold.highest}
        fine={0.1}
        coarse={0.5}
        valueText={`${key.hold.toFixed(1)} seconds`}
        output={`${key.hold.toFixed(1)} s`}
        onChange={(seconds) => run(setHold, index, seconds)}
      />
      {(!last || path.closed) && path.keys.length > 1 && (
        <label className="path-row">
          <span>Then</span>
          <select
            aria-label={`Easing from face ${number}`}
            value={key.easing}
            title={
              path.even
                ? 'At constant speed the picture itself starts and stops so; “at an even pace” keeps it constant'
                : undefined
            }
            onChange={(event) => {
              const chosen = easings.find((easing) => easing === event.currentTarget.value);
              if (chosen) run(setEasing, index, chosen);
            }}
          >
            {easings.map((easing) => (
              <option key={easing} value={easing}>
                {easingNames[easing]}
              </option>
            ))}
          </select>
        </label>
      )}
    </div>
  );
}

const easingNames: Record<(typeof easings)[number], string> = {
  linear: 'at an even pace',
  'ease in': 'starting gently',
  'ease out': 'stopping gently',
  'ease in and out': 'starting and stopping gently',
};
