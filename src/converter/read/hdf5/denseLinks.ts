/**
 * Walks the structures in which newer HDF5 files keep the links of a large group, before the library does: a version 2
 * B-tree and a fractal heap. The layouts are those of the HDF5 File Format Specification, version 3.0, sections III.A.2
 * and III.G.
 */
import { Budget } from './budget.ts';

const mostLevels = 16;

/**
 * Checks the links of a group.
 * @param tree and @param heap are addresses in the file. @throws RangeError for structures that no sound file has.
 */
export function checkDenseLinks(file: ArrayBuffer, tree: number, heap: number): void {
  const lengths = checkHeap(new Budget(file), heap);
  checkTree(new Budget(file), tree, lengths);
}

/** The place of an object's length in a heap's ids. */
interface IdLengths {
  readonly offset: number;
  readonly length: number;
}

function checkTree(budget: Budget, tree: number, id: IdLengths): void {
  const { view } = budget;
  budget.enter(tree, 'BTHD', 38);
  const type = view.getUint8(tree + 5);
  const nodeBytes = view.getUint32(tree + 6, true);
  const recordBytes = view.getUint16(tree + 10, true);
  const depth = view.getUint16(tree + 12, true);
  if (depth > mostLevels || recordBytes === 0) throw new RangeError(`a tree of ${depth} levels`);
  const pointers = pointerBytes(depth, nodeBytes, recordBytes);
  // The id follows the hash of the name (type 5) or the order of creation (type 6).
  const idAt = type === 5 ? 4 : 8;
  const visit = (address: number, records: number, level: number): void => {
    budget.enter(address, level === 0 ? 'BTLF' : 'BTIN', 6);
    const { count = 0, all = 0 } = pointers[level] ?? {};
    budget.take(records * recordBytes + (level === 0 ? 0 : (records + 1) * (8 + count + all)));
    for (let i = 0; i < records; i++) {
      const length = budget.integer(address + 6 + i * recordBytes + idAt + 1 + id.offset, id.length);
      // Each object belongs to a single link.
      budget.take(length);
    }
    if (level === 0) return;
    for (let i = 0, at = address + 6 + records * recordBytes; i <= records; i++, at += 8 + count + all)
      visit(budget.integer(at, 8), budget.integer(at + 8, count), level - 1);
  };
  visit(budget.integer(tree + 16, 8), view.getUint16(tree + 24, true), depth);
}

/** Returns, for each level, the bytes of the number of a child's records, and of all records below it. */
function pointerBytes(
  depth: number,
  nodeBytes: number,
  recordBytes: number,
): { readonly count: number; readonly all: number }[] {
  const levels = [{ count: 0, all: 0 }];
  let most = Math.floor((nodeBytes - 10) / recordBytes);
  let total = most;
  for (let level = 1; level <= depth; level++) {
    const own = { count: bytesFor(most), all: level === 1 ? 0 : bytesFor(total) };
    levels.push(own);
    const pointer = 8 + own.count + own.all;
    most = Math.floor((nodeBytes - 10 - pointer) / (recordBytes + pointer));
    total *= most;
  }
  return levels;
}

function bytesFor(most: number): number {
  return Math.ceil(Math.max(0, most).toString(2).length / 8);
}

function checkHeap(budget: Budget, heap: number): IdLengths {
  const { view } = budget;
  budget.enter(heap, 'FRHP', 142);
  const width = view.getUint16(heap + 110, true);
  const first = budget.integer(heap + 112, 8);
  const largest = budget.integer(heap + 120, 8);
  const bits = view.getUint16(heap + 128, true);
  const root = budget.address(heap + 132);
  const rows = view.getUint16(heap + 140, true);
  if (!(width > 0 && first > 0 && largest >= first && bits <= 64)) throw new RangeError('a heap of no size');
  const offset = Math.ceil(bits / 8);
  const directRows = Math.log2(largest) - Math.log2(first) + 2;
  const direct = (address: number, bytes: number): void => {
    budget.enter(address, 'FHDB', bytes);
    if (address + bytes > view.byteLength) throw new RangeError('a heap past the end of the file');
  };
  const indirect = (address: number, own: number): void => {
    const head = 13 + offset;
    budget.enter(address, 'FHIB', head);
    for (let i = 0; i < own * width; i++) {
      const child = budget.address(address + head + 8 * i);
      // The library also stops at the first hole.
      if (child === undefined) return;
      budget.take(8);
      const row = Math.floor(i / width);
      const bytes = 2 ** Math.max(row - 1, 0) * first;
      if (row < directRows) direct(child, bytes);
      else indirect(child, Math.log2(bytes) - Math.log2(width) - Math.log2(first) + 1);
    }
  };
  if (root !== undefined) {
    if (rows > 0) indirect(root, rows);
    else direct(root, first);
  }
  const longest = Math.min(largest, view.getUint32(heap + 10, true));
  return { offset, length: bytesFor(longest) };
}
