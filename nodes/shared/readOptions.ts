import { z } from 'zod';
import type { Patience } from '../../snapshots/connection';
import type { ItemParameters } from './readParameters';

const patienceSchema = z
	.object({
		waitWhileLockedMinutes: z.number().min(0).default(10),
		timeLimitMinutes: z.number().min(1).default(60),
	})
	.default({});

export function readPatience(parameters: ItemParameters): Patience {
	const { waitWhileLockedMinutes, timeLimitMinutes } = parameters.get('options', patienceSchema);
	return {
		waitWhileLockedSeconds: waitWhileLockedMinutes * 60,
		timeLimitSeconds: timeLimitMinutes * 60,
	};
}

const parallelSchema = z
	.object({ parallelTargets: z.number().int('must be a whole number').min(1).max(32).default(4) })
	.default({});

export const readParallel = (parameters: ItemParameters): number =>
	parameters.get('options', parallelSchema).parallelTargets;

const foreignSchema = z.object({ includeForeign: z.boolean().default(false) }).default({});

export const readIncludeForeign = (parameters: ItemParameters): boolean =>
	parameters.get('options', foreignSchema).includeForeign;
