/** Broken input is named in a sentence, and the picture and the pins stay. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { andSee, button, openApp, openTab, picture } from '../support/app.ts';
import { convert, fixture } from '../support/convert.ts';
import { canvasPixels, difference } from '../support/pixels.ts';
import { withoutSignatures } from '../support/signatures.ts';
import { type Site, serveSite, type Tamper } from '../support/site.ts';
import { expect, test } from '../support/test.ts';

const broken = 'models/hub_a/';
const isShard = (path: string) => path.startsWith(broken) && path.endsWith('.bin');

const changeJson = (bytes: Buffer, change: (json: Record<string, unknown>) => void): Buffer => {
  const json = JSON.parse(bytes.toString('utf8'));
  change(json);
  return Buffer.from(JSON.stringify(json));
};

const cases: { what: string; tamper: Tamper; says: RegExp }[] = [
  {
    what: 'a missing shard',
    tamper: (path) => (isShard(path) ? null : undefined),
    says: /hub_a\/.*\.bin.*(not on the server|missing)/,
  },
  {
    what: 'a shard with one bit flipped',
    tamper: (path, bytes) => {
      if (!isShard(path)) return undefined;
      const flipped = Buffer.from(bytes);
      flipped[flipped.length >> 1]! ^= 1;
      return flipped;
    },
    says: /\.bin/,
  },
  {
    what: 'a shard that is cut off',
    tamper: (path, bytes) => (isShard(path) ? bytes.subarray(0, bytes.length - 100) : undefined),
    says: /\.bin/,
  },
  {
    what: 'a wrong hash in zscape.json',
    tamper: (path, bytes) =>
      path === `${broken}zscape.json`
        ? changeJson(bytes, (json) => {
            (json.files as { sha256: string }[])[0]!.sha256 = '0'.repeat(64);
          })
        : undefined,
    says: /model\.json/,
  },
  {
    what: 'an unknown bundle version',
    tamper: (path, bytes) =>
      path === `${broken}zscape.json`
        ? changeJson(bytes, (json) => {
            json.schema = 99;
          })
        : undefined,
    says: /version 99/,
  },
  {
    what: 'a zscape.json that is not JSON',
    tamper: (path) => (path === `${broken}zscape.json` ? Buffer.from('<html>404</html>') : undefined),
    says: /zscape\.json/,
  },
];

async function expectAllAsBefore(
  page: Page,
  before: Awaited<ReturnType<typeof canvasPixels>>,
): Promise<void> {
  await expect(picture(page)).toHaveAttribute('data-model', 'hub_b');
  expect(difference(before, await canvasPixels(picture(page))).largest).toBe(0);
  await expect(page.getByRole('region', { name: 'Pins' }).getByRole('listitem')).toHaveCount(1);
  await andSee(page, () => button(page, 'New sample').click());
}

for (const { what, tamper, says } of cases) {
  test(`${what} is named, and the picture and pins stay`, async ({ page, fixtureModels, serve }) => {
    const site = await serve({ models: [fixtureModels], tamper });
    await openApp(page, 'model=hub_b&seed=91', site.address);
    await button(page, 'Pin').click();
    const before = await canvasPixels(picture(page));
    await openTab(page, 'Models');
    await page.getByRole('button', { name: /^Load hub_a/i }).click();
    await expect(page.getByRole('alert')).toContainText(says);
    await expectAllAsBefore(page, before);
  });
}

test('a model that does not exist is reported, and the default opens', async ({ page, fixtureSite }) => {
  await openApp(page, 'model=nobody', fixtureSite.address);
  await expect(page.getByRole('alert')).toContainText('nobody');
  await expect(picture(page)).toHaveAttribute('data-model', /hub_/);
});

test('an invalid seed or backend in the address is reported, and the page opens', async ({
  page,
  fixtureSite,
}) => {
  await openApp(page, 'seed=banana&backend=quantum', fixtureSite.address);
  const alerts = page.getByRole('alert');
  await expect(alerts.filter({ hasText: 'banana' })).toHaveCount(1);
  await expect(alerts.filter({ hasText: 'quantum' })).toHaveCount(1);
});

async function openWithoutCatalogue(page: Page, tamper: Tamper): Promise<Site> {
  const site = await serveSite({ tamper });
  await page.goto(site.address);
  return site;
}

for (const [what, tamper] of [
  ['missing', (path: string) => (path === 'models/index.json' ? null : undefined)],
  ['broken', (path: string) => (path === 'models/index.json' ? Buffer.from('{"schema":1,') : undefined)],
] as const) {
  test(`a ${what} catalogue is reported`, async ({ page }) => {
    const site = await openWithoutCatalogue(page, tamper);
    await expect(page.getByRole('alert')).toContainText('index.json');
    await site.close();
  });
}

test.describe('the converter on the command line', () => {
  test('a truncated archive gives one line that says so', ({ folder }) => {
    const whole = readFileSync(fixture('hub_b', 'module.tar.gz'));
    const archive = join(folder, 'cut.tar.gz');
    writeFileSync(archive, whole.subarray(0, whole.length >> 1));
    const { code, errors } = convert(archive, '--id', 'cut', '--out', folder);
    expect(code).toBe(3);
    expect(errors.trim()).toMatch(/^error\[[A-Z_]+\]: .+/m);
  });

  test('a module without a signature gives a message that says so, and writes nothing', ({ folder }) => {
    const unsigned = withoutSignatures(fixture('hub_b', 'module.tar.gz'), folder);
    const out = join(folder, 'out');
    const { code, errors } = convert(unsigned, '--id', 'x', '--out', out);
    expect(code).toBe(3);
    expect(errors).toMatch(/^error\[SIGNATURE_UNUSABLE\]: .*signature/m);
    expect(existsSync(join(out, 'x'))).toBe(false);
  });

  test('a missing signature is named, together with the existing ones', ({ folder }) => {
    const args = ['--id', 'x', '--out', folder, '--signature', 'no_such_signature'];
    const { code, errors } = convert(fixture('hub_b', 'module.tar.gz'), ...args);
    expect(code).toBe(3);
    expect(errors).toContain('no_such_signature');
    expect(errors).toContain('default');
  });

  test('a file that does not exist is named', ({ folder }) => {
    const { code, errors } = convert(join(folder, 'nothing.tar.gz'), '--id', 'x', '--out', folder);
    expect(code).toBe(3);
    expect(errors).toContain('nothing.tar.gz');
  });
});
