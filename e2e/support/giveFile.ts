/** Files that are given to the page anywhere on it. */
import type { Page } from '@playwright/test';

export async function dropFile(page: Page, name: string, bytes: Buffer, type = ''): Promise<void> {
  const dataTransfer = await transferOf(page, name, bytes, type);
  await page.dispatchEvent('body', 'dragover', { dataTransfer });
  await page.dispatchEvent('body', 'drop', { dataTransfer });
}

export async function pasteFile(page: Page, name: string, bytes: Buffer, type = ''): Promise<void> {
  const clipboardData = await transferOf(page, name, bytes, type);
  await clipboardData.evaluate((data) => {
    const init = { bubbles: true, cancelable: true, clipboardData: data };
    document.body.dispatchEvent(new ClipboardEvent('paste', init));
  });
}

const transferOf = (page: Page, name: string, bytes: Buffer, type: string) =>
  page.evaluateHandle(
    ([title, base64, kind]) => {
      const data = new DataTransfer();
      const content = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
      data.items.add(new File([content], title, { type: kind }));
      return data;
    },
    [name, bytes.toString('base64'), type] as const,
  );
