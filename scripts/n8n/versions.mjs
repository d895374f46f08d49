/** 2.41.1 is the newest that installs from the public registry: 2.41.3 pins a package version that is not there. */
export const N8N_VERSION = '2.41.1';

/** n8n 2.41 declares node >= 24. */
export const NODE_MAJOR = 24;

/** n8n asks for a linkedom that the registry lacks. */
export const N8N_OVERRIDES = { linkedom: '0.18.12' };

/** About how many requests its installation makes; only the progress display uses it. */
export const N8N_REQUESTS_ROUGHLY = 4150;
