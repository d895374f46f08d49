export interface PngOptions {
	/** Pixels for each unit of the SVG. Absent: 2, which is sharp on today's screens. */
	readonly scale?: number;
}

/**
 * The same picture for programs that show no SVG, as e-mail and Slack. What draws it weighs some megabytes, so it
 * is loaded with the first picture, not with the node.
 */
export async function pngOf(svg: string, { scale = 2 }: PngOptions = {}): Promise<Buffer> {
	const { drawPng } = await import('./drawPng');
	return await drawPng(svg, scale);
}
