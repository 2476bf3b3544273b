import { useRun } from '../../../commands/hooks.ts';
import { togglePlay } from '../../../commands/journey/walk.ts';
import { useMessages } from '../../../language/useMessages.ts';
import { useSelect } from '../../../store/hooks.ts';
import type { Playable } from '../../../store/state/journeys.ts';
import { Pause, Play } from '../icons.tsx';
import { KeyOf } from '../KeyOf.tsx';
import { paceMessages } from './messages.ts';

/** Plays the walk or the path, depending on its panel; while that plays, it is the Pause button. */
export function PlayButton({ what }: { what: Playable }) {
  const run = useRun();
  const t = useMessages(paceMessages);
  const playing = useSelect((state) => state.playing === what);
  const Icon = playing ? Pause : Play;
  return (
    <button type="button" className="btn primary" data-try="play" onClick={() => run(togglePlay)}>
      <Icon size={15} aria-hidden="true" />
      {playing ? t.pause : t.play}
      <KeyOf usual="k" />
    </button>
  );
}
