import { factorName } from '../../language/factors/factorNames.ts';
import { formatList, formatNumber, formatPercent, joinSentences } from '../../language/numbers.ts';
import type { AttributeEffect } from '../../store/state/state.ts';
import { attributesMessages } from './messages.ts';

/** Describes the effect of moving along an attribute, in the language of the page. */
export function effectText(effect: AttributeEffect): string {
  const t = attributesMessages.get();
  if (effect.kind === 'variance') return t.ofVariance({ share: formatPercent(effect.share, 1) });
  if (effect.kind === 'gain') return t.ofGain({ share: formatPercent(effect.share, 1) });
  const { deviations, success, note } = effect;
  const step = success === undefined ? [] : [t.stepGives({ deviations, share: formatPercent(success) })];
  return joinSentences([...step, ...notesOf(note ?? '')]);
}

/** A movement of another attribute, as the trainer's notes write it: `Dark skin +61 %`. */
const movement = /^(.+) ([+−]\d+) %$/;

/** Translates the trainer's sentences into the language of the page; any other sentence stays unchanged. */
function notesOf(note: string): string[] {
  const t = attributesMessages.get();
  // A decimal point does not end a sentence.
  const sentences = note.match(/\S.*?(\.(?=\s|$)|$)/g) ?? [];
  return sentences.map((sentence) => {
    const plain = sentence.trim();
    const without = /^The opposite step leaves (\d+) % of faces without it\.$/.exec(plain)?.[1];
    if (without !== undefined) return t.oppositeStep({ share: formatPercent(Number(without) / 100) });
    const [, kind, listed] = /^(Also|Mostly) changes: (.+?)\.?$/.exec(plain) ?? [];
    const moved = listed?.split(', ').map((one) => movement.exec(one));
    if (moved?.every((one) => one !== null)) {
      const changes = formatList(
        moved.map(([, name = '', share = '']) => t.changeOf({ name: factorName(name), share: `${share}%` })),
        'unit',
      );
      return kind === 'Also' ? t.alsoChanges({ changes }) : t.mostlyChanges({ changes });
    }
    const [, rank, faces = ''] =
      /^Rank correlation of slider and picture (-?[\d.]+) over ([\d,]+) faces\.$/.exec(plain) ?? [];
    if (rank !== undefined) {
      const counted = formatNumber(Number(faces.replaceAll(',', '')));
      return t.follows({ rank: formatNumber(Number(rank), 3, true), faces: counted });
    }
    const [, moving, size] = /^Also moves (.+) by ([\d.]+) of a deviation\.$/.exec(plain) ?? [];
    if (moving !== undefined) {
      return t.alsoMoves({ name: factorName(moving), size: formatNumber(Number(size), 2, true) });
    }
    const [, share] = /^Changes no labelled attribute by more than (\d+) %\.$/.exec(plain) ?? [];
    return share === undefined ? plain : t.changesNone({ share: formatPercent(Number(share) / 100) });
  });
}
