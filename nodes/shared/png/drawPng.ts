import { initWasm, Resvg } from '@resvg/resvg-wasm';
import program from '@resvg/resvg-wasm/index_bg.wasm';
import { fontsFor, LATIN_FAMILY } from './fonts';

/** It can be started once only in the life of a process. */
let started: Promise<void> | undefined;

export async function drawPng(svg: string, scale: number): Promise<Buffer> {
	started ??= initWasm(program);
	await started;
	const resvg = new Resvg(svg, {
		font: {
			fontBuffers: await fontsFor(svg),
			defaultFontFamily: LATIN_FAMILY,
			sansSerifFamily: LATIN_FAMILY,
		},
		fitTo: { mode: 'zoom', value: scale },
	});
	try {
		const image = resvg.render();
		try {
			return Buffer.from(image.asPng());
		} finally {
			image.free();
		}
	} finally {
		resvg.free();
	}
}
