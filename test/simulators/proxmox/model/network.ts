import type { Config } from './entities';
import type { World } from './world';

const CARD_KEY = /^net\d+$/;
const ADDRESS = /(?:[0-9A-F]{2}:){5}[0-9A-F]{2}/i;

const cardsOf = (config: Config): [string, string][] =>
	Object.entries(config)
		.filter(([key]) => CARD_KEY.test(key))
		.map(([key, card]) => [key, String(card)]);

export const bridgesOf = (config: Config): string[] =>
	cardsOf(config).flatMap(([, card]) => /(?:^|,)bridge=([^,]+)/.exec(card)?.[1] ?? []);

export function withNewAddresses(world: World, config: Config): Config {
	const renewed = cardsOf(config).map(([key, card]) => [
		key,
		card.replace(ADDRESS, world.newMac()),
	]);
	return { ...config, ...(Object.fromEntries(renewed) as Config) };
}

export interface Network {
	/** Whether any card is plugged in. */
	readonly connected: boolean;
	readonly addresses: readonly string[];
}

export function networkOf(config: Config): Network {
	const cards = cardsOf(config).map(([, card]) => card);
	return {
		connected: cards.some((card) => !/(?:^|,)link_down=1(?:,|$)/.test(card)),
		addresses: cards.flatMap((card) => ADDRESS.exec(card)?.[0] ?? []),
	};
}
