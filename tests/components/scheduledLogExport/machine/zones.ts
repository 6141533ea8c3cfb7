export const NOW = Date.parse("2026-11-20T00:00:00Z");

/** On both hemispheres; off by half an hour; put back by half an hour, at midnight, four times a year; never. */
export const ZONES = [
    "UTC",
    "Europe/Berlin",
    "America/New_York",
    "America/Santiago",
    "America/Havana",
    "Australia/Sydney",
    "Australia/Lord_Howe",
    "Africa/Cairo",
    "Africa/Casablanca",
    "Asia/Kolkata",
    "Asia/Kathmandu",
    "Pacific/Auckland",
    "-03:30",
];
