import { Film, Pause, Play } from 'lucide-react';
import { useRun } from '../../commands/hooks.ts';
import { setPathFps, setPathSeconds, setTime } from '../../commands/journey/path.ts';
import { togglePlay } from '../../commands/journey/walk.ts';
import { openGifDialog } from '../../commands/work/exports.ts';
import type { Course } from '../../latent/curve/course.ts';
import { useSelect } from '../../store/hooks.ts';
import { type Path, pathLimits } from '../../store/state/journeys.ts';
import { Key } from '../parts/Key.tsx';
import { Slider } from '../parts/Slider.tsx';

/** Where the path is, playing, and how long and how fine it is. */
export function PathTime({ path, course }: { path: Path; course: Course }) {
  const run = useRun();
  const playing = useSelect((state) => state.playing === 'path');
  const { duration, keyTimes } = course;
  const time = Math.min(path.time, duration);
  return (
    <>
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
      <div className="path-play">
        <button type="button" className="btn primary" aria-pressed={playing} onClick={() => run(togglePlay)}>
          {playing ? <Pause size={15} aria-hidden="true" /> : <Play size={15} aria-hidden="true" />}
          Play<Key>K</Key>
        </button>
        <button type="button" className="btn" onClick={() => run(openGifDialog)}>
          <Film size={15} aria-hidden="true" /> Save as GIF
        </button>
      </div>
      <div className="path-row">
        <span>Length</span>
        <Slider
          label="Length"
          value={path.seconds}
          min={0.5}
          max={30}
          fine={0.1}
          coarse={1}
          valueText={`${path.seconds.toFixed(1)} seconds of moving`}
          onChange={(seconds) => run(setPathSeconds, seconds)}
        />
        <output className="tab-nums">{duration.toFixed(1)} s</output>
      </div>
      <div className="path-row">
        <span>Rate</span>
        <Slider
          label="Frame rate"
          value={path.fps}
          min={pathLimits.fps.lowest}
          max={pathLimits.fps.highest}
          fine={1}
          coarse={5}
          valueText={`${path.fps} frames per second`}
          onChange={(fps) => run(setPathFps, fps)}
        />
        <output className="tab-nums">{path.fps} fps</output>
      </div>
    </>
  );
}
