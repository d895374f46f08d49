const FRAMES = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];
const REDRAW_MILLISECONDS = 100;
const HEARTBEAT_MILLISECONDS = 30_000;

/**
 * Shows one step at a time: on a terminal a single line that is redrawn, elsewhere a plain line at the
 * start, every half minute, and at the end.
 */
export class Progress {
	#out;
	#live;

	/** @param {NodeJS.WriteStream} [out] */
	constructor(out = process.stdout) {
		this.#out = out;
		this.#live = Boolean(out.isTTY);
	}

	/**
	 * @template T
	 * @param {string} title what is being done
	 * @param {(say: (detail: string) => void) => Promise<T>} work `say` tells how far it is
	 * @returns {Promise<T>}
	 */
	async step(title, work) {
		const start = Date.now();
		const seconds = () => Math.round((Date.now() - start) / 1000);
		let detail = '';
		let frame = 0;
		const draw = () => {
			const text = `${FRAMES[frame++ % FRAMES.length]} ${title} ${seconds()} s  ${detail}`;
			this.#out.write(`\r\x1b[2K${text.slice(0, (this.#out.columns ?? 80) - 1)}`);
		};
		const beat = () => this.#out.write(`  ${title}: ${seconds()} s${detail && `, ${detail}`}\n`);
		if (!this.#live) this.#out.write(`- ${title}\n`);
		const timer = this.#live
			? setInterval(draw, REDRAW_MILLISECONDS)
			: setInterval(beat, HEARTBEAT_MILLISECONDS);
		try {
			const result = await work((text) => (detail = text));
			this.#close(`✓ ${title} (${seconds()} s)`);
			return result;
		} catch (error) {
			this.#close(`✗ ${title} (${seconds()} s)`);
			throw error;
		} finally {
			clearInterval(timer);
		}
	}

	/** @param {string} line */
	#close(line) {
		this.#out.write(this.#live ? `\r\x1b[2K${line}\n` : `${line}\n`);
	}
}
