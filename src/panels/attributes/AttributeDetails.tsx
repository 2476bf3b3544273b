import { useMemo } from 'react';
import { setAttribute } from '../../commands/attributes/attributes.ts';
import { useRun } from '../../commands/hooks.ts';
import { formatPercent } from '../../language/numbers.ts';
import { useMessages } from '../../language/useMessages.ts';
import { useSelect, useZscapeStore } from '../../store/hooks.ts';
import { amountsOf, applyEdit, attributesOf, baseOf, editorOf } from '../../store/select/attributes.ts';
import { sourceOf } from '../../store/select/attributeTwins.ts';
import type { Attribute } from '../../store/state/state.ts';
import { Picture } from '../parts/pictures/Picture.tsx';
import { usePictures } from '../parts/pictures/usePictures.ts';
import { effectText } from './effectText.ts';
import { attributesMessages } from './messages.ts';
import { Sources } from './Sources.tsx';
import { TaughtTools } from './teach/TaughtTools.tsx';
import { accuracyInWords, attributeName, reachOf, signed } from './words.ts';

/** Positions of the slider whose pictures are shown, in shares of its reach. */
const shares = [-1, -0.5, 0, 0.5, 1];
const pictureSize = 64;

/** The current face at five positions of the slider, and what is known about the direction. */
export function AttributeDetails({
  attribute,
  twins,
  amount,
}: {
  attribute: Attribute;
  twins: readonly Attribute[];
  amount: number;
}) {
  const run = useRun();
  const t = useMessages(attributesMessages);
  const store = useZscapeStore();
  const { id, accuracy, effect } = attribute;
  const stops = shares.map((share) => share * reachOf(attribute));
  const base = useSelect(baseOf);
  const amounts = useSelect(amountsOf);
  const locked = useSelect((state) => state.edit.locked);
  const freedom = useSelect((state) => {
    const index = attributesOf(state).findIndex((one) => one.id === id);
    return index < 0 ? 1 : editorOf(state).freedom(index);
  });
  // The other sliders and the locks change what each position shows; this slider does not.
  const { [id]: _, ...others } = amounts;
  const around = JSON.stringify([others, locked]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `around` stands for the other sliders and the locks
  const zs = useMemo(() => {
    const state = store.getState();
    const { face } = state;
    if (!face || !base) return [];
    return stops.map(
      (stop) =>
        applyEdit(state, { ...face, z: base }, { amounts: { ...amountsOf(state), [id]: stop } }).face!.z,
    );
  }, [store, base, id, attribute, around]);
  const pictures = usePictures(zs, pictureSize);
  return (
    <div className="attributes-details">
      <div className="attributes-strip">
        {stops.map((stop, index) => (
          <button
            key={stop}
            type="button"
            className={stop === amount ? 'on' : ''}
            aria-label={t.at({ name: attributeName(attribute), amount: signed(stop) })}
            title={`${signed(stop)} σ`}
            onClick={() => run(setAttribute, id, stop)}
          >
            <Picture image={pictures[index]} />
          </button>
        ))}
      </div>
      {accuracy && <p className="hint">{accuracyInWords(accuracy)}</p>}
      {effect && <p className="hint">{effectText(effect)}</p>}
      {[attribute, ...twins].some(sourceOf) && <Sources attribute={attribute} twins={twins} />}
      {attribute.group === 'taught' && <TaughtTools id={id.replace('taught:', '')} />}
      {freedom < 0.999 && (
        <p className="hint">{freedom < 0.02 ? t.allHeld : t.partFree({ share: formatPercent(freedom) })}</p>
      )}
    </div>
  );
}
