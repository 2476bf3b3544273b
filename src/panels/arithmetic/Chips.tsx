import { useFactorNames } from '../../language/factors/factorNames.ts';
import { useMessages } from '../../language/useMessages.ts';
import { pinLetter } from '../../store/select/pinLetters.ts';
import type { Attribute, Pin } from '../../store/state/state.ts';
import { Thumbnail } from '../parts/pictures/Thumbnail.tsx';
import { arithmeticMessages } from './messages.ts';

/** Pins and attributes to click, or to drag into the expression. `print` writes a name as the parser reads it. */
export function Chips({
  pins,
  attributes,
  print,
  onUse,
}: {
  pins: readonly Pin[];
  attributes: readonly Attribute[];
  print: (name: string) => string;
  onUse: (term: string) => void;
}) {
  const t = useMessages(arithmeticMessages);
  const { factorName } = useFactorNames();
  return (
    <div className="arithmetic-chips">
      {pins.map((pin, index) => {
        const letter = pinLetter(index);
        return (
          <button
            key={pin.id}
            type="button"
            className="arithmetic-chip arithmetic-pin-chip"
            aria-label={t.pin({ letter, name: pin.name })}
            title={pin.name}
            draggable
            onDragStart={(event) => event.dataTransfer.setData('text/plain', letter)}
            onClick={() => onUse(letter)}
          >
            <Thumbnail src={pin.thumbnail} size={34} />
            <b aria-hidden="true">{letter}</b>
          </button>
        );
      })}
      {attributes.map(({ id, name, group }) => (
        <button
          key={id}
          type="button"
          className="arithmetic-chip"
          draggable
          onDragStart={(event) => event.dataTransfer.setData('text/plain', print(name))}
          // Expressions use the model's own names, so they are the same in every language.
          title={print(name)}
          onClick={() => onUse(print(name))}
        >
          {group === 'taught' ? name : factorName(name)}
        </button>
      ))}
    </div>
  );
}
