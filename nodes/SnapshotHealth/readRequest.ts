import { z } from 'zod';
import { DEFAULT_HEALTH_LIMITS } from '../../snapshots/health/checks';
import type { Expectation } from '../../snapshots/health/expectation';
import { SEVERITIES, type Severity } from '../../snapshots/health/finding';
import type { HealthOrder } from '../../snapshots/operations/health';
import { readDrawnProfile, readInputProfile } from '../shared/profileForm/readProfile';
import { readPatience } from '../shared/readOptions';
import type { ItemParameters } from '../shared/readParameters';
import { readTargets } from '../shared/readTargets';
import type { System } from '../shared/systems/system';
import { healthProperties } from './properties';

export interface Request {
	readonly system: System;
	readonly order: HealthOrder;
	readonly attentionFrom: Severity;
}

const optionsSchema = z
	.object({
		graceMinutes: z.number().min(0).default(60),
		includeNotCovered: z.boolean().default(false),
		oldHours: z.number().positive().default(DEFAULT_HEALTH_LIMITS.oldHours),
		attentionFrom: z.enum(SEVERITIES).default('warning'),
	})
	.default({});

export function readRequest(parameters: ItemParameters): Request {
	const { system, selection } = readTargets(parameters, { allowEmptyFilter: true });
	const options = parameters.get('options', optionsSchema);
	const { graceMinutes, includeNotCovered, oldHours, attentionFrom } = options;
	return {
		system,
		order: {
			selection,
			expectation: readExpectation(parameters, graceMinutes),
			limits: { oldHours },
			includeNotCovered,
			patience: readPatience(parameters),
		},
		attentionFrom,
	};
}

const MODES = ['age', 'nothing', 'fromProfile', 'drawnProfile'] as const;

function readExpectation(parameters: ItemParameters, graceMinutes: number): Expectation {
	switch (parameters.get('expectation', z.enum(MODES))) {
		case 'age':
			return { by: 'age', maxAgeHours: parameters.get('maxAgeHours', z.number().positive()) };
		case 'nothing':
			return { by: 'nothing' };
		case 'fromProfile':
			return { by: 'profile', profile: readInputProfile(parameters), graceMinutes };
		case 'drawnProfile': {
			const profile = readDrawnProfile(parameters, healthProperties);
			return { by: 'profile', profile, graceMinutes };
		}
	}
}
