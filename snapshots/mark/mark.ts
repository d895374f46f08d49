import { createHash } from 'node:crypto';
import type { TargetRef } from '../model';

/** A person's word that a snapshot must stay until it is released. */
export interface Hold {
	readonly by: string;
	readonly reason: string;
}

/**
 * The ownership mark that travels inside each managed snapshot. Fingerprints identify; names are for
 * people and are missing where the system leaves room for a name only (compact form).
 */
export interface Mark {
	/** Same key, same snapshot: the identity of the order that made it. */
	readonly key: string;
	/** Fingerprint of the target. A mark that was copied to another target is no mark there. */
	readonly targetKey: string;
	readonly profileKey: string;
	readonly periodKey?: string;
	/** Whole seconds. */
	readonly expiresAt?: Date;
	readonly held: boolean;
	readonly profile?: string;
	readonly period?: string;
	readonly scheduledAt?: Date;
	readonly hold?: Hold;
}

/** What tells one order from another: a period's instant, or a run and its item. */
export type OrderIdentity =
	| { readonly profile: string; readonly period: string; readonly scheduledAt: Date }
	| { readonly profile: string; readonly runKey: string };

export interface MarkExtras {
	readonly expiresAt?: Date;
	readonly hold?: Hold;
}

export const KEY_LENGTH = 10;
export const FINGERPRINT_LENGTH = 5;

const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';

/** Lower-case base 32 of SHA-256: 5 bits a character, safe in every system's names. */
export function fingerprint(text: string, length: number): string {
	const digest = createHash('sha256').update(text.normalize('NFC')).digest();
	return Array.from(digest.subarray(0, length), (byte) => ALPHABET[byte % 32]).join('');
}

export const targetKeyOf = (target: TargetRef): string =>
	fingerprint(`${target.level}\n${target.id}`, FINGERPRINT_LENGTH);

export const profileKeyOf = (profile: string): string => fingerprint(profile, FINGERPRINT_LENGTH);

export const periodKeyOf = (period: string): string => fingerprint(period, FINGERPRINT_LENGTH);

export function makeMark(target: TargetRef, order: OrderIdentity, extras: MarkExtras = {}): Mark {
	const targetKey = targetKeyOf(target);
	const common = {
		targetKey,
		profileKey: profileKeyOf(order.profile),
		profile: order.profile,
		expiresAt: extras.expiresAt === undefined ? undefined : wholeSeconds(extras.expiresAt),
		held: extras.hold !== undefined,
		hold: extras.hold,
	};
	if ('runKey' in order) {
		return { ...common, key: keyOf(targetKey, 'run', order.profile, order.runKey) };
	}
	const scheduledAt = wholeSeconds(order.scheduledAt);
	const instant = scheduledAt.toISOString();
	return {
		...common,
		key: keyOf(targetKey, 'period', order.profile, order.period, instant),
		periodKey: periodKeyOf(order.period),
		period: order.period,
		scheduledAt,
	};
}

const keyOf = (...parts: readonly string[]): string =>
	fingerprint(JSON.stringify(parts), KEY_LENGTH);

const wholeSeconds = (at: Date): Date => new Date(Math.floor(at.getTime() / 1000) * 1000);
