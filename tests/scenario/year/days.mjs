// SPDX-License-Identifier: EUPL-1.2
// Days as "2017-03-31".

export const dayOf = text => Date.parse(`${text}T00:00:00Z`);
export const textOf = ms => new Date(ms).toISOString().slice(0, 10);
export const addDays = (day, n) => textOf(dayOf(day) + n * 86_400_000);

// The same day of another month, or that month's last.
export function addMonths(day, n) {
    const [y, m, d] = day.split('-').map(Number);
    const last = new Date(Date.UTC(y, m - 1 + n + 1, 0));
    return textOf(Date.UTC(last.getUTCFullYear(), last.getUTCMonth(), Math.min(d, last.getUTCDate())));
}

export const daysBetween = (from, to) => Math.round((dayOf(to) - dayOf(from)) / 86_400_000);
export const typed = day => day.split('-').reverse().join('.'); // as people write it

// The last day of the quarter before this one.
export function quarterEnd(day) {
    const [y, m] = day.split('-').map(Number);
    return textOf(Date.UTC(y, Math.floor((m - 1) / 3) * 3, 0));
}

// In Norway, of an instant.
const norway = new Intl.DateTimeFormat('sv-SE', {timeZone: 'Europe/Oslo'});
export const dayInNorway = ms => norway.format(new Date(ms));
