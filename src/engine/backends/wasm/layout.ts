/**
 * The layout of the kernels' memory: byte offsets and codes shared by the AssemblyScript kernels and the TypeScript that
 * plans for them. Both compilers read this file, so it holds plain numbers only.
 */

// Control words, at the bottom of the memory.
/**
 * i64: the current step's sequence number in the high half; in the low half the tasks that were taken from its front (16
 * bits) and from its back (the bits above). Threads decide by this word alone, and wait only on it.
 */
export const TICKET = 0;
/** The low half of a ticket with one task taken from the back. The front's is 1. */
export const FROM_BACK = 0x10000;
/** As the low half of a ticket: no task is available. */
export const IDLE = 0x7fffffff;
/** The most tasks of a step: either half of the low half can count them all. */
export const MOST_TASKS = 0x7fff;
/** Finished tasks of the current step. */
export const DONE = 8;
/** Nonzero when the threads should leave. */
export const QUIT = 12;
/** Address of the running program: an array of steps. */
export const PROGRAM = 16;
/** Sequence number of its first step. */
export const BASE = 20;
/** Its number of steps. */
export const STEPS = 24;
/** f32 constants for the kernels to load, written by whoever creates the memory: 0, 2, 4, 5, 8, 1, 255 and 2^23. */
export const ZERO = 28;
export const TWO = 32;
export const FOUR = 36;
export const FIVE = 40;
export const EIGHT = 44;
export const ONE = 48;
export const BRIGHTEST = 52;
/** Adding it to a number from 0 to 255 leaves that number, rounded to even, in the lowest byte. */
export const ROUNDING = 56;
/**
 * 2^56, and an i32 mask of a float's sign, the last five bits of its exponent and the first ten of its mantissa. See
 * `halves.ts`.
 */
export const UP = 60;
export const HALF_BITS = 64;
/** The first byte available to plans. */
export const FREE = 128;

// A step of a program: four words.
export const STEP_BYTES = 16;
export const STEP_OP = 0;
/** Its number of tasks, which may run in any order and on any thread. */
export const STEP_TASKS = 4;
/** Address of a layer, a head or a packing job. */
export const STEP_ARGUMENT = 8;

export const OP_DENSE = 0;
/** The same with float16 weights. */
export const OP_DENSE_HALVES = 7;
export const OP_IN = 1;
export const OP_PRODUCTS = 2;
export const OP_OUT = 3;
/** Input transform, products and output transform for one block of tiles, in the thread's own scratch. */
export const OP_FUSED = 4;
export const OP_HEAD = 5;
export const OP_PACK = 6;
/** Widens float16 before they are packed. */
export const OP_WIDEN = 20;
// For gradients. Forward and kept: like the operations of those names, but also storing the factor of PixelNorm.
export const OP_DENSE_KEPT = 8;
export const OP_DENSE_HALVES_KEPT = 9;
export const OP_OUT_KEPT = 10;
export const OP_FUSED_KEPT = 11;
// Backward: a convolution whose output goes back through norm and leaky ReLU of the pixels at its target.
export const OP_OUT_BACK = 12;
export const OP_FUSED_BACK = 13;
export const OP_HEAD_BACK = 14;
export const OP_DENSE_BACK = 15;
export const OP_DENSE_BACK_HALVES = 16;
// Inside a network: measuring the levels of maps, giving maps other levels, amplifying or holding maps. The argument is a
// record of maps, below.
export const OP_MEASURE = 17;
export const OP_LEVELS = 18;
export const OP_CHANGE = 19;

// The schemes of a convolution. Each cuts the picture into tiles, and each tile into planes of products.
/** 3x3 convolution, one pixel a tile: a row of nine pixels times the whole kernel. */
export const KIND_DIRECT = 0;
/** 3x3 convolution, Winograd F(2x2, 3x3): 16 products for 2x2 pixels. */
export const KIND_F2 = 1;
/** 3x3 convolution, Winograd F(4x4, 3x3): 36 products for 4x4 pixels. */
export const KIND_F4 = 2;
/** Nearest x2 and 3x3 convolution, collapsed: 9 products for 2x2 pixels. */
export const KIND_COLLAPSE = 3;
/** The same for 2x2 pixels of low resolution at once: 25 products for 4x4 pixels. */
export const KIND_COLLAPSE4 = 4;
/** The same for 4x4 pixels of low resolution at once: 81 products for 8x8 pixels. */
export const KIND_COLLAPSE8 = 5;
/** For packing jobs only: a plain matrix into panels of floats, or of float16 if that is lossless. */
export const KIND_MATRIX = 6;
export const KIND_HALVES = 7;
/** Like KIND_HALVES, from float16. */
export const KIND_COPIED = 11;
/**
 * KIND_COLLAPSE, KIND_COLLAPSE4 and KIND_COLLAPSE8 backwards: to 1, 2 x 2 and 4 x 4 pixels of low resolution from the
 * high-resolution pixels above and around them.
 */
export const KIND_BACK = 8;
export const KIND_BACK4 = 9;
export const KIND_BACK8 = 10;

/** Output channels in a panel of packed weights; channel counts are padded to multiples of it. */
export const PANEL = 8;
/** Rows that the matrix kernel computes at once; row counts are padded to multiples of it. */
export const ROWS = 4;

// A layer. Strides are in bytes.
export const LAYER_BYTES = 128;
export const L_KIND = 0;
/** The input with its border: the address of pixel (-1, -1). For OP_DENSE, the latent. */
export const L_SOURCE = 4;
export const L_SOURCE_PIXEL = 8;
export const L_SOURCE_ROW = 12;
/** Padded input channels. */
export const L_DEPTH = 16;
/** Transformed input: planes of [tiles][row]. */
export const L_INPUTS = 20;
export const L_INPUT_PLANE = 24;
/** Floats of one row: the depth, or nine times that for KIND_DIRECT. */
export const L_INPUT_ROW = 28;
/** Products: [planes][tiles][channels], or [tiles][planes][channels]. */
export const L_PRODUCTS = 32;
export const L_PRODUCT_PLANE = 36;
/** Packed weights: planes of [channels / PANEL][row][PANEL]. */
export const L_WEIGHTS = 40;
export const L_BIAS = 44;
/** Padded output channels. */
export const L_CHANNELS = 48;
/** The output with its border: the address of pixel (-1, -1). */
export const L_TARGET = 52;
export const L_TARGET_PIXEL = 56;
export const L_TARGET_ROW = 60;
/** Width and height of the output in pixels. */
export const L_SIZE = 64;
/** Tiles in a row of the picture. */
export const L_TILES_X = 68;
export const L_TILES = 72;
/** Tiles per task of OP_IN, OP_OUT and OP_FUSED. */
export const L_BLOCK = 76;
/** Panels per task of OP_PRODUCTS. */
export const L_PANELS = 80;
/** Bytes from one thread's scratch to the next one's; for OP_FUSED only. */
export const L_INPUT_THREAD = 84;
export const L_PRODUCT_THREAD = 88;
/** f32: slope of the leaky ReLU for negative values, less 1. */
export const L_BEND = 92;
/** f32: one over the true number of output channels. */
export const L_SHARE = 96;
/** f32 */
export const L_EPSILON = 100;
/** A head that receives the pixels instead of the target, or 0. */
export const L_HEAD = 104;
/**
 * Scratch for a tile's transform and, after LINES_BYTES, for its pixels. Then the bytes from one thread's scratch to the
 * next one's.
 */
export const L_SCRATCH = 108;
export const L_SCRATCH_THREAD = 112;
/** From one tile's products of a plane to the next one's. */
export const L_PRODUCT_TILE = 116;
/**
 * f32 [size][size]: the factor by which PixelNorm multiplied each pixel of the output. For kept and backward operations
 * only.
 */
export const L_NORMS = 120;
/** Adjacent tiles whose inputs are transformed together, because neighbours share columns. */
export const STRIP = 8;
/** The same for KIND_BACK8, whose tiles are wide. */
export const STRIP_BACK8 = 2;
/**
 * Scratch for tiles between the passes along their two axes, eight channels at a time: inputs, STRIP tiles of 4 x 6
 * values and two columns more.
 */
export const STRIP_BYTES = 6528;
/** Scratch for products, at most 8 x 9 values. The resulting pixels follow them. */
export const LINES_BYTES = 2304;

// A head: to_rgb and the treatment of its values.
export const HEAD_BYTES = 80;
/**
 * Weights of four channels for red, for green and for blue, then those of the next four channels. A picture of one
 * channel has three equal sets.
 */
export const H_WEIGHTS = 0;
/** Red, green and blue. */
export const H_BIAS = 4;
/** 1 or 3 */
export const H_IMAGE_CHANNELS = 8;
export const H_CHANNELS = 12;
/** The normalised pixels of the layer below: the address of pixel (-1, -1). For OP_HEAD only. */
export const H_SOURCE = 16;
export const H_SOURCE_PIXEL = 20;
export const H_SOURCE_ROW = 24;
export const H_SIZE = 28;
/** f32 [size][size][image channels] */
export const H_VALUES = 32;
/** RGBA bytes [size][size][4] */
export const H_PIXELS = 36;
/** f32 each: bounds of the values, then the byte for the value 0 and the number of bytes per unit. */
export const H_LOW = 40;
export const H_HIGH = 44;
export const H_DARK = 48;
export const H_GAIN = 52;
/** Scratch of 64 bytes, then the bytes from one thread's to the next one's. For OP_HEAD only. */
export const H_SCRATCH = 56;
export const H_SCRATCH_THREAD = 60;
// For OP_HEAD_BACK only, which reads the layer's pixels at H_SOURCE and replaces them by their gradients. Its scratch
// holds a pixel.
/** f32 [size][size][image channels]: the gradient with respect to the values. */
export const H_GRADIENT = 64;
/** Like L_NORMS, L_BEND and L_SHARE of the layer below. */
export const H_NORMS = 68;
export const H_BEND = 72;
export const H_SHARE = 76;
/** Numbers of the latent whose gradients are one task of OP_DENSE_BACK. */
export const DENSE_BACK_INPUTS = 32;
/** Its scratch, one vector for each of them. */
export const DENSE_BACK_BYTES = 512;

// A packing job: f32 [taps][row][channels] into panels, transformed for the kind. KIND_COPIED reads float16, and so does
// OP_WIDEN, which writes P_ROWS numbers from P_SOURCE as f32 to P_TARGET.
export const PACK_BYTES = 32;
export const P_KIND = 0;
export const P_SOURCE = 4;
/** Rows: the padded depth (times nine for KIND_DIRECT). */
export const P_ROWS = 8;
/** Padded channels. */
export const P_CHANNELS = 12;
export const P_TARGET = 16;
/** Scratch of LINES_BYTES, then the bytes from one thread's to the next one's. */
export const P_SCRATCH = 20;
export const P_SCRATCH_THREAD = 24;
/** Set to 1 by jobs that read float16, if a number is not finite. */
export const P_NOT_FINITE = 28;
/** Numbers that are one task of OP_WIDEN. */
export const WIDENED = 16384;

// The maps of a layer, for viewing and changing them.
export const MAPS_BYTES = 64;
/** Pixels with their border: the address of pixel (-1, -1). */
export const T_TARGET = 0;
export const T_PIXEL = 4;
export const T_ROW = 8;
export const T_SIZE = 12;
/** Padded channels. */
export const T_CHANNELS = 16;
/** For OP_CHANGE: the entries, and their number. */
export const T_ENTRIES = 20;
export const T_COUNT = 24;
/** Levels given by OP_LEVELS and found by OP_MEASURE: f32 [2][channels], means and variances over the pixels. */
export const T_LEVELS = 28;
export const T_MEASURED = 32;
/** f32, added to both variances. */
export const T_EPSILON = 36;
/**
 * An entry: the offset of the map's value within a pixel; an f32 gain; and the address of replacement values, f32
 * [size][size], or 0 to keep its own.
 */
export const ENTRY_BYTES = 12;
export const E_OFFSET = 0;
export const E_GAIN = 4;
export const E_PLANE = 8;
