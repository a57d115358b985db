// SPDX-License-Identifier: EUPL-1.2
#include "exchange/job_ad.h"

#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "base/text.h"
#include "exchange/html_text.h"

// Where the values stand in the forms there are. A name is tried after the other.
struct ad_record {
    const struct record *record;
    struct arena *arena;
    const char *prefix; // "ad_content.", "json." or ""
};

static const char *get(const struct ad_record *ad, const char *const *names)
{
    for (; *names != NULL; names++) {
        const char *value = record_get(ad->record, arena_printf(ad->arena, "%s%s", ad->prefix, *names));
        if (value == NULL && *ad->prefix != '\0')
            value = record_get(ad->record, *names);
        if (value != NULL && *value != '\0')
            return text_line(ad->arena, value);
    }
    return "";
}
#define GET(ad, ...) get(ad, (const char *const[]){__VA_ARGS__, NULL})

// The text keeps its lines.
static const char *get_html(const struct ad_record *ad, const char *name)
{
    const char *value = record_get(ad->record, arena_printf(ad->arena, "%s%s", ad->prefix, name));
    return value == NULL ? "" : html_text(value, ad->arena);
}

static bool has_prefix(const struct record *r, const char *prefix)
{
    for (size_t i = 0; i < r->count; i++)
        if (strncmp(r->fields[i].name, prefix, strlen(prefix)) == 0)
            return true;
    return false;
}

// "2018-11-25T01:00:00" → its day.
static day day_of(const char *text)
{
    char digits[sizeof "2018-11-25"];
    day d;
    if (strlen(text) < sizeof digits - 1)
        return DAY_NONE;
    memcpy(digits, text, sizeof digits - 1);
    digits[sizeof digits - 1] = '\0';
    return day_read(digits, &d) ? d : DAY_NONE;
}

// The code of the category with the best score; "7411.01" is NAV's finer division of 7411.
static struct code occupation_of(const struct ad_record *ad)
{
    struct code best = {0};
    double best_score = -1;
    for (int i = 0;; i++) {
        const char *type = GET(ad, arena_printf(ad->arena, "categoryList.%d.categoryType", i));
        const char *code = GET(ad, arena_printf(ad->arena, "categoryList.%d.code", i));
        if (*type == '\0' && *code == '\0')
            return best;
        const char *score = GET(ad, arena_printf(ad->arena, "categoryList.%d.score", i));
        struct code read;
        if (strncmp(type, "STYRK08", strlen("STYRK08")) != 0 || strlen(code) < 4 ||
            !code_read(arena_strndup(ad->arena, code, 4), &read) || !code_is_occupation(read, false))
            continue;
        double value = strtod(score, NULL);
        if (value > best_score) {
            best = read;
            best_score = value;
        }
    }
}

struct word_value {
    const char *word; // folded
    unsigned value;
};

static bool says(const char *folded, const char *word)
{
    return strstr(folded, word) != NULL;
}

static void read_terms(const struct ad_record *ad, struct job_ad *out)
{
    static const struct word_value forms[] = {
        {"fast", FORM_PERMANENT},      {"vikariat", FORM_SUBSTITUTE}, {"engasjement", FORM_TEMPORARY},
        {"prosjekt", FORM_TEMPORARY},  {"aremal", FORM_TEMPORARY},    {"trainee", FORM_TEMPORARY},
        {"sesong", FORM_SEASONAL},     {"feriejobb", FORM_SEASONAL},  {"laerling", FORM_APPRENTICE},
    };
    static const struct word_value times[] = {
        {"dag", TIME_DAY},      {"kveld", TIME_EVENING}, {"natt", TIME_NIGHT},  {"helg", TIME_WEEKEND}, {"lordag", TIME_WEEKEND},
        {"sondag", TIME_WEEKEND}, {"skift", TIME_SHIFT}, {"turnus", TIME_SHIFT}, {"vakt", TIME_SHIFT},
    };
    const char *form = lang_fold(ad->arena, GET(ad, "engagementtype", "properties.engagementtype"));
    for (size_t i = 0; i < COUNT_OF(forms) && !out->form_given; i++)
        if (says(form, forms[i].word)) {
            out->form = (enum employment_form)forms[i].value;
            out->form_given = true;
        }
    // Days are named by part of the week; only their being at weekends says something of time.
    const char *hours = lang_fold(ad->arena, arena_printf(ad->arena, "%s %s", GET(ad, "workhours", "properties.workhours"),
                                                          GET(ad, "jobarrangement", "properties.jobarrangement")));
    const char *days = lang_fold(ad->arena, GET(ad, "workday", "properties.workday"));
    for (size_t i = 0; i < COUNT_OF(times); i++)
        if (says(hours, times[i].word) || (times[i].value == TIME_WEEKEND && says(days, times[i].word)))
            out->times |= (uint8_t)times[i].value;
    const char *extent = lang_fold(ad->arena, GET(ad, "extent", "properties.extent"));
    if (strcmp(extent, "heltid") == 0)
        out->share_least = out->share_most = 100;
    out->start = day_of(GET(ad, "starttime", "properties.starttime"));
    long positions = strtol(GET(ad, "positioncount", "properties.positioncount"), NULL, 10);
    out->positions = positions >= 1 && positions <= NEED_POSITIONS_MOST ? (int)positions : 0;
}

static void read_place(const struct ad_record *ad, struct job_ad *out)
{
    out->address = GET(ad, "workLocations.0.address", "locationList.0.address", "location.address");
    out->postal_code = GET(ad, "workLocations.0.postalCode", "locationList.0.postalCode", "location.postalCode");
    out->postal_place = GET(ad, "workLocations.0.city", "locationList.0.city", "location.city");
    out->municipality_name = GET(ad, "workLocations.0.municipal", "locationList.0.municipal", "location.municipal",
                                 "_feed_entry.municipal");
    const char *code = GET(ad, "workLocations.0.municipalCode", "locationList.0.municipalCode", "location.municipalCode");
    struct code read;
    if (strlen(code) == 4 && strspn(code, "0123456789") == 4 && code_read(code, &read))
        out->municipality = read;
}

static const char *web_address(const char *text)
{
    return strncmp(text, "https://", 8) == 0 || strncmp(text, "http://", 7) == 0 ? text : "";
}

enum status job_ad_read(const struct record *r, struct arena *a, struct issues *issues, struct job_ad *out)
{
    struct ad_record ad = {.record = r, .arena = a, .prefix = ""};
    if (has_prefix(r, "ad_content."))
        ad.prefix = "ad_content.";
    else if (has_prefix(r, "json."))
        ad.prefix = "json.";
    struct job_ad read = {
        .id = GET(&ad, "uuid", "_feed_entry.uuid"),
        .updated = GET(&ad, "sistEndret", "_feed_entry.sistEndret", "updated", "date_modified"),
        .published = day_of(GET(&ad, "published")),
        .expires = day_of(GET(&ad, "expires")),
        .title = text_cut(a, GET(&ad, "title", "_feed_entry.title"), NEED_TITLE_MOST),
        .url = web_address(GET(&ad, "link", "sourceurl", "properties.sourceurl", "applicationUrl")),
        .employer = GET(&ad, "employer.name", "properties.employer", "businessName", "_feed_entry.businessName"),
        .orgnr = GET(&ad, "employer.orgnr"),
        .parent_orgnr = GET(&ad, "employer.parentOrgnr"),
        .certificates = GET(&ad, "properties.certificate"),
        .occupation = occupation_of(&ad),
        .occupation_title = GET(&ad, "jobtitle", "properties.jobtitle", "title"),
        .start = DAY_NONE,
    };
    // The status stands outside of what the employer wrote.
    const char *status = record_get(r, "status");
    if (status == NULL)
        status = GET(&ad, "status", "_feed_entry.status");
    size_t before = issues->count;
    if (*read.id == '\0')
        issues_add(issues, "uuid", N_("The ad has no identity (uuid). Is this a file of the job feed?"));
    read.active = strcmp(status, "ACTIVE") == 0;
    if (!read.active && strcmp(status, "INACTIVE") != 0 && strcmp(status, "STOPPED") != 0 &&
        strcmp(status, "REJECTED") != 0 && strcmp(status, "DELETED") != 0)
        issues_add_arg(issues, "status", N_("Say whether the ad is ACTIVE or INACTIVE, not “%s”"), status);
    read.text = get_html(&ad, "description");
    if (*read.text == '\0')
        read.text = get_html(&ad, "properties.adtext");
    read.named_only = has_prefix(r, "_feed_entry.") && *read.text == '\0';
    if (read.active && !read.named_only && *read.title == '\0')
        issues_add(issues, "title", N_("The ad has no title"));
    read_terms(&ad, &read);
    read_place(&ad, &read);
    if (issues->count > before)
        return INVALID;
    *out = read;
    return OK;
}
