import { useRun } from '../../../commands/hooks.ts';
import {
  openGrowthExport,
  playGrowth,
  setFade,
  setGrowth,
  setHeads,
} from '../../../commands/network/changes.ts';
import { formatNumber, formatPercent } from '../../../language/numbers.ts';
import { useMessages } from '../../../language/useMessages.ts';
import { useSelect } from '../../../store/hooks.ts';
import { canFade, grown, growthSizes, headKinds, headsOf } from '../../../store/select/network/network.ts';
import type { HeadKind } from '../../../store/state/network.ts';
import type { Model } from '../../../store/state/state.ts';
import { Choice } from '../../parts/fields/Choice.tsx';
import { SliderRow } from '../../parts/fields/SliderRow.tsx';
import { Film, Pause, Play } from '../../parts/icons.tsx';
import { Idea } from '../Idea.tsx';
import { Unavailable } from '../Unavailable.tsx';
import { useLayers } from '../useLayers.ts';
import { GrowthStrip } from './GrowthStrip.tsx';
import { growthMessages } from './messages.ts';
import './growth.css';

/** The current face while the network grows, from the smallest size to its own. */
export default function GrowthSection() {
  const t = useMessages(growthMessages);
  const model = useSelect((state) => state.model);
  const { error } = useLayers();
  const kinds = model ? headKinds(model) : [];
  const [first] = kinds;
  return (
    <>
      {error !== null && <Unavailable error={error} />}
      {error === null && model && !first && <p className="hint">{t.noHeads({ title: model.title })}</p>}
      {error === null && model && first && (
        <Growing key={model.id} model={model} kinds={kinds} first={first} />
      )}
      <Idea text={t.idea} formula={t.formula} place={t.place} />
    </>
  );
}

function Growing({ model, kinds, first }: { model: Model; kinds: readonly HeadKind[]; first: HeadKind }) {
  const run = useRun();
  const t = useMessages(growthMessages);
  const growth = useSelect(({ network }) => network.growth);
  const playing = useSelect((state) => state.playing === 'growth');
  const heads = useSelect(headsOf) ?? first;
  const sizes = growthSizes(model, heads);
  const { resolution, alpha } = growth ?? grown(model, heads);
  const at = Math.max(0, sizes.indexOf(resolution));
  const fades = canFade(sizes, resolution);
  const size = (side: number) => t.size({ side: String(side) });
  const lower = size(resolution / 2);
  return (
    <>
      <GrowthStrip sizes={sizes} heads={heads} now={resolution} />
      <SliderRow
        className="growth-row"
        lead={<span>{t.growth}</span>}
        label={t.growth}
        data-try="growth"
        value={at}
        min={0}
        max={sizes.length - 1}
        fine={1}
        coarse={2}
        valueText={size(resolution)}
        output={size(resolution)}
        onChange={(value) => {
          const next = sizes[Math.round(value)];
          if (next !== undefined && next !== resolution) run(setGrowth, next);
        }}
      />
      <SliderRow
        className="growth-row"
        lead={<span>{t.fade}</span>}
        label={t.fade}
        data-try="fade"
        value={fades ? alpha : 1}
        min={0}
        max={1}
        fine={0.01}
        coarse={0.1}
        disabled={!fades}
        valueText={
          fades ? t.fadeText({ lower, upper: size(resolution), percent: formatPercent(alpha) }) : t.noFade
        }
        output={formatPercent(fades ? alpha : 1)}
        onChange={(value) => run(setFade, value)}
      />
      <p className="hint" role="status">
        {fades
          ? t.now({
              lower,
              upper: size(resolution),
              rest: formatPercent(1 - alpha),
              percent: formatPercent(alpha),
            })
          : t.noFade}
      </p>
      <div className="growth-tools">
        <button type="button" className="btn primary" onClick={() => run(playGrowth)}>
          {playing ? <Pause size={15} aria-hidden="true" /> : <Play size={15} aria-hidden="true" />}
          {playing ? t.pause : t.play}
        </button>
        <button type="button" className="btn" onClick={() => run(openGrowthExport)}>
          <Film size={15} aria-hidden="true" />
          {t.film}
        </button>
      </div>
      {kinds.length > 1 && (
        <Choice
          label={t.heads}
          options={kinds.map((value) => ({ value, label: t[value] }))}
          value={heads}
          onChange={(next) => run(setHeads, next)}
        />
      )}
      <p className="hint">
        <HeadsMeaning heads={heads} early={model.growthNetwork} />
      </p>
    </>
  );
}

function HeadsMeaning({ heads, early }: { heads: HeadKind; early: Model['growthNetwork'] }) {
  const t = useMessages(growthMessages);
  if (heads === 'refitted') return t.refittedMeans;
  if (!early) return t.trainedMeans;
  return t.earlyMeans({ side: String(early.resolution), levels: formatNumber(early.difference, 1) });
}
