import { useRun } from '../../commands/hooks.ts';
import { setPathFps, setPathFrames } from '../../commands/journey/path.ts';
import { changeGif } from '../../commands/work/exports.ts';
import { courseFrames } from '../../latent/curve/course.ts';
import { useSelect } from '../../store/hooks.ts';
import { courseOf, frameLoop } from '../../store/select/pathCourse.ts';
import { pathLimits } from '../../store/state/journeys.ts';
import { gifLimits } from '../../store/state/settings.ts';
import { NumberField } from '../parts/fields/NumberField.tsx';

interface GifLength {
  frames: number;
  fps: number;
}

/** Frames and frames per second of the path, which follow from its own length and rate. */
export function usePathLength(): GifLength {
  const duration = useSelect((state) => courseOf(state)?.duration ?? 0);
  const loop = useSelect((state) => frameLoop(state.path));
  const fps = useSelect((state) => state.path.fps);
  return { frames: courseFrames(duration, fps, loop).length, fps };
}

/** How many frames, and how fast. */
export function GifNumbers({ frames, fps, ofPath }: GifLength & { ofPath: boolean }) {
  const run = useRun();
  return (
    <div className="gif-numbers">
      <NumberField
        label="Frames"
        value={frames}
        min={gifLimits.frames.lowest}
        max={ofPath ? mostPathFrames : gifLimits.frames.highest}
        onChange={(next) => (ofPath ? run(setPathFrames, next) : run(changeGif, { frames: next }))}
      />
      <NumberField
        label="Frames per second"
        value={fps}
        min={pathLimits.fps.lowest}
        max={pathLimits.fps.highest}
        onChange={(next) => (ofPath ? run(setPathFps, next) : run(changeGif, { fps: next }))}
      />
    </div>
  );
}

/** The most frames of a path in a GIF: a longer one is larger than anybody wants to send. */
export const mostPathFrames = 1200;
