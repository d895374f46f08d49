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
