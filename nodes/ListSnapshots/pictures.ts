import type { IBinaryKeyData, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { Listing } from '../../snapshots/operations/list';
import { timelineSvg } from '../../snapshots/pictures/timelineSvg';
import { treeSvg } from '../../snapshots/pictures/treeSvg';
import { pngOf } from '../shared/png/pngOf';

export const PICTURES = ['none', 'timeline', 'tree'] as const;
export const PICTURE_FORMATS = ['png', 'svg'] as const;
export const PICTURE_THEMES = ['light', 'dark'] as const;

export interface PictureWishes {
	readonly picture: (typeof PICTURES)[number];
	readonly pictureFormat: (typeof PICTURE_FORMATS)[number];
	readonly pictureTheme: (typeof PICTURE_THEMES)[number];
}

/** Goes out with the first row of what it shows. */
export interface Picture {
	readonly svg: string;
	/** Without its ending. */
	readonly fileName: string;
	readonly format: PictureWishes['pictureFormat'];
}

interface Drawing {
	readonly now: Date;
	readonly timeZone: string;
}

/** One for all VMs, or one for each; by the place of the listing whose first row it goes with. */
export function picturesOf(
	listings: readonly Listing[],
	{ picture, pictureFormat: format, pictureTheme: theme }: PictureWishes,
	drawing: Drawing,
): ReadonlyMap<number, Picture> {
	switch (picture) {
		case 'none':
			return new Map();
		case 'timeline': {
			const svg = timelineSvg(listings, { ...drawing, theme });
			return new Map([[0, { svg, fileName: 'snapshots', format }]]);
		}
		case 'tree':
			return new Map(
				listings.map((one, at): [number, Picture] => {
					const svg = treeSvg(one, { ...drawing, theme });
					return [at, { svg, fileName: `snapshots of ${one.target.name}`, format }];
				}),
			);
	}
}

/** n8n shows PNG; SVG is offered for download. */
export async function attach(
	{ helpers }: Pick<IExecuteFunctions, 'helpers'>,
	item: INodeExecutionData,
	{ svg, fileName, format }: Picture,
): Promise<void> {
	const [data, type] =
		format === 'png'
			? ([await pngOf(svg), 'image/png'] as const)
			: ([Buffer.from(svg, 'utf8'), 'image/svg+xml'] as const);
	// A name may hold what no file name may.
	const safe = fileName.replace(/[^\p{Letter}\p{Number} ._-]+/gu, '_');
	const binary: IBinaryKeyData = {
		...item.binary,
		picture: await helpers.prepareBinaryData(data, `${safe}.${format}`, type),
	};
	item.binary = binary;
}
