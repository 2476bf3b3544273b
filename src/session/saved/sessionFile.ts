/**
 * A session as one file, `.zscape.json`: version, model, and everything that undo restores. Latents are base64 of
 * little-endian float32. `encodeSession` and `decodeSession` are reverses.
 */
import * as v from 'valibot';
import { ZscapeError } from '../../base/errors.ts';
import type { Work } from '../../store/state/fields.ts';
import type { Face } from '../../store/state/state.ts';
import { strangeLatents } from './latentSizes.ts';
import { fromBase64, toBase64 } from './packedLatents.ts';
import { type SessionState, sessionStateSchema } from './sessionSchema.ts';

const sessionVersion = 1;
/** Most bytes of a file; a session of 5,000 pins with thumbnails has about 60 MB. */
const mostBytes = 128e6;

export interface SessionFile {
  name: string;
  model: { id: string; title: string; latent: number };
  state: Work;
}

/** Migrates from each older version to the next; none yet. */
type Migration = (json: Record<string, unknown>) => Record<string, unknown>;
const migrations: ReadonlyMap<number, Migration> = new Map();

export function encodeSession({ name, model, state }: SessionFile): string {
  const packed = JSON.stringify(state, (_, value: unknown) =>
    value instanceof Float32Array ? { f32: toBase64(value) } : value,
  );
  const head = JSON.stringify({ zscape: 'session', version: sessionVersion, name, model });
  return `${head.slice(0, -1)},"state":${packed}}\n`;
}

/**
 * Decodes a session.
 * @param fileName for the error's sentence
 * @throws SESSION_INVALID naming the fault; nothing is changed then
 */
export function decodeSession(
  text: string,
  fileName: string,
  steps = migrations,
  version = sessionVersion,
): SessionFile {
  if (text.length > mostBytes) throw invalid(fileName, 'is far larger than any session');
  const json = migrate(parse(text, fileName), fileName, steps, version);
  const result = v.safeParse(fileSchema, json);
  if (!result.success) {
    const issue = result.issues[0];
    throw invalid(fileName, `cannot be opened: ${v.getDotPath(issue) ?? 'the file'}: ${issue.message}`);
  }
  const { name, model, state } = result.output;
  const strange = wrongLatent(state, model);
  if (strange)
    throw invalid(
      fileName,
      `holds ${strange}, but a latent of ${model.title} has ${model.latent} dimensions`,
    );
  return { name, model, state: { ...state, face: state.face && unedited(state.face) } };
}

const fileSchema = v.object({
  zscape: v.literal('session'),
  version: v.number(),
  name: v.pipe(v.string(), v.maxLength(200)),
  model: v.object({
    id: v.string(),
    title: v.string(),
    latent: v.pipe(v.number(), v.integer(), v.minValue(1)),
  }),
  state: sessionStateSchema,
});

function parse(text: string, fileName: string): Record<string, unknown> {
  let json: unknown;
  try {
    json = JSON.parse(text, (_, value: unknown) => (isPacked(value) ? fromBase64(value.f32) : value));
  } catch (cause) {
    throw invalid(fileName, 'is incomplete: it was cut off or is not a session file', cause);
  }
  if (typeof json !== 'object' || json === null || !('zscape' in json) || json.zscape !== 'session') {
    throw invalid(fileName, 'is not a Zscape session');
  }
  return json as Record<string, unknown>;
}

function migrate(
  json: Record<string, unknown>,
  fileName: string,
  steps: ReadonlyMap<number, Migration>,
  version: number,
): Record<string, unknown> {
  let now = json;
  while (now.version !== version) {
    const step = typeof now.version === 'number' ? steps.get(now.version) : undefined;
    if (!step) {
      throw invalid(
        fileName,
        `has session version ${String(now.version)}, but this page reads versions up to ${version}. Open it with the page that made it`,
      );
    }
    now = step(now);
  }
  return now;
}

function isPacked(value: unknown): value is { f32: string } {
  return typeof value === 'object' && value !== null && 'f32' in value && typeof value.f32 === 'string';
}

/** Describes the first latent of another size. */
function wrongLatent(state: SessionState, { id, latent: size }: SessionFile['model']): string | null {
  const [strange] = strangeLatents(state, (z) => z.length === size);
  if (strange) return `${strange.what} with ${strange.length} dimensions`;
  // The tray may contain pins of other models, too; those of this one have to fit.
  const pin = state.pins.find(({ model, z }) => model === id && z.length !== size);
  return pin ? `the pin “${pin.name}” with ${pin.z.length} dimensions` : null;
}

/** A face without edits is one whose z is its origin itself. */
function unedited(face: Face): Face {
  const same =
    face.z.length === face.origin.length && face.z.every((value, index) => value === face.origin[index]);
  return same ? { ...face, z: face.origin } : face;
}

function invalid(fileName: string, what: string, cause?: unknown): ZscapeError {
  return new ZscapeError('SESSION_INVALID', `${fileName} ${what}. Your work here is unchanged.`, {
    cause,
  });
}
