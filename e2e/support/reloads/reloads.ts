/**
 * Random work in one to three tabs that end at random moments: reloaded, left, closed, crashed, with the browser, or with its
 * process. Everything that the page had promised to keep (docs/page/arriving.md) must exist afterwards. The same seed does the
 * same, as long as the page responds the same.
 */
import type { BrowserContext, Page } from '@playwright/test';
import { dice } from '../dice.ts';
import { actAtRandom, type Random } from './acts.ts';
import { type KeptWork, readKept, readShown, type Shown } from './keptWork.ts';
import type { OwnBrowser } from './ownBrowser.ts';

/** The machine may be busy with other things. */
const slowMs = 120_000;

const endings = ['reload', 'away', 'close', 'crash', 'quit', 'kill'] as const;
export type Ending = (typeof endings)[number];

export interface ReloadReport {
  rounds: number;
  endings: Record<Ending, number>;
  acts: number;
  /** Promises that were compared with what was kept afterwards. */
  promises: number;
  /** Tabs that ended with work not yet promised, and how many of them still had it afterwards. */
  unpromised: { tabs: number; kept: number };
}

/** Something promised is missing. */
class Lost extends Error {}

/** A tab's promise, with a digest of the promised work. */
interface Promised {
  work: number;
  /** Null where only the number is known. */
  digest: string | null;
  shown: Shown | null;
}

export class Reloads {
  readonly #browser: OwnBrowser;
  readonly #address: string;
  readonly #random: Random;
  #context: BrowserContext | undefined;
  #tabs: Page[] = [];
  #log: string[] = [];
  /** Promises by session. */
  readonly #promised = new Map<string, Promised>();
  readonly #taught = new Set<string>();
  readonly report: ReloadReport = {
    ...{ rounds: 0, acts: 0, promises: 0, unpromised: { tabs: 0, kept: 0 } },
    endings: { reload: 0, away: 0, close: 0, crash: 0, quit: 0, kill: 0 },
  };

  /** @param address of the page, with its query */
  constructor(browser: OwnBrowser, address: string, seed: number) {
    this.#browser = browser;
    this.#address = address;
    this.#random = dice(seed);
  }

  /** @param told is called after each round. @throws Lost, with the acts that led to it */
  async play(rounds: number, told: (round: string) => void = () => {}): Promise<ReloadReport> {
    for (let k = 0; k < rounds; k++) {
      this.#log = [];
      try {
        await this.#round();
      } catch (error) {
        throw new Lost(`round ${k}: ${error}\nafter\n${this.#log.join('\n')}`, { cause: error });
      }
      this.report.rounds += 1;
      told(this.#log.join('; '));
    }
    return this.report;
  }

  async #round(): Promise<void> {
    this.#context ??= await this.#browser.start();
    const count = 1 + Math.floor(this.#random() * 3);
    while (this.#tabs.length > count) await this.#tabs.pop()!.close();
    while (this.#tabs.length < count) this.#tabs.push(await this.#open(await this.#context.newPage()));
    for (let k = 2 + Math.floor(this.#random() * 7); k > 0; k--) {
      const at = Math.floor(this.#random() * count);
      const tab = this.#tabs[at]!;
      const act = await actAtRandom(tab, this.#random);
      this.#log.push(`tab ${at}: ${act}`);
      // Undo rightly removes a taught attribute; the next promise says which remain.
      if (act === 'undo') this.#taught.clear();
      this.report.acts += 1;
      if (this.#random() < 0.3) await this.#prove(tab, at);
      else if (this.#random() < 0.5) await tab.waitForTimeout(this.#random() * 700);
    }
    const ending = endings[Math.floor(this.#random() * endings.length)]!;
    const which = Math.floor(this.#random() * count);
    await this.#tabs[which]!.waitForTimeout(this.#random() * 500);
    const before = await Promise.all(this.#tabs.map((tab) => this.#hear(tab)));
    this.#log.push(`${ending}, tab ${which}; ${before.map(({ work, saved }) => `${saved} of ${work}`)}`);
    this.report.endings[ending] += 1;
    await this.#end(ending, which, before);
  }

  async #open(page: Page): Promise<Page> {
    await page.goto(this.#address, { waitUntil: 'commit', timeout: slowMs });
    return this.#ready(page);
  }

  async #ready(page: Page): Promise<Page> {
    await page
      .locator('.canvas canvas[data-seed]')
      .or(page.locator('.canvas canvas[data-frame]'))
      .first()
      .waitFor({ timeout: slowMs });
    await page.locator('html[data-saved]').waitFor({ state: 'attached', timeout: slowMs });
    return page;
  }

  /** Records what the tab promises at this moment. */
  async #hear(tab: Page): Promise<Shown> {
    const shown = await readShown(tab);
    const known = shown.session === null ? undefined : this.#promised.get(shown.session);
    if (shown.session !== null && shown.saved > (known?.work ?? -1))
      this.#promised.set(shown.session, { work: shown.saved, digest: null, shown: null });
    return shown;
  }

  /** Waits until the tab promises that all its work is kept, and records that work. */
  async #prove(tab: Page, at: number): Promise<void> {
    const isSaved = () => {
      const { work, saved } = document.documentElement.dataset;
      return work !== undefined && work === saved;
    };
    await tab.waitForFunction(isSaved, undefined, { timeout: slowMs }).catch(() => {
      throw new Error(`tab ${at} never says that its work is kept`);
    });
    const shown = await readShown(tab);
    const { sessions, taught } = await readKept(tab);
    // Long enough for a playing walk to show another picture, even on a busy machine.
    await tab.waitForTimeout(400);
    await tab.evaluate(() => new Promise(requestAnimationFrame));
    const after = await readShown(tab);
    // Something changed in between, such as a playing walk, or the engine is still drawing, on a busy machine.
    if (!shown.isNewest || shown.work !== shown.saved || JSON.stringify(after) !== JSON.stringify(shown))
      return;
    const kept = sessions.find(({ id }) => id === shown.session);
    if (!kept || kept.work < shown.work)
      throw new Error(`tab ${at} promises ${shown.work}, and ${kept?.work} is kept`);
    if (kept.work > shown.work) return;
    const now = await this.#shownWhenReady(`tab ${at} shows`, tab, sessions);
    if (now.session !== kept.id || now.work !== kept.work) return;
    this.#promised.set(kept.id, { work: kept.work, digest: kept.digest, shown: now });
    for (const id of taught) this.#taught.add(id);
    this.#log.push(`tab ${at} promises ${kept.work}`);
  }

  /** Checks that a tab shows what is kept of its session. */
  #agree(who: string, kept: KeptWork, shown: Shown): void {
    // A long row has only its visible pins in the document.
    if (kept.pins !== shown.pins && Math.min(kept.pins, shown.pins) < 6)
      throw new Error(`${who} ${shown.pins} pins, and ${kept.pins} are kept`);
    if (kept.steps > 0 !== shown.canUndo)
      throw new Error(`${who} undo ${shown.canUndo ? 'on' : 'off'}, and ${kept.steps} steps are kept`);
    if (kept.seed !== null && shown.seed !== '' && shown.seed !== null && String(kept.seed) !== shown.seed)
      throw new Error(`${who} seed ${shown.seed}, and ${kept.seed} is kept`);
  }

  async #end(ending: Ending, which: number, before: readonly Shown[]): Promise<void> {
    const tab = this.#tabs[which]!;
    const everything = ending === 'quit' || ending === 'kill';
    if (ending === 'quit') await this.#browser.quit();
    else if (ending === 'kill') await this.#browser.kill();
    else if (ending === 'close') await tab.close({ runBeforeUnload: false });
    else if (ending === 'crash') await crash(tab);
    else if (ending === 'away') await tab.goto(this.#elsewhere, { waitUntil: 'commit', timeout: slowMs });
    else await tab.reload({ waitUntil: 'commit', timeout: slowMs });
    if (everything) {
      this.#context = await this.#browser.start();
      this.#tabs = [];
    }
    const looking = await this.#context!.newPage();
    await looking.goto(this.#elsewhere, { waitUntil: 'commit', timeout: slowMs });
    const ended = everything ? before : [before[which]!];
    await this.#check(looking, ended);
    await looking.close();
    if (everything) for (const shown of before) this.#tabs.push(await this.#restored(shown));
    else if (ending === 'away') await tab.goBack({ waitUntil: 'commit', timeout: slowMs });
    else if (ending !== 'reload') this.#tabs[which] = await this.#restored(before[which]!);
    for (const [at, shown] of ended.entries())
      await this.#comesBack(this.#tabs[everything ? at : which]!, shown);
  }

  /** A file of the same site that runs no script. */
  get #elsewhere(): string {
    return new URL('models/index.json', this.#address).href;
  }

  /** Checks that everything ever promised exists, whatever has ended since. */
  async #check(looking: Page, ended: readonly Shown[]): Promise<void> {
    const { sessions, taught } = await readKept(looking);
    for (const id of this.#taught) if (!taught.includes(id)) throw new Error(`the taught ${id} is gone`);
    for (const [id, { work, digest }] of this.#promised) {
      const kept = sessions.find((one) => one.id === id);
      if (!kept) throw new Error(`session ${id} was promised (${work}) and is gone`);
      if (kept.work < work)
        throw new Error(`of session ${id} work ${work} was promised, and ${kept.work} is kept`);
      if (kept.work === work && digest !== null && kept.digest !== digest)
        throw new Error(`session ${id} differs from what was promised as ${work}`);
      this.report.promises += 1;
    }
    for (const { session, work, saved } of ended) {
      if (work <= saved) continue;
      this.report.unpromised.tabs += 1;
      if ((sessions.find(({ id }) => id === session)?.work ?? -1) >= work) this.report.unpromised.kept += 1;
    }
  }

  /** A tab as browsers restore it: it knows its session. */
  async #restored({ session }: Shown): Promise<Page> {
    const page = await this.#context!.newPage();
    await page.goto(this.#elsewhere, { waitUntil: 'commit', timeout: slowMs });
    if (session !== null) await page.evaluate((id) => sessionStorage.setItem('zscape.session', id), session);
    return this.#open(page);
  }

  /** Checks that the tab shows what it had promised, or its later work. */
  async #comesBack(tab: Page, before: Shown): Promise<void> {
    await this.#ready(tab);
    await tab.waitForTimeout(100);
    const { session, shown } = { ...before, ...this.#promised.get(before.session ?? '') };
    if (session === null) return;
    const isSaved = () => document.documentElement.dataset.work === document.documentElement.dataset.saved;
    await tab.waitForFunction(isSaved, undefined, { timeout: slowMs });
    const { sessions } = await readKept(tab);
    const now = await this.#shownWhenReady('the tab that came back shows', tab, sessions);
    if (now.session !== session) this.#log.push('the tab began afresh');
    const promised = this.#promised.get(session)!;
    // Playback moves the picture, but does not count as work.
    const rested = shown && before.work === shown.work && before.picture === shown.picture;
    if (rested && promised?.shown === shown && now.session === session) {
      // A face without a seed may still be loading while another one is on the canvas, and the undo button comes after the panel, which
      // can itself change the work.
      const until = Date.now() + slowMs / 4;
      const fault = (seen: Shown) => {
        if (seen.picture !== shown.picture) return 'the picture differs from the promised one';
        return seen.canUndo === shown.canUndo ? null : 'undo does not continue where it was';
      };
      for (let wrong = fault(now); wrong !== null; wrong = fault(await readShown(tab))) {
        if (Date.now() > until) throw new Error(`session ${session}: ${wrong}`);
        await tab.waitForTimeout(100);
      }
    }
    await this.#hear(tab);
  }

  /**
   * What a tab shows once it agrees with the stored work: pins and undo buttons come after the first picture. @throws if it never
   * does
   */
  async #shownWhenReady(who: string, tab: Page, sessions: readonly KeptWork[]): Promise<Shown> {
    const until = Date.now() + slowMs / 4;
    for (;;) {
      const now = await readShown(tab);
      const kept = sessions.find(({ id }) => id === now.session);
      if (!kept || kept.work !== now.work) return now;
      try {
        this.#agree(who, kept, now);
        return now;
      } catch (error) {
        if (Date.now() > until) throw error;
      }
      await tab.waitForTimeout(100);
    }
  }
}

/** Crashes the renderer; the tab can still be closed afterwards. */
async function crash(page: Page): Promise<void> {
  const devtools = await page.context().newCDPSession(page);
  const crashed = page.waitForEvent('crash', { timeout: slowMs });
  devtools.send('Page.crash').catch(() => undefined);
  await crashed;
  await page.close().catch(() => undefined);
}
