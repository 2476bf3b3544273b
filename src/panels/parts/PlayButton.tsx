import { useRun } from '../../commands/hooks.ts';
import { togglePlay } from '../../commands/journey/walk.ts';
import { useSelect } from '../../store/hooks.ts';
import type { Playable } from '../../store/state/journeys.ts';
import { Pause, Play } from './icons.tsx';
import { Key } from './Key.tsx';

/** Plays the walk or the path, whichever panel it is in, or stops it. */
export function PlayButton({ what }: { what: Playable }) {
  const run = useRun();
  const playing = useSelect((state) => state.playing === what);
  const Icon = playing ? Pause : Play;
  return (
    <button type="button" className="btn primary" aria-pressed={playing} onClick={() => run(togglePlay)}>
      <Icon size={15} aria-hidden="true" />
      Play<Key>K</Key>
    </button>
  );
}
