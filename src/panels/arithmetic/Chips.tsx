import { pinLetter } from '../../store/select/pinLetters.ts';
import type { Attribute, Pin } from '../../store/state/state.ts';
import { Thumbnail } from '../parts/pictures/Thumbnail.tsx';

/** Pins and attributes to click, or to drag into the expression. `print` writes a name as the parser reads it. */
export function Chips({
  pins,
  attributes,
  print,
  onTake,
}: {
  pins: readonly Pin[];
  attributes: readonly Attribute[];
  print: (name: string) => string;
  onTake: (term: string) => void;
}) {
  return (
    <div className="chips">
      {pins.map((pin, index) => {
        const letter = pinLetter(index);
        return (
          <button
            key={pin.id}
            type="button"
            className="chip pin-chip"
            aria-label={`${letter}: ${pin.name}`}
            title={pin.name}
            draggable
            onDragStart={(event) => event.dataTransfer.setData('text/plain', letter)}
            onClick={() => onTake(letter)}
          >
            <Thumbnail src={pin.thumbnail} size={34} />
            <b aria-hidden="true">{letter}</b>
          </button>
        );
      })}
      {attributes.map(({ id, name }) => (
        <button
          key={id}
          type="button"
          className="chip"
          draggable
          onDragStart={(event) => event.dataTransfer.setData('text/plain', print(name))}
          onClick={() => onTake(print(name))}
        >
          {name}
        </button>
      ))}
    </div>
  );
}
