// SPDX-License-Identifier: EUPL-1.2
#include "web/profile_form.h"

#include <stdio.h>
#include <string.h>

#include "core/catalogue.h"
#include "web/edit.h"

// What a step's entries are called in the form, and which facts they become.
static const struct {
    const char *name, *list; // "work_0_from"; the hidden fields that list the keys
    enum fact_kind kind;
    enum catalogue_kind catalogue;
} KINDS[] = {
    [STEP_WORK] = {"work", "works", FACT_EXPERIENCE, CATALOGUE_OCCUPATION},
    [STEP_LANGUAGES] = {"language", "languages", FACT_LANGUAGE, CATALOGUE_LANGUAGE},
    [STEP_EDUCATION] = {"education", "educations", FACT_EDUCATION, CATALOGUE_FIELD},
    [STEP_SKILLS] = {"skill", "skills", FACT_SKILL, CATALOGUE_SKILL},
    [STEP_AVAILABILITY] = {"licence", "licences", FACT_LICENCE, CATALOGUE_LICENCE}, // the second list of STEP_SKILLS
};
enum { KIND_LICENCE = STEP_AVAILABILITY, KEY_MOST = 3 };
enum { ENTRIES_MOST = FORM_FIELDS_MOST / 2 }; // an entry has two fields or more, so that no form holds more than these

static struct profile_entry entry_make(struct arena *a, int kind, const char *key)
{
    return (struct profile_entry){
        .prefix = arena_printf(a, "%s_%s", KINDS[kind].name, key),
        .key = key,
        .label = "",
        .text = "",
        .from = MONTH_NONE,
        .to = MONTH_NONE,
        .levels = {LEVEL_NOT_ASKED, LEVEL_NOT_ASKED, LEVEL_NOT_ASKED, LEVEL_NOT_ASKED},
        .evidence = EVIDENCE_STATED,
        .expires = DAY_NONE,
    };
}

struct entries {
    struct request *r;
    int kind;
    struct profile_entry *items;
    size_t count;
};

static struct entries entries_open(struct request *r, int kind, size_t room)
{
    return (struct entries){r, kind, ARENA_ARRAY(r->arena, struct profile_entry, room), 0};
}

static struct profile_entry *entries_add(struct entries *list)
{
    const char *key = arena_printf(list->r->arena, "%zu", list->count);
    list->items[list->count] = entry_make(list->r->arena, list->kind, key);
    return &list->items[list->count++];
}

static void entry_name_code(struct request *r, int kind, struct profile_entry *e, struct code code)
{
    e->code = code;
    if (code_given(code))
        e->label = catalogue_label(app_catalogue(r->app), KINDS[kind].catalogue, code, r->lang, r->arena);
}

// A language has one entry for its parts with the same evidence.
static struct profile_entry *entry_for(struct entries *list, const struct fact *f)
{
    if (f->kind == FACT_LANGUAGE)
        for (size_t i = 0; i < list->count; i++)
            if (code_equal(list->items[i].code, f->code) && list->items[i].evidence == f->evidence)
                return &list->items[i];
    struct profile_entry *e = entries_add(list);
    entry_name_code(list->r, list->kind, e, f->code);
    return e;
}

static void entry_take(struct profile_entry *e, const struct fact *f, const char *text)
{
    e->evidence = f->evidence;
    e->from = f->from;
    e->to = f->to;
    e->still = f->kind == FACT_EXPERIENCE && f->to == MONTH_NONE;
    e->expires = f->expires;
    e->answer = f->no ? ANSWER_NO : ANSWER_YES;
    e->known = f->kind == FACT_SKILL || f->kind == FACT_LICENCE;
    e->text = text == NULL ? "" : text;
    if (f->kind == FACT_LANGUAGE)
        e->levels[f->part] = f->level;
    else
        e->level = f->level;
}

enum { PICKS_MOST = 12 };

static bool spoken_of(const struct entries *list, struct code code)
{
    for (size_t i = 0; i < list->count; i++)
        if (code_equal(list->items[i].code, code))
            return true;
    return false;
}

// Skills and licences that the catalogue ties to the occupations held, to be answered quickly.
static void add_quick_picks(struct entries *list, const struct competence *c, enum atom_kind kind)
{
    size_t most = list->count + PICKS_MOST;
    for (size_t i = 0; i < c->fact_count; i++) {
        if (c->facts[i].kind != FACT_EXPERIENCE)
            continue;
        const struct catalogue_item *work =
            catalogue_find(app_catalogue(list->r->app), CATALOGUE_OCCUPATION, c->facts[i].code);
        for (size_t s = 0; work != NULL && s < work->suggested_count; s++)
            for (int n = 0; n < work->suggested[s].atom_count; n++) {
                const struct atom *atom = &work->suggested[s].atoms[n];
                if (atom->kind != kind || list->count == most || spoken_of(list, atom->code))
                    continue;
                struct profile_entry *e = entries_add(list);
                entry_name_code(list->r, list->kind, e, atom->code);
                e->known = true;
            }
    }
}

static struct entries entries_of(struct request *r, int kind, const struct profile *p)
{
    const struct competence *c = &p->competence;
    struct entries list = entries_open(r, kind, c->fact_count + PICKS_MOST + 1);
    for (size_t i = 0; i < c->fact_count; i++)
        if (c->facts[i].kind == KINDS[kind].kind)
            entry_take(entry_for(&list, &c->facts[i]), &c->facts[i], p->fact_texts == NULL ? "" : p->fact_texts[i]);
    if (kind == STEP_SKILLS)
        add_quick_picks(&list, c, ATOM_SKILL);
    if (kind == KIND_LICENCE)
        add_quick_picks(&list, c, ATOM_LICENCE);
    entries_add(&list)->fresh = true;
    return list;
}

static bool has_entries(enum profile_step step)
{
    return step < STEP_AVAILABILITY;
}

// Skills that go with the work in the profile and that the form does not show already.
static void offers_fill(struct request *r, struct profile_form *form)
{
    const struct competence *c = &form->profile->competence;
    struct code *work = ARENA_ARRAY(r->arena, struct code, c->fact_count);
    struct code *named = ARENA_ARRAY(r->arena, struct code, form->entry_count);
    size_t count = 0;
    for (size_t i = 0; i < c->fact_count; i++)
        if (c->facts[i].kind == FACT_EXPERIENCE)
            work[count++] = c->facts[i].code;
    for (size_t i = 0; i < form->entry_count; i++)
        named[i] = form->entries[i].code;
    skill_offers_make(r, work, count, named, form->entry_count, &form->offers);
}

void profile_form_fill(struct request *r, struct profile_form *form)
{
    if (!has_entries(form->step))
        return;
    struct entries list = entries_of(r, (int)form->step, form->profile);
    form->entries = list.items;
    form->entry_count = list.count;
    if (form->step == STEP_SKILLS) {
        list = entries_of(r, KIND_LICENCE, form->profile);
        form->licences = list.items;
        form->licence_count = list.count;
        offers_fill(r, form);
    }
}

// Reading

struct reading {
    struct request *r;
    const struct profile *stored;
    struct issues *issues;
    struct fact *facts;
    const char **texts;
    size_t count;
};

static const char *name_of(struct reading *d, const struct profile_entry *e, const char *what)
{
    return arena_printf(d->r->arena, "%s_%s", e->prefix, what);
}

static const char *field_of(struct reading *d, const struct profile_entry *e, const char *what)
{
    return request_field(d->r, name_of(d, e, what));
}

static void issue(struct reading *d, const struct profile_entry *e, const char *what, const char *message)
{
    issues_add(d->issues, name_of(d, e, what), message);
}

static void read_what(struct reading *d, int kind, struct profile_entry *e)
{
    const char *name = name_of(d, e, "what");
    if (!form_has(&d->r->form, name)) { // a known one: its code comes hidden
        struct code code;
        e->known = form_code(&d->r->form, name_of(d, e, "what_code"), &code) == OK &&
                   catalogue_find(app_catalogue(d->r->app), KINDS[kind].catalogue, code) != NULL;
        if (e->known)
            entry_name_code(d->r, kind, e, code);
        return;
    }
    e->pick = pick_catalogue(d->r, &d->r->form, name, KINDS[kind].catalogue);
    pick_issue(&e->pick, d->issues);
    e->label = e->pick.text;
    if (e->pick.how == PICK_FOUND)
        entry_name_code(d->r, kind, e, e->pick.code);
}

static void read_evidence(struct reading *d, struct profile_entry *e)
{
    const char *typed = field_of(d, e, "evidence");
    if (*typed != '\0' && !evidence_read(typed, &e->evidence))
        issue(d, e, "evidence", N_("Choose stated, documented or recognised"));
}

// The words beside a fact that this step does not show are kept.
static const char *stored_text(const struct profile *p, const struct fact *f)
{
    for (size_t i = 0; p->fact_texts != NULL && i < p->competence.fact_count; i++) {
        const struct fact *g = &p->competence.facts[i];
        if (g->kind == f->kind && code_equal(g->code, f->code) && g->part == f->part && p->fact_texts[i] != NULL)
            return p->fact_texts[i];
    }
    return "";
}

static void put_fact(struct reading *d, struct profile_entry *e, struct fact f, const char *text)
{
    if (e->fact_count++ == 0)
        e->fact = d->count;
    d->facts[d->count] = f;
    d->texts[d->count++] = text;
}

static bool read_work(struct reading *d, struct profile_entry *e)
{
    enum status from = form_month(&d->r->form, name_of(d, e, "from"), &e->from);
    enum status to = form_month(&d->r->form, name_of(d, e, "to"), &e->to);
    e->still = form_flag(&d->r->form, name_of(d, e, "still"));
    e->text = field_of(d, e, "text");
    if (*field_of(d, e, "what") == '\0' && from == NOT_FOUND && to == NOT_FOUND && !e->still && *e->text == '\0')
        return false;
    read_what(d, STEP_WORK, e);
    read_evidence(d, e);
    if (from == INVALID)
        issue(d, e, "from", N_("First month: write month and year, such as 06.2026"));
    if (to == INVALID)
        issue(d, e, "to", N_("Last month: write month and year, such as 06.2026"));
    else if (to == OK && e->still)
        issue(d, e, "to", N_("Write the last month or tick that the work goes on, not both"));
    else if (to == NOT_FOUND && !e->still)
        issue(d, e, "to", N_("Write the last month, or tick that the work goes on"));
    put_fact(d, e, (struct fact){.kind = FACT_EXPERIENCE, .evidence = e->evidence, .code = e->code, .from = e->from,
                                 .to = e->still ? MONTH_NONE : e->to, .expires = DAY_NONE}, e->text);
    return true;
}

static bool given_before(const struct reading *d, const struct fact *f)
{
    for (size_t i = 0; i < d->count; i++)
        if (d->facts[i].kind == f->kind && code_equal(d->facts[i].code, f->code) && d->facts[i].part == f->part)
            return true;
    return false;
}

static bool read_language(struct reading *d, struct profile_entry *e)
{
    bool any = false;
    for (unsigned part = 0; part < LANGUAGE_PARTS; part++) {
        const char *typed = field_of(d, e, language_part_name(part));
        enum cefr level;
        if (*typed == '\0')
            continue;
        any = true;
        if (cefr_read(typed, &level))
            e->levels[part] = (int)level;
        else
            issue(d, e, language_part_name(part), N_("Choose none, or a level from A1 to C2"));
    }
    if (*field_of(d, e, "what") == '\0' && !any)
        return false;
    read_what(d, STEP_LANGUAGES, e);
    read_evidence(d, e);
    if (!any)
        issue(d, e, language_part_name(PART_SPEAKING), N_("Choose the level of at least one of the four"));
    for (unsigned part = 0; part < LANGUAGE_PARTS; part++) {
        if (e->levels[part] == LEVEL_NOT_ASKED)
            continue;
        struct fact f = {.kind = FACT_LANGUAGE, .evidence = e->evidence, .code = e->code, .part = (uint8_t)part,
                         .level = (uint8_t)e->levels[part], .from = MONTH_NONE, .to = MONTH_NONE, .expires = DAY_NONE};
        if (code_given(f.code) && given_before(d, &f))
            issue(d, e, language_part_name(part), N_("This language has a level here already"));
        put_fact(d, e, f, stored_text(d->stored, &f));
    }
    return true;
}

static bool read_education(struct reading *d, struct profile_entry *e)
{
    int64_t level;
    enum status typed = form_int(&d->r->form, name_of(d, e, "level"), &level);
    e->text = field_of(d, e, "text");
    if (*field_of(d, e, "what") == '\0' && typed == NOT_FOUND && *e->text == '\0')
        return false;
    read_what(d, STEP_EDUCATION, e);
    read_evidence(d, e);
    e->level = typed == OK && level >= NKR_LEAST && level <= NKR_MOST ? (int)level : 0;
    put_fact(d, e, (struct fact){.kind = FACT_EDUCATION, .evidence = e->evidence, .code = e->code, .level = (uint8_t)e->level,
                                 .from = MONTH_NONE, .to = MONTH_NONE, .expires = DAY_NONE}, e->text);
    return true;
}

static enum answer answer_read(const char *typed)
{
    return strcmp(typed, "yes") == 0 ? ANSWER_YES : strcmp(typed, "no") == 0 ? ANSWER_NO : ANSWER_NONE;
}

// A skill or a licence. A known one without an answer is not asked about; a typed one is held unless said otherwise.
static bool read_answer(struct reading *d, int kind, struct profile_entry *e)
{
    bool typed_name = *field_of(d, e, "what") != '\0';
    if (!typed_name && *field_of(d, e, "what_code") == '\0')
        return false;
    read_what(d, kind, e);
    if (!typed_name && !e->known)
        return false;
    e->answer = answer_read(field_of(d, e, "answer"));
    if (e->answer == ANSWER_NONE) {
        if (e->known)
            return true;
        e->answer = ANSWER_YES;
    }
    read_evidence(d, e);
    struct fact f = {.kind = KINDS[kind].kind, .evidence = e->answer == ANSWER_NO ? EVIDENCE_STATED : e->evidence,
                     .code = e->code, .no = e->answer == ANSWER_NO, .from = MONTH_NONE, .to = MONTH_NONE, .expires = DAY_NONE};
    if (kind == KIND_LICENCE && form_day(&d->r->form, name_of(d, e, "expires"), &e->expires) == INVALID)
        issue(d, e, "expires", N_("Write day, month and year, such as 5.6.2016"));
    if (kind == KIND_LICENCE)
        f.expires = e->expires;
    if (code_given(f.code) && given_before(d, &f))
        issue(d, e, "what", N_("This stands in the list already"));
    put_fact(d, e, f, stored_text(d->stored, &f));
    return true;
}

static bool read_entry(struct reading *d, int kind, struct profile_entry *e)
{
    switch (kind) {
    case STEP_WORK:
        return read_work(d, e);
    case STEP_LANGUAGES:
        return read_language(d, e);
    case STEP_EDUCATION:
        return read_education(d, e);
    default:
        return read_answer(d, kind, e);
    }
}

static bool key_valid(const char *key)
{
    size_t n = strlen(key);
    return n > 0 && n <= KEY_MOST && strspn(key, "0123456789") == n;
}

// A key sent twice would have the same fields read, checked and shown twice, as often as it is sent.
static bool key_read_before(const struct entries *list, const char *key)
{
    for (size_t i = 0; i < list->count; i++)
        if (strcmp(list->items[i].key, key) == 0)
            return true;
    return false;
}

static struct entries read_entries(struct reading *d, int kind)
{
    const char *const *keys;
    size_t key_count = form_all(&d->r->form, d->r->arena, KINDS[kind].list, &keys);
    struct entries list = entries_open(d->r, kind, ENTRIES_MOST);
    const char *removed = request_field(d->r, "remove");
    for (size_t i = 0; i < key_count && list.count < ENTRIES_MOST; i++) {
        if (!key_valid(keys[i]) || key_read_before(&list, keys[i]))
            continue;
        struct profile_entry e = entry_make(d->r->arena, kind, keys[i]);
        if (strcmp(e.prefix, removed) == 0)
            continue;
        e.fresh = !read_entry(d, kind, &e);
        list.items[list.count++] = e;
    }
    return list;
}

static void flag(struct request *r, const char *name, enum section section, uint8_t *complete)
{
    uint8_t bit = (uint8_t)(1u << section);
    *complete = (uint8_t)(form_flag(&r->form, name) ? *complete | bit : *complete & ~bit);
}

static uint8_t read_share(struct reading *d, const char *name)
{
    int64_t share = 0;
    enum status s = form_int(&d->r->form, name, &share);
    if (s == INVALID || (s == OK && (share < 1 || share > 100)))
        issues_add(d->issues, name, N_("Write a share from 1 to 100 per cent"));
    return s == OK && share >= 1 && share <= 100 ? (uint8_t)share : 0;
}

static bool is_place(const struct profile_form *form, struct code code)
{
    for (size_t i = 0; i < form->place_count; i++)
        if (code_equal(form->places[i].code, code))
            return true;
    return false;
}

// The places ticked, and those of earlier days that the form does not show, in code order.
static void read_places(struct reading *d, const struct profile_form *form, struct availability *v)
{
    const char *const *typed;
    size_t n = form_all(&d->r->form, d->r->arena, "places", &typed);
    struct code *places = ARENA_ARRAY(d->r->arena, struct code, n + v->place_count);
    size_t count = 0;
    for (size_t i = 0; i < v->place_count; i++)
        if (!is_place(form, v->places[i]))
            places[count++] = v->places[i];
    for (size_t i = 0; i < n; i++) {
        struct code code;
        if (!code_read(typed[i], &code) || !is_place(form, code)) {
            issues_add(d->issues, "places", N_("Choose among the region's places, each once"));
            continue;
        }
        size_t at = count;
        while (at > 0 && places[at - 1].value > code.value)
            at--;
        if (at > 0 && code_equal(places[at - 1], code))
            continue;
        memmove(&places[at + 1], &places[at], (count - at) * sizeof *places);
        places[at] = code;
        count++;
    }
    v->places = places;
    v->place_count = count;
}

static void read_availability(struct reading *d, const struct profile_form *form, struct profile *out)
{
    struct availability *v = &out->competence.availability;
    v->free_from = DAY_NONE;
    if (form_day(&d->r->form, "free_from", &v->free_from) == INVALID)
        issues_add(d->issues, "free_from", N_("Write day, month and year, such as 5.6.2016"));
    v->share_least = read_share(d, "share_least");
    v->share_most = read_share(d, "share_most");
    const char *const *times;
    size_t n = form_all(&d->r->form, d->r->arena, "times", &times);
    v->times = 0;
    for (size_t i = 0; i < n; i++) {
        enum work_time t;
        if (work_time_read(times[i], &t))
            v->times |= (uint8_t)t;
        else
            issues_add(d->issues, "times", N_("Choose among the times of work"));
    }
    read_places(d, form, v);
    flag(d->r, "all_times", SECTION_TIMES, &out->competence.complete);
    flag(d->r, "all_places", SECTION_PLACES, &out->competence.complete);
    out->headline = form_lines(&d->r->form, d->r->arena, "headline");
}

static bool shown_in(enum profile_step step, enum fact_kind kind)
{
    return has_entries(step) && (kind == KINDS[step].kind || (step == STEP_SKILLS && kind == FACT_LICENCE));
}

static size_t facts_in(const struct entries *list)
{
    return list->kind == STEP_LANGUAGES ? LANGUAGE_PARTS : 1;
}

// The skills ticked among those offered; one that was answered above keeps that answer.
static void take_offers(struct reading *d)
{
    struct code ticked[PROFILE_FACTS_MOST];
    size_t count = skill_offers_read(d->r, ticked, COUNT_OF(ticked));
    for (size_t i = 0; i < count; i++) {
        size_t at = 0;
        while (at < d->count && (d->facts[at].kind != FACT_SKILL || !code_equal(d->facts[at].code, ticked[i])))
            at++;
        if (at < d->count)
            continue;
        d->facts[d->count] = (struct fact){.kind = FACT_SKILL, .evidence = EVIDENCE_STATED, .code = ticked[i],
                                           .from = MONTH_NONE, .to = MONTH_NONE, .expires = DAY_NONE};
        d->texts[d->count++] = "";
    }
}

void profile_form_read(struct request *r, struct profile_form *form, struct profile *out, struct issues *issues)
{
    const struct profile *stored = form->profile;
    const struct competence *c = &stored->competence;
    struct entries sizes = {.kind = (int)form->step};
    size_t room = c->fact_count + 2 * ENTRIES_MOST * facts_in(&sizes);
    struct reading d = {.r = r, .stored = stored, .issues = issues, .facts = ARENA_ARRAY(r->arena, struct fact, room),
                        .texts = ARENA_ARRAY(r->arena, const char *, room)};
    *out = *stored;
    for (size_t i = 0; i < c->fact_count; i++) {
        if (shown_in(form->step, c->facts[i].kind))
            continue;
        d.facts[d.count] = c->facts[i];
        d.texts[d.count++] = stored->fact_texts == NULL ? "" : stored->fact_texts[i];
    }
    if (has_entries(form->step)) {
        struct entries list = read_entries(&d, (int)form->step);
        form->entries = list.items;
        form->entry_count = list.count;
        if (form->step == STEP_SKILLS) {
            list = read_entries(&d, KIND_LICENCE);
            form->licences = list.items;
            form->licence_count = list.count;
            offers_fill(r, form);
            take_offers(&d);
        }
    }
    uint8_t *complete = &out->competence.complete;
    if (form->step == STEP_WORK)
        flag(r, "all_work", SECTION_WORK, complete);
    else if (form->step == STEP_LANGUAGES)
        flag(r, "all_languages", SECTION_LANGUAGES, complete);
    else if (form->step == STEP_EDUCATION)
        flag(r, "all_education", SECTION_EDUCATION, complete);
    else if (form->step == STEP_SKILLS)
        flag(r, "all_licences", SECTION_LICENCES, complete);
    else if (form->step == STEP_AVAILABILITY)
        read_availability(&d, form, out);
    out->competence.facts = d.facts;
    out->competence.fact_count = d.count;
    out->fact_texts = d.texts;
}

// Names

static const struct profile_entry *entry_with(const struct profile_entry *list, size_t n, size_t fact)
{
    for (size_t i = 0; i < n; i++)
        if (list[i].fact_count > 0 && fact >= list[i].fact && fact < list[i].fact + list[i].fact_count)
            return &list[i];
    return NULL;
}

static const char *form_field_of(const struct profile_form *form, const struct profile *read, const char *field,
                                 struct arena *a)
{
    size_t fact;
    char what[16];
    if (sscanf(field, "facts[%zu].%15[a-z]", &fact, what) != 2)
        return strcmp(field, "facts") == 0 || strcmp(field, "complete") == 0 ? "" : field;
    const struct profile_entry *e = entry_with(form->entries, form->entry_count, fact);
    if (e == NULL)
        e = entry_with(form->licences, form->licence_count, fact);
    if (e == NULL)
        return "";
    const struct fact *f = &read->competence.facts[fact];
    const char *name = what;
    if (strcmp(what, "code") == 0 || strcmp(what, "kind") == 0 || strcmp(what, "part") == 0)
        name = "what";
    else if (strcmp(what, "level") == 0 && f->kind == FACT_LANGUAGE)
        name = language_part_name(f->part);
    else if (strcmp(what, "no") == 0)
        name = "answer";
    return arena_printf(a, "%s_%s", e->prefix, name);
}

void profile_form_issues(const struct profile_form *form, const struct profile *read, const struct issues *from,
                         struct issues *to)
{
    struct issues named = issues_in(to->arena);
    for (size_t i = 0; i < from->count; i++) {
        const struct issue *one = &from->items[i];
        const char *field = form_field_of(form, read, one->field, to->arena);
        if (one->arg != NULL)
            issues_add_arg(&named, field, one->message, one->arg);
        else
            issues_add(&named, field, one->message);
    }
    edit_issues(to, &named);
}
