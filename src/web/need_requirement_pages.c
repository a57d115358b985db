// SPDX-License-Identifier: EUPL-1.2
// Meld behov (screen 24), step 3: what the work demands. Each button stores at once.
#include <string.h>

#include "web/need_edit.h"
#include "web/need_pages.h"
#include "web/need_requirements.html.h"

enum { NONE = -1 };

static int index_read(const struct form *sent, const char *name, size_t count)
{
    int64_t i;
    return form_int(sent, name, &i) == OK && i >= 0 && (size_t)i < count ? (int)i : NONE;
}

static bool asks_language(const struct requirement *q)
{
    for (int i = 0; i < q->atom_count; i++)
        if (q->atoms[i].kind == ATOM_LANGUAGE)
            return true;
    return false;
}

// What the form offers to choose from.

static const char *months_text(struct request *r, int months)
{
    if (months < 12)
        return tr_n(r->lang, r->arena, "%s month", "%s months", months);
    return tr_n(r->lang, r->arena, "%s year", "%s years", months / 12);
}

static const char *number(struct request *r, int n)
{
    return arena_printf(r->arena, "%d", n);
}

static void levels_offer(struct request *r, struct need_requirement_form *f)
{
    f->levels = ARENA_ARRAY(r->arena, struct option, COUNT_OF(MONTH_LADDER) + NKR_MOST);
    if (f->add == ADD_EXPERIENCE)
        for (size_t i = 0; i < COUNT_OF(MONTH_LADDER); i++)
            f->levels[f->level_count++] = (struct option){
                .value = number(r, MONTH_LADDER[i]),
                .text = tr_arg(r->lang, r->arena, N_("At least %s"), months_text(r, MONTH_LADDER[i])),
            };
    if (f->add == ADD_LANGUAGE)
        for (enum cefr level = CEFR_A1; level <= CEFR_C2; level++)
            f->levels[f->level_count++] =
                (struct option){.value = catalogue_cefr_code(level), .text = catalogue_cefr_name(level, r->lang)};
    if (f->add == ADD_EDUCATION)
        for (int level = NKR_LEAST; level <= NKR_MOST; level++)
            f->levels[f->level_count++] =
                (struct option){.value = number(r, level), .text = catalogue_nkr_name(level, r->lang)};
}

static void evidences_offer(struct request *r, struct need_requirement_form *f, bool recognised)
{
    f->evidences = ARENA_ARRAY(r->arena, struct option, 4);
    if (f->add == ADD_LICENCE)
        f->evidences[f->evidence_count++] = (struct option){
            .value = "usual",
            .label = N_("As usual"),
            .hint = N_("Licences and certificates are seen by an adviser; authorisations are given by the authority."),
        };
    f->evidences[f->evidence_count++] =
        (struct option){.value = evidence_name(EVIDENCE_STATED), .label = N_("It is enough that the person says so")};
    f->evidences[f->evidence_count++] =
        (struct option){.value = evidence_name(EVIDENCE_DOCUMENTED), .label = N_("An adviser has seen the papers")};
    if (recognised)
        f->evidences[f->evidence_count++] = (struct option){.value = evidence_name(EVIDENCE_RECOGNISED),
                                                            .label = N_("The authority has recognised it")};
}

static const char *strength_value(const struct requirement *q)
{
    if (q->must)
        return "must";
    return q->weight <= WEIGHT_SOME + 2 ? "some" : q->weight <= WEIGHT_MUCH + 2 ? "much" : "most";
}

// The form as it is first shown.
static void form_fill(struct request *r, const struct need *n, struct need_requirement_form *f)
{
    if (f->change >= 0 && (size_t)f->change >= n->requirement_count)
        f->change = NONE;
    if (f->alternative_to >= 0 && (size_t)f->alternative_to >= n->requirement_count)
        f->alternative_to = NONE;
    if (f->change != NONE) {
        const struct requirement *q = &n->requirements[f->change];
        f->strength = strength_value(q);
        f->evidence = evidence_name(q->least);
        f->reason = q->work_reason;
        f->needs_reason = asks_language(q);
    } else {
        f->strength = "must";
        f->evidence = f->add == ADD_LICENCE ? "usual" : evidence_name(EVIDENCE_STATED);
        f->needs_reason = f->add == ADD_LANGUAGE &&
                          (f->alternative_to == NONE || !asks_language(&n->requirements[f->alternative_to]));
    }
    evidences_offer(r, f, f->change != NONE || f->add == ADD_EDUCATION || f->add == ADD_LICENCE);
    int other = f->change != NONE ? f->change : f->alternative_to;
    if (other != NONE)
        f->other_words = requirement_words(r->app, r->lang, &n->requirements[other], "", r->arena);
    levels_offer(r, f);
    if (f->what_text != NULL)
        return;
    f->what_text = f->what_code = "";
    f->level = f->add == ADD_EXPERIENCE ? "12" : f->add == ADD_LANGUAGE ? "B1" : "";
    f->part = language_part_name(PART_SPEAKING);
    if (f->add == ADD_LANGUAGE) { // what is asked for by far the most
        struct code norwegian = code_make(CATALOGUE_NORWEGIAN);
        f->what_text = catalogue_label(app_catalogue(r->app), CATALOGUE_LANGUAGE, norwegian, r->lang, r->arena);
        f->what_code = CATALOGUE_NORWEGIAN;
    }
}

// What the page shows beside the form.

static struct need_stated *stated_words(struct request *r, const struct need *n)
{
    struct need_stated *stated = ARENA_ARRAY(r->arena, struct need_stated, n->requirement_count);
    for (size_t i = 0; i < n->requirement_count; i++) {
        const struct requirement *q = &n->requirements[i];
        stated[i] = (struct need_stated){
            .words = requirement_words(r->app, r->lang, q, "", r->arena),
            .strength = need_strength_title(q),
            .reason = q->work_reason,
            .must = q->must,
            .more = q->kind == REQUIRE_ATOMS && q->atom_count < REQUIREMENT_ATOMS_MOST,
        };
    }
    return stated;
}

static bool atoms_akin(const struct atom *a, const struct atom *b)
{
    if (a->kind == ATOM_OCCUPATION && b->kind == ATOM_OCCUPATION)
        return code_equal(code_prefix(a->code, 3), code_prefix(b->code, 3));
    return a->kind == b->kind && code_equal(a->code, b->code) && a->part == b->part;
}

// Something of the kind is asked for already: the same topic, whatever the level.
static bool is_stated(const struct need *n, const struct requirement *suggested)
{
    for (size_t i = 0; i < n->requirement_count; i++)
        for (int k = 0; k < n->requirements[i].atom_count; k++)
            if (atoms_akin(&n->requirements[i].atoms[k], &suggested->atoms[0]))
                return true;
    return false;
}

static const struct catalogue_item *occupation_of(struct request *r, const struct need *n)
{
    return catalogue_find(app_catalogue(r->app), CATALOGUE_OCCUPATION, n->occupation);
}

static void suggestions_words(struct request *r, struct need_requirements_view *v)
{
    const struct catalogue_item *item = occupation_of(r, &v->need);
    if (item == NULL)
        return;
    v->occupation = catalogue_name(item, r->lang);
    v->suggested = ARENA_ARRAY(r->arena, struct need_suggested, item->suggested_count);
    for (size_t i = 0; i < item->suggested_count; i++) {
        const struct requirement *q = &item->suggested[i];
        if (is_stated(&v->need, q))
            continue;
        v->suggested[v->suggested_count++] = (struct need_suggested){
            .words = requirement_words(r->app, r->lang, q, "", r->arena),
            .index = i,
            .ask_first = asks_language(q),
        };
    }
}

// Skills that go with the occupation, without those that stand above: asked for, or usual requirements.
static void offers_fill(struct request *r, struct need_requirements_view *v)
{
    const struct catalogue_item *item = occupation_of(r, &v->need);
    size_t suggested = item == NULL ? 0 : item->suggested_count, count = 0;
    struct code *named =
        ARENA_ARRAY(r->arena, struct code, (v->need.requirement_count + suggested) * REQUIREMENT_ATOMS_MOST);
    for (size_t i = 0; i < v->need.requirement_count + suggested; i++) {
        const struct requirement *q = i < v->need.requirement_count ? &v->need.requirements[i]
                                                                    : &item->suggested[i - v->need.requirement_count];
        for (size_t k = 0; k < q->atom_count; k++)
            if (q->atoms[k].kind == ATOM_SKILL)
                named[count++] = q->atoms[k].code;
    }
    skill_offers_make(r, &v->need.occupation, code_given(v->need.occupation), named, count, &v->offers);
}

static void view_fill(struct request *r, const struct need_view *at, struct need_requirements_view *v)
{
    if (need_ad_shown_get(r, &at->need, &v->ad) != OK) // the page is of use without it
        v->ad = (struct need_ad_shown){0};
    v->at = at;
    v->need = at->need;
    v->steps = need_steps(NEED_STEP_REQUIREMENTS, &at->need, r->arena);
    v->stated = stated_words(r, &at->need);
    v->stated_count = at->need.requirement_count;
    v->always_count = at->all_count - at->need.requirement_count;
    const char **always = ARENA_ARRAY(r->arena, const char *, v->always_count);
    for (size_t i = 0; i < v->always_count; i++)
        always[i] = requirement_words(r->app, r->lang, &at->all[i], at->place_name, r->arena);
    v->always = always;
    suggestions_words(r, v);
    offers_fill(r, v);
}

// A suggested language level, in the form where its reason is given.
static void prefill(struct request *r, const struct need *n, struct need_requirement_form *f)
{
    const struct catalogue_item *item = occupation_of(r, n);
    int i = item == NULL ? NONE : index_read(&r->query, "suggested", item->suggested_count);
    if (i == NONE || !asks_language(&item->suggested[i]) || f->add != ADD_LANGUAGE)
        return;
    const struct atom *atom = &item->suggested[i].atoms[0];
    char *code = arena_alloc(r->arena, CODE_TEXT);
    code_write(atom->code, code);
    f->what_code = code;
    f->what_text = catalogue_label(app_catalogue(r->app), CATALOGUE_LANGUAGE, atom->code, r->lang, r->arena);
    f->part = language_part_name(atom->part);
    f->level = catalogue_cefr_code((enum cefr)atom->level);
    f->strength = strength_value(&item->suggested[i]);
}

struct reply need_requirements_show(struct request *r)
{
    struct need_view at;
    struct need_requirements_view v = {.form = {.alternative_to = NONE, .change = NONE}};
    enum status s = need_draft_get(r, &at);
    if (s != OK)
        return need_draft_refuse(r, s);
    view_fill(r, &at, &v);
    v.form.change = index_read(&r->query, "change", at.need.requirement_count);
    if (v.form.change == NONE && need_add_word_read(request_query(r, "add"), &v.form.add))
        v.form.alternative_to = index_read(&r->query, "or", at.need.requirement_count);
    else
        v.form.alternative_to = v.form.change == NONE ? index_read(&r->query, "or", at.need.requirement_count) : NONE;
    form_fill(r, &at.need, &v.form);
    prefill(r, &at.need, &v.form);
    struct page *p = need_step_page(r, NEED_STEP_REQUIREMENTS, &v.need);
    need_requirements_page(p, &v);
    return reply_page(p, 200);
}

// Reading the form.

static void level_read(struct request *r, struct atom *atom)
{
    int64_t n;
    enum cefr level;
    const char *typed = request_field(r, "level");
    if (atom->kind == ATOM_LANGUAGE && catalogue_cefr_read(typed, &level))
        atom->level = (uint8_t)level;
    else if ((atom->kind == ATOM_OCCUPATION || atom->kind == ATOM_EDUCATION) && form_int(&r->form, "level", &n) == OK &&
             n >= 0 && n <= UINT8_MAX)
        atom->level = (uint8_t)n;
}

static void atom_read(struct request *r, struct need_requirement_form *f, struct atom *out, struct issues *issues)
{
    static const struct {
        enum atom_kind kind;
        enum catalogue_kind catalogue;
    } about[NEED_ADDS] = {
        [ADD_EXPERIENCE] = {ATOM_OCCUPATION, CATALOGUE_OCCUPATION}, [ADD_SKILL] = {ATOM_SKILL, CATALOGUE_SKILL},
        [ADD_LANGUAGE] = {ATOM_LANGUAGE, CATALOGUE_LANGUAGE},       [ADD_EDUCATION] = {ATOM_EDUCATION, CATALOGUE_FIELD},
        [ADD_LICENCE] = {ATOM_LICENCE, CATALOGUE_LICENCE},
    };
    f->what = pick_catalogue(r, &r->form, "what", about[f->add].catalogue);
    pick_issue(&f->what, issues);
    *out = (struct atom){.kind = about[f->add].kind, .code = f->what.code};
    if (f->add == ADD_EXPERIENCE && form_flag(&r->form, "group"))
        out->code = code_prefix(out->code, 3);
    enum language_part part;
    if (f->add == ADD_LANGUAGE)
        out->part = language_part_read(request_field(r, "part"), &part) ? (uint8_t)part : LANGUAGE_PARTS;
    level_read(r, out);
}

static void strength_read(struct request *r, struct requirement *q)
{
    const char *typed = request_field(r, "strength");
    q->must = strcmp(typed, "must") == 0;
    q->weight = strcmp(typed, "some") == 0   ? WEIGHT_SOME
                : strcmp(typed, "much") == 0 ? WEIGHT_MUCH
                : strcmp(typed, "most") == 0 ? WEIGHT_MOST_OFFERED
                                             : 0;
}

static void evidence_field(struct request *r, struct requirement *q)
{
    const char *typed = request_field(r, "evidence");
    if (strcmp(typed, "usual") == 0 && q->atom_count > 0)
        q->least = catalogue_least_evidence(app_catalogue(r->app), &q->atoms[0]);
    else if (!evidence_read(typed, &q->least))
        q->least = 0;
}

// The form's own field for what core says of "requirements[2].atoms[0].code".
static const char *form_field(const char *field)
{
    static const char *const fields[][2] = {
        {"code", "what"},     {"atoms", "what"},     {"kind", "what"},
        {"level", "level"},   {"part", "part"},      {"weight", "strength"},
        {"must", "strength"}, {"least", "evidence"}, {"work_reason", "reason"},
    };
    const char *last = strrchr(field, '.');
    for (size_t i = 0; last != NULL && i < COUNT_OF(fields); i++)
        if (strcmp(last + 1, fields[i][0]) == 0)
            return fields[i][1];
    return "";
}

static void issues_rename(struct request *r, size_t index, const struct issues *from, struct issues *to)
{
    const char *prefix = arena_printf(r->arena, "requirements[%zu]", index);
    for (size_t i = 0; i < from->count; i++) {
        const struct issue *issue = &from->items[i];
        bool ours = strncmp(issue->field, prefix, strlen(prefix)) == 0;
        const char *field = ours ? form_field(issue->field) : "";
        if (*field != '\0' && issues_find(to, field) != NULL)
            continue;
        if (issue->arg != NULL)
            issues_add_arg(to, field, issue->message, issue->arg);
        else
            issues_add(to, field, issue->message);
    }
}

// Storing. What one person adds, changes or removes is put into the list as it stands now, whatever others did to it
// meanwhile; only when the requirement that was meant is gone is there something to tell.

struct change {
    struct need_view at;
    struct need_requirements_view v;
    struct requirement *list; // a copy with room for one more
    size_t count;
    struct issues issues;
};

static enum status change_begin(struct request *r, struct change *c)
{
    *c = (struct change){.v = {.form = {.alternative_to = NONE, .change = NONE}}, .issues = issues_in(r->arena)};
    TRY(need_draft_get(r, &c->at));
    c->count = c->at.need.requirement_count;
    c->list = ARENA_ARRAY(r->arena, struct requirement, c->count + 1);
    for (size_t i = 0; i < c->count; i++)
        c->list[i] = c->at.need.requirements[i];
    return OK;
}

static int index_of_words(struct request *r, const struct need *n, const char *words)
{
    for (size_t i = 0; i < n->requirement_count; i++)
        if (strcmp(requirement_words(r->app, r->lang, &n->requirements[i], "", r->arena), words) == 0)
            return (int)i;
    return NONE;
}

// The place in another list, that of now, of what stood at i in the list of before.
static int index_now(struct request *r, const struct need *before, const struct need *now, int i)
{
    if (i == NONE)
        return NONE;
    return index_of_words(r, now, requirement_words(r->app, r->lang, &before->requirements[i], "", r->arena));
}

// The requirement that a button stood beside: by its index in the list it was shown in, or by its words in a newer one.
static int change_target(struct request *r, const struct change *c, const char *name)
{
    if (need_form_version(r) == c->at.need.version)
        return index_read(&r->form, name, c->count);
    return index_of_words(r, &c->at.need, request_field(r, "about"));
}

static struct reply change_again(struct request *r, struct change *c, int status)
{
    view_fill(r, &c->at, &c->v);
    form_fill(r, &c->at.need, &c->v.form);
    struct page *p = need_step_page(r, NEED_STEP_REQUIREMENTS, &c->v.need);
    page_again(p, &c->issues);
    need_requirements_page(p, &c->v);
    return reply_page(p, status);
}

static struct reply change_conflict(struct request *r, struct change *c)
{
    c->v.conflict = true;
    return change_again(r, c, 409);
}

// Whether the button was the page's “Go on”, which stores what the open form holds before it leads on.
static bool goes_on(struct request *r)
{
    return strcmp(request_field(r, "do"), "on") == 0;
}

static struct reply change_done(struct request *r, const struct change *c)
{
    if (goes_on(r))
        return reply_redirect(r, "/needs/%lld/edit/review", (long long)c->at.need.id.value);
    return reply_redirect(r, "/needs/%lld/edit/requirements#stated", (long long)c->at.need.id.value);
}

// Stores the list; index is the entry that issues are about.
static struct reply change_store(struct request *r, struct change *c, size_t index)
{
    struct need typed = c->at.need;
    struct issues found = issues_in(r->arena);
    typed.requirements = c->list;
    typed.requirement_count = c->count;
    if (c->issues.count == 0) {
        enum status s = edit_need(r->app, r->actor, &typed, &found);
        if (s == OK)
            return change_done(r, c);
        const struct need before = c->at.need;
        if (s == CONFLICT && need_draft_get(r, &c->at) == OK) { // changed since it was read
            c->v.form.change = index_now(r, &before, &c->at.need, c->v.form.change);
            c->v.form.alternative_to = index_now(r, &before, &c->at.need, c->v.form.alternative_to);
            return change_conflict(r, c);
        }
        if (s != INVALID)
            return need_draft_refuse(r, s);
    } else if (index < c->count) {
        requirement_check(&c->list[index], arena_printf(r->arena, "requirements[%zu]", index), &found);
    }
    issues_rename(r, index, &found, &c->issues);
    return change_again(r, c, 422);
}

static struct reply alternative_add(struct request *r, struct change *c, struct atom atom)
{
    int i = change_target(r, c, "or");
    c->v.form.alternative_to = i;
    if (i == NONE)
        return change_conflict(r, c);
    struct requirement *q = &c->list[i];
    if (q->kind != REQUIRE_ATOMS || q->atom_count >= REQUIREMENT_ATOMS_MOST)
        return reply_error(r, 400);
    q->atoms[q->atom_count++] = atom;
    const char *reason = form_lines(&r->form, r->arena, "reason");
    if (*reason != '\0')
        q->work_reason = reason;
    return change_store(r, c, (size_t)i);
}

// The index of a requirement for just this, or the list's end.
static size_t same_asked(const struct change *c, const struct atom *atom)
{
    for (size_t i = 0; i < c->count; i++) {
        const struct atom *a = &c->list[i].atoms[0];
        if (c->list[i].atom_count == 1 && a->kind == atom->kind && code_equal(a->code, atom->code) &&
            a->part == atom->part && a->level == atom->level)
            return i;
    }
    return c->count;
}

// Nothing of the requirement is written, or only what the form itself proposes and cannot be stored without a reason.
static bool nothing_written(struct request *r, const struct change *c, const struct atom *atom)
{
    if (c->v.form.what.how == PICK_EMPTY && atom->kind != ATOM_EDUCATION)
        return true;
    if (atom->kind == ATOM_EDUCATION)
        return c->v.form.what.how == PICK_EMPTY && atom->level == 0;
    return atom->kind == ATOM_LANGUAGE && *request_field(r, "or") == '\0' &&
           code_equal(atom->code, code_make(CATALOGUE_NORWEGIAN)) && atom->part == PART_SPEAKING &&
           atom->level == CEFR_B1 && *form_lines(&r->form, r->arena, "reason") == '\0';
}

struct reply need_requirement_add(struct request *r)
{
    struct change c;
    struct atom atom;
    enum status s = change_begin(r, &c);
    if (s != OK)
        return need_draft_refuse(r, s);
    if (!need_add_word_read(request_field(r, "kind"), &c.v.form.add))
        return reply_error(r, 400);
    atom_read(r, &c.v.form, &atom, &c.issues);
    if (goes_on(r) && nothing_written(r, &c, &atom))
        return change_done(r, &c);
    if (*request_field(r, "or") != '\0')
        return alternative_add(r, &c, atom);
    size_t at = same_asked(&c, &atom); // asked for already: then what is asked of it changes
    c.count += at == c.count;
    struct requirement *q = &c.list[at];
    *q = (struct requirement){
        .kind = REQUIRE_ATOMS, .atoms = {atom}, .atom_count = 1, .start_from = DAY_NONE, .start_latest = DAY_NONE};
    strength_read(r, q);
    evidence_field(r, q);
    if (c.v.form.add == ADD_LANGUAGE)
        q->work_reason = form_lines(&r->form, r->arena, "reason");
    return change_store(r, &c, at);
}

struct reply need_requirement_suggested(struct request *r)
{
    struct change c;
    enum status s = change_begin(r, &c);
    if (s != OK)
        return need_draft_refuse(r, s);
    const struct catalogue_item *item = occupation_of(r, &c.at.need);
    bool must = *request_field(r, "must") != '\0'; // which of the two buttons
    int i = item == NULL ? NONE : index_read(&r->form, must ? "must" : "should", item->suggested_count);
    // The list of suggestions is the occupation's, which somebody may have changed meanwhile.
    if (i == NONE ||
        strcmp(requirement_words(r->app, r->lang, &item->suggested[i], "", r->arena), request_field(r, "about")) != 0)
        return change_conflict(r, &c);
    if (asks_language(&item->suggested[i]))
        return reply_redirect(r, "/needs/%lld/edit/requirements?add=language&suggested=%d#add",
                              (long long)c.at.need.id.value, i);
    if (is_stated(&c.at.need, &item->suggested[i])) // pressed twice
        return change_done(r, &c);
    struct requirement *q = &c.list[c.count++];
    *q = item->suggested[i];
    q->must = must;
    q->weight = must ? 0 : q->weight > 0 ? q->weight : WEIGHT_MUCH;
    return change_store(r, &c, c.count - 1);
}

// Several skills at once, ticked among those that go with the occupation.
struct reply need_requirement_skills(struct request *r)
{
    struct change c;
    enum status s = change_begin(r, &c);
    if (s != OK)
        return need_draft_refuse(r, s);
    struct code skills[REQUIREMENTS_MOST];
    size_t count = skill_offers_read(r, skills, COUNT_OF(skills));
    bool must = *request_field(r, "must") != '\0'; // which of the two buttons
    struct requirement *list = ARENA_ARRAY(r->arena, struct requirement, c.count + count);
    memcpy(list, c.list, c.count * sizeof *list);
    c.list = list;
    for (size_t i = 0; i < count && c.count < REQUIREMENTS_MOST; i++) {
        struct requirement q = {.kind = REQUIRE_ATOMS, .must = must, .weight = must ? 0 : WEIGHT_MUCH,
                                .least = EVIDENCE_STATED, .atom_count = 1, .start_from = DAY_NONE, .start_latest = DAY_NONE,
                                .atoms = {{.kind = ATOM_SKILL, .code = skills[i]}}};
        if (!is_stated(&c.at.need, &q))
            c.list[c.count++] = q;
    }
    return c.count == c.at.need.requirement_count ? change_done(r, &c) : change_store(r, &c, c.count - 1);
}

struct reply need_requirement_change(struct request *r)
{
    struct change c;
    enum status s = change_begin(r, &c);
    if (s != OK)
        return need_draft_refuse(r, s);
    int i = change_target(r, &c, "change");
    if (i == NONE)
        return change_conflict(r, &c);
    c.v.form.change = i;
    struct requirement *q = &c.list[i];
    strength_read(r, q);
    evidence_field(r, q);
    if (asks_language(q))
        q->work_reason = form_lines(&r->form, r->arena, "reason");
    return change_store(r, &c, (size_t)i);
}

struct reply need_requirement_remove(struct request *r)
{
    struct change c;
    enum status s = change_begin(r, &c);
    if (s != OK)
        return need_draft_refuse(r, s);
    int i = change_target(r, &c, "remove");
    if (i == NONE)
        return change_conflict(r, &c);
    c.count--;
    memmove(&c.list[i], &c.list[i + 1], (c.count - (size_t)i) * sizeof *c.list);
    return change_store(r, &c, c.count);
}
