// SPDX-License-Identifier: EUPL-1.2
// Chances that are the same at every run: each thing throws dice of its own, so that it does not matter who comes first.

// Gives a function for numbers from 0 to 1, from a text (mulberry32 over a hash of FNV-1a).
export function diceOf(text) {
    let state = 0x811c9dc5;
    for (const byte of Buffer.from(text))
        state = Math.imul(state ^ byte, 0x01000193) >>> 0;
    const next = () => {
        state = (state + 0x6d2b79f5) >>> 0;
        let t = Math.imul(state ^ (state >>> 15), state | 1);
        t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
        return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
    };
    const dice = {
        next,
        chance: share => next() < share,
        upTo: n => Math.floor(next() * n),
        pick: list => list[Math.floor(next() * list.length)],
        // weights: {word: weight}
        among: weights => {
            let at = next() * Object.values(weights).reduce((a, b) => a + b, 0);
            for (const [word, weight] of Object.entries(weights))
                if ((at -= weight) < 0)
                    return word;
            return Object.keys(weights).at(-1);
        },
    };
    return dice;
}
