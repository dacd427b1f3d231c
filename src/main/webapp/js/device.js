const BROWSERS = [["Edg/", "Edge"], ["OPR/", "Opera"], ["Firefox/", "Firefox"], ["Chrome/", "Chrome"], ["Safari/", "Safari"]];
const SYSTEMS = [["Android", "Android"], ["iPhone", "iPhone"], ["iPad", "iPad"], ["Windows", "Windows"], ["Mac OS X", "macOS"], ["CrOS", "ChromeOS"], ["Linux", "Linux"]];

const named = (names, userAgent) => names.find(([sign]) => userAgent.includes(sign))?.[1];

/** What a person would call this browser, among others of theirs: "Firefox, Android". */
export const deviceName = (userAgent) => [named(BROWSERS, userAgent), named(SYSTEMS, userAgent)].filter(Boolean).join(", ") || "Web";
