import { existsSync } from 'node:fs';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Served, serveStore } from './support/server.ts';

const CHROMIUM = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium';
const IS_THERE = existsSync(CHROMIUM);
const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Where tests must run whole, a browser that is missing is a failure; elsewhere it is a test skipped in sight. */
const SKIPPED = !IS_THERE && !process.env['CI'];
const why = SKIPPED ? ` (skipped: there is no Chromium at ${CHROMIUM}; set CHROMIUM_PATH)` : '';

interface Visit {
  readonly page: Page;
  /** Addresses asked for of any other origin. None is answered. */
  readonly foreign: readonly string[];
  /** What the console and the page itself had to complain of. */
  readonly complaints: readonly string[];
}

describe.skipIf(SKIPPED)(`GraphiQL in a browser that reaches nothing but this server${why}`, () => {
  let server: Served;
  let browser: Browser;
  beforeAll(async () => {
    server = await serveStore();
    browser = await chromium.launch({ executablePath: CHROMIUM, args: FLAGS });
  });
  afterAll(async () => {
    await browser?.close();
    await server?.close();
  });

  async function visit(): Promise<Visit> {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'fr-FR' });
    const foreign: string[] = [];
    const complaints: string[] = [];
    await context.route('**', (route) => {
      const { origin, href } = new URL(route.request().url());
      if (origin === server.origin) return route.continue();
      foreign.push(href);
      return route.abort();
    });
    const page = await context.newPage();
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning')
        complaints.push(`${message.type()}: ${message.text()}`);
    });
    page.on('pageerror', (error) => complaints.push(`page: ${error.message}`));
    page.on('requestfailed', (request) => complaints.push(`failed: ${request.url()}`));
    page.on('response', (response) => {
      if (response.status() >= 400) complaints.push(`${response.status()}: ${response.url()}`);
    });
    await page.goto(`${server.origin}/`);
    expect(page.url()).toBe(`${server.origin}/graphql`);
    await page
      .locator('.graphiql-query-editor .view-line', { hasText: /\S/ })
      .first()
      .waitFor()
      .catch((error: unknown) => {
        throw new Error(`the page shows no query: ${JSON.stringify({ foreign, complaints })}`, { cause: error });
      });
    return { page, foreign, complaints };
  }

  it('shows examples in French, runs the first, shows its answer, and asks nothing of any other origin', async () => {
    const { page, foreign, complaints } = await visit();
    expect(await page.title()).toBe('Parcours · GraphiQL');
    expect(await page.locator('html').getAttribute('lang')).toBe('fr');
    await page.locator('.graphiql-query-editor .view-line', { hasText: 'Bienvenue' }).first().waitFor();
    await page.locator('button.graphiql-execute-button').click();
    await page.getByRole('menuitem', { name: 'Fiche' }).click();
    await page.locator('.result-window .view-line', { hasText: 'ingénieur/e social/e' }).first().waitFor();
    expect(await page.locator('.result-window').textContent()).not.toContain('"errors"');
    expect({ foreign, complaints }).toEqual({ foreign: [], complaints: [] });
    await page.context().close();
  });

  it('has every example answered without an error', async () => {
    const { page, foreign, complaints } = await visit();
    const answers: string[] = [];
    page.on('response', async (response) => {
      const { method, postData } = { method: response.request().method(), postData: response.request().postData() };
      if (method === 'POST' && !postData?.includes('IntrospectionQuery')) answers.push(await response.text());
    });
    const run = page.locator('button.graphiql-execute-button');
    await run.click();
    const names = await page.getByRole('menuitem').allTextContents();
    await page.keyboard.press('Escape');
    expect(names.length).toBeGreaterThan(1);
    for (const name of names) {
      const before = answers.length;
      await run.click();
      await page.getByRole('menuitem', { name, exact: true }).click();
      await expect.poll(() => answers.length, { timeout: 10_000 }).toBe(before + 1);
    }
    const tabs = page.getByRole('tab');
    for (let tab = 1; tab < (await tabs.count()); tab++) {
      const before = answers.length;
      // A tab's text is the name of its operation, and that of the icon which closes it.
      const name = ((await tabs.nth(tab).textContent()) ?? '').replace(/(?:ib)? icon$/, '');
      await tabs.nth(tab).click();
      await page.locator('.graphiql-query-editor .view-line', { hasText: name }).first().waitFor();
      // GraphiQL reads the operations of a tab a moment after it shows it.
      await page.waitForTimeout(500);
      await run.click();
      await expect.poll(() => answers.length, { timeout: 10_000 }).toBe(before + 1);
    }
    for (const answer of answers) expect(answer.slice(0, 300)).toMatch(/^\{"data":\{/);
    expect({ foreign, complaints }).toEqual({ foreign: [], complaints: [] });
    await page.context().close();
  });

  it('explains the schema from its descriptions', async () => {
    const { page, foreign, complaints } = await visit();
    await page.getByRole('button', { name: 'Show Documentation Explorer' }).click();
    await page.locator('.graphiql-doc-explorer', { hasText: 'Query' }).waitFor();
    expect({ foreign, complaints }).toEqual({ foreign: [], complaints: [] });
    await page.context().close();
  });
});
