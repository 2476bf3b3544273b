import { useRun } from '../../commands/hooks.ts';
import { setPathFps, setPathSeconds, setTime } from '../../commands/journey/path.ts';
import { openExport } from '../../commands/work/openExport.ts';
import { formatSeconds } from '../../language/numbers.ts';
import { useMessages } from '../../language/useMessages.ts';
import type { Course } from '../../latent/curve/course.ts';
import { useSelect } from '../../store/hooks.ts';
import { pathLimits } from '../../store/state/journeys.ts';
import { Slider } from '../parts/fields/Slider.tsx';
import { SliderRow } from '../parts/fields/SliderRow.tsx';
import { Film } from '../parts/icons.tsx';
import { PlayButton } from '../parts/pace/PlayButton.tsx';
import { pathMessages } from './messages.ts';

/** The time of the path: its position, Play, its length and its frame rate. */
export function PathTime({ course: { duration, keyTimes } }: { course: Course }) {
  const run = useRun();
  const t = useMessages(pathMessages);
  const seconds = useSelect((state) => state.path.seconds);
  const fps = useSelect((state) => state.path.fps);
  return (
    <>
      <Time duration={duration} keyTimes={keyTimes} />
      <div className="path-play">
        <PlayButton what="path" />
        <button type="button" className="btn" onClick={() => run(openExport)}>
          <Film size={15} aria-hidden="true" /> {t.exportPath}
        </button>
      </div>
      <SliderRow
        className="path-row"
        lead={<span>{t.length}</span>}
        label={t.length}
        value={seconds}
        min={0.5}
        max={30}
        fine={0.1}
        coarse={1}
        valueText={t.lengthSpoken({ seconds: formatSeconds(seconds, 1) })}
        output={formatSeconds(duration, 1)}
        onChange={(next) => run(setPathSeconds, next)}
      />
      <SliderRow
        className="path-row"
        lead={<span>{t.rateShort}</span>}
        label={t.rate}
        value={fps}
        min={pathLimits.fps.lowest}
        max={pathLimits.fps.highest}
        fine={1}
        coarse={5}
        valueText={t.rateSpoken({ fps })}
        output={t.rateOutput({ fps })}
        onChange={(next) => run(setPathFps, next)}
      />
    </>
  );
}

/** Only this part of the panel is rendered again with each frame that plays. */
function Time({ duration, keyTimes }: Pick<Course, 'duration' | 'keyTimes'>) {
  const run = useRun();
  const t = useMessages(pathMessages);
  const time = useSelect((state) => Math.min(state.path.time, duration));
  return (
    <div className="path-time">
      <div className="path-track">
        <Slider
          label={t.time}
          value={time}
          min={0}
          max={duration}
          fine={0.05}
          coarse={0.5}
          valueText={t.timeSpoken({ now: formatSeconds(time, 2), whole: formatSeconds(duration, 1) })}
          onChange={(next) => run(setTime, next)}
        />
        <span className="path-ticks" aria-hidden="true">
          {keyTimes.map((at, index) => (
            <i
              // biome-ignore lint/suspicious/noArrayIndexKey: the ticks of a track have no other name
              key={index}
              style={{ left: `${duration > 0 ? (100 * at) / duration : 0}%` }}
            />
          ))}
        </span>
      </div>
      <output className="slider-value tab-nums">{formatSeconds(time, 1)}</output>
    </div>
  );
}
