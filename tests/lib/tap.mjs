// SPDX-License-Identifier: EUPL-1.2
// Reads what a test program printed (TAP, versions 12 to 14) together with how it ended. Only lines that start in the
// first column count: what is indented belongs to the test around it.

const result = /^(not )?ok\b(?:\s+\d+)?(?:\s*-?\s+)?(.*)$/;

// lines: [{text, error}] in the order they came, error telling standard error from standard output.
// end: {status, signal, late}: exit status or null, signal's name or null, and whether the time limit ended it.
// Returns {passed, failed, skipped, failures: [{name, lines}], skips: [text]}. Whatever is wrong with the program as a
// whole (a crash, fewer tests than planned, no plan) is one failure of its own, so that it cannot go unseen.
export function readTap(lines, end) {
    const seen = {passed: 0, failed: 0, skipped: 0, failures: [], skips: []};
    let planned = null;
    let ran = 0;
    let before = []; // since the last result
    let failure = null; // the one whose details may still follow
    const fail = (name, details) => {
        seen.failed++;
        seen.failures.push(failure = {name, lines: details});
    };
    for (const {text, error} of lines) {
        const plan = error ? null : /^1\.\.(\d+)\s*(?:#\s*(.*))?$/.exec(text);
        const found = error || plan ? null : result.exec(text);
        if (plan) {
            planned = (planned ?? 0) + Number(plan[1]);
            if (Number(plan[1]) === 0 && /^skip/i.test(plan[2] ?? '')) {
                seen.skipped++;
                seen.skips.push(plan[2]);
            }
        } else if (found) {
            ran++;
            const skip = /#\s*skip\b\S*\s*(.*)$/i.exec(text);
            if (found[1] && !skip) { // cmocka 1.1 says "not ok" of what it skips
                fail(found[2], before);
            } else {
                failure = null;
                if (skip) {
                    seen.skipped++;
                    seen.skips.push(found[2].replace(/\s*#\s*skip\S*\s*/i, ': ').replace(/^: |: $/g, ''));
                } else {
                    seen.passed++;
                }
            }
            before = [];
        } else if (!error && /^Bail out!/.test(text)) {
            fail(text, before);
            before = [];
        } else if (failure && !error && /^(\s|#(?! Subtest))/.test(text)) {
            failure.lines.push(text);
        } else {
            before.push(text);
        }
    }
    const failedByItself = seen.failed > 0;
    failure = null;
    if (end.late)
        fail('took longer than its time limit and was ended', before);
    else if (end.signal)
        fail(`was ended by signal ${end.signal}`, before);
    else if (end.status !== 0 && !failedByItself)
        fail(`ended with status ${end.status}`, before);
    else if (planned === null)
        fail('printed no plan', before);
    else if (planned !== ran)
        fail(`planned ${planned} tests and ran ${ran}`, before);
    else if (ran === 0 && seen.skipped === 0)
        fail('ran no test', before);
    return seen;
}
