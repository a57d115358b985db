// SPDX-License-Identifier: EUPL-1.2
// Everything held about a person as JSON (GDPR articles 15 and 20): codes for machines, names in English beside them. An
// adviser who makes it for a person gets it without the names of other organisations.
#include "app/people.h"

#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "app/followup_export.h"
#include "app/internal.h"
#include "core/catalogue.h"
#include "store/code_store.h"
#include "store/cv_store.h"
#include "store/person_store.h"
#include "store/programme_store.h"
#include "store/read_log.h"
#include "store/user_store.h"

static json_t *day_json(day d)
{
    char text[DAY_TEXT];
    day_write(d, text);
    return text[0] == '\0' ? json_null() : json_string(text);
}

static json_t *month_json(month m)
{
    char text[DAY_TEXT];
    month_write(m, text);
    return text[0] == '\0' ? json_null() : json_string(text);
}

static json_t *code_json(struct code c)
{
    char text[CODE_TEXT];
    code_write(c, text);
    return json_string(text);
}

static json_t *instant_json(int64_t ms, struct arena *a)
{
    char date[DAY_TEXT];
    int64_t days = ms / 86400000, rest = ms % 86400000;
    day_write((day)days, date);
    return json_string(arena_printf(a, "%sT%02d:%02d:%02dZ", date, (int)(rest / 3600000), (int)(rest / 60000 % 60),
                                    (int)(rest / 1000 % 60)));
}

static const char *const KINDS[] = {
    [FACT_EXPERIENCE] = "experience", [FACT_SKILL] = "skill",     [FACT_LANGUAGE] = "language",
    [FACT_EDUCATION] = "education",   [FACT_LICENCE] = "licence",
};
static const char *const EVIDENCES[] = {
    [EVIDENCE_STATED] = "stated", [EVIDENCE_DOCUMENTED] = "documented", [EVIDENCE_RECOGNISED] = "recognised"};
static const char *const PARTS[] = {"listening", "reading", "writing", "speaking"};
static const char *const SECTION_NAMES[SECTIONS] = {"work", "education", "licences", "languages", "times", "places"};
static const char *const TIMES[WORK_TIMES] = {"day", "evening", "night", "weekend", "shift"};

static json_t *fact_json(struct app *app, const struct fact *f, const char *text, struct arena *a)
{
    static const enum catalogue_kind NAMES[] = {
        [FACT_EXPERIENCE] = CATALOGUE_OCCUPATION, [FACT_SKILL] = CATALOGUE_SKILL,     [FACT_LANGUAGE] = CATALOGUE_LANGUAGE,
        [FACT_EDUCATION] = CATALOGUE_FIELD,       [FACT_LICENCE] = CATALOGUE_LICENCE,
    };
    json_t *o = json_pack("{s:s, s:o, s:s, s:s}", "kind", KINDS[f->kind], "code", code_json(f->code), "evidence",
                          EVIDENCES[f->evidence], "words", text_or_empty(text));
    if (code_given(f->code))
        json_object_set_new(
            o, "name", json_string(catalogue_label(app_catalogue(app), NAMES[f->kind], f->code, LANG_EN, a)));
    switch (f->kind) {
    case FACT_EXPERIENCE:
        json_object_set_new(o, "from", month_json(f->from));
        json_object_set_new(o, "to", f->to == MONTH_NONE ? json_string("still") : month_json(f->to));
        break;
    case FACT_LANGUAGE:
        json_object_set_new(o, "part", json_string(PARTS[f->part]));
        json_object_set_new(o, "level",
                            json_string(f->level == CEFR_NONE ? "none" : catalogue_cefr_code((enum cefr)f->level)));
        break;
    case FACT_EDUCATION:
        json_object_set_new(o, "nkr", json_integer(f->level));
        break;
    case FACT_LICENCE:
        json_object_set_new(o, "expires", day_json(f->expires));
        json_object_set_new(o, "held", json_boolean(!f->no));
        break;
    case FACT_SKILL:
        json_object_set_new(o, "held", json_boolean(!f->no));
        break;
    }
    return o;
}

static json_t *profile_json(struct app *app, const struct profile *p, struct arena *a)
{
    json_t *facts = json_array(), *complete = json_array(), *places = json_array(), *times = json_array();
    for (size_t i = 0; i < p->competence.fact_count; i++)
        json_array_append_new(facts, fact_json(app, &p->competence.facts[i], p->fact_texts[i], a));
    for (int s = 0; s < SECTIONS; s++)
        if (p->competence.complete >> s & 1)
            json_array_append_new(complete, json_string(SECTION_NAMES[s]));
    const struct availability *v = &p->competence.availability;
    for (size_t i = 0; i < v->place_count; i++)
        json_array_append_new(places, json_pack("{s:o, s:s}", "code", code_json(v->places[i]), "name",
                                                app_area_name(app, v->places[i], a)));
    for (int t = 0; t < WORK_TIMES; t++)
        if (v->times >> t & 1)
            json_array_append_new(times, json_string(TIMES[t]));
    return json_pack("{s:I, s:o, s:s, s:o, s:o, s:{s:o, s:i, s:i, s:o, s:o}}", "version", (json_int_t)p->version,
                     "updated_at", instant_json(p->updated_at, a), "headline", text_or_empty(p->headline), "facts", facts,
                     "this_is_all", complete, "availability", "free_from", day_json(v->free_from), "share_least",
                     v->share_least, "share_most", v->share_most, "times", times, "places", places);
}

static json_t *enrolments_json(const struct candidate_view *view)
{
    json_t *list = json_array();
    for (size_t i = 0; i < view->enrolment_count; i++) {
        const struct enrolment *e = &view->enrolments[i].enrolment;
        json_array_append_new(list, json_pack("{s:s, s:s, s:s, s:i, s:o, s:o}", "agency",
                                              view->enrolments[i].agency_name, "purpose", text_or_empty(e->purpose),
                                              "legal_basis", legal_basis_name(e->basis), "notice_version",
                                              e->notice_version, "from", day_json(e->from), "to", day_json(e->to)));
    }
    return list;
}

enum { READ_AT_ONCE = 1000 };

// All of them, however many there are.
static enum status readers_json(struct app *app, const struct actor *actor, struct person_id id, unsigned rights,
                                json_t *list)
{
    int64_t before = 0;
    for (;;) {
        struct arena *a CLEANUP_ARENA = arena_open();
        struct read_entry *entries;
        size_t count;
        TRY(read_log_list(app_store(app), id, before, READ_AT_ONCE, a, &entries, &count));
        for (size_t i = 0; i < count; i++)
            if (organisation_seen(actor, rights, entries[i].organisation))
                json_array_append_new(list, json_pack("{s:o, s:s, s:s, s:s}", "at", instant_json(entries[i].at, a),
                                                      "organisation", entries[i].organisation, "role",
                                                      role_name(entries[i].role), "what", entries[i].what));
        if (count < READ_AT_ONCE)
            return OK;
        before = entries[count - 1].id;
    }
}

static enum status changes_json(struct app *app, const struct actor *actor, struct person_id id, unsigned rights,
                                json_t *list)
{
    // Whether there is an answer on background is the person's alone to know.
    bool oneself = actor->role == ROLE_CANDIDATE && actor->person.value == id.value;
    int64_t before = 0;
    for (;;) {
        struct arena *a CLEANUP_ARENA = arena_open();
        struct change *changes;
        size_t count;
        TRY(store_history_of_person(app_store(app), id, before, READ_AT_ONCE, a, &changes, &count));
        for (size_t i = 0; i < count; i++)
            if (organisation_seen(actor, rights, changes[i].organisation) &&
                (oneself || strcmp(changes[i].noun, "background") != 0))
                json_array_append_new(list, json_pack("{s:o, s:s, s:s, s:s}", "at", instant_json(changes[i].at, a), "by",
                                                      changes[i].organisation, "what", changes[i].noun, "how",
                                                      changes[i].verb));
        if (count < READ_AT_ONCE)
            return OK;
        before = changes[count - 1].id;
    }
}

// The log-in and where it is in use; null when there is none.
static enum status login_json(struct app *app, struct person_id id, struct arena *a, json_t **out)
{
    struct user login;
    struct session *sessions;
    size_t count;
    enum status status = user_find_by_person(app_store(app), id, a, &login);
    if (status != OK) {
        *out = json_null();
        return status == NOT_FOUND ? OK : status;
    }
    TRY(session_list(app_store(app), login.id, app_now(app), a, &sessions, &count));
    json_t *list = json_array();
    for (size_t i = 0; i < count; i++)
        json_array_append_new(list, json_pack("{s:o, s:o, s:s}", "since", instant_json(sessions[i].created_at, a), "seen",
                                              instant_json(sessions[i].seen_at, a), "with", sessions[i].agent));
    *out = json_pack("{s:o, s:s, s:b, s:o}", "created_at", instant_json(login.created_at, a), "language",
                     lang_tag(login.lang), "one_time_codes", login.totp, "sessions", list);
    return OK;
}

// One-time codes of late; the code itself is nowhere kept.
static enum status codes_json(struct app *app, struct person_id id, struct arena *a, json_t *list)
{
    struct one_time_code *codes;
    size_t count;
    TRY(code_list(app_store(app), id, a, &codes, &count));
    for (size_t i = 0; i < count; i++)
        json_array_append_new(list, json_pack("{s:o, s:o, s:o, s:b}", "made_at", instant_json(codes[i].made_at, a), "until",
                                              instant_json(codes[i].ends_at, a), "used_at",
                                              codes[i].used_at == 0 ? json_null() : instant_json(codes[i].used_at, a),
                                              "handed_over", codes[i].made_by.value != 0));
    return OK;
}

// What CVs have proposed, whatever became of it.
static enum status proposals_json(struct app *app, struct person_id id, struct arena *a, json_t *list)
{
    static const char *const STATES[] = {[PROPOSED_OPEN] = "open", [PROPOSED_TAKEN] = "taken", [PROPOSED_LEFT] = "left"};
    struct proposed_cv *cvs;
    size_t count;
    TRY(cv_list(app_store(app), id, a, &cvs, &count));
    for (size_t i = 0; i < count; i++) {
        json_t *items = json_array(), *left = json_array();
        for (int k = 0; k < cvs[i].item_count; k++)
            json_array_append_new(items, json_pack("{s:s, s:s, s:s}", "kind", fact_kind_name(cvs[i].items[k].kind), "words",
                                                   cvs[i].items[k].source, "state", STATES[cvs[i].items[k].state]));
        for (int k = 0; k < cvs[i].left_count; k++)
            json_array_append_new(left, json_pack("{s:s, s:s, s:s}", "part", cvs[i].left[k].part, "words",
                                                  cvs[i].left[k].text, "reason", cvs[i].left[k].reason));
        json_array_append_new(list, json_pack("{s:s, s:o, s:o, s:o, s:o}", "format", cvs[i].format, "read_on",
                                              day_json(cvs[i].read_on), "until", day_json(cvs[i].expires_on), "proposed",
                                              items, "not_taken", left));
    }
    return OK;
}

enum status export_person(struct app *app, const struct actor *actor, struct person_id id, struct arena *a,
                          const char **json_out)
{
    struct candidate_view view;
    json_t *login;
    TRY(get_candidate(app, actor, id, a, &view));
    TRY(rights_ask(view.rights, RIGHT_IDENTITY | RIGHT_PROFILE));
    TRY(app_log_reads(app, actor, &id, 1, READ_EXPORTED));
    TRY(login_json(app, id, a, &login));
    json_t *readers = json_array(), *changes = json_array(), *proposals = json_array(), *codes = json_array();
    const struct identity *i = &view.identity;
    json_t *root = json_pack("{s:s, s:{s:s, s:s, s:s, s:s}, s:o, s:o, s:o, s:o, s:o, s:o, s:o}", "format", "ypsilon-person-1",
                             "identity", "given_name", i->given_name, "family_name", i->family_name, "email", i->email,
                             "phone", i->phone, "login", login, "one_time_codes", codes, "enrolments", enrolments_json(&view), "profile",
                             profile_json(app, &view.profile, a), "cvs", proposals, "who_looked", readers, "changes", changes);
    enum status status = root == NULL ? FAILED : proposals_json(app, id, a, proposals);
    if (status == OK)
        status = codes_json(app, id, a, codes);
    if (status == OK)
        status = followup_json(app, actor, id, a, root);
    if (status == OK)
        status = readers_json(app, actor, id, view.rights, readers);
    if (status == OK)
        status = changes_json(app, actor, id, view.rights, changes);
    char *text = status != OK ? NULL : json_dumps(root, JSON_INDENT(2));
    json_decref(root);
    if (status == OK && text == NULL)
        status = FAILED;
    if (status == OK)
        *json_out = arena_strdup(a, text);
    free(text);
    return status;
}
