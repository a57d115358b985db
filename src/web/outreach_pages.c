// SPDX-License-Identifier: EUPL-1.2
// What works, a part of Resultater (screen 16): each way of reaching employers against employers not reached.
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "app/programme.h"
#include "base/text.h"
#include "core/activity.h"
#include "core/interval.h"
#include "web/address.h"
#include "web/outreach.html.h"
#include "web/outreach_view.h"
#include "web/routes.h"
#include "web/table_reply.h"

// A share in per cent, with a decimal below ten: "12 %", "4,2 %".
static const char *decimals(struct request *r, double x, const char *sign)
{
    double size = fabs(x) * 100;
    bool decimal = size < 9.95 && size > 0;
    // Halves up, as people round.
    char *text = arena_printf(r->arena, "%s%.*f", sign, decimal ? 1 : 0, decimal ? round(size * 10) / 10 : round(size));
    char *point = strchr(text, '.');
    if (point != NULL && r->lang == LANG_NB)
        *point = ',';
    return text;
}

static const char *percent(struct request *r, double share)
{
    return arena_printf(r->arena, r->lang == LANG_NB ? "%s\u00a0%%" : "%s%%", decimals(r, share, ""));
}

static const char *points(struct request *r, double difference)
{
    return decimals(r, difference, difference > 0 ? "+" : difference < 0 ? "−" : "");
}

static const char *on_axis(struct request *r, double share, double most)
{
    double at = share / most;
    return arena_printf(r->arena, "%.1f%%", 100 * (at < 0 ? 0 : at > 1 ? 1 : at));
}

static const char *way_name(struct request *r, const struct outreach_group *g)
{
    enum activity_kind kind;
    switch (g->way) {
    case OUTREACH_ACTIVITY:
        return activity_kind_read(g->kind, &kind) ? tr(r->lang, activity_kind_title(kind)) : g->kind;
    case OUTREACH_EVENT:
        return arena_printf(r->arena, "%s, %s", g->title, lang_day(r->lang, r->arena, g->on));
    case OUTREACH_LETTER:
        return arena_printf(r->arena, "%s, %s", tr_arg(r->lang, r->arena, N_("Information %s"), g->kind),
                            lang_day(r->lang, r->arena, g->on));
    case OUTREACH_MAILING:
        return arena_printf(r->arena, "%s, %s", g->title, lang_day(r->lang, r->arena, g->on));
    }
    return "";
}

static struct outreach_side side_make(struct request *r, int64_t happened, int64_t observed, double most)
{
    struct outreach_side side = {.observed = observed, .happened = happened, .few = observed < OUTREACH_FEW};
    if (side.few)
        return side;
    struct interval i = interval_share(happened, observed);
    double share = (double)happened / (double)observed;
    side.share = percent(r, share);
    side.low = percent(r, i.low);
    side.high = percent(r, i.high);
    side.at = on_axis(r, share, most);
    side.from = on_axis(r, i.low, most);
    side.to = on_axis(r, i.high, most);
    return side;
}

// Whole tens of per cent that hold every interval.
static double axis_of(const struct outreach_report *report, int outcome)
{
    double most = 0.1;
    for (size_t i = 0; i < report->line_count; i++) {
        const struct outreach_tally *t = &report->lines[i].result.tallies[outcome];
        double high = t->observed < OUTREACH_FEW ? 0 : interval_share(t->happened, t->observed).high;
        double other = t->other_observed < OUTREACH_FEW ? 0 : interval_share(t->other_happened, t->other_observed).high;
        most = fmax(most, fmax(high, other));
    }
    return fmin(1, ceil(most * 10 - 1e-9) / 10);
}

static struct outreach_bar bar_make(struct request *r, const struct outreach_line *line, int outcome, double most)
{
    const struct outreach_tally *t = &line->result.tallies[outcome];
    struct outreach_bar bar = {.name = way_name(r, &line->group),
                               .reached = line->result.reached,
                               .waiting = line->result.reached - t->observed,
                               .reached_side = side_make(r, t->happened, t->observed, most),
                               .other_side = side_make(r, t->other_happened, t->other_observed, most)};
    bar.few = bar.reached_side.few || bar.other_side.few;
    if (!bar.few) {
        struct interval d = interval_difference(t->happened, t->observed, t->other_happened, t->other_observed);
        bar.difference = points(r, (double)t->happened / (double)t->observed - (double)t->other_happened / (double)t->other_observed);
        bar.difference_low = points(r, d.low);
        bar.difference_high = points(r, d.high);
    }
    if (!bar.reached_side.few)
        bar.told = arena_printf(r->arena, "%s: %s (%s–%s)%s", tr(r->lang, N_("Reached")), bar.reached_side.share, bar.reached_side.low,
                                bar.reached_side.high,
                                bar.other_side.few ? "" : arena_printf(r->arena, "; %s: %s (%s–%s)", tr(r->lang, N_("Not reached")),
                                                                       bar.other_side.share, bar.other_side.low, bar.other_side.high));
    return bar;
}

static struct outreach_chart chart_make(struct request *r, const struct outreach_report *report, int outcome)
{
    double most = axis_of(report, outcome);
    struct outreach_bar *bars = ARENA_ARRAY(r->arena, struct outreach_bar, report->line_count);
    for (size_t i = 0; i < report->line_count; i++)
        bars[i] = bar_make(r, &report->lines[i], outcome, most);
    return (struct outreach_chart){.id = outcome == OUTREACH_NEED ? "needs" : "hires",
                                   .title = outcome == OUTREACH_NEED ? N_("Stated a need within 90 days") : N_("Hired within 180 days"),
                                   .happened = outcome == OUTREACH_NEED ? N_("Stated a need") : N_("Hired"),
                                   .days = OUTREACH_DAYS[outcome],
                                   .bars = bars,
                                   .bar_count = report->line_count,
                                   .most = percent(r, most)};
}

static const char *address(struct request *r, const char *path, day from, day to)
{
    struct buf b = address_in(r->arena, path);
    address_add(&b, "from", form_day_text(r->arena, from));
    address_add(&b, "to", form_day_text(r->arena, to));
    return buf_text(&b);
}

// A day that cannot be read is as if absent; a period the wrong way round is turned.
static enum status report_get(struct request *r, struct outreach_report *out)
{
    day from, to;
    if (form_day(&r->query, "from", &from) != OK)
        from = DAY_NONE;
    if (form_day(&r->query, "to", &to) != OK)
        to = DAY_NONE;
    enum status s = get_outreach(r->app, r->actor, from, to, r->arena, out);
    return s == INVALID ? get_outreach(r->app, r->actor, DAY_NONE, DAY_NONE, r->arena, out) : s;
}

static struct reply what_works(struct request *r)
{
    struct outreach_report report;
    enum status s = report_get(r, &report);
    if (s != OK)
        return reply_status(r, s);
    struct outreach_view v = {.report = &report,
                              .csv_path = address(r, "/results/what-works.csv", report.from, report.to),
                              .rows_path = address(r, "/results/what-works-rows.csv", report.from, report.to)};
    for (int o = 0; o < OUTREACH_OUTCOMES; o++)
        v.charts[o] = chart_make(r, &report, o);
    struct page *p = page_open(r, tr(r->lang, N_("What works")));
    outreach_page(p, &v);
    return reply_page(p, 200);
}

// Files for spreadsheets. What they count is counted while they are written, as many lines at once as there are.

static const struct table_column TABLE_COLUMNS[] = {
    {N_("Way"), TABLE_TEXT, 40},      {N_("Reached"), TABLE_NUMBER, 10}, {N_("Outcome"), TABLE_TEXT, 30},
    {N_("Observed"), TABLE_NUMBER, 10}, {N_("Of these"), TABLE_NUMBER, 10}, {N_("Not reached: observed"), TABLE_NUMBER, 10},
    {N_("Not reached: of these"), TABLE_NUMBER, 10},
};
static const char *const OUTCOMES[] = {N_("Stated a need within 90 days"), N_("Hired within 180 days")};

static enum status write_table(struct request *r, void *context, struct table_out *t, bool *more_out)
{
    struct outreach_report report;
    TRY(report_get(r, &report));
    for (size_t i = 0; i < report.line_count; i++)
        for (int o = 0; o < OUTREACH_OUTCOMES; o++) {
            const struct outreach_tally *tally = &report.lines[i].result.tallies[o];
            table_text(t, way_name(r, &report.lines[i].group));
            table_number(t, report.lines[i].result.reached);
            table_text(t, tr(r->lang, OUTCOMES[o]));
            table_number(t, tally->observed);
            table_number(t, tally->happened);
            table_number(t, tally->other_observed);
            table_number(t, tally->other_happened);
            table_row_end(t);
        }
    *more_out = false;
    return OK;
}

static struct reply table_csv(struct request *r)
{
    return reply_table(r, TABLE_CSV, &(struct table_source){
                                         .columns = table_columns(r, TABLE_COLUMNS, COUNT_OF(TABLE_COLUMNS)),
                                         .column_count = COUNT_OF(TABLE_COLUMNS),
                                         .name = r->lang == LANG_NB ? "hva-virker" : "what-works",
                                         .write = write_table});
}

static const struct table_column ROW_COLUMNS[] = {
    {N_("Way"), TABLE_TEXT, 40},       {N_("Group"), TABLE_TEXT, 12}, {N_("Number in our register"), TABLE_TEXT, 22},
    {N_("Organisation number"), TABLE_TEXT, 12}, {N_("Name"), TABLE_TEXT, 40},  {N_("First day"), TABLE_DAY, 12},
    {N_("Stated a need within 90 days"), TABLE_TEXT, 18}, {N_("Hired within 180 days"), TABLE_TEXT, 18},
};

static enum status write_rows(struct request *r, void *context, struct table_out *t, bool *more_out)
{
    static const char *const ANSWERS[] = {N_("no"), N_("yes"), N_("not observed yet")};
    struct outreach_report report;
    TRY(report_get(r, &report));
    for (size_t i = 0; i < report.line_count; i++)
        for (size_t j = 0; j < report.lines[i].result.row_count; j++) {
            const struct outreach_row *row = &report.lines[i].result.rows[j];
            table_text(t, way_name(r, &report.lines[i].group));
            table_text(t, tr(r->lang, row->reached ? N_("Reached") : N_("Not reached")));
            table_text(t, arena_printf(r->arena, "%lld", (long long)row->employer->id.value)); // more digits than numbers keep
            table_text(t, row->employer->orgnr);
            table_text(t, row->employer->name);
            table_day(t, row->start);
            for (int o = 0; o < OUTREACH_OUTCOMES; o++)
                table_text(t, tr(r->lang, ANSWERS[row->answers[o]]));
            table_row_end(t);
        }
    *more_out = false;
    return OK;
}

static struct reply rows_csv(struct request *r)
{
    return reply_table(r, TABLE_CSV, &(struct table_source){
                                         .columns = table_columns(r, ROW_COLUMNS, COUNT_OF(ROW_COLUMNS)),
                                         .column_count = COUNT_OF(ROW_COLUMNS),
                                         .name = r->lang == LANG_NB ? "hva-virker-linjer" : "what-works-rows",
                                         .write = write_rows});
}

const struct route outreach_routes[] = {
    {METHOD_GET, "/results/what-works", what_works, FOR_OFFICE, "what_works"},
    {METHOD_GET, "/results/what-works.csv", table_csv, FOR_OFFICE, "what_works_csv"},
    {METHOD_GET, "/results/what-works-rows.csv", rows_csv, FOR_OFFICE, "what_works_rows"},
    {0},
};
