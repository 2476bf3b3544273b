/** Counts the messages in a protobuf without decoding it: a message of two bytes becomes an object of hundreds. */
import { type DescField, type DescMessage, ScalarType } from '@bufbuild/protobuf';
import { BinaryReader, WireType } from '@bufbuild/protobuf/wire';

/** The same depth as TensorFlow's own parser. */
const deepest = 100;

/** Returns the fields of the message in a field of that number, if it holds one. */
type Fields = (number: number) => Fields | undefined;

export interface Counted {
  /** Whether elements of numeric lists count as well, for schemas without weights in such lists. */
  readonly numbers?: boolean;
}

/**
 * Counts messages.
 * @returns their number, or more than `most` as soon as there are more.
 * @throws if the bytes are not a protobuf or messages are nested more than a hundred levels deep.
 */
export function countMessages(
  schema: DescMessage,
  bytes: Uint8Array,
  most: number,
  { numbers = false }: Counted = {},
): number {
  const known = new Map<DescMessage, Fields>();
  const fieldsOf = (message: DescMessage): Fields => {
    const table = known.get(message) ?? fields(message, fieldsOf, numbers);
    known.set(message, table);
    return table;
  };
  let count = 0;
  const open: { fields: Fields; reader: BinaryReader }[] = [];
  open.push({ fields: fieldsOf(schema), reader: new BinaryReader(bytes) });
  while (open.length > 0) {
    const { fields: here, reader } = open[open.length - 1]!;
    if (reader.pos >= reader.len) {
      open.pop();
      continue;
    }
    const [number, wireType] = reader.tag();
    const inner = here(number);
    if (inner === undefined || (wireType !== WireType.LengthDelimited && inner !== listed)) {
      reader.skip(wireType, number);
      continue;
    }
    if (inner === listed) {
      const before = reader.pos;
      reader.skip(wireType, number);
      count += wireType === WireType.LengthDelimited ? reader.pos - before : 1;
      if (count > most) return count;
      continue;
    }
    if (++count > most) return count;
    if (open.length > deepest) throw new RangeError('messages are nested too deeply');
    open.push({ fields: inner, reader: new BinaryReader(reader.bytes()) });
  }
  return count;
}

/** Represents a list of numbers, each of which may take only a byte. */
const listed: Fields = () => undefined;

function fields(schema: DescMessage, fieldsOf: (message: DescMessage) => Fields, numbers: boolean): Fields {
  const byNumber = new Map(schema.fields.map((field) => [field.number, field]));
  return (number) => {
    const field = byNumber.get(number);
    if (field?.fieldKind === 'message') return fieldsOf(field.message);
    if (field?.fieldKind === 'list' && field.listKind === 'message') return fieldsOf(field.message);
    if (numbers && isNumbers(field)) return listed;
    if (field?.fieldKind !== 'map') return undefined;
    // An entry of a map is a message of key (1) and value (2).
    const value = field.mapKind === 'message' ? field.message : undefined;
    return (inEntry) => (inEntry === 2 && value !== undefined ? fieldsOf(value) : undefined);
  };
}

function isNumbers(field: DescField | undefined): boolean {
  if (field?.fieldKind !== 'list' || field.listKind !== 'scalar') return false;
  return field.scalar !== ScalarType.BYTES && field.scalar !== ScalarType.STRING;
}
