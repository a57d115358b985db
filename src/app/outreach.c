// SPDX-License-Identifier: EUPL-1.2
#include "app/outreach.h"

#include "app/internal.h"
#include "store/programme_store.h"

// Marks the employers that anything has reached; both come in the order of ids.
static int64_t mark_reached(const struct outreach_frame *f, const struct outreach_group *groups, size_t count, bool *reached)
{
    int64_t marked = 0;
    for (size_t g = 0; g < count; g++)
        for (size_t e = 0, i = 0; e < groups[g].reached.count; e++) {
            const struct outreach_event *at = &groups[g].reached.list[e];
            while (i < f->employer_count && f->employers[i].id.value < at->employer.value)
                i++;
            if (i < f->employer_count && f->employers[i].id.value == at->employer.value && !reached[i]) {
                reached[i] = true;
                marked++;
            }
        }
    return marked;
}

enum status get_outreach(struct app *app, const struct actor *actor, day from, day to, struct arena *a,
                         struct outreach_report *out)
{
    struct store *s = app_store(app);
    struct programme programme;
    struct outreach_employer *employers;
    struct outreach_group *groups;
    size_t count;
    if ((kind_rights(actor, THING_PROGRAMME) & RIGHT_EDIT) == 0) // the programme's office
        return NOT_FOUND;
    TRY(programme_get(s, a, &programme));
    struct outreach_frame f = {.today = app_today(app)};
    f.from = from == DAY_NONE ? programme.from : from;
    f.to = to == DAY_NONE || to > f.today ? f.today : to;
    if (f.from > f.to)
        return INVALID;
    TRY(outreach_employers(s, a, &employers, &f.employer_count));
    TRY(outreach_outcomes(s, a, f.outcomes));
    TRY(outreach_groups(s, f.from, f.to, a, &groups, &count));
    f.employers = employers;
    bool *reached = ARENA_ARRAY(a, bool, f.employer_count);
    struct outreach_report report = {.from = f.from, .to = f.to, .employers = (int64_t)f.employer_count};
    report.reached = mark_reached(&f, groups, count, reached);
    f.reached = reached;
    report.lines = ARENA_ARRAY(a, struct outreach_line, count);
    for (size_t i = 0; i < count; i++) {
        struct outreach_result result = outreach_count(&f, &groups[i].reached, a);
        if (result.reached > 0)
            report.lines[report.line_count++] = (struct outreach_line){groups[i], result};
    }
    *out = report;
    return OK;
}
