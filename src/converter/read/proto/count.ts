/** How many messages a protobuf holds, found without decoding it: a message of two bytes becomes an object of hundreds. */
import type { DescMessage } from '@bufbuild/protobuf';
import { BinaryReader, WireType } from '@bufbuild/protobuf/wire';

/** As deep as TensorFlow's own parser goes. */
const deepest = 100;

/** Which message, if any, a field of that number holds. */
type Fields = (number: number) => Fields | undefined;

/**
 * @returns the number of messages, or `most` + 1 as soon as there are more.
 * @throws when the bytes are no protobuf or messages are nested deeper than a hundred levels.
 */
export function countMessages(schema: DescMessage, bytes: Uint8Array, most: number): number {
  const known = new Map<DescMessage, Fields>();
  const fieldsOf = (message: DescMessage): Fields => {
    const table = known.get(message) ?? fields(message, fieldsOf);
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
    const inner = wireType === WireType.LengthDelimited ? here(number) : undefined;
    if (inner === undefined) {
      reader.skip(wireType, number);
      continue;
    }
    if (++count > most) return count;
    if (open.length > deepest) throw new RangeError('messages are nested too deeply');
    open.push({ fields: inner, reader: new BinaryReader(reader.bytes()) });
  }
  return count;
}

function fields(schema: DescMessage, fieldsOf: (message: DescMessage) => Fields): Fields {
  const byNumber = new Map(schema.fields.map((field) => [field.number, field]));
  return (number) => {
    const field = byNumber.get(number);
    if (field?.fieldKind === 'message') return fieldsOf(field.message);
    if (field?.fieldKind === 'list' && field.listKind === 'message') return fieldsOf(field.message);
    if (field?.fieldKind !== 'map') return undefined;
    // An entry of a map is a message of key (1) and value (2).
    const value = field.mapKind === 'message' ? field.message : undefined;
    return (inEntry) => (inEntry === 2 && value !== undefined ? fieldsOf(value) : undefined);
  };
}
