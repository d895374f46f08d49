import type { NamingRules, Support } from '../snapshots/capabilities';
import { SnapshotError, type ErrorCode, type SnapshotErrorDetails } from '../snapshots/errors';
import type { SystemId, TargetRef } from '../snapshots/model';

type More = Omit<SnapshotErrorDetails, 'system' | 'target'>;

/** What a driver refuses by itself, before anything is sent or changed, in words that are the same everywhere. */
export interface Refusals {
	readonly refusal: (
		code: ErrorCode,
		target: TargetRef,
		message: string,
		more?: More,
	) => SnapshotError;
	/** Throws `UNSUPPORTED` with the capability's own reason and way out. */
	readonly assertSupported: (target: TargetRef, support: Support, option?: More['option']) => void;
	/** Throws `INVALID_INPUT`: what the system would refuse or keep otherwise is refused here in our words. */
	readonly assertName: (target: TargetRef, name: string, rules: NamingRules, what?: string) => void;
	readonly levelUnknown: (level: string, advice: string) => SnapshotError;
}

/** `product` is what people call the system. */
export function refusalsOf(system: SystemId, product: string): Refusals {
	const refusal: Refusals['refusal'] = (code, target, message, more = {}) =>
		new SnapshotError(code, message, { system, target, ...more });
	return {
		refusal,
		assertSupported(target, support, option) {
			if (support.supported) return;
			const message = `${product} can’t do that to ${target.name}: ${support.reason} Nothing was changed.`;
			const more = { advice: support.instead, ...(option === undefined ? {} : { option }) };
			throw refusal('UNSUPPORTED', target, message, more);
		},
		assertName(target, name, { maxLength, pattern, inWords }, what = 'Snapshot name') {
			if (name.length <= maxLength && pattern.test(name)) return;
			const message = `${what} ${JSON.stringify(name)} for ${target.name} breaks the rules of ${product}`;
			const advice = `Choose one of at most ${maxLength} characters: ${inWords}. Nothing was sent.`;
			throw refusal('INVALID_INPUT', target, message, { advice });
		},
		levelUnknown(level, advice) {
			const message = `${product} has no snapshots of the level ${level}`;
			return new SnapshotError('UNSUPPORTED', message, { system, advice });
		},
	};
}
