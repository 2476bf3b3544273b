import { useRun } from '../../commands/hooks.ts';
import { setPathFps, setPathSeconds, setTime } from '../../commands/journey/path.ts';
import { openGifDialog } from '../../commands/work/exports.ts';
import type { Course } from '../../latent/curve/course.ts';
import { useSelect } from '../../store/hooks.ts';
import { pathLimits } from '../../store/state/journeys.ts';
import { Slider } from '../parts/fields/Slider.tsx';
import { SliderRow } from '../parts/fields/SliderRow.tsx';
import { Film } from '../parts/icons.tsx';
import { PlayButton } from '../parts/PlayButton.tsx';

/** The time of the path: where it is, playing it, how long it takes and how many frames it has. */
export function PathTime({ course: { duration, keyTimes } }: { course: Course }) {
  const run = useRun();
  const seconds = useSelect((state) => state.path.seconds);
  const fps = useSelect((state) => state.path.fps);
  return (
    <>
      <Time duration={duration} keyTimes={keyTimes} />
      <div className="path-play">
        <PlayButton what="path" />
        <button type="button" className="btn" onClick={() => run(openGifDialog)}>
          <Film size={15} aria-hidden="true" /> Save as GIF
        </button>
      </div>
      <SliderRow
        className="path-row"
        lead={<span>Length</span>}
        label="Length"
        value={seconds}
        min={0.5}
        max={30}
        fine={0.1}
        coarse={1}
        valueText={`${seconds.toFixed(1)} seconds of moving`}
        output={`${duration.toFixed(1)} s`}
        onChange={(next) => run(setPathSeconds, next)}
      />
      <SliderRow
        className="path-row"
        lead={<span>Rate</span>}
        label="Frame rate"
        value={fps}
        min={pathLimits.fps.lowest}
        max={pathLimits.fps.highest}
        fine={1}
        coarse={5}
        valueText={`${fps} frames per second`}
        output={`${fps} fps`}
        onChange={(next) => run(setPathFps, next)}
      />
    </>
  );
}

/** Only this part of the panel is rendered again with each frame that plays. */
function Time({ duration, keyTimes }: Pick<Course, 'duration' | 'keyTimes'>) {
  const run = useRun();
  const time = useSelect((state) => Math.min(state.path.time, duration));
  return (
    <div className="path-time">
      <div className="path-track">
        <Slider
          label="Time"
          value={time}
          min={0}
          max={duration}
          fine={0.05}
          coarse={0.5}
          valueText={`${time.toFixed(2)} of ${duration.toFixed(1)} seconds`}
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
      <output className="tab-nums">{time.toFixed(1)} s</output>
    </div>
  );
}
