/**
 * Stored data, damaged in every way that we could think of: the page opens, shows a face, loses nothing intact, changes nothing
 * damaged, and reports it at most once.
 */
import type { Page } from '@playwright/test';
import { button, download, openApp, openTab, picture, takeSeed } from '../support/app.ts';
import {
  copyLibrary,
  type Damage,
  damageKept,
  dump,
  keepModel,
  modelFiles,
  writeModelFile,
} from '../support/library.ts';
import { expect, test } from '../support/test.ts';

type Panel = Parameters<typeof openTab>[1];
const tray = (page: Page) => page.getByRole('region', { name: 'Pins' });
const is = (value: unknown): Damage => ({ is: value });
const gone: Damage = { gone: true };

const sessionDamages: [what: string, path: string, damage: Damage, panel: Panel][] = [
  ['seeds that are a number', 'state.gridSeeds', is(5), 'Sample'],
  ['seeds that are texts', 'state.gridSeeds', is(['1', '2']), 'Sample'],
  ['seeds without end', 'state.gridSeeds', is(Array.from({ length: 4096 }, (_, k) => k)), 'Sample'],
  ['no state', 'state', gone, 'Sample'],
  ['a state that is a text', 'state', is('x'), 'Sample'],
  ['a path without keys', 'state.path.keys', is(null), 'Path'],
  ['a path whose keys are numbers', 'state.path.keys', is([1, 2, 3]), 'Path'],
  ['a path that is null', 'state.path', is(null), 'Path'],
  ['a path of an unknown curve', 'state.path.curve', is('zigzag'), 'Path'],
  ['a path that takes no time', 'state.path.seconds', is(0), 'Path'],
  ['a map of an unknown kind', 'state.map.kind', is('sphere'), 'Map'],
  ['a map without corners', 'state.map.corners', gone, 'Map'],
  ['a map whose corners are texts', 'state.map.corners', is(['a', 'b']), 'Map'],
  ['a point far outside the map', 'state.map.x', is(1e9), 'Map'],
  ['arithmetic that is null', 'state.arithmetic', is(null), 'Arithmetic'],
  ['an expression that is an object', 'state.arithmetic.text', is({ a: 1 }), 'Arithmetic'],
  [
    'an expression that overflows the stack',
    'state.arithmetic.text',
    { text: 'A+', times: 4999 },
    'Arithmetic',
  ],
  ['a walk that is null', 'state.walk', is(null), 'Walk'],
  ['an end of a walk without a latent', 'state.walk.a', is({ name: 'A', seed: 1 }), 'Walk'],
  [
    'an end of a walk with three dimensions',
    'state.walk.a',
    is({ name: 'A', seed: null, z: [1, 2, 3] }),
    'Walk',
  ],
  ['a walk of an unknown method', 'state.walk.method', is('teleport'), 'Walk'],
  ['an edit without amounts', 'state.edit.amounts', is(null), 'Attributes'],
  ['an edit whose locks are a number', 'state.edit.locked', is(7), 'Attributes'],
  ['a pull to nowhere', 'state.pull', is({ pin: 1 }), 'Sample'],
  ['a face that is null', 'state.face', is(null), 'Sample'],
  ['a face of plain numbers', 'state.face.z', is([1, 2, 3]), 'Sample'],
  ['a face of another size', 'state.face.z', { f32: [1, 2, 3] }, 'Sample'],
  ['a face that is not finite', 'state.face.z', { f32: Array(512).fill(Number.NaN) }, 'Sample'],
  ['a face in doubles', 'state.face.origin', { f64: Array(512).fill(0.1) }, 'Sample'],
  ['a name that is an object', 'name', is({ a: 1 }), 'Sample'],
  ['a name of a million letters', 'name', { text: 'x', times: 1e6 }, 'Sample'],
  ['a date that is a text', 'updated', is('yesterday'), 'Sample'],
  ['no thumbnail', 'thumbnail', gone, 'Sample'],
  ['a thumbnail from elsewhere', 'thumbnail', is('https://example.org/spy.png'), 'Sample'],
  ['a model that is an object', 'model', is({ id: 'x' }), 'Sample'],
  ['a model that is nowhere', 'model', is('not-here'), 'Sample'],
];

const pinDamages: [what: string, path: string, damage: Damage][] = [
  ['a name that is an object', 'name', is({ a: 1 })],
  ['no name', 'name', gone],
  ['a latent of plain numbers', 'z', is([1, 2, 3])],
  ['no latent', 'z', gone],
  ['a latent that is not finite', 'z', { f32: [Number.POSITIVE_INFINITY] }],
  ['a seed that is a text', 'seed', is('seven')],
  ['a thumbnail that is a number', 'thumbnail', is(7)],
  ['a date that is an object', 'created', is({})],
];

/** Opens a tab with one stored pin and a session. */
async function begin(page: Page): Promise<void> {
  await openApp(page, 'backend=wasm');
  await takeSeed(page, 81);
  await button(page, 'Pin').click();
  await button(page, 'New sample').click();
  await button(page, 'Pin').click();
  await expect.poll(async () => JSON.parse(await dump(page, 'pins')).length).toBe(2);
  await expect.poll(async () => JSON.parse(await dump(page, 'sessions')).length).toBe(1);
}

async function opensWell(page: Page, panel: Panel): Promise<void> {
  await expect(picture(page)).toHaveAttribute('data-frame', /^[1-9]/, { timeout: 60_000 });
  await openTab(page, panel);
  await expect(page.getByRole('tabpanel', { name: panel })).not.toBeEmpty();
  await expect(page.getByText('This part stopped working')).toHaveCount(0);
}

const groupsOf = <T>(all: readonly T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(all.length / size) }, (_, k) => all.slice(k * size, (k + 1) * size));

/** A page of the site without the app, from which its storage can be reached. */
const aside = './icon.svg';

for (const [index, group] of groupsOf(sessionDamages, 9).entries()) {
  test(`a damaged session opens as far as it can be read, and stays unchanged (${index + 1})`, async ({
    page,
  }) => {
    test.setTimeout(240_000);
    await begin(page);
    await page.goto(aside);
    await copyLibrary(page, 'zscape', 'backup');
    for (const [what, path, damage, panel] of group) {
      await test.step(what, async () => {
        await page.goto(aside);
        await copyLibrary(page, 'backup', 'zscape');
        await damageKept(page, { store: 'sessions', path, damage });
        const [damaged] = JSON.parse(await dump(page, 'sessions'));
        await page.goto('./?');
        await opensWell(page, panel);
        await expect(tray(page).getByRole('listitem')).toHaveCount(2);
        // The damaged data still exist, in case somebody can recover them.
        const now = JSON.parse(await dump(page, 'sessions')) as { id: string }[];
        expect(now.find(({ id }) => id === damaged.id)).toEqual(damaged);
      });
    }
  });
}

test('damaged pins are set aside, in this tab and in every new one, and reported once', async ({
  page,
  context,
  uncaught,
}) => {
  test.setTimeout(240_000);
  await begin(page);
  await page.goto(aside);
  await copyLibrary(page, 'zscape', 'backup');
  for (const [what, path, damage] of pinDamages) {
    await test.step(what, async () => {
      await page.goto(aside);
      await copyLibrary(page, 'backup', 'zscape');
      await damageKept(page, { store: 'pins', path, damage });
      const before = JSON.parse(await dump(page, 'pins')) as { id: string }[];
      await page.goto('./?');
      await opensWell(page, 'Sample');
      await expect(tray(page).getByRole('listitem')).toHaveCount(1);
      await expect(page.getByRole('note').filter({ hasText: '1 pin' })).toHaveCount(1);
      const other = await context.newPage();
      other.on('pageerror', (error) => uncaught.push(error));
      await openApp(other);
      await expect(tray(other).getByRole('listitem')).toHaveCount(1);
      await expect(other.getByRole('note').filter({ hasText: '1 pin' })).toHaveCount(0);
      const now = JSON.parse(await dump(page, 'pins')) as { id: string }[];
      for (const pin of before) expect(now).toContainEqual(pin);
      await other.close();
    });
  }
});

test('unreadable data are counted in the dialog, and can be exported as a file', async ({ page }) => {
  await begin(page);
  await page.goto(aside);
  await damageKept(page, { store: 'sessions', path: 'state.gridSeeds', damage: is(5) });
  await damageKept(page, { store: 'pins', path: 'name', damage: is({ a: 1 }) });
  await page.goto('./?');
  await opensWell(page, 'Sample');
  await button(page, 'Sessions').click();
  const dialog = page.getByRole('dialog', { name: 'Sessions' });
  await expect(dialog.getByText('2 saved items cannot be read')).toBeVisible();
  const file = await download(page, () =>
    dialog.getByRole('button', { name: 'Export it as a file' }).click(),
  );
  const { records } = JSON.parse(file.bytes.toString());
  expect(records.map(({ store }: { store: string }) => store).sort()).toEqual(['pins', 'sessions']);
  expect(JSON.stringify(records)).toContain('"gridSeeds":5');
  await dialog.getByRole('button', { name: /^Go to .*, as a copy$/ }).click();
  await expect(page.getByRole('note').filter({ hasText: 'is damaged' })).toBeVisible();
});

test('a kept model whose manifest is damaged says so, and nothing of it is deleted', async ({ page }) => {
  test.setTimeout(180_000);
  await openApp(page, 'backend=wasm');
  await keepModel(page, 'kept');
  const whole = (await modelFiles(page, 'kept'))!;
  const damages: [text: string | null, says: RegExp][] = [
    ['{"schema": 1,', /cannot be read/],
    ['', /cannot be read/],
    ['{"schema": 2}', /version 2/],
    ['{"schema": 1, "id": "kept"}', /not a valid bundle/],
    [null, /is missing/],
  ];
  for (const [text, says] of damages) {
    await writeModelFile(page, 'kept', 'zscape.json', text);
    // Two hours later, when leftovers used to be deleted.
    await page.addInitScript(() => {
      const now = Date.now.bind(Date);
      Date.now = () => now() + 7_200_000;
    });
    await page.reload();
    await opensWell(page, 'Models');
    const card = page.getByRole('listitem').filter({ hasText: 'On this device, damaged' });
    await expect(card).toContainText(says);
    await expect(card.getByRole('button', { name: /^Load/ })).toHaveCount(0);
    const left = (await modelFiles(page, 'kept'))!;
    expect(Object.keys(left).length).toBeGreaterThanOrEqual(Object.keys(whole).length - 1);
  }
  await button(page, 'Remove kept').click();
  await expect(page.getByText('On this device, damaged')).toHaveCount(0);
  expect(await modelFiles(page, 'kept')).toBeNull();
});

test('junk beside a kept model never replaces its manifest, and leftovers of an interrupted addition are deleted', async ({
  page,
}) => {
  await openApp(page, 'backend=wasm');
  await keepModel(page, 'kept');
  await writeModelFile(page, 'kept', 'zscape.json.next', '{"schema": 1}');
  await writeModelFile(page, 'half', '_adding', '');
  await writeModelFile(page, 'half', 'model.json', '{}');
  await page.goto('./?model=kept&backend=wasm');
  await expect(picture(page)).toHaveAttribute('data-model', 'kept', { timeout: 60_000 });
  await openTab(page, 'Models');
  await expect(page.getByRole('listitem').filter({ hasText: 'Kept here' })).toContainText('On this device');
  await expect.poll(() => modelFiles(page, 'half')).toBeNull();
});
