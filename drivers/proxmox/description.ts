/**
 * Proxmox VE keeps nowhere whether a guest was frozen for its snapshot. So the description tells it in a line
 * of its own, which is taken off again wherever the description is read.
 */
const QUIESCED = '[vm-snapshots:quiesced]';

export interface Description {
	readonly text: string;
	readonly quiesced: boolean;
}

export function readDescription(kept: string): Description {
	// On its way through the configuration file a description gets one line end more.
	const whole = kept.replace(/\n$/, '');
	if (!whole.endsWith(QUIESCED)) return { text: whole, quiesced: false };
	return { text: whole.slice(0, -QUIESCED.length).replace(/\n$/, ''), quiesced: true };
}

export function writeDescription({ text, quiesced }: Description): string {
	if (!quiesced) return text;
	return text === '' ? QUIESCED : `${text}\n${QUIESCED}`;
}
