/** Files that the bundler puts into the code that imports them: scripts/build/bundle.mjs. */
declare module '*.wasm' {
	const bytes: Uint8Array;
	export default bytes;
}

declare module '*.ttf' {
	const bytes: Uint8Array;
	export default bytes;
}

declare module '*.woff2' {
	const bytes: Uint8Array;
	export default bytes;
}
