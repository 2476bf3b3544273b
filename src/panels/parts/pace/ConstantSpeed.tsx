import { useMessages } from '../../../language/useMessages.ts';
import { Switch } from '../fields/Switch.tsx';
import { LongWork } from '../LongWork.tsx';
import { paceMessages } from './messages.ts';
import type { PaceProgress } from './usePaceMeasure.ts';

/** Turns constant speed on and off, and shows the progress of its measurement. Cancelling the measurement turns it off. */
export function ConstantSpeed({
  on,
  onChange,
  progress,
}: {
  on: boolean;
  onChange: (on: boolean) => void;
  progress: PaceProgress | null;
}) {
  const t = useMessages(paceMessages);
  return (
    <>
      <div data-try="constant-speed">
        <Switch label={t.constantSpeed} hint={t.constantSpeedHint} checked={on} onChange={onChange} />
      </div>
      {progress && (
        <div className="pace-work">
          <LongWork
            label={t.finding}
            done={progress.done}
            total={progress.most}
            words={t.found({ ...progress })}
            onCancel={() => onChange(false)}
          />
        </div>
      )}
    </>
  );
}
