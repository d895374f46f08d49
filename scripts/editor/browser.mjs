import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { PlainError } from '../process/plainError.mjs';

const BROWSERS = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const SETTLE_MILLISECONDS = 300;
const SETTLE_TRIES = 30;

/** n8n's editor in a headless browser, logged in. */
export class Editor {
	#browser;
	#page;
	#url;
	/** Faults that the page itself raised, in order. */
	faults = [];

	/**
	 * @param {import('playwright-core').Browser} browser
	 * @param {import('playwright-core').Page} page
	 * @param {string} url
	 */
	constructor(browser, page, url) {
		this.#browser = browser;
		this.#page = page;
		this.#url = url;
		page.on('pageerror', (error) => this.faults.push(error.message));
	}

	/**
	 * @param {{ url: string, email: string, password: string }} login
	 * @returns {Promise<Editor>}
	 */
	static async open({ url, email, password }) {
		const { chromium, selectors } = await import('playwright-core');
		selectors.setTestIdAttribute('data-test-id'); // n8n does not use the default data-testid
		const browser = await chromium.launch({
			executablePath: findBrowser(),
			args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-sync'],
		});
		try {
			const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
			const editor = new Editor(browser, page, url);
			await page.goto(`${url}/signin`, { waitUntil: 'domcontentloaded' });
			await page.locator('input[name=emailOrLdapLoginId]').fill(email);
			await page.locator('input[name=password]').fill(password);
			await page.getByTestId('form-submit-button').click();
			await page.waitForURL(/home|workflows/);
			return editor;
		} catch (error) {
			await browser.close();
			throw error;
		}
	}

	/** @param {string} id */
	async openWorkflow(id) {
		await this.#page.goto(`${this.#url}/workflow/${id}`, { waitUntil: 'domcontentloaded' });
		await this.#page.getByTestId('canvas-node').first().waitFor();
	}

	/** @returns {Promise<string[]>} the names of the nodes on the canvas */
	async nodeNames() {
		const nodes = await this.#page.getByTestId('canvas-node').all();
		return await Promise.all(nodes.map((node) => node.getAttribute('data-node-name')));
	}

	/** @param {string} name */
	async openPanel(name) {
		const node = this.#page.locator(`[data-test-id="canvas-node"][data-node-name=${quoted(name)}]`);
		await node.dblclick();
		await this.#page.getByTestId('node-parameters').first().waitFor();
	}

	/** The labels of all parameters that the open panel shows. */
	async parameterLabels() {
		const labels = await this.#page
			.locator('[data-test-id="node-parameters"] [data-test-id="input-label"]')
			.filter({ visible: true })
			.allInnerTexts();
		// A label may hold its input too; the first line is the label.
		return labels.map((label) => label.trim().split('\n')[0]).filter((label) => label !== '');
	}

	/**
	 * Chooses an option of a parameter of the open panel, and resolves to the titles of all that it offers.
	 *
	 * @param {string} parameter its internal name
	 * @param {string} title
	 */
	async choose(parameter, title) {
		await this.#page.getByTestId(`parameter-input-${parameter}`).click();
		const headlines = this.#visible('parameter-input-item').locator('.option-headline');
		const chosen = headlines.getByText(title, { exact: true });
		await chosen.waitFor();
		const titles = await headlines.allInnerTexts();
		await chosen.click();
		await headlines.first().waitFor({ state: 'hidden' });
		return titles;
	}

	/**
	 * Adds an option to a collection of the open panel, and resolves to the titles of all that could be added.
	 *
	 * @param {string} button the words on its button
	 * @param {string} title
	 */
	async add(button, title) {
		const has = this.#page.getByPlaceholder(button, { exact: true });
		await this.#page.getByTestId('collection-parameter-add').filter({ has }).click();
		const options = this.#visible('collection-parameter-option');
		const chosen = options.getByText(title, { exact: true });
		await chosen.waitFor();
		const titles = await options.allInnerTexts();
		await chosen.click();
		await options.first().waitFor({ state: 'hidden' });
		return titles;
	}

	/**
	 * Searches the list of a resource locator of the open panel and chooses what it finds; resolves to the
	 * titles that were there before and after the search.
	 *
	 * @param {string} parameter its internal name
	 * @param {string} text
	 * @param {string} [picture] file that shows the open list before the search
	 */
	async chooseFromList(parameter, text, picture) {
		await this.#page.getByTestId(`resource-locator-${parameter}`).getByTestId('rlc-input').click();
		const items = this.#visible('rlc-item');
		await items.first().waitFor();
		const all = await items.allInnerTexts();
		if (picture) await this.screenshot(picture);
		await this.#visible('rlc-search').fill(text);
		await items.filter({ hasNotText: text }).first().waitFor({ state: 'hidden' });
		await items.filter({ hasText: text }).first().waitFor();
		const found = await items.allInnerTexts();
		await items.filter({ hasText: text }).first().click();
		await items.first().waitFor({ state: 'hidden' });
		return { all, found };
	}

	/** @param {string} parameter internal name of a resource locator of the open panel */
	async chosenFromList(parameter) {
		const locator = this.#page.getByTestId(`resource-locator-${parameter}`);
		return await locator.getByTestId('rlc-input').inputValue();
	}

	/** @param {string} testId */
	#visible(testId) {
		return this.#page.getByTestId(testId).filter({ visible: true });
	}

	/**
	 * Executes the step of the open panel, and resolves when its output shows this.
	 *
	 * @param {RegExp} text
	 */
	async executeStep(text) {
		await this.#page.getByTestId('node-execute-button').click();
		await this.#page.getByTestId('output-panel').getByText(text).first().waitFor();
	}

	async closePanel() {
		await this.#page.keyboard.press('Escape');
		await this.#page.getByTestId('node-parameters').first().waitFor({ state: 'hidden' });
	}

	/**
	 * Takes a picture as soon as nothing moves any more.
	 *
	 * @param {string} file
	 */
	async screenshot(file) {
		let last = await this.#page.screenshot();
		for (let tries = 0; tries < SETTLE_TRIES; tries++) {
			await sleep(SETTLE_MILLISECONDS);
			const next = await this.#page.screenshot();
			if (next.equals(last)) break;
			last = next;
		}
		await mkdir(join(file, '..'), { recursive: true });
		await writeFile(file, last);
	}

	async close() {
		await this.#browser.close();
	}
}

/**
 * Pictures of a workflow's canvas and of the panel of each of its nodes.
 *
 * @param {Editor} editor
 * @param {string} workflowId
 * @param {string} folder
 * @returns {Promise<{ canvas: string, panels: { node: string, file: string, labels: string[] }[] }>}
 */
export async function photograph(editor, workflowId, folder) {
	await editor.openWorkflow(workflowId);
	const canvas = join(folder, 'canvas.png');
	await editor.screenshot(canvas);
	const panels = [];
	for (const node of await editor.nodeNames()) {
		await editor.openPanel(node);
		const file = join(folder, `${node.toLowerCase().replace(/[^a-z0-9]+/g, '-')}.png`);
		await editor.screenshot(file);
		panels.push({ node, file, labels: await editor.parameterLabels() });
		await editor.closePanel();
	}
	return { canvas, panels };
}

function findBrowser() {
	for (const folder of (process.env.PATH ?? '').split(delimiter)) {
		for (const name of BROWSERS) if (existsSync(join(folder, name))) return join(folder, name);
	}
	throw new PlainError(
		'No Chromium was found in PATH. On Debian: apt-get install --no-install-recommends chromium.',
	);
}

/** @param {string} text as a string of a CSS selector */
const quoted = (text) => `"${text.replace(/["\\]/g, '\\$&')}"`;
