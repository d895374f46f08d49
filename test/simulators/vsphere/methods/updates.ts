import { Fault } from '../wire/fault';
import { objectNotFound } from '../model/faults';
import { collect } from '../properties/collect';
import { newCollector, type Collector } from '../properties/collector';
import { updatesOf } from '../properties/updates';
import { propertyFilterSpec, waitOptions } from '../schema/propertyFilter';
import { flag, one, optional, text } from '../wire/readers';
import { ref, sameRef, type Data } from '../wire/values';
import type { Call } from './call';
import { method, type Methods } from './method';
import { collectorOf } from './retrieveProperties';

const ON = { on: 'PropertyCollector' } as const;

export const updates: Methods = {
	CreatePropertyCollector: method('CreatePropertyCollector', {
		...ON,
		since: '4.1',
		parameters: {},
		perform: (call) => {
			const { collectors, key } = call.session;
			const own = ref('PropertyCollector', `session[${key}]52c0${collectors.size}`);
			collectors.set(own.value, newCollector(own));
			return own;
		},
	}),
	DestroyPropertyCollector: method('DestroyPropertyCollector', {
		...ON,
		since: '4.1',
		parameters: {},
		perform: (call) => {
			const collector = collectorOf(call);
			collector.cancelWait?.();
			call.session.collectors.delete(collector.ref.value);
			return undefined;
		},
	}),
	CreateFilter: method('CreateFilter', {
		...ON,
		parameters: { spec: one(propertyFilterSpec), partialUpdates: one(flag) },
		perform: (call, { spec }) => {
			collect(call, spec);
			const collector = collectorOf(call);
			const number = (collector.filtersEver += 1);
			const filter = ref('PropertyFilter', `${collector.ref.value}-filter-${number}`);
			collector.filters.push({ ref: filter, spec, told: new Map() });
			return filter;
		},
	}),
	DestroyPropertyFilter: method('DestroyPropertyFilter', {
		on: 'PropertyFilter',
		parameters: {},
		perform: ({ session, object }) => {
			for (const { filters } of session.collectors.values()) {
				const at = filters.findIndex((filter) => sameRef(filter.ref, object));
				if (at >= 0) filters.splice(at, 1);
			}
			return undefined;
		},
	}),
	WaitForUpdatesEx: method('WaitForUpdatesEx', {
		...ON,
		since: '4.1',
		parameters: { version: optional(text), options: optional(waitOptions) },
		perform: async (call, { version = '', options }) => {
			const collector = collectorOf(call);
			startFrom(collector, version);
			const { maxWaitSeconds = Infinity, maxObjectUpdates = Infinity } = options ?? {};
			const until = call.world.now() + maxWaitSeconds * 1000;
			return await firstUpdate(call, collector, until, maxObjectUpdates);
		},
	}),
	CancelWaitForUpdates: method('CancelWaitForUpdates', {
		...ON,
		parameters: {},
		perform: (call) => {
			collectorOf(call).cancelWait?.();
			return undefined;
		},
	}),
};

/** An empty version asks for everything anew; any other has to be the last that was told. */
function startFrom(collector: Collector, version: string): void {
	if (version === '') for (const { told } of collector.filters) told.clear();
	else if (version !== String(collector.version)) {
		throw new Fault('InvalidCollectorVersion', '');
	}
}

/** Undefined: nothing happened in that time. */
async function firstUpdate(
	call: Call,
	collector: Collector,
	until: number,
	most: number,
): Promise<Data | undefined> {
	const { world, session } = call;
	let cancelled = false;
	collector.cancelWait = () => (cancelled = true);
	for (;;) {
		world.settle();
		const update = updatesOf(call, collector, most);
		if (update !== undefined || world.now() >= until) return update;
		await somethingOrTime(call, Math.min(until, nextLook(call)));
		if (!session.collectors.has(collector.ref.value)) throw objectNotFound(collector.ref);
		if (cancelled) throw new Fault('RequestCanceled', 'The request was canceled.');
	}
}

/** Tasks under way tell how far they are. */
const PROGRESS_MILLISECONDS = 2000;

function nextLook({ world }: Call): number {
	const next = world.agenda.nextAt();
	return next === Infinity ? next : Math.min(next, world.now() + PROGRESS_MILLISECONDS);
}

async function somethingOrTime({ world, left }: Call, at: number): Promise<void> {
	left.throwIfAborted();
	const changed = world.changes.next();
	if (at === Infinity) {
		await Promise.race([changed, abortOf(left)]);
		return;
	}
	const enough = new AbortController();
	void changed.then(() => enough.abort());
	try {
		const milliseconds = Math.max(0, at - world.now());
		await world.clock.sleep(milliseconds, AbortSignal.any([left, enough.signal]));
	} catch (error) {
		if (!enough.signal.aborted) throw error;
	}
}

const abortOf = async (signal: AbortSignal): Promise<never> =>
	await new Promise((_resolve, reject) => {
		signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
	});
