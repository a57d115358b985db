// SPDX-License-Identifier: EUPL-1.2
// Importing the business register (Enhetsregisteret): bulk files, pages and single units of its interface, lists of
// updates, its CSV, lists of public bodies, and tables of anybody's making. Units are employers, sub-units workplaces.
#include <stdlib.h>
#include <string.h>

#include "app/employer_register_inside.h"
#include "app/internal.h"
#include "store/class_store.h"
#include "store/employer_store.h"
#include "store/programme_store.h"

enum { BODIES_MOST = 100000 };

static enum status mark_known(void *arg, enum register_noun noun, const char *orgnr)
{
    struct register_run *r = arg;
    numbers_mark(&r->numbers, orgnr, noun == REGISTER_EMPLOYER ? NUMBER_EMPLOYER : NUMBER_WORKPLACE);
    return OK;
}

static enum status begin(struct import_run *run, struct issues *issues)
{
    struct register_run *r = ARENA_NEW(run->arena, struct register_run);
    const char *region = import_option_get(run, "region"), *as_of = import_option_get(run, "as-of");
    const char *what = import_option_get(run, "units");
    run->state = r;
    r->as_of = run->today;
    r->all = strcmp(region, "all") == 0;
    r->possible = strcmp(region, "possible") == 0;
    r->industry_version = import_option_get(run, "industry");
    r->what = strcmp(what, "employers") == 0    ? REGISTER_UNIT
              : strcmp(what, "workplaces") == 0 ? REGISTER_SUBUNIT
                                                : REGISTER_UNTOLD;
    if (*as_of != '\0' && !day_read(as_of, &r->as_of)) {
        issues_add_arg(issues, "option-as-of", N_("Write the day as 2016-09-01, not %s"), as_of);
        return INVALID;
    }
    TRY(region_area_list(app_store(run->app), run->arena, &r->areas, &r->area_count));
    return register_known_each(app_store(run->app), mark_known, r);
}

static void end(struct import_run *run)
{
    struct register_run *r = register_run_of(run);
    if (r == NULL)
        return;
    numbers_free(&r->numbers);
    free(r->bodies);
}

static const char *kept(struct import_run *run, const struct record *r, const char *name)
{
    const char *value = record_get(r, name);
    return value == NULL || strlen(value) > 200 ? "" : arena_strdup(run->arena, value);
}

static void keep_body(struct import_run *run, const struct record *r)
{
    struct register_run *register_run = register_run_of(run);
    if (register_run->body_count == BODIES_MOST || *kept(run, r, "tailid") == '\0')
        return;
    if (register_run->body_count == register_run->body_room) {
        register_run->body_room = register_run->body_room == 0 ? 1024 : register_run->body_room * 2;
        register_run->bodies =
            reallocarray(register_run->bodies, register_run->body_room, sizeof *register_run->bodies);
        if (register_run->bodies == NULL)
            abort();
    }
    register_run->bodies[register_run->body_count++] = (struct body_address){
        kept(run, r, "tailid"), kept(run, r, "address1"), kept(run, r, "postalcode"), kept(run, r, "city")};
}

// Which units there are in the files, and which of them are parents of workplaces in the region: a shop's owner is
// taken wherever its office is.
static enum status scan(struct import_run *run, const struct record *r, struct arena *a)
{
    struct register_run *register_run = register_run_of(run);
    struct register_record record;
    const char *reason;
    if (run->part == 0) {
        keep_body(run, r);
        return OK;
    }
    if (!register_read_place(run, r, a, &record))
        return OK;
    if (record.what == REGISTER_UNIT)
        numbers_mark(&register_run->numbers, record.orgnr, NUMBER_IN_FILES);
    else if (record.what == REGISTER_SUBUNIT && record.parent[0] != '\0' &&
             (register_in_region(register_run, &record, &reason) ||
              (numbers_get(&register_run->numbers, record.orgnr) & NUMBER_WORKPLACE) != 0))
        numbers_mark(&register_run->numbers, record.parent, NUMBER_WANTED);
    return OK;
}

static void outside(struct import_judgement *out, const char *reason)
{
    out->action = IMPORT_OUTSIDE;
    out->reason = reason;
}

static void reject(struct import_judgement *out, const char *field, const char *message)
{
    out->action = IMPORT_REJECT;
    out->issues = issues_in(out->issues.arena);
    issues_add(&out->issues, field, message);
}

// Which version of the industry codes a code is of: what was chosen; the one that has it, when the codes are loaded;
// else by the day. The register changed from SN2007 to SN2025 during 2025.
static const char *industry_version(const struct import_run *run, const char *code, day valid_on, struct arena *a)
{
    static const char OLD[] = "SN2007", NEW[] = "SN2025";
    const char *chosen = register_run_of(run)->industry_version, *name;
    if (*chosen != '\0')
        return chosen;
    bool old = class_industry_name(app_store(run->app), code, OLD, a, &name) == OK;
    bool new = class_industry_name(app_store(run->app), code, NEW, a, &name) == OK;
    if (old != new)
        return old ? OLD : NEW;
    if (valid_on < day_make(2025, 1, 1))
        return OLD;
    return valid_on >= day_make(2026, 1, 1) ? NEW : "";
}

static void settle(const struct import_run *run, struct arena *a, struct register_record *r)
{
    const char *reason;
    const struct register_run *register_run = register_run_of(run);
    (void)register_area(register_run, r, &reason, &r->as_of);
    if (r->fresh.of[REGISTER_MUNICIPALITY] != NULL) {
        char *text = arena_alloc(a, DAY_TEXT);
        if (*r->fresh.of[REGISTER_MUNICIPALITY] != '\0')
            day_write(r->as_of, text);
        r->fresh.of[REGISTER_MUNICIPALITY_VALID_ON] = text;
    }
    if (r->fresh.of[REGISTER_INDUSTRY] != NULL)
        r->fresh.of[REGISTER_INDUSTRY_VERSION] =
            *r->fresh.of[REGISTER_INDUSTRY] == '\0'
                ? ""
                : industry_version(run, r->fresh.of[REGISTER_INDUSTRY], r->as_of, a);
    if (r->removed)
        r->fresh.of[REGISTER_NAME] = r->orgnr;
}

// A member of the preview: what stands now, of what changes.
static const char *before_json(const struct register_effect *e, struct arena *a)
{
    struct register_values before = {0};
    for (int f = 0; f < REGISTER_FIELDS; f++)
        if (e->merge[f] == MERGE_WRITE)
            before.of[f] = e->stands.of[f];
    json_t *json = register_values_json(&before);
    if (e->unit.refetch != e->next.refetch)
        json_object_set_new(json, "refetch", json_boolean(e->unit.refetch));
    if (e->unit.winding_up != e->next.winding_up)
        json_object_set_new(json, "winding_up", json_boolean(e->unit.winding_up));
    if (e->next_parents != e->parents)
        json_object_set_new(json, "parent",
                            json_string(e->parent_count == 0 ? "" : e->parents[e->parent_count - 1].orgnr));
    char *text = json_dumps(json, JSON_COMPACT);
    json_decref(json);
    const char *copy = text == NULL ? "{}" : arena_strdup(a, text);
    free(text);
    return copy;
}

static void judge_known(const struct register_record *r, enum register_noun noun, int64_t row, const char *name,
                        const struct register_effect *e, struct arena *a, struct import_judgement *out)
{
    out->target = row;
    out->title = name;
    if (!e->any) {
        out->action = IMPORT_UNCHANGED;
        return;
    }
    for (int f = 0; f < REGISTER_FIELDS; f++)
        if (e->merge[f] == MERGE_OFFER)
            issues_add_arg(
                &out->issues, register_field_name((enum register_field)f),
                N_("Somebody here has changed this, so the register's is offered on the employer's page: %s"),
                r->fresh.of[f]);
    out->action = IMPORT_UPDATE;
    out->after = register_json(r, noun, a);
    out->before = before_json(e, a);
}

// What a list of updates says, of what is here.
static void take_event(struct register_record *r)
{
    day on = r->event_on;
    if (r->event == EVENT_CHANGED || r->event == EVENT_NEW)
        r->refetch = true;
    if (r->event == EVENT_CLOSED || r->event == EVENT_REMOVED) {
        r->fresh.of[REGISTER_CLOSED] = "1";
        r->closed_on = on;
    }
    if (r->event == EVENT_REMOVED) {
        r->removed = true;
        r->fresh.of[REGISTER_ADDRESS] = r->fresh.of[REGISTER_POSTAL_CODE] = r->fresh.of[REGISTER_POSTAL_PLACE] = "";
    }
}

static bool not_worth_it(const struct register_record *r, struct import_judgement *out)
{
    if (r->removed)
        outside(out, N_("Removed from the register, and not here"));
    else if (text_or_empty(r->fresh.of[REGISTER_CLOSED])[0] == '1')
        outside(out, N_("Closed, and not here"));
    else if (text_or_empty(r->fresh.of[REGISTER_BANKRUPT])[0] == '1')
        outside(out, N_("Bankrupt, and not here"));
    else
        return false;
    return true;
}

static void judge_new_unit(const struct import_run *run, const struct register_record *r, struct arena *a,
                           struct import_judgement *out)
{
    const struct register_run *register_run = register_run_of(run);
    const char *reason, *name = r->fresh.of[REGISTER_NAME];
    bool wanted = (numbers_get(&register_run->numbers, r->orgnr) & NUMBER_WANTED) != 0;
    if (not_worth_it(r, out))
        return;
    if (name == NULL) {
        reject(out, "navn",
               N_("It is not here, and the file does not say its name. Import it from the business register first."));
        return;
    }
    if (!wanted && !register_in_region(register_run, r, &reason)) {
        outside(out, reason);
        return;
    }
    out->action = IMPORT_CREATE;
    out->title = name;
    out->after = register_json(r, REGISTER_EMPLOYER, a);
}

static void judge_new_subunit(const struct import_run *run, const struct record *raw, const struct register_record *r,
                              struct arena *a, struct import_judgement *out)
{
    const struct register_run *register_run = register_run_of(run);
    const char *reason, *name = r->fresh.of[REGISTER_NAME];
    if (not_worth_it(r, out))
        return;
    if (name == NULL) {
        reject(out, "navn",
               N_("It is not here, and the file does not say its name. Import it from the business register first."));
        return;
    }
    if (!register_in_region(register_run, r, &reason)) {
        outside(out, reason);
        return;
    }
    if (r->parent[0] == '\0' || !orgnr_read(r->parent, run->synthetic, (char[ORGNR_TEXT]){0})) {
        const char *typed = record_get(raw, "overordnetEnhet");
        reject(out, "overordnetEnhet",
               typed == NULL || *typed == '\0'
                   ? N_("It does not say which unit it belongs to. Import it with its parent's organisation number.")
                   : N_("The parent's organisation number is not right. Check its nine digits."));
        return;
    }
    if ((numbers_get(&register_run->numbers, r->parent) & (NUMBER_EMPLOYER | NUMBER_IN_FILES)) == 0)
        issues_add_arg(
            &out->issues, "overordnetEnhet",
            N_("Its unit %s is not here, and is made with the workplace's name. Import the unit to get its own."),
            r->parent);
    out->action = IMPORT_CREATE;
    out->title = name;
    out->after = register_json(r, REGISTER_WORKPLACE, a);
}

static enum status parent_here(struct store *s, const struct register_record *r, struct arena *a,
                               struct employer_id *out)
{
    struct employer parent;
    *out = (struct employer_id){0};
    enum status status = r->parent[0] == '\0' ? NOT_FOUND : employer_find(s, r->parent, a, &parent);
    if (status == OK)
        *out = parent.id;
    return status == NOT_FOUND ? OK : status;
}

static enum status judge_employer(const struct import_run *run, const struct register_record *r, struct arena *a,
                                  struct import_judgement *out)
{
    struct employer e;
    struct register_effect effect;
    TRY(employer_find(app_store(run->app), r->orgnr, a, &e));
    TRY(register_weigh_employer(app_store(run->app), &e, r, a, &effect));
    judge_known(r, REGISTER_EMPLOYER, e.id.value, e.name, &effect, a, out);
    return OK;
}

static enum status judge_workplace(const struct import_run *run, const struct register_record *r, struct arena *a,
                                   struct import_judgement *out)
{
    struct workplace w;
    struct register_effect effect;
    struct employer_id parent;
    TRY(workplace_find(app_store(run->app), r->orgnr, a, &w));
    TRY(parent_here(app_store(run->app), r, a, &parent));
    TRY(register_weigh_workplace(app_store(run->app), &w, parent, r, a, &effect));
    // One that is not here yet will be, by the time this is done.
    effect.any |= r->parent[0] != '\0' && parent.value == 0;
    judge_known(r, REGISTER_WORKPLACE, w.id.value, w.name, &effect, a, out);
    return OK;
}

static enum status judge(struct import_run *run, const struct record *raw, struct arena *a,
                         struct import_judgement *out)
{
    struct register_record r;
    struct issues faults = issues_in(a);
    const struct register_run *register_run = register_run_of(run);
    enum status status = register_read(run, raw, a, &out->issues, &faults, &r);
    if (status == INVALID) {
        out->action = IMPORT_REJECT;
        out->issues = faults;
        return OK;
    }
    TRY(status);
    if (r.what == REGISTER_ADDRESSES) {
        outside(out, N_("An address, taken together with the body it belongs to"));
        return OK;
    }
    out->key = arena_strdup(a, r.orgnr);
    out->may_repeat = r.what == REGISTER_EVENT;
    uint8_t marks = numbers_get(&register_run->numbers, r.orgnr);
    r.as_of = register_run->as_of;
    if (r.what == REGISTER_EVENT && (marks & (NUMBER_EMPLOYER | NUMBER_WORKPLACE)) == 0) {
        outside(out, r.event == EVENT_NEW
                         ? N_("New in the register: the list has only its number, fetch the unit itself")
                         : N_("A change of something that is not here"));
        return OK;
    }
    if (r.what == REGISTER_EVENT)
        take_event(&r);
    settle(run, a, &r);
    if ((marks & NUMBER_EMPLOYER) != 0 && r.what != REGISTER_SUBUNIT)
        return judge_employer(run, &r, a, out);
    if ((marks & NUMBER_WORKPLACE) != 0 && r.what != REGISTER_UNIT)
        return judge_workplace(run, &r, a, out);
    if ((marks & NUMBER_EMPLOYER) != 0)
        reject(out, "organisasjonsnummer",
               N_("This number is here as an employer, and the file has it as a workplace. Correct the one or the "
                  "other."));
    else if ((marks & NUMBER_WORKPLACE) != 0)
        reject(out, "organisasjonsnummer",
               N_("This number is here as a workplace, and the file has it as an employer. Correct the one or the "
                  "other."));
    else if (r.what == REGISTER_SUBUNIT)
        judge_new_subunit(run, raw, &r, a, out);
    else
        judge_new_unit(run, &r, a, out);
    return OK;
}

static const char *shown(const char *name)
{
    static const struct {
        const char *name, *title;
    } MORE[] = {
        {"orgnr", N_("Organisation number")},
        {"parent", N_("Parent's organisation number")},
        {"winding_up", N_("Winding up")},
        {"closed_on", N_("Deleted on")},
        {"removed", N_("Removed from the register")},
        {"refetch", N_("To be fetched again")},
    };
    enum register_field f;
    if (register_field_read(name, &f))
        return register_field_title(f);
    for (size_t i = 0; i < COUNT_OF(MORE); i++)
        if (strcmp(MORE[i].name, name) == 0)
            return MORE[i].title;
    return NULL;
}

static bool yes_or_no(const char *name)
{
    enum register_field f;
    return register_field_read(name, &f) && (f == REGISTER_BANKRUPT || f == REGISTER_CLOSED);
}

static const char *const REGIONS[] = {"in", "possible", "all", NULL};
static const char *const REGION_TITLES[] = {N_("The region's"), N_("Those that may join too"), N_("All of the file"),
                                            NULL};
static const char *const VERSIONS[] = {"SN2007", "SN2025", NULL};
static const char *const UNITS[] = {"employers", "workplaces", NULL};
static const char *const UNIT_TITLES[] = {N_("Employers"), N_("Workplaces"), NULL};

static const struct import_option OPTIONS[] = {
    {"region", N_("Which municipalities"),
     N_("Employers outside are counted, not taken, unless one of their workplaces is inside."), REGIONS, REGION_TITLES,
     false},
    {"as-of", N_("The day the file is of"),
     N_("As 2016-09-01. Municipalities and industry codes are understood as of that day. Today unless given."), NULL,
     NULL, false},
    {"units", N_("What a line is"), N_("Only for tables that do not say it by their organisation form."), UNITS,
     UNIT_TITLES, false},
    {"industry", N_("Version of the industry codes"), N_("The one that has the code, or by the day, unless given."),
     VERSIONS, VERSIONS, false},
};

static const struct import_part PARTS[] = {
    {.file = "postaddress.csv", .plain = true},
    {.file = ""},
};

const struct import_kind EMPLOYER_REGISTER = {
    .name = "employers",
    .title = N_("Employers"),
    .about = N_("Units and workplaces of the business register (Enhetsregisteret): its bulk files, pages, single units "
                "and lists of "
                "updates, lists of public bodies, or a table of your own with organisation numbers."),
    .fields = REGISTER_COLUMNS,
    .field_count = REGISTER_COLUMN_COUNT,
    .options = OPTIONS,
    .option_count = COUNT_OF(OPTIONS),
    .parts = PARTS,
    .part_count = COUNT_OF(PARTS),
    .attribution = N_("Contains data of the business register, from the Brønnøysund Register Centre, under NLOD."),
    .shown = shown,
    .yes_or_no = yes_or_no,
    .begin = begin,
    .end = end,
    .scan = scan,
    .judge = judge,
    .apply = register_apply,
    .revert = register_revert,
};
