/** Stored models: what is removed, what never is, and what happens to writing that fails or is interrupted at any step. */
import { describe, expect, it } from 'vitest';
import { sha256Hex } from '../read/sha256.ts';
import { addBundle, addingMark } from './adding.ts';
import { listBundles } from './deviceStore.ts';
import type { ModelLocks } from './modelLock.ts';
import { MemoryFolder, type Step } from './testing/memoryFolder.ts';
import { encode, smallBundle } from './testing/smallBundle.ts';
import { updateBundle } from './updating.ts';

const { manifest, content } = await smallBundle();
const paths = content.map(({ path }) => path).sort();
const locks: ModelLocks = { request: (_name, _options, granted) => granted({}) };
const busy: ModelLocks = {
  request: (_name, { ifAvailable }, granted) =>
    ifAvailable ? granted(null) : Promise.reject(new Error('waits for ever')),
};

class Killed extends Error {}

/** Makes steps fail from number `at` on, as when a tab is closed. */
function killedAt(at: number): Step {
  let step = 0;
  return () => {
    if (step++ >= at) throw new Killed();
  };
}

/** Returns the same files on another day, without failures. */
function later(models: MemoryFolder): MemoryFolder {
  const copy = new MemoryFolder();
  for (const [name, entry] of models.entriesByName) {
    if (!(entry instanceof MemoryFolder)) continue;
    const folder = new MemoryFolder(name);
    for (const [path, file] of entry.entriesByName)
      if (!(file instanceof MemoryFolder)) folder.put(path, new TextDecoder('latin1').decode(file.bytes));
    for (const [path, file] of entry.entriesByName)
      if (!(file instanceof MemoryFolder))
        Object.assign(folder.entriesByName.get(path)!, { bytes: file.bytes });
    copy.entriesByName.set(name, folder);
  }
  return copy;
}

const add = (models: MemoryFolder) => addBundle(models.handle, locks, manifest, content);
const list = (models: MemoryFolder, which: ModelLocks | undefined = locks) =>
  listBundles(models.handle, which);
const idsOf = async (models: MemoryFolder) => (await list(models)).map(({ id }) => id);

describe('adding', () => {
  it('leaves a whole model and no mark', async () => {
    const models = new MemoryFolder();
    await add(models);
    expect(await list(models)).toEqual([{ id: 'tiny', manifest }]);
    expect(Object.keys(models.contents().tiny as object).sort()).toEqual(paths);
  });

  it('that is interrupted at any step leaves a whole model or, after the next listing, nothing', async () => {
    const outcomes = new Set<string>();
    for (let at = 0; at < 60; at++) {
      const models = new MemoryFolder('', killedAt(at));
      const ended = await add(models).then(
        () => true,
        () => false,
      );
      // A closed tab does not clean up after itself, so no code ran after the interruption.
      const found = later(models);
      const listed = await list(found);
      expect(
        listed.every((bundle) => 'manifest' in bundle),
        `cut at step ${at}`,
      ).toBe(true);
      expect(listed.length <= 1).toBe(true);
      if (ended) expect(listed).toHaveLength(1);
      const rest = found.entriesByName.get('tiny') as MemoryFolder | undefined;
      if (listed.length === 0) expect(rest?.entriesByName.size ?? 0).toBe(0);
      outcomes.add(`${ended} ${listed.length}`);
      // The name is free again, or taken by the whole model.
      if (listed.length === 0) await add(found);
      expect(await idsOf(found)).toEqual(['tiny']);
    }
    expect(outcomes).toEqual(new Set(['false 0', 'false 1', 'true 1']));
  });

  it('in progress in another tab is neither listed nor swept', async () => {
    const models = new MemoryFolder('', killedAt(9));
    await add(models).catch(() => undefined);
    const found = later(models);
    const before = found.contents();
    for (const which of [busy, undefined]) expect(await listBundles(found.handle, which)).toEqual([]);
    expect(found.contents()).toEqual(before);
  });

  it('never replaces a stored model, whatever its condition', async () => {
    const models = new MemoryFolder();
    await add(models);
    const kept = models.entriesByName.get('tiny') as MemoryFolder;
    for (const text of [undefined, '{', '{"schema":2}']) {
      if (text !== undefined) kept.put('zscape.json', text);
      const before = models.contents();
      await expect(add(models)).rejects.toMatchObject({ code: 'OUTPUT_UNWRITABLE' });
      expect(models.contents()).toEqual(before);
    }
  });

  it.each(['write', 'close', 'open', 'file'])(
    'over quota at “%s” says so and leaves nothing',
    async (what) => {
      let writes = 0;
      const models = new MemoryFolder('', (step) => {
        if (step.startsWith(what) && !step.endsWith(addingMark) && ++writes === 2)
          throw new DOMException('raw words of the browser', 'QuotaExceededError');
      });
      await expect(add(models)).rejects.toMatchObject({
        code: 'STORAGE_FULL',
        message: expect.stringMatching(/Tiny needs/),
      });
      expect(models.contents()).toEqual({});
    },
  );

  it('that fails otherwise names the model and says what to do', async () => {
    const models = new MemoryFolder('', (step) => {
      if (step.startsWith('write')) throw new DOMException('The disk is gone.', 'InvalidStateError');
    });
    await expect(add(models)).rejects.toMatchObject({
      code: 'STORAGE_REFUSED',
      message: expect.stringMatching(/Tiny.*The disk is gone/),
    });
  });
});

describe('a stored model that cannot be read', () => {
  const damages: [what: string, damage: (kept: MemoryFolder) => void, says: RegExp][] = [
    ['is not JSON', (kept) => kept.put('zscape.json', '{"schema": 1,'), /cannot be read/],
    ['is empty', (kept) => kept.put('zscape.json', ''), /cannot be read/],
    ['is of another version', (kept) => kept.put('zscape.json', '{"schema":2}'), /version 2/],
    ['is of no version', (kept) => kept.put('zscape.json', '[]'), /valid bundle/],
    [
      'has another name in it',
      (kept) => kept.put('zscape.json', JSON.stringify({ ...manifest, id: 'other' })),
      /other/,
    ],
    [
      'has impossible sizes',
      (kept) =>
        kept.put('zscape.json', JSON.stringify({ ...manifest, latent: { ...manifest.latent, size: 1e12 } })),
      /size/,
    ],
    ['is gone', (kept) => kept.entriesByName.delete('zscape.json'), /is missing/],
    [
      'is a folder',
      (kept) => kept.entriesByName.set('zscape.json', new MemoryFolder('zscape.json')),
      /is missing/,
    ],
  ];

  it.each(damages)('because its manifest %s is listed, says so, and stays', async (_, damage, says) => {
    const models = new MemoryFolder();
    await add(models);
    damage(models.entriesByName.get('tiny') as MemoryFolder);
    const before = models.contents();
    expect(await list(models)).toEqual([{ id: 'tiny', damaged: expect.stringMatching(says) }]);
    expect(models.contents()).toEqual(before);
  });

  it('but only temporarily, according to the browser, is available again later', async () => {
    let failures = 0;
    const models = new MemoryFolder('', (step) => {
      if (step === 'read zscape.json' && failures-- > 0) throw new DOMException('in use', 'NotReadableError');
    });
    await add(models);
    // A single failure is not even reported.
    failures = 1;
    expect(await list(models)).toEqual([{ id: 'tiny', manifest }]);
    failures = 2;
    expect(await list(models)).toEqual([{ id: 'tiny', damaged: expect.stringMatching(/in use/) }]);
    expect(await list(models)).toEqual([{ id: 'tiny', manifest }]);
  });
});

describe('a change of a stored model', () => {
  const extra = encode('{"more": true}');
  async function changed() {
    const listed = { path: 'card.json', bytes: extra.length, sha256: await sha256Hex(extra) };
    const next = { ...manifest, title: 'Tiny, with a card', files: [...manifest.files, listed] };
    const text = encode(JSON.stringify(next));
    return {
      next,
      content: [
        { path: 'card.json', bytes: extra },
        { path: 'zscape.json', bytes: text },
      ],
    };
  }

  it('is made as a whole or not at all, wherever it is interrupted', async () => {
    const { next, content: change } = await changed();
    const outcomes = new Set<string>();
    for (let at = 0; at < 60; at++) {
      const start = new MemoryFolder();
      await add(start);
      const models = new MemoryFolder('', killedAt(at));
      const kept = new MemoryFolder('tiny', killedAt(at));
      for (const [path, file] of (start.entriesByName.get('tiny') as MemoryFolder).entriesByName) {
        kept.put(path, '');
        Object.assign(kept.entriesByName.get(path)!, { bytes: (file as { bytes: Uint8Array }).bytes });
      }
      models.entriesByName.set('tiny', kept);
      await updateBundle(models.handle, locks, 'tiny', change).catch(() => undefined);
      const [bundle] = await list(later(models));
      const title = bundle && 'manifest' in bundle ? bundle.manifest.title : 'damaged';
      expect([manifest.title, next.title], `cut at step ${at}`).toContain(title);
      outcomes.add(title);
    }
    expect(outcomes.size).toBe(2);
  });

  it.each<[string, (kept: MemoryFolder, text: string) => void]>([
    ['not JSON', (kept) => kept.put('zscape.json.next', 'junk')],
    [
      'another model’s',
      (kept, text) => kept.put('zscape.json.next', text.replace('"id":"tiny"', '"id":"other"')),
    ],
    ['without its file', (kept, text) => kept.put('zscape.json.next', text)],
    [
      'with a file of another size',
      (kept, text) => {
        kept.put('zscape.json.next', text);
        kept.put('card.json.next', 'short');
      },
    ],
    [
      'with a file of other content',
      (kept, text) => {
        kept.put('zscape.json.next', text);
        kept.put('card.json.next', '{"more": fals}');
      },
    ],
  ])('that is %s never replaces a good manifest', async (_, damage) => {
    const { next } = await changed();
    const models = new MemoryFolder();
    await add(models);
    damage(models.entriesByName.get('tiny') as MemoryFolder, JSON.stringify(next));
    expect(await list(models)).toEqual([{ id: 'tiny', manifest }]);
    expect(await list(models)).toEqual([{ id: 'tiny', manifest }]);
  });

  it('over quota says so, and leaves the model as it was', async () => {
    const { content: change } = await changed();
    const models = new MemoryFolder('', (step) => {
      if (step === 'write zscape.json.next') throw new DOMException('raw', 'QuotaExceededError');
    });
    await add(models);
    const before = models.contents();
    await expect(updateBundle(models.handle, locks, 'tiny', change)).rejects.toMatchObject({
      code: 'STORAGE_FULL',
    });
    expect(models.contents()).toEqual(before);
  });
});
