/**
 * Where things lie in the kernels' memory: byte offsets and codes that the AssemblyScript kernels and the TypeScript that
 * plans for them share. Both compilers read this file, so it holds plain numbers only.
 */

// Control words, at the bottom of the memory.
/**
 * i64: the current step's sequence number in the high half, its next task in the low half. The only word that threads
 * decide by and wait on.
 */
export const TICKET = 0;
/** As the low half of a ticket: there is nothing to take. */
export const IDLE = 0x7fffffff;
/** Tasks of the current step that are done. */
export const DONE = 8;
/** Not zero when the threads shall leave. */
export const QUIT = 12;
/** Address of the program that runs: an array of steps. */
export const PROGRAM = 16;
/** Sequence number of its first step. */
export const BASE = 20;
/** How many steps it has. */
export const STEPS = 24;
/** f32 each, written by who makes the memory: the numbers 0, 2, 4, 5, 8, 1, 255 and 2^23, for kernels to load. */
export const ZERO = 28;
export const TWO = 32;
export const FOUR = 36;
export const FIVE = 40;
export const EIGHT = 44;
export const ONE = 48;
export const BRIGHTEST = 52;
/** Added to a number from 0 to 255 it leaves that, rounded to even, in the lowest byte. */
export const ROUNDING = 56;
/** 2^56, and i32: of a float's bits the sign, the last five of the exponent and the first ten of the mantissa. See `halves.ts`. */
export const UP = 60;
export const HALF_BITS = 64;
/** The first byte that is free for plans. */
export const FREE = 128;

// A step of a program: four words.
export const STEP_BYTES = 16;
export const STEP_OP = 0;
/** How many tasks it has; they may run in any order and on any thread. */
export const STEP_TASKS = 4;
/** Address of a layer, a head or a packing job. */
export const STEP_ARGUMENT = 8;

export const OP_DENSE = 0;
/** The same with weights of float16. */
export const OP_DENSE_HALVES = 7;
export const OP_IN = 1;
export const OP_PRODUCTS = 2;
export const OP_OUT = 3;
/** In, products and out for one block of tiles, in the thread's own scratch. */
export const OP_FUSED = 4;
export const OP_HEAD = 5;
export const OP_PACK = 6;

// What a convolution is computed as. Each cuts the picture into tiles and each tile into planes of products.
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
/** Only as packing jobs: a plain matrix into panels, of floats or, where none loses anything by it, of float16. */
export const KIND_MATRIX = 6;
export const KIND_HALVES = 7;

/** Output channels that a panel of packed weights holds; channel counts are padded to multiples of it. */
export const PANEL = 8;
/** Rows that the matrix kernel computes at once; row counts are padded to multiples of it. */
export const ROWS = 4;

// A layer. Strides are in bytes.
export const LAYER_BYTES = 128;
export const L_KIND = 0;
/** The input with its border: pixel (-1, -1). For OP_DENSE the latent. */
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
/** The output with its border: pixel (-1, -1). */
export const L_TARGET = 52;
export const L_TARGET_PIXEL = 56;
export const L_TARGET_ROW = 60;
/** Width and height of the output in pixels. */
export const L_SIZE = 64;
/** Tiles in a row of the picture. */
export const L_TILES_X = 68;
export const L_TILES = 72;
/** Tiles of one task of OP_IN, OP_OUT and OP_FUSED. */
export const L_BLOCK = 76;
/** Panels of one task of OP_PRODUCTS. */
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
/** A head that takes the pixels instead of the target, or 0. */
export const L_HEAD = 104;
/** Scratch for a tile's transform and, after LINES_BYTES, for its pixels; and bytes from one thread's to the next one's. */
export const L_SCRATCH = 108;
export const L_SCRATCH_THREAD = 112;
/** From one tile's products of a plane to the next one's. */
export const L_PRODUCT_TILE = 116;
/** Tiles side by side whose inputs are transformed together: neighbours share columns. */
export const STRIP = 8;
/** Tiles between the passes along their two axes, eight channels at a time: inputs, STRIP tiles of 4 x 6 values and two columns more. */
export const STRIP_BYTES = 6528;
/** Products: at most 8 x 9 values. The pixels that they become lie behind them. */
export const LINES_BYTES = 2304;

// A head: to_rgb and what becomes of its values.
export const HEAD_BYTES = 64;
/** Four channels' weights for red, for green and for blue, then those of the next four. A picture of one channel has three alike. */
export const H_WEIGHTS = 0;
/** Red, green and blue. */
export const H_BIAS = 4;
/** 1 or 3 */
export const H_IMAGE_CHANNELS = 8;
export const H_CHANNELS = 12;
/** Pixels of the layer below, normalised: pixel (-1, -1). For OP_HEAD only. */
export const H_SOURCE = 16;
export const H_SOURCE_PIXEL = 20;
export const H_SOURCE_ROW = 24;
export const H_SIZE = 28;
/** f32 [size][size][image channels] */
export const H_VALUES = 32;
/** RGBA bytes [size][size][4] */
export const H_PIXELS = 36;
/** f32 each: bounds of the values, then the byte of the value 0 and how many bytes a value's unit is. */
export const H_LOW = 40;
export const H_HIGH = 44;
export const H_DARK = 48;
export const H_GAIN = 52;
/** Scratch of 64 bytes, and bytes from one thread's to the next one's. For OP_HEAD only. */
export const H_SCRATCH = 56;
export const H_SCRATCH_THREAD = 60;

// A packing job: f32 [taps][row][channels] into panels, transformed as the kind wants it.
export const PACK_BYTES = 32;
export const P_KIND = 0;
export const P_SOURCE = 4;
/** Rows: the padded depth (times nine for KIND_DIRECT). */
export const P_ROWS = 8;
/** Padded channels. */
export const P_CHANNELS = 12;
export const P_TARGET = 16;
/** Scratch of LINES_BYTES, and bytes from one thread's to the next one's. */
export const P_SCRATCH = 20;
export const P_SCRATCH_THREAD = 24;
