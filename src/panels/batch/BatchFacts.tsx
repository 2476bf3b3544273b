import { formatBytes, formatNumber, formatSeconds } from '../../language/numbers.ts';
import { useMessages } from '../../language/useMessages.ts';
import { useSelect } from '../../store/hooks.ts';
import { batchFault } from '../../store/select/batchFault.ts';
import { batchSamples } from '../../store/state/batch.ts';
import { batchPanelMessages } from './messages.ts';
import { useBatchEstimate } from './useBatchEstimate.ts';

/** Facts about the batch before it starts: how many pictures and files, how large, and how long it takes to make. */
export function BatchFacts() {
  const t = useMessages(batchPanelMessages);
  const batch = useSelect((state) => state.batch);
  const image = useSelect((state) => state.model?.image);
  const possible = useSelect((state) => batchFault(state) === null);
  const each = useBatchEstimate(batch, possible);
  if (!possible || !image) return null;
  const samples = batchSamples(batch);
  const about = (amount: (of: { bytesPerPicture: number; secondsPerPicture: number }) => string) => {
    if (each === null) return t.estimating;
    return each ? t.about({ amount: amount(each) }) : t.unknown;
  };
  const size = {
    width: String(Math.max(1, Math.round(image.width * batch.scale))),
    height: String(Math.max(1, Math.round(image.height * batch.scale))),
  };
  const facts = [
    [t.pictures, `${formatNumber(samples)}, ${t.pixels(size)}`],
    [t.files, formatNumber(Math.ceil(samples / batch.perFile))],
    [t.together, about(({ bytesPerPicture }) => formatBytes(roughly(bytesPerPicture * samples)))],
    [t.wait, about(({ secondsPerPicture }) => formatSeconds(Math.max(1, secondsPerPicture * samples), 0))],
  ];
  return (
    <dl className="batch-facts">
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd className="tab-nums">{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** Only two digits of an estimate are meaningful. */
function roughly(bytes: number): number {
  const unit = 10 ** Math.max(0, Math.floor(Math.log10(Math.max(1, bytes))) - 1);
  return Math.round(bytes / unit) * unit;
}
