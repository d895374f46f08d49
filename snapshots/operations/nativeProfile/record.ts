import type {
	NativeDraft,
	NativePeriod,
	NativeProfile,
	NativeProfileRef,
} from '../../nativeProfile';
import type { JsonRecord } from '../../record';

export const nativeProfileRef = (profile: NativeProfileRef | undefined): JsonRecord | null =>
	profile === undefined ? null : { id: profile.id, name: profile.name };

export const nativeProfileRecord = (profile: NativeProfile): JsonRecord => ({
	id: profile.id,
	name: profile.name,
	description: profile.description,
	assignedTo: profile.assignedTo ?? null,
	periods: profile.periods.map(nativePeriodRecord),
});

export const nativeDraftRecord = ({ periods }: NativeDraft): JsonRecord => ({
	periods: periods.map(nativePeriodRecord),
});

const nativePeriodRecord = (native: NativePeriod): JsonRecord => ({
	name: native.name,
	inWords: native.inWords,
	period: native.period === undefined ? null : plain(native.period),
	notExpressible: [...native.notExpressible],
	estimatedSnapshots: native.estimatedSnapshots ?? null,
});

/** Without what is undefined: absent, not null, is how the schema knows it again. */
export const plain = (value: object): JsonRecord => JSON.parse(JSON.stringify(value)) as JsonRecord;
