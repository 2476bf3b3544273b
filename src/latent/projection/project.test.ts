import { describe, expect, it } from 'vitest';
import { sampleLatent } from '../vector/sample.ts';
import { norm } from '../vector/vector.ts';
import type { LatentSpace, ProjectionOptions, ProjectionProgress } from './contract.ts';
import { project, refine } from './project.ts';
import { smoothEngine } from './testing/smoothEngine.ts';

const sphere: LatentSpace = { size: 12, normalised: true, prior: 'normal' };
const plain: LatentSpace = { size: 12, normalised: false, prior: 'normal' };
const cube: LatentSpace = { size: 12, normalised: false, prior: 'uniform' };
const z = (seed: number, { size, prior }: LatentSpace = sphere) => sampleLatent(seed, size, prior);
const options = (more: Partial<ProjectionOptions> = {}): ProjectionOptions => ({
  seed: 3,
  latent: sphere,
  steps: 60,
  ...more,
});

describe('project', () => {
  it.each([
    ['on the sphere', sphere],
    ['in the whole space', plain],
    ['within the bounds of a uniform prior', cube],
  ])('finds a picture of the model itself, %s', async (_, latent) => {
    const engine = smoothEngine(latent);
    const steps: ProjectionProgress[] = [];
    const asked = options({ latent, steps: 100, onProgress: (progress) => steps.push(progress) });
    const { z: found, match, losses } = await project(engine.target(z(5, latent)), engine, asked);
    expect(match.verdict).toBe('found');
    expect(match.rms).toBeLessThan(0.02);
    expect(match.msSsim).toBeGreaterThan(0.99);
    expect(match.nearerThan).toBeCloseTo(256 / 257, 6);
    if (latent.normalised) expect(norm(found)).toBeCloseTo(Math.sqrt(latent.size), 4);
    if (latent.prior === 'uniform') expect(Math.max(...found.map(Math.abs))).toBeLessThanOrEqual(1);
    expect(losses).toHaveLength(steps.length);
    expect(steps.at(-1)!.resolution).toBe(32);
    expect(steps.map(({ resolution }) => resolution)).toContain(16);
    expect(steps.at(-1)!.step).toBeLessThanOrEqual(steps.at(-1)!.steps);
  });

  it('takes the same steps for the same seed', async () => {
    const run = () => {
      const engine = smoothEngine(sphere);
      return project(engine.target(z(6)), engine, options());
    };
    expect(await run()).toEqual(await run());
  });

  it("begins with the encoder's latent if no other face is nearer", async () => {
    const engine = smoothEngine(sphere);
    const wanted = z(7);
    const encoded = wanted.map((value, i) => value + 0.1 * Math.sin(i));
    const { start, match } = await project(engine.target(wanted), engine, options({ encoded }));
    expect(start).toEqual(encoded);
    expect(match.verdict).toBe('found');
    // One walker at full size, and few random faces.
    expect(engine.asked.gradients).toBeLessThanOrEqual(60);
  });

  it('begins at a given face if that is near', async () => {
    const engine = smoothEngine(sphere);
    const { start } = await project(engine.target(z(8)), engine, options({ starts: [z(9), z(8)] }));
    expect(start).toEqual(z(8));
  });

  it('recognises a picture that the model cannot draw as outside', async () => {
    const engine = smoothEngine(sphere);
    const target = engine.target(z(1));
    target.data = target.data.map((_, i) => ((i >> 5) % 2 ? 1 : -1));
    expect((await project(target, engine, options())).match.verdict).toBe('outside');
  });

  it('searches without gradients if there are none', async () => {
    const engine = smoothEngine(sphere, null);
    const { match, losses } = await project(engine.target(z(4)), engine, options({ steps: 800 }));
    expect(engine.asked.gradients).toBe(0);
    expect(match.rms).toBeLessThan(0.1);
    expect(losses.every((loss, i) => i === 0 || loss <= losses[i - 1]!)).toBe(true);
  });

  it('stops when there is no more progress', async () => {
    const engine = smoothEngine(sphere);
    const target = engine.target(z(2));
    const { losses } = await project(target, engine, options({ encoded: z(2), steps: 300 }));
    expect(losses.length).toBeLessThan(300);
  });

  it('is cancelled between two steps', async () => {
    const engine = smoothEngine(sphere);
    const abort = new AbortController();
    const onProgress = ({ step }: ProjectionProgress) => step === 5 && abort.abort();
    const search = project(engine.target(z(2)), engine, options({ signal: abort.signal, onProgress }));
    await expect(search).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(engine.asked.gradients).toBe(4 * 5);
  });

  it('explains inputs that do not fit', async () => {
    const engine = smoothEngine(sphere);
    const target = engine.target(z(2));
    const refused = { code: 'PROJECTION_INVALID' };
    const none = { ...target, mask: new Float32Array(32 * 32) };
    await expect(project(none, engine, options())).rejects.toMatchObject(refused);
    await expect(project(target, engine, options({ starts: [new Float32Array(3)] }))).rejects.toMatchObject(
      refused,
    );
    const small = { ...target, width: 16, height: 16, data: target.data.slice(0, 768) };
    await expect(project(small, engine, options())).rejects.toMatchObject(refused);
  });

  it('ends when the network returns numbers that are not finite', async () => {
    const engine = smoothEngine(sphere);
    const pictures = engine.gradient;
    const broken = {
      ...engine,
      gradient: async (...asked: Parameters<typeof pictures>) =>
        (await pictures(...asked)).map((dz) => dz.map(() => Number.NaN)),
    };
    await expect(project(engine.target(z(2)), broken, options())).rejects.toMatchObject({
      code: 'ENGINE_FAILED',
    });
  });
});

describe('refine', () => {
  it('continues from a result, and keeps its start', async () => {
    const engine = smoothEngine(sphere);
    const target = engine.target(z(5));
    const first = await project(target, engine, options({ steps: 5 }));
    const second = await refine(target, engine, first, options());
    expect(second.match.rms).toBeLessThan(first.match.rms);
    expect(second.start).toEqual(first.start);
    expect(second.losses.slice(0, first.losses.length)).toEqual(first.losses);
  });

  it('tries no random faces again', async () => {
    const engine = smoothEngine(sphere);
    const target = engine.target(z(5));
    const first = await project(target, engine, options({ steps: 5 }));
    engine.asked.pictures = 0;
    const { match, randomRms } = await refine(target, engine, first, options({ steps: 5 }));
    // Those of the result alone, in both sizes.
    expect(engine.asked.pictures).toBe(2);
    expect(randomRms).toBe(first.randomRms);
    expect(match.nearerThan).toBeGreaterThanOrEqual(first.match.nearerThan);
  });

  it('without gradients keeps what it has until something is nearer', async () => {
    const engine = smoothEngine(sphere, null);
    const target = engine.target(z(5));
    const first = await project(target, engine, options({ steps: 40 }));
    const { losses } = await refine(target, engine, first, options({ steps: 40 }));
    expect(losses[40]).toBeLessThanOrEqual(losses[39]!);
  });

  it('never ends farther away', async () => {
    const engine = smoothEngine(sphere);
    const target = engine.target(z(5));
    const first = await project(target, engine, options({ steps: 200 }));
    const second = await refine(target, engine, first, options({ steps: 1 }));
    expect(second.match.rms).toBeLessThanOrEqual(first.match.rms);
  });
});
