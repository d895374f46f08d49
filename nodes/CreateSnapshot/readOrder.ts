import type { IExecuteFunctions } from 'n8n-workflow';
import { z } from 'zod';
import { ON_DEMAND_PROFILE, type CreateOrder } from '../../snapshots/operations/create/createOrder';
import { orderOfDue } from '../../snapshots/operations/create/dueOrder';
import type { DueItem } from '../../snapshots/schedule/profile';
import { clock } from '../shared/clock';
import { readHoldOption } from '../shared/readHold';
import { readPatience } from '../shared/readOptions';
import type { ItemParameters } from '../shared/readParameters';
import { readGivenSettings } from '../shared/readSettings';
import {
	UNITS,
	expiryAfter,
	profileNameSchema,
	readDueItem,
	readOrderMode,
} from '../shared/readProfile';

export interface Order extends CreateOrder {
	/** What the order came from, to be handed on to Prune by Retention. */
	readonly due?: DueItem;
}

const optionsSchema = z
	.object({
		note: z.string().trim().default(''),
		profileName: profileNameSchema.default(ON_DEMAND_PROFILE),
		runKey: z.union([z.string(), z.number().transform(String)]).pipe(z.string().trim().min(1)),
	})
	.partial({ runKey: true })
	.default({});

/** One word for the whole run: a group is made of all its items. */
export const isAllOrNothing = (context: IExecuteFunctions): boolean =>
	context.getNodeParameter('options.allOrNothing', 0, false) === true;

export function readOrder(parameters: ItemParameters): Order {
	return readOrderMode(parameters) === 'onDemand'
		? readOnDemand(parameters)
		: readFromProfile(parameters);
}

function readOnDemand(parameters: ItemParameters): Order {
	const { note, profileName, runKey } = parameters.get('options', optionsSchema);
	const label = parameters.get('label', z.string().trim().default(''));
	const amount = parameters.get('keepFor', z.number().int('must be a whole number').min(0));
	const unit = parameters.get('keepForUnit', z.enum(UNITS));
	return {
		// A person's own key speaks for itself, so that it means the same in every run and node.
		identity: { profile: profileName, runKey: runKey ?? parameters.runKey() },
		label: label === '' ? undefined : label,
		note: note === '' ? undefined : note,
		memory: parameters.get('memory', z.boolean().default(false)),
		quiesce: parameters.get('quiesce', z.enum(['off', 'prefer', 'require']).default('off')),
		expiresAt: expiryAfter(amount, unit, clock.now(), parameters.timeZone()),
		hold: readHoldOption(parameters),
		settings: readGivenSettings(parameters, 'create'),
		patience: readPatience(parameters),
	};
}

function readFromProfile(parameters: ItemParameters): Order {
	const due = readDueItem(parameters);
	const { note } = parameters.get('options', optionsSchema);
	return {
		...orderOfDue(due, clock.now()),
		note: note === '' ? undefined : note,
		hold: readHoldOption(parameters),
		settings: readGivenSettings(parameters, 'create'),
		patience: readPatience(parameters),
		due,
	};
}
