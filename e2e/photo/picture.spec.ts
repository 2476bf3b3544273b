/** Pictures from outside: cases that only a browser can decode, display or refuse. */
import type { Page } from '@playwright/test';
import { button, openApp, openTab, slider, slideTo } from '../support/app.ts';
import {
  greyPng,
  halfPng,
  type PictureFile,
  photograph,
  threeFaces,
  turnedJpeg,
  twoFrameGif,
} from '../support/pictures.ts';
import { canvasPixels } from '../support/pixels.ts';
import { expect, test } from '../support/test.ts';

const frame = (page: Page) => page.getByRole('application', { name: 'The picture behind the frame' });

async function choose(page: Page, file: PictureFile | string): Promise<void> {
  const chooser = page.waitForEvent('filechooser');
  await button(page, 'Choose a picture').click();
  await (await chooser).setFiles(file);
}

/** The colour at a share of the frame's width and height, away from the marks. */
async function colourAt(page: Page, x: number, y: number): Promise<number[]> {
  const { width, height, data } = await canvasPixels(frame(page).locator('canvas'));
  const at = 4 * (Math.floor(y * height) * width + Math.floor(x * width));
  return [...data.subarray(at, at + 3)];
}

/** A JPEG twice as wide as high, red on its left and blue on its right, encoded by the browser. */
async function redAndBlue(page: Page): Promise<Buffer> {
  const base64 = await page.evaluate(async () => {
    const canvas = new OffscreenCanvas(200, 100);
    const context = canvas.getContext('2d');
    if (!context) throw new Error('no 2d context');
    context.fillStyle = '#f00';
    context.fillRect(0, 0, 100, 100);
    context.fillStyle = '#00f';
    context.fillRect(100, 0, 100, 100);
    const blob = await canvas.convertToBlob({ type: 'image/jpeg', quality: 1 });
    return btoa(String.fromCharCode(...new Uint8Array(await blob.arrayBuffer())));
  });
  return Buffer.from(base64, 'base64');
}

const near = (found: number[], wanted: number[]) =>
  found.every((value, i) => Math.abs(value - (wanted[i] ?? 0)) < 12);

test('a picture comes in upright, in front of its background, as its first frame, and scaled down', async ({
  page,
}) => {
  await openApp(page);
  await openTab(page, 'Photo');
  // Turned by a quarter, so red is at the top.
  const buffer = turnedJpeg(await redAndBlue(page), 6);
  await choose(page, { name: 'phone.jpg', mimeType: 'image/jpeg', buffer });
  await expect.poll(async () => near(await colourAt(page, 0.1, 0.1), [255, 0, 0])).toBe(true);
  expect(near(await colourAt(page, 0.9, 0.1), [255, 0, 0])).toBe(true);
  expect(near(await colourAt(page, 0.1, 0.9), [0, 0, 255])).toBe(true);

  await choose(page, halfPng('cut out.png', 64));
  await expect.poll(async () => await colourAt(page, 0.1, 0.9)).toEqual([0, 0, 0]);
  const behind = page.getByLabel('Background');
  await behind.fill('#00ff00');
  await expect.poll(async () => await colourAt(page, 0.9, 0.9)).toEqual([0, 255, 0]);

  await choose(page, twoFrameGif('dance.gif', 40));
  await expect.poll(async () => await colourAt(page, 0.1, 0.1)).toEqual([0, 0, 0]);
  await expect(behind).toHaveValue('#000000');

  // 50 megapixels.
  await choose(page, greyPng('huge.png', 10_000, 5_000));
  await expect
    .poll(async () => (await colourAt(page, 0.9, 0.9))[0], { timeout: 60_000 })
    .toBeGreaterThan(150);
});

test('each file that is not a picture gets its own sentence, and the current picture stays', async ({
  page,
}) => {
  const elsewhere: string[] = [];
  await page.route(/elsewhere\.example/, (route) => {
    elsewhere.push(route.request().url());
    return route.abort();
  });
  await openApp(page);
  await openTab(page, 'Photo');
  await choose(page, halfPng('first.png', 64));
  await expect.poll(async () => await colourAt(page, 0.1, 0.9)).toEqual([0, 0, 0]);
  const jpeg = photograph();
  const svg =
    '<svg xmlns="http://www.w3.org/2000/svg"><script>document.title = "run"</script><image href="https://elsewhere.example/a.png"/></svg>';
  const heic = Buffer.from('\0\0\0\x18ftypheic\0\0\0\0mif1heic', 'latin1');
  const bad: [string, string, Buffer, RegExp][] = [
    ['empty.png', 'image/png', Buffer.alloc(0), /empty\.png is empty: it has 0 bytes/],
    ['dot.png', 'image/png', greyPng('', 1, 1).buffer, /dot\.png has 1 × 1 pixels/],
    ['wide.png', 'image/png', greyPng('', 30_000, 10).buffer, /wide\.png has 30000 × 10 pixels/],
    ['bomb.png', 'image/png', greyPng('', 19_000, 19_000, 1).buffer, /bomb\.png has 19000 × 19000 pixels/],
    ['half.jpg', 'image/jpeg', jpeg.subarray(0, jpeg.length / 2), /half\.jpg is cut off after [\d,]+ bytes/],
    ['logo.svg', 'image/svg+xml', Buffer.from(svg), /logo\.svg is an SVG/],
    ['IMG_1.HEIC', '', Buffer.concat([heic, Buffer.alloc(200)]), /IMG_1\.HEIC is a HEIC picture/],
    ['notes.png', 'image/png', Buffer.from('dear diary'), /notes\.png is not a picture/],
    // The header is valid, but the rest is not.
    ['broken.png', 'image/png', greyPng('', 64, 64, 0).buffer.fill(7, 41, 45), /broken\.png is damaged/],
  ];
  for (const [name, mimeType, buffer, words] of bad) {
    await choose(page, { name, mimeType, buffer });
    const told = page.getByRole('alert').filter({ hasText: words });
    await expect(told).toBeVisible();
    await told.getByRole('button').click();
    await expect(told).toHaveCount(0);
  }
  await page.evaluate(() => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', 'dear diary');
    document.body.dispatchEvent(
      new ClipboardEvent('paste', { bubbles: true, cancelable: true, clipboardData }),
    );
  });
  await expect(
    page.getByRole('alert').filter({ hasText: /There is no picture in the clipboard/ }),
  ).toBeVisible();
  expect(await colourAt(page, 0.1, 0.9)).toEqual([0, 0, 0]);
  expect(elsewhere).toEqual([]);
  expect(await page.title()).not.toBe('run');
});

test('faces are found by files of the page itself, at most three megabytes, and one face is chosen', async ({
  page,
  baseURL,
}) => {
  await openApp(page);
  await openTab(page, 'Photo');
  await choose(page, threeFaces());
  await expect(frame(page)).toBeVisible();
  let bytes = 0;
  const hosts = new Set<string>();
  page.on('requestfinished', async (request) => {
    hosts.add(new URL(request.url()).origin);
    bytes += (await request.sizes()).responseBodySize;
  });
  await button(page, 'Align the face').click();
  const faces = page.getByRole('button', { name: /^Face \d of 3$/ });
  await expect(faces).toHaveCount(3, { timeout: 60_000 });
  await expect(faces.first()).toHaveAttribute('aria-pressed', 'true');
  await expect(page.getByRole('status').filter({ hasText: '3 faces were found' })).toContainText(
    /rotated -?\d+°/,
  );
  await faces.nth(2).click();
  await expect(faces.nth(2)).toHaveAttribute('aria-pressed', 'true');
  expect([...hosts]).toEqual([new URL(baseURL ?? '').origin]);
  expect(bytes).toBeLessThan(3e6);
});

test('the picture is moved, zoomed, turned and brushed with the keyboard and with two fingers', async ({
  page,
}) => {
  await openApp(page);
  await openTab(page, 'Photo');
  await choose(page, greyPng('ramp.png', 256, 256));
  await expect(frame(page)).toHaveAccessibleDescription(/Zoom 1, rotated 0°/);
  await frame(page).focus();
  await page.keyboard.press('.');
  await page.keyboard.press('Shift+>');
  await page.keyboard.press('+');
  await expect(frame(page)).toHaveAccessibleDescription(/Zoom 1\.02, rotated 16°/);
  await page.keyboard.press('0');
  await expect(frame(page)).toHaveAccessibleDescription(/Zoom 1, rotated 0°/);
  const before = await colourAt(page, 0.5, 0.3);
  await page.keyboard.press('Shift+ArrowRight');
  await expect.poll(async () => (await colourAt(page, 0.5, 0.3))[0]).toBeLessThan((before[0] ?? 0) - 20);
  await slideTo(slider(page, 'Zoom'), 1);
  await expect(frame(page)).toHaveAccessibleDescription(/Zoom 2,/);

  const box = await frame(page).boundingBox();
  if (!box) throw new Error('no frame');
  const finger = (x: number, y: number) => ({ x: box.x + x * box.width, y: box.y + y * box.height });
  const touch = await page.context().newCDPSession(page);
  const send = (type: 'touchStart' | 'touchMove' | 'touchEnd', ...points: { x: number; y: number }[]) =>
    touch.send('Input.dispatchTouchEvent', { type, touchPoints: points.map((at, id) => ({ ...at, id })) });
  await send('touchStart', finger(0.4, 0.5));
  await send('touchStart', finger(0.4, 0.5), finger(0.6, 0.5));
  await send('touchMove', finger(0.5, 0.3), finger(0.5, 0.7));
  await send('touchEnd');
  await expect(frame(page)).toHaveAccessibleDescription(/Zoom 4, rotated 90°/);

  await page.getByRole('radio', { name: 'Exclude' }).check();
  const light = (await colourAt(page, 0.5, 0.52))[0] ?? 0;
  await frame(page).focus();
  await page.keyboard.press(' ');
  await expect.poll(async () => (await colourAt(page, 0.5, 0.52))[0]).toBeLessThan(light / 2);
  await button(page, 'Undo stroke').click();
  await expect.poll(async () => (await colourAt(page, 0.5, 0.52))[0]).toBe(light);
});

test('camera and clipboard are requested on a click, and refusals are explained', async ({
  page,
  context,
}) => {
  await page.addInitScript(() => {
    const streams: MediaStream[] = [];
    const ask = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
    navigator.mediaDevices.getUserMedia = async (wish) => {
      const stream = await ask(wish);
      streams.push(stream);
      return stream;
    };
    Object.assign(window, { streams });
  });
  const tracks = () =>
    page.evaluate(() =>
      (window as unknown as { streams: MediaStream[] }).streams.map((stream) =>
        stream.getTracks().map(({ readyState }) => readyState),
      ),
    );
  await openApp(page);
  await openTab(page, 'Photo');
  const alert = page.getByRole('tabpanel', { name: 'Photo' }).getByRole('alert');
  await button(page, 'Use the camera').click();
  await expect(alert).toContainText('Camera access was refused. Allow it for this page');
  await button(page, 'Paste').click();
  await expect(alert).toContainText('does not let the page read the clipboard');
  expect(await tracks()).toEqual([]);

  await context.grantPermissions(['camera', 'clipboard-read', 'clipboard-write']);
  await page.evaluate(() => navigator.clipboard.writeText('no picture'));
  await button(page, 'Paste').click();
  await expect(alert).toContainText('There is no picture in the clipboard.');

  await button(page, 'Use the camera').click();
  await expect(page.getByLabel('Camera view, mirrored')).toBeVisible();
  await expect(alert).toHaveCount(0);
  expect(await tracks()).toEqual([['live']]);
  await button(page, 'Cancel').click();
  expect(await tracks()).toEqual([['ended']]);
  await button(page, 'Use the camera').click();
  await button(page, 'Take the picture').click();
  await expect(frame(page)).toBeVisible();
  expect(await tracks()).toEqual([['ended'], ['ended']]);
  await button(page, 'Use the camera').click();
  await button(page, 'Take the picture').waitFor();
  await openTab(page, 'Sample');
  await expect.poll(tracks).toEqual([['ended'], ['ended'], ['ended']]);
});
