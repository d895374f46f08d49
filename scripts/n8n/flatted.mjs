/**
 * Decodes the `flatted` text in which n8n stores an execution: a JSON array of slots, the first being the
 * whole; inside objects and arrays every string is the number of the slot that holds the value, so cycles
 * and repeated values can be told. All other scalars stand for themselves.
 *
 * @param {string} text
 * @returns {any}
 */
export function decodeFlatted(text) {
	const slots = JSON.parse(text);
	const decoded = new Map();

	/** @param {number} index */
	const decodeSlot = (index) => {
		if (decoded.has(index)) return decoded.get(index);
		const slot = slots[index];
		if (typeof slot !== 'object' || slot === null) return slot;
		const value = Array.isArray(slot) ? [] : {};
		decoded.set(index, value); // before its parts, which may point back to it
		for (const [key, part] of Object.entries(slot)) {
			value[key] = typeof part === 'string' ? decodeSlot(Number(part)) : part;
		}
		return value;
	};
	return decodeSlot(0);
}
