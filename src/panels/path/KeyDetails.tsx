import { useRun } from '../../commands/hooks.ts';
import { addToPath, moveKey, removeKey, setEasing, setHold } from '../../commands/journey/pathKeys.ts';
import { formatSeconds } from '../../language/numbers.ts';
import { useMessages } from '../../language/useMessages.ts';
import { type Easing, easings } from '../../latent/curve/timeline.ts';
import { type Path, pathLimits } from '../../store/state/journeys.ts';
import { SliderRow } from '../parts/fields/SliderRow.tsx';
import { IconButton } from '../parts/IconButton.tsx';
import { ArrowLeft, ArrowRight, Plus, Trash } from '../parts/icons.tsx';
import { KeyChanges } from './KeyChanges.tsx';
import { pathMessages } from './messages.ts';

/** The key that the path is at: how long it holds there and how it goes on. */
export function KeyDetails({ path, index }: { path: Pick<Path, 'keys' | 'closed' | 'even'>; index: number }) {
  const run = useRun();
  const t = useMessages(pathMessages);
  const key = path.keys[index];
  if (!key) return null;
  const last = index === path.keys.length - 1;
  const number = index + 1;
  const easingNames: Record<Easing, string> = {
    linear: t.linear,
    'ease in': t.easeIn,
    'ease out': t.easeOut,
    'ease in and out': t.easeInOut,
  };
  return (
    <div className="path-details">
      <div className="path-head">
        <b className="tab-nums">{number}</b>
        <span className="path-name" title={key.name}>
          {key.name}
        </span>
        <IconButton
          label={t.addBehind({ number })}
          title={t.addBehindTitle}
          Icon={Plus}
          onClick={() => run(addToPath, index)}
        />
        <IconButton
          label={t.earlier({ number })}
          title={t.earlierTitle}
          Icon={ArrowLeft}
          disabled={index === 0}
          onClick={() => run(moveKey, index, index - 1)}
        />
        <IconButton
          label={t.later({ number })}
          title={t.laterTitle}
          Icon={ArrowRight}
          disabled={last}
          onClick={() => run(moveKey, index, index + 1)}
        />
        <IconButton
          label={t.remove({ number })}
          title={t.removeTitle}
          Icon={Trash}
          onClick={() => run(removeKey, index)}
        />
      </div>
      <KeyChanges index={index} />
      <SliderRow
        className="path-row"
        lead={<span>{t.hold}</span>}
        label={t.holdAt({ number })}
        value={key.hold}
        min={pathLimits.hold.lowest}
        max={pathLimits.hold.highest}
        fine={0.1}
        coarse={0.5}
        valueText={formatSeconds(key.hold, 1)}
        output={formatSeconds(key.hold, 1)}
        onChange={(seconds) => run(setHold, index, seconds)}
      />
      {(!last || path.closed) && path.keys.length > 1 && (
        <label className="path-row">
          <span>{t.next}</span>
          <select
            aria-label={t.nextFrom({ number })}
            value={key.easing}
            title={path.even ? t.nextHint : undefined}
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
