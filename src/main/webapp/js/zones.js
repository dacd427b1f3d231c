const here = Intl.DateTimeFormat().resolvedOptions().timeZone;

/** The time zones to choose from; this device's first, and `chosen` too where the browser does not list it. */
export const zones = (chosen = here) => [...new Set([here, chosen, "UTC", ...Intl.supportedValuesOf("timeZone")])];
