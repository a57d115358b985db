// SPDX-License-Identifier: EUPL-1.2
#include "web/candidate_filter.h"

#include <stdlib.h>
#include <string.h>

#include "app/needs.h"
#include "web/address.h"
#include "web/need_view.h"

// "occupation:5223:12" in its parts.
enum { PARTS = 4 };
static size_t split(struct arena *a, const char *text, const char *parts[PARTS])
{
    char *rest = arena_strdup(a, text), *part;
    size_t n = 0;
    while (n < PARTS && (part = strsep(&rest, ":")) != NULL)
        parts[n++] = part;
    for (size_t i = n; i < PARTS; i++)
        parts[i] = "";
    return n;
}

static bool known(const struct catalogue *c, enum catalogue_kind kind, const char *text, struct code *out)
{
    return code_read(text, out) && catalogue_find(c, kind, *out) != NULL;
}

static bool number_among(const char *text, const uint8_t *list, size_t count, uint8_t *out)
{
    long n = strtol(text, NULL, 10);
    for (size_t i = 0; i < count; i++)
        if (list[i] == n) {
            *out = list[i];
            return true;
        }
    return false;
}

static bool atom_read(const struct request *r, const struct candidate_filter *f, const char *parts[PARTS], struct atom *out)
{
    const struct catalogue *c = app_catalogue(r->app);
    enum language_part part;
    enum cefr level;
    enum work_time time;
    *out = (struct atom){0};
    if (strcmp(parts[0], "occupation") == 0) {
        out->kind = ATOM_OCCUPATION;
        return known(c, CATALOGUE_OCCUPATION, parts[1], &out->code) &&
               number_among(parts[2], MONTH_LADDER, COUNT_OF(MONTH_LADDER), &out->level);
    }
    if (strcmp(parts[0], "skill") == 0) {
        out->kind = ATOM_SKILL;
        return known(c, CATALOGUE_SKILL, parts[1], &out->code);
    }
    if (strcmp(parts[0], "licence") == 0) {
        out->kind = ATOM_LICENCE;
        return known(c, CATALOGUE_LICENCE, parts[1], &out->code);
    }
    if (strcmp(parts[0], "language") == 0) {
        out->kind = ATOM_LANGUAGE;
        if (!known(c, CATALOGUE_LANGUAGE, parts[1], &out->code) || !language_part_read(parts[2], &part) ||
            !catalogue_cefr_read(parts[3], &level) || level == CEFR_NONE)
            return false;
        out->part = (uint8_t)part;
        out->level = (uint8_t)level;
        return true;
    }
    if (strcmp(parts[0], "time") == 0) {
        out->kind = ATOM_TIME;
        if (!work_time_read(parts[1], &time))
            return false;
        out->level = (uint8_t)time;
        return true;
    }
    out->kind = ATOM_PLACE;
    return strcmp(parts[0], "place") == 0 && code_read(parts[1], &out->code) &&
           *region_area_name(f->areas, f->area_count, out->code) != '\0';
}

static bool about_competence(const struct requirement *q)
{
    return q->kind == REQUIRE_ATOMS && q->atoms[0].kind != ATOM_PLACE && q->atoms[0].kind != ATOM_TIME;
}

// "50-100"; both are needed, for the form writes both.
static bool share_read(const char *text, struct requirement *out)
{
    int64_t least, most;
    const char *dash = strchr(text, '-');
    char first[8] = "";
    if (dash == NULL || (size_t)(dash - text) >= sizeof first)
        return false;
    memcpy(first, text, (size_t)(dash - text));
    if (!form_read_int(first, &least) || !form_read_int(dash + 1, &most) || least < 1 || most > 100 || least > most)
        return false;
    out->kind = REQUIRE_SHARE;
    out->share_least = (uint8_t)least;
    out->share_most = (uint8_t)most;
    return true;
}

// As far from today as a profile's first free day may be.
static bool day_can_be_said(const struct request *r, day on)
{
    day today = app_today(r->app);
    return on >= day_add_months(today, -120) && on <= day_add_months(today, 120);
}

static bool condition_read(const struct request *r, const struct candidate_filter *f, const char *text,
                           struct requirement *out)
{
    const char *parts[PARTS];
    split(r->arena, text, parts);
    *out = (struct requirement){.least = EVIDENCE_STATED, .start_from = DAY_NONE, .start_latest = DAY_NONE};
    if (strcmp(parts[0], "free") == 0) {
        out->kind = REQUIRE_START;
        out->start_from = app_today(r->app);
        return day_read(parts[1], &out->start_latest) && day_can_be_said(r, out->start_latest);
    }
    if (strcmp(parts[0], "share") == 0)
        return share_read(parts[1], out);
    out->kind = REQUIRE_ATOMS;
    out->atom_count = 1;
    return atom_read(r, f, parts, &out->atoms[0]);
}

// As condition_read takes it, in one way only.
static const char *condition_text(struct arena *a, const struct requirement *q)
{
    const struct atom *atom = &q->atoms[0];
    char free[DAY_TEXT], code[CODE_TEXT] = "";
    if (q->kind == REQUIRE_START) {
        day_write(q->start_latest, free);
        return arena_printf(a, "free:%s", free);
    }
    if (q->kind == REQUIRE_SHARE)
        return arena_printf(a, "share:%d-%d", q->share_least, q->share_most);
    code_write(atom->code, code);
    switch (atom->kind) {
    case ATOM_OCCUPATION: return arena_printf(a, "occupation:%s:%d", code, atom->level);
    case ATOM_SKILL: return arena_printf(a, "skill:%s", code);
    case ATOM_LICENCE: return arena_printf(a, "licence:%s", code);
    case ATOM_LANGUAGE:
        return arena_printf(a, "language:%s:%s:%s", code, language_part_name(atom->part),
                            catalogue_cefr_code((enum cefr)atom->level));
    case ATOM_TIME: return arena_printf(a, "time:%s", work_time_name(atom->level));
    default: return arena_printf(a, "place:%s", code);
    }
}

static void settle(struct candidate_filter *f)
{
    for (size_t i = 0; i < f->count; i++) {
        f->conditions[i].must = !f->any;
        f->conditions[i].weight = f->any;
        if (about_competence(&f->conditions[i]))
            f->conditions[i].least = f->least;
    }
}

// OK also when it is there already; CONFLICT: there are too many; INVALID: cannot be read.
static enum status take(const struct request *r, struct candidate_filter *f, const char *typed)
{
    struct requirement condition;
    if (!condition_read(r, f, typed, &condition))
        return INVALID;
    const char *text = condition_text(r->arena, &condition);
    for (size_t i = 0; i < f->count; i++)
        if (strcmp(f->has[i], text) == 0)
            return OK;
    if (f->count == FILTERS_MOST)
        return CONFLICT;
    f->has[f->count] = text;
    f->conditions[f->count++] = condition;
    return OK;
}

static const char FAR_DAY[] = N_("Write a day at most ten years from today");
static const char BAD_SHARE[] = N_("Write a share from 1 to 100 per cent");

// Why a condition of the address was left out, where that is not for sure a slip of whoever made the address.
static void refusal(const struct request *r, const char *text, struct issues *issues)
{
    const char *parts[PARTS];
    day on;
    split(r->arena, text, parts);
    if (strcmp(parts[0], "free") == 0 && day_read(parts[1], &on) && !day_can_be_said(r, on))
        issues_add(issues, "add_free", FAR_DAY);
    else if (strcmp(parts[0], "share") == 0)
        issues_add(issues, "add_share_least", BAD_SHARE);
}

static const char *const ELSEWHERES[] = {[ELSEWHERE_ANY] = "", [ELSEWHERE_NONE] = "no", [ELSEWHERE_SOME] = "yes"};

struct candidate_filter candidate_filter_none(const struct region_area *areas, size_t area_count)
{
    return (struct candidate_filter){.least = EVIDENCE_STATED, .elsewhere_value = "", .areas = areas, .area_count = area_count};
}

static void leave_out(struct candidate_filter *f, const char *typed)
{
    if (*typed != '\0')
        f->left_out[f->left_out_count++] = typed;
}

void candidate_filter_read(struct request *r, struct issues *issues, struct candidate_filter *out)
{
    const char *const *values;
    size_t n = form_all(&r->query, r->arena, "has", &values);
    out->left_out = ARENA_ARRAY(r->arena, const char *, n + 2); // and least and elsewhere
    out->any = form_flag(&r->query, "any");
    for (size_t i = 0; i < COUNT_OF(ELSEWHERES); i++)
        if (strcmp(request_query(r, "elsewhere"), ELSEWHERES[i]) == 0)
            out->elsewhere = (enum match_elsewhere)i;
    out->elsewhere_value = ELSEWHERES[out->elsewhere];
    for (size_t i = 0; i < n; i++) {
        enum status status = take(r, out, values[i]);
        out->too_many |= status == CONFLICT;
        if (status == INVALID) {
            leave_out(out, values[i]);
            refusal(r, values[i], issues);
        }
    }
    if (!evidence_read(request_query(r, "least"), &out->least))
        leave_out(out, *request_query(r, "least") == '\0' ? "" : arena_printf(r->arena, "least=%s", request_query(r, "least")));
    // Not as typed: whoever takes it for the name of an agency is not to see one here.
    if (strcmp(request_query(r, "elsewhere"), out->elsewhere_value) != 0)
        leave_out(out, "elsewhere");
    settle(out);
}

// True when the field asks for something that can be read.
static bool put(const struct request *r, struct candidate_filter *f, const char *field, const char *text,
                struct issues *issues)
{
    enum status status = take(r, f, text);
    if (status == CONFLICT)
        issues_add(issues, field, N_("The list takes at most twelve conditions. Remove one first"));
    return status != INVALID;
}

static void add(struct request *r, struct candidate_filter *f, const struct pick *p, const char *text,
                struct issues *issues, bool *asked)
{
    if (p->how == PICK_EMPTY)
        return;
    *asked = true;
    if (p->how == PICK_FOUND)
        (void)put(r, f, p->name, text, issues);
    else
        pick_issue(p, issues);
}

static bool free_add(struct request *r, struct candidate_filter *f, struct issues *issues)
{
    char text[DAY_TEXT];
    day free;
    enum status said = form_day(&r->query, "add_free", &free);
    if (said == NOT_FOUND)
        return false;
    if (said != OK)
        issues_add(issues, "add_free", N_("Write day, month and year, such as 5.6.2016"));
    else if (!day_can_be_said(r, free))
        issues_add(issues, "add_free", FAR_DAY);
    else {
        day_write(free, text);
        return put(r, f, "add_free", arena_printf(r->arena, "free:%s", text), issues);
    }
    return true;
}

// One of the two bounds is enough.
static bool share_add(struct request *r, struct candidate_filter *f, struct issues *issues)
{
    static const char *const names[] = {"add_share_least", "add_share_most"};
    int64_t bounds[] = {1, 100};
    size_t said = 0, wrong = issues->count;
    for (size_t i = 0; i < COUNT_OF(names); i++) {
        enum status status = form_int(&r->query, names[i], &bounds[i]);
        said += status != NOT_FOUND;
        if (status == INVALID || bounds[i] < 1 || bounds[i] > 100)
            issues_add(issues, names[i], BAD_SHARE);
    }
    if (said == 0)
        return false;
    if (issues->count == wrong && bounds[0] > bounds[1])
        issues_add(issues, names[1], N_("The largest share cannot be smaller than the smallest"));
    if (issues->count > wrong)
        return true;
    return put(r, f, names[0], arena_printf(r->arena, "share:%d-%d", (int)bounds[0], (int)bounds[1]), issues);
}

bool candidate_filter_add(struct request *r, struct candidate_filter *f, struct issues *issues)
{
    bool asked = form_has(&r->query, "add_occupation"); // by its button, also when nothing is typed
    f->occupation = pick_catalogue(r, &r->query, "add_occupation", CATALOGUE_OCCUPATION);
    f->skill = pick_catalogue(r, &r->query, "add_skill", CATALOGUE_SKILL);
    f->licence = pick_catalogue(r, &r->query, "add_licence", CATALOGUE_LICENCE);
    f->language = pick_catalogue(r, &r->query, "add_language", CATALOGUE_LANGUAGE);
    const char *months = request_query(r, "add_months");
    add(r, f, &f->occupation,
        arena_printf(r->arena, "occupation:%s:%s", f->occupation.how == PICK_FOUND ? f->occupation.value : "",
                     *months == '\0' ? "1" : months), issues, &asked);
    add(r, f, &f->skill, arena_printf(r->arena, "skill:%s", f->skill.how == PICK_FOUND ? f->skill.value : ""), issues, &asked);
    add(r, f, &f->licence, arena_printf(r->arena, "licence:%s", f->licence.how == PICK_FOUND ? f->licence.value : ""), issues,
        &asked);
    add(r, f, &f->language,
        arena_printf(r->arena, "language:%s:%s:%s", f->language.how == PICK_FOUND ? f->language.value : "",
                     request_query(r, "add_part"), request_query(r, "add_level")), issues, &asked);
    for (int i = 0; i < 2; i++) {
        static const char *const kinds[] = {"place", "time"};
        const char *field = arena_printf(r->arena, "add_%s", kinds[i]), *value = request_query(r, field);
        asked |= *value != '\0' && put(r, f, field, arena_printf(r->arena, "%s:%s", kinds[i], value), issues);
    }
    asked |= share_add(r, f, issues);
    asked |= free_add(r, f, issues);
    f->open = issues->count > 0;
    settle(f);
    return asked;
}

static bool proves(const struct candidate_filter *f, int without)
{
    for (size_t i = 0; i < f->count; i++)
        if ((int)i != without && about_competence(&f->conditions[i]))
            return f->least != EVIDENCE_STATED;
    return false;
}

bool candidate_filter_proves(const struct candidate_filter *f)
{
    return proves(f, FILTER_WHOLE);
}

// Some of one condition is all of it.
static bool takes_some(const struct candidate_filter *f, int without)
{
    return f->any && f->count > (without >= 0 && (size_t)without < f->count ? 2 : 1);
}

void candidate_filter_address(const struct candidate_filter *f, int without, struct buf *address)
{
    for (size_t i = 0; i < f->count; i++)
        if ((int)i != without)
            address_add(address, "has", f->has[i]);
    if (without == FILTER_CHOSEN ? f->least != EVIDENCE_STATED : without != FILTER_LEAST && proves(f, without))
        address_add(address, "least", evidence_name(f->least));
    if (without == FILTER_CHOSEN ? f->any : without != FILTER_ANY && takes_some(f, without))
        address_add(address, "any", "1");
    if (without != FILTER_ELSEWHERE)
        address_add(address, "elsewhere", f->elsewhere_value);
}

static const char *chip_text(struct request *r, const struct candidate_filter *f, const struct requirement *q)
{
    const char *place = q->kind == REQUIRE_ATOMS && q->atoms[0].kind == ATOM_PLACE
                            ? region_area_name(f->areas, f->area_count, q->atoms[0].code)
                            : "";
    struct requirement plain = *q;
    plain.least = EVIDENCE_STATED; // the evidence has a chip of its own
    if (q->kind == REQUIRE_START)
        return tr_arg(r->lang, r->arena, N_("Free by %s"), lang_day(r->lang, r->arena, q->start_latest));
    return lang_capital(r->arena, requirement_words(r->app, r->lang, about_competence(q) ? &plain : q, place, r->arena));
}

static const char HELPED_ELSEWHERE[] = N_("Another agency helps as well");
static const char HELPED_HERE[] = N_("Only your agency helps");

// What says how the conditions are taken has a chip when there are such conditions.
static void chips_show(struct request *r, const char *(*path)(void *context, int without), void *context,
                       struct candidate_filter *f)
{
    for (size_t i = 0; i < f->count; i++)
        f->chips[f->chip_count++] = (struct candidate_chip){chip_text(r, f, &f->conditions[i]), path(context, (int)i)};
    if (candidate_filter_proves(f))
        f->chips[f->chip_count++] = (struct candidate_chip){
            f->least == EVIDENCE_DOCUMENTED ? tr(r->lang, N_("Documented")) : tr(r->lang, N_("Recognised by the authority")),
            path(context, FILTER_LEAST)};
    if (takes_some(f, FILTER_WHOLE))
        f->chips[f->chip_count++] = (struct candidate_chip){tr(r->lang, N_("Some of it is enough")), path(context, FILTER_ANY)};
    if (f->elsewhere != ELSEWHERE_ANY)
        f->chips[f->chip_count++] = (struct candidate_chip){
            tr(r->lang, f->elsewhere == ELSEWHERE_SOME ? HELPED_ELSEWHERE : HELPED_HERE), path(context, FILTER_ELSEWHERE)};
}

static void offers_show(struct request *r, struct candidate_filter *f)
{
    const struct region_area *now[64];
    size_t n = region_areas_at(f->areas, f->area_count, app_today(r->app), now, COUNT_OF(now));
    f->places = ARENA_ARRAY(r->arena, struct option, n);
    for (size_t i = 0; i < n; i++) {
        char *code = arena_alloc(r->arena, CODE_TEXT);
        code_write(now[i]->code, code);
        f->places[f->place_count++] = (struct option){.value = code, .text = now[i]->name};
    }
    f->months = ARENA_ARRAY(r->arena, struct option, COUNT_OF(MONTH_LADDER));
    for (size_t i = 0; i < COUNT_OF(MONTH_LADDER); i++) {
        int m = MONTH_LADDER[i];
        f->months[f->month_count++] = (struct option){
            .value = arena_printf(r->arena, "%d", m),
            .text = tr_arg(r->lang, r->arena, N_("At least %s"),
                           m < 12 ? tr_n(r->lang, r->arena, "%s month", "%s months", m)
                                  : tr_n(r->lang, r->arena, "%s year", "%s years", m / 12)),
        };
    }
    f->levels = ARENA_ARRAY(r->arena, struct option, CEFR_C2 + 1);
    for (enum cefr level = CEFR_A1; level <= CEFR_C2; level++)
        f->levels[f->level_count++] = (struct option){.value = catalogue_cefr_code(level), .text = catalogue_cefr_name(level, r->lang)};
    static const char *const parts[] = {[PART_LISTENING] = N_("Understanding what is said"), [PART_READING] = N_("Reading"),
                                        [PART_WRITING] = N_("Writing"), [PART_SPEAKING] = N_("Speaking")};
    f->parts = ARENA_ARRAY(r->arena, struct option, LANGUAGE_PARTS);
    for (int part = LANGUAGE_PARTS - 1; part >= 0; part--)
        f->parts[f->part_count++] = (struct option){.value = language_part_name((unsigned)part), .label = parts[part]};
    f->times = ARENA_ARRAY(r->arena, struct option, WORK_TIMES);
    for (unsigned i = 0; i < WORK_TIMES; i++)
        f->times[f->time_count++] = (struct option){.value = work_time_name(1U << i), .label = need_time_title(1U << i)};
    static struct option evidences[] = {
        {.value = "stated", .label = N_("It is enough that the person says so")},
        {.value = "documented", .label = N_("An adviser has seen the papers")},
        {.value = "recognised", .label = N_("The authority has recognised it")},
    };
    f->evidences = evidences;
    f->evidence_count = COUNT_OF(evidences);
    static struct option elsewheres[] = {{.value = "no", .label = HELPED_HERE}, {.value = "yes", .label = HELPED_ELSEWHERE}};
    f->elsewheres = elsewheres;
    f->elsewhere_count = COUNT_OF(elsewheres);
}

void candidate_filter_show(struct request *r, const char *(*path)(void *context, int without), void *context,
                           struct candidate_filter *f)
{
    chips_show(r, path, context, f);
    f->open |= (f->least != EVIDENCE_STATED && !candidate_filter_proves(f)) || (f->any && !takes_some(f, FILTER_WHOLE));
    offers_show(r, f);
}
