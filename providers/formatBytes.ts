const UNITS = ["bytes", "kB", "MB", "GB", "TB", "PB"];

/** `3.46 MB`, rounded to so many digits where fewer stand before the point; in powers of a thousand. */
export function formatBytes(bytes: number, digits = 3): string {
    let [value, unit] = [Math.round(bytes), 0];
    while (Math.round(value) >= 1000 && unit < UNITS.length - 1) [value, unit] = [value / 1000, unit + 1];
    const whole = String(Math.floor(Number(value.toPrecision(digits)))).length;
    return `${value.toFixed(unit === 0 ? 0 : Math.max(0, digits - whole))} ${UNITS[unit]}`;
}
