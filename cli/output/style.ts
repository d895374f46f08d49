import type { Output, Surroundings } from '../surroundings';

export type Style = (text: string) => string;

/** https://no-color.org: any value but the empty one turns colours off. */
function isColourful({ env }: Surroundings, { isTTY }: Output): boolean {
	return isTTY === true && (env.NO_COLOR ?? '') === '' && env.TERM !== 'dumb';
}

const styled =
	(code: string) =>
	(surroundings: Surroundings, output: Output): Style =>
		isColourful(surroundings, output)
			? (text) => `\u001b[${code}m${text}\u001b[0m`
			: (text) => text;

export const bold = styled('1');
export const red = styled('31');
export const yellow = styled('33');
