/**
 * The user's acts, beside the session that they led to, so that undo continues across a reload. Structured cloning writes
 * a value that many moments share only once; pins, which have a separate store, are named by their ids as long as they
 * exist.
 */
import type { BundleManifest } from '../../../bundle/schema/manifest.ts';
import { type History, trimmed } from '../../../store/history/history.ts';
import { type Work, workOf } from '../../../store/state/fields.ts';
import type { Model, Pin, Undone } from '../../../store/state/state.ts';

/** How many moments are kept, which usually takes a few hundred kilobytes at most. */
const mostKept = 60;

interface KeptMoment {
  id: number;
  parent: number | null;
  name: string;
  thumbnail: string;
  /** Bundle id. */
  model: string;
  state: Omit<Work, 'pins'>;
  /** Ids of pins that the session has unchanged, otherwise the pins themselves. */
  pins: (string | Pin)[];
}

/** A record of the store `acts`. */
export interface KeptActs {
  session: string;
  /** Number of the session's work that it belongs to. */
  work: number;
  current: number;
  nextId: number;
  models: BundleManifest[];
  moments: KeptMoment[];
}

/** Packs the undo history for storage. @param pins those that are stored with the session */
export function packActs(
  session: string,
  work: number,
  history: History<Undone>,
  pins: readonly Pin[],
): KeptActs {
  const { moments, current, nextId } = trimmed(history, mostKept);
  const models = new Map<string, BundleManifest>();
  const here = new Set(pins);
  const kept = [...moments.values()].flatMap(({ id, parent, name, thumbnail, snapshot }): KeptMoment[] => {
    const { model } = snapshot;
    if (!model) return [];
    if (!models.has(model.id)) models.set(model.id, manifestOf(model));
    const { pins: then, ...state } = workOf(snapshot);
    const named = then.map((pin) => (here.has(pin) ? pin.id : pin));
    return [{ id, parent, name, thumbnail, model: model.id, state, pins: named }];
  });
  return { session, work, current, nextId, models: [...models.values()], moments: kept };
}

/** A model's cloud of latents is read with the model again. */
function manifestOf({ cloud: _, ...manifest }: Model): BundleManifest {
  return manifest;
}
