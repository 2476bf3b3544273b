/** Makes a module without signatures from a genuine one, by leaving out the protobuf field that holds them. */
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Top-level fields of a protobuf message in the order of the bytes, each with its tag. */
function* fields(message: Buffer): Generator<{ number: number; body: Buffer; whole: Buffer }> {
  let at = 0;
  const varint = () => {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = message[at++]!;
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) return value;
    }
  };
  while (at < message.length) {
    const start = at;
    const tag = varint();
    const wire = tag & 7;
    let body: Buffer = Buffer.alloc(0);
    if (wire === 0) varint();
    else if (wire === 1) at += 8;
    else if (wire === 5) at += 4;
    else if (wire === 2) {
      const length = varint();
      body = message.subarray(at, at + length);
      at += length;
    } else throw new Error(`wire type ${wire}`);
    yield { number: tag >> 3, body, whole: message.subarray(start, at) };
  }
}

const metaGraphs = 2; // of SavedModel
const signatures = 5; // of MetaGraphDef

function lengthDelimited(number: number, body: Buffer): Buffer {
  const head = [(number << 3) | 2];
  let length = body.length;
  for (; length >= 0x80; length = Math.floor(length / 128)) head.push((length & 0x7f) | 0x80);
  head.push(length);
  return Buffer.concat([Buffer.from(head), body]);
}

/** Unpacks `archive` into `folder`, removes the signatures, and packs `folder`/unsigned.tar.gz. */
export function withoutSignatures(archive: string, folder: string): string {
  const tar = (...args: string[]) => {
    const { status, stderr } = spawnSync('tar', args, { cwd: folder, encoding: 'utf8' });
    if (status !== 0) throw new Error(`tar: ${stderr}`);
  };
  tar('-xzf', archive);
  const graph = join(folder, 'saved_model.pb');
  const parts = [...fields(readFileSync(graph))].map(({ number, body, whole }) =>
    number === metaGraphs
      ? lengthDelimited(
          number,
          Buffer.concat(
            [...fields(body)].filter((field) => field.number !== signatures).map((field) => field.whole),
          ),
        )
      : whole,
  );
  writeFileSync(graph, Buffer.concat(parts));
  const packed = join(folder, 'unsigned.tar.gz');
  tar('-czf', packed, 'saved_model.pb', 'tfhub_module.pb', 'variables');
  return packed;
}
