/**
 * Walks the trees of an HDF5 file before the library does, each node once. The layouts are those of the HDF5 File Format
 * Specification, version 3.0, sections III.A (B-trees) and III.B (symbol tables).
 */
import { Budget } from './budget.ts';

/** Levels of a tree; with HDF5's smallest number of children, ten levels hold millions of nodes. */
const mostLevels = 16;
/** Bytes of the name of a layer or weight. */
const longestName = 4096;

const nodeHead = 24;
const symbolBytes = 40;

/** Handles a child of a tree's lowest nodes. */
type Leaf = (address: number) => void;

/** Walks a tree. @param keyBytes before and after each address. @throws RangeError for a tree that no sound file has. */
function walk(budget: Budget, root: number, keyBytes: number, leaf: Leaf): void {
  const visit = (address: number, level: number | undefined): void => {
    budget.enter(address, 'TREE', nodeHead);
    const { view } = budget;
    const own = view.getUint8(address + 5);
    if (own > mostLevels || (level !== undefined && own !== level))
      throw new RangeError(`level ${own} of a tree`);
    const entries = view.getUint16(address + 6, true);
    budget.take(entries * (keyBytes + 8));
    for (let i = 0; i < entries; i++) {
      const child = budget.address(address + nodeHead + i * (keyBytes + 8) + keyBytes);
      if (child === undefined) throw new RangeError('a tree with a branch to nowhere');
      if (own > 0) visit(child, own - 1);
      else leaf(child);
    }
  };
  visit(root, undefined);
}

/**
 * Checks a group's tree, its symbol tables and the lengths of its names.
 * @throws RangeError for structures that no sound file has.
 */
export function checkGroup(file: ArrayBuffer, root: number, heap: number): void {
  const budget = new Budget(file);
  const names = budget.address(heap + 24) ?? 0;
  walk(budget, root, 8, (table) => {
    budget.enter(table, 'SNOD', 8);
    const symbols = budget.view.getUint16(table + 6, true);
    budget.take(symbols * symbolBytes);
    for (let i = 0; i < symbols; i++)
      checkName(file, names + (budget.address(table + 8 + i * symbolBytes) ?? 0));
  });
}

function checkName(file: ArrayBuffer, at: number): void {
  const bytes = new Uint8Array(file, at, Math.min(longestName, file.byteLength - at));
  if (!bytes.includes(0)) throw new RangeError('a name without an end');
}

/**
 * Checks the tree of a tensor's chunks.
 * @param dims of the tensor, plus one. @param most the chunks that the tensor has room for.
 */
export function checkChunks(file: ArrayBuffer, root: number, dims: number, most: number): void {
  const budget = new Budget(file);
  let chunks = 0;
  walk(budget, root, 8 + 8 * dims, () => {
    chunks++;
    if (chunks > most) throw new RangeError(`more than the ${most} chunks that the tensor has`);
  });
}
