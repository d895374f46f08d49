/** For jest what the bundler does in the build: a file of bytes, as a module that exports them. */
module.exports = {
	process: (_text, path) => ({
		code: `module.exports = new Uint8Array(require('node:fs').readFileSync(${JSON.stringify(path)}));`,
	}),
};
