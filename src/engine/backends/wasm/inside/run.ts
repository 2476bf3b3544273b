import type { Gap } from '../../backend.ts';
import type { Program } from '../plan/program.ts';

/** Runs a program for z. @param take reads the result, before anything else can run. */
export type Run = <T>(z: Float32Array, program: Program, take: () => T, gap?: Gap) => Promise<T>;
