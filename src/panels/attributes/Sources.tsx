import { joinSentences } from '../../language/numbers.ts';
import { useMessages } from '../../language/useMessages.ts';
import { sourceOf } from '../../store/select/attributeTwins.ts';
import type { Attribute } from '../../store/state/state.ts';
import { effectText } from './effectText.ts';
import { attributesMessages } from './messages.ts';
import { attributeName } from './words.ts';

/** Where an unnamed direction was found; if several methods found it, all of them. */
export function Sources({ attribute, twins }: { attribute: Attribute; twins: readonly Attribute[] }) {
  const t = useMessages(attributesMessages);
  const words = { weights: t.fromWeights, features: t.fromFeatures, pictures: t.fromPictures };
  return (
    <ul className="attributes-sources">
      {[attribute, ...twins].map((one) => {
        const source = sourceOf(one);
        return (
          source && (
            <li key={one.id}>
              {joinSentences([
                words[source]({ name: attributeName(one) }),
                ...(one !== attribute && one.effect ? [effectText(one.effect)] : []),
              ])}
            </li>
          )
        );
      })}
    </ul>
  );
}
