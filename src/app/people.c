// SPDX-License-Identifier: EUPL-1.2
#include "app/people.h"

#include <stdlib.h>
#include <string.h>

#include "app/accounts.h"
#include "app/internal.h"
#include "app/password.h"
#include "base/random.h"
#include "base/text.h"
#include "store/employer_store.h"
#include "store/need_store.h"
#include "store/person_store.h"
#include "store/programme_store.h"
#include "store/read_log.h"
#include "store/user_store.h"

static enum status enrolments_seen(struct app *app, const struct actor *actor, struct person_id id, struct arena *a,
                                   struct candidate_view *view)
{
    struct enrolment *all;
    size_t count;
    TRY(enrolment_list(app_store(app), id, a, &all, &count));
    view->enrolments = ARENA_ARRAY(a, struct enrolment_line, count);
    day today = app_today(app);
    for (size_t i = 0; i < count; i++) {
        bool own = actor->agency.value != 0 && all[i].agency.value == actor->agency.value;
        if (!own && actor->role != ROLE_CANDIDATE) {
            view->elsewhere |= all[i].from <= today && (all[i].to == DAY_NONE || all[i].to >= today);
            continue;
        }
        struct agency agency;
        TRY(agency_get(app_store(app), all[i].agency, a, &agency));
        view->enrolments[view->enrolment_count++] =
            (struct enrolment_line){.enrolment = all[i], .agency_name = agency.name, .own = own};
    }
    return OK;
}

static enum status candidate_read(struct app *app, const struct actor *actor, struct person_id id, struct arena *a,
                                  struct candidate_view *out)
{
    struct candidate_view view = {.person = id, .identity = {"", "", "", ""}};
    TRY(person_rights(app, actor, id, &view.rights));
    if ((view.rights & RIGHT_IDENTITY) != 0)
        TRY(identity_get(app_store(app), id, a, &view.identity, &view.identity_version));
    if ((view.rights & RIGHT_PROFILE) != 0)
        TRY(profile_get(app_store(app), id, a, &view.profile));
    TRY(enrolments_seen(app, actor, id, a, &view));
    struct user login;
    enum status status = user_find_by_person(app_store(app), id, a, &login);
    if (status != OK && status != NOT_FOUND)
        return status;
    view.login = status == OK && *login.password != '\0';
    *out = view;
    return OK;
}

enum status get_candidate(struct app *app, const struct actor *actor, struct person_id id, struct arena *a,
                          struct candidate_view *out)
{
    TRY(candidate_read(app, actor, id, a, out));
    return app_log_reads(app, actor, &id, 1, READ_PROFILE);
}

struct identity_job {
    struct person_id id;
    int64_t version;
    struct identity identity;
    bool email_needed, email_taken;
};

// Who has a log-in logs in with the e-mail address: it changes there as well.
static enum status write_login_email(struct store_tx *tx, struct identity_job *job)
{
    struct user login;
    enum status status = user_find_by_person(tx->store, job->id, tx->arena, &login);
    if (status != OK)
        return status == NOT_FOUND ? OK : status;
    if (*login.password == '\0') { // one-time codes alone: an address is of use, and not needed
        status = user_set_candidate_email(tx, login.id, job->identity.email);
        return status == CONFLICT ? user_set_candidate_email(tx, login.id, "") : status;
    }
    job->email_needed = *job->identity.email == '\0';
    if (job->email_needed)
        return CONFLICT;
    login.email = job->identity.email;
    status = user_update(tx, &login);
    job->email_taken = status == CONFLICT;
    return status;
}

static enum status write_identity(struct store_tx *tx, void *arg)
{
    struct identity_job *job = arg;
    job->email_needed = job->email_taken = false;
    TRY(identity_put(tx, job->id, job->version, &job->identity));
    return write_login_email(tx, job);
}

enum status edit_identity(struct app *app, const struct actor *actor, struct person_id id, int64_t version,
                          const struct identity *typed, struct issues *issues)
{
    unsigned rights;
    TRY(person_rights(app, actor, id, &rights));
    TRY(rights_ask(rights, RIGHT_EDIT | RIGHT_IDENTITY));
    struct arena *a CLEANUP_ARENA = arena_open();
    struct identity_job job = {.id = id, .version = version};
    size_t before = issues->count;
    identity_read(typed, a, &job.identity, issues);
    if (issues->count > before)
        return INVALID;
    enum status status = store_write(app_store(app), actor, app_now(app), write_identity, &job);
    if (job.email_needed)
        issues_add(issues, "email", N_("The person logs in with an e-mail address, so there must be one"));
    if (job.email_taken)
        issues_add(issues, "email", N_("This e-mail address has an account already"));
    return status == CONFLICT && (job.email_needed || job.email_taken) ? INVALID : status;
}

static int code_compare(const void *a, const void *b)
{
    uint64_t x = ((const struct code *)a)->value, y = ((const struct code *)b)->value;
    return (x > y) - (x < y);
}

static void profile_normalise(const struct profile *typed, struct arena *a, struct profile *out)
{
    *out = *typed;
    out->headline = text_line(a, text_or_empty(typed->headline));
    size_t count = typed->competence.fact_count;
    const char **texts = ARENA_ARRAY(a, const char *, count);
    for (size_t i = 0; i < count; i++)
        texts[i] = text_line(a, text_or_empty(typed->fact_texts == NULL ? "" : typed->fact_texts[i]));
    out->fact_texts = texts;
    struct availability *v = &out->competence.availability;
    struct code *places = arena_copy(a, v->places, v->place_count * sizeof *places);
    size_t kept = 0;
    qsort(places, v->place_count, sizeof *places, code_compare);
    for (size_t i = 0; i < v->place_count; i++)
        if (kept == 0 || !code_equal(places[i], places[kept - 1]))
            places[kept++] = places[i];
    v->places = places;
    v->place_count = kept;
}

static enum status profile_codes_check(struct app *app, const struct profile *p, struct arena *a,
                                       struct issues *issues)
{
    static const enum catalogue_kind KINDS[] = {
        [FACT_EXPERIENCE] = CATALOGUE_OCCUPATION, [FACT_SKILL] = CATALOGUE_SKILL,     [FACT_LANGUAGE] = CATALOGUE_LANGUAGE,
        [FACT_EDUCATION] = CATALOGUE_FIELD,       [FACT_LICENCE] = CATALOGUE_LICENCE,
    };
    for (size_t i = 0; i < p->competence.fact_count; i++) {
        const struct fact *f = &p->competence.facts[i];
        bool any_field = f->kind == FACT_EDUCATION && !code_given(f->code);
        if (f->kind >= FACT_EXPERIENCE && f->kind <= FACT_LICENCE && !any_field &&
            catalogue_find(app_catalogue(app), KINDS[f->kind], f->code) == NULL)
            issues_add(issues, arena_printf(a, "facts[%zu].code", i), N_("Choose from the list"));
    }
    struct region_area *areas;
    size_t count;
    TRY(region_area_list(app_store(app), a, &areas, &count));
    const struct availability *v = &p->competence.availability;
    for (size_t i = 0; i < v->place_count; i++)
        if (*region_area_name(areas, count, v->places[i]) == '\0') {
            issues_add(issues, "places", N_("Choose one of the region's areas"));
            break;
        }
    return OK;
}

static enum status write_profile(struct store_tx *tx, void *arg)
{
    return profile_put(tx, arg);
}

enum status edit_profile(struct app *app, const struct actor *actor, const struct profile *profile,
                         struct issues *issues)
{
    unsigned rights;
    TRY(person_rights(app, actor, profile->person, &rights));
    TRY(rights_ask(rights, RIGHT_EDIT | RIGHT_PROFILE));
    return save_profile(app, actor, profile, issues);
}

enum status save_profile(struct app *app, const struct actor *actor, const struct profile *profile,
                         struct issues *issues)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct profile fresh;
    size_t before = issues->count;
    profile_normalise(profile, a, &fresh);
    profile_check(&fresh, app_today(app), issues);
    TRY(profile_codes_check(app, &fresh, a, issues));
    if (issues->count > before)
        return INVALID;
    return store_write(app_store(app), actor, app_now(app), write_profile, &fresh);
}

enum status rank_needs(struct app *app, const struct actor *actor, const struct candidate_view *candidate, size_t most,
                       struct arena *a, struct candidate_need **out, size_t *count_out)
{
    struct need *open;
    size_t open_count, area_count, count = 0;
    TRY(rights_ask(candidate->rights, RIGHT_PROFILE));
    *out = NULL;
    *count_out = 0;
    struct access_facts any = {.thing = THING_NEED, .need_state = NEED_OPEN};
    if (!access_may(actor, &any, RIGHT_SEE))
        return OK; // who may not know of needs gets none
    TRY(app_follow(app));
    TRY(need_list_open(app_store(app), a, &open, &open_count));
    struct match_need *needs = ARENA_ARRAY(a, struct match_need, open_count);
    for (size_t i = 0; i < open_count; i++)
        needs[i] = need_for_match(&open[i], a);
    struct ranking ranking;
    enum status status = match_rank_needs(app_world(app), candidate->person.value, needs, open_count, app_today(app), a, &ranking);
    if (status == NOT_FOUND)
        return OK; // the enrolment has ended: nobody is looked for any more
    TRY(status);
    struct region_area *areas;
    TRY(region_area_list(app_store(app), a, &areas, &area_count));
    struct candidate_need *list = ARENA_ARRAY(a, struct candidate_need, most);
    for (size_t i = 0; i < ranking.row_count && count < most; i++) {
        const struct need *n = NULL;
        for (size_t k = 0; k < open_count && n == NULL; k++)
            n = open[k].id.value == ranking.rows[i].number ? &open[k] : NULL;
        struct employer employer;
        if (n == NULL)
            continue;
        TRY(employer_get(app_store(app), n->employer, a, &employer));
        list[count++] = (struct candidate_need){
            .need = n->id,
            .title = n->title,
            .employer_name = employer.name,
            .place_name = arena_strdup(a, region_area_name(areas, area_count, n->place)),
            .row = ranking.rows[i],
        };
    }
    *out = list;
    *count_out = count;
    return OK;
}

enum { READERS_MOST = 200 };

// Which other agencies help a person is the person's to know; an adviser sees who of the own agency looked.
bool organisation_seen(const struct actor *actor, unsigned rights, const char *organisation)
{
    return (rights & RIGHT_READERS) != 0 || strcmp(organisation, text_or_empty(actor->organisation)) == 0;
}

enum status list_readers(struct app *app, const struct actor *actor, struct person_id id, struct arena *a,
                         struct reader_line **out, size_t *count_out)
{
    unsigned rights;
    struct read_entry *entries;
    size_t count;
    TRY(person_rights(app, actor, id, &rights));
    if ((rights & (RIGHT_READERS | RIGHT_OWN_READERS)) == 0)
        return DENIED;
    TRY(read_log_list(app_store(app), id, 0, READERS_MOST, a, &entries, &count));
    struct reader_line *lines = ARENA_ARRAY(a, struct reader_line, count);
    *count_out = 0;
    for (size_t i = 0; i < count; i++)
        if (organisation_seen(actor, rights, entries[i].organisation))
            lines[(*count_out)++] =
                (struct reader_line){entries[i].at, entries[i].organisation, entries[i].role, entries[i].what};
    *out = lines;
    return OK;
}

// Four groups of letters that are not mistaken for one another: 79 bits.
static const char *password_draw(struct arena *a)
{
    static const char LETTERS[] = "abcdefghjkmnpqrstuvwxyz23456789"; // 31
    char text[20];
    for (int i = 0; i < 16; i++)
        text[i + i / 4] = LETTERS[random_u32() % (sizeof LETTERS - 1)];
    text[4] = text[9] = text[14] = '-';
    return arena_strndup(a, text, 19);
}

struct password_job {
    struct user_id user;
    const char *email, *password;
};

static enum status write_password(struct store_tx *tx, void *arg)
{
    const struct password_job *job = arg;
    TRY(user_set_candidate_email(tx, job->user, job->email));
    return user_set_password(tx, job->user, job->password);
}

static enum status add_password(struct app *app, const struct actor *actor, const struct user *login, const char *email,
                                const char *password, struct issues *issues)
{
    struct password_job job = {.user = login->id, .email = email};
    TRY(password_make(password, issues->arena, &job.password));
    enum status status = store_write(app_store(app), actor, app_now(app), write_password, &job);
    if (status != CONFLICT)
        return status;
    issues_add(issues, "email", N_("This e-mail address has an account already"));
    return INVALID;
}

enum status invite_candidate(struct app *app, const struct actor *actor, struct person_id id, struct arena *a,
                             struct issues *issues, const char **password_out)
{
    struct candidate_view view;
    TRY(candidate_read(app, actor, id, a, &view));
    TRY(rights_ask(view.rights, RIGHT_EDIT | RIGHT_IDENTITY));
    if (view.login)
        return CONFLICT;
    if (*view.identity.email == '\0') {
        issues_add(issues, "email", N_("Write the person's e-mail address first: it is what the person logs in with"));
        return INVALID;
    }
    const char *password = password_draw(a);
    struct user login;
    enum status status = user_find_by_person(app_store(app), id, a, &login);
    if (status == NOT_FOUND) {
        struct user_id user;
        status = add_user(app, actor,
                          &(struct new_user){
                              .role = ROLE_CANDIDATE,
                              .name = "",
                              .email = view.identity.email,
                              .password = password,
                              .person = id,
                              .lang = LANG_NB,
                          },
                          issues, &user);
    } else if (status == OK) { // has logged in with one-time codes before
        status = add_password(app, actor, &login, view.identity.email, password, issues);
    }
    TRY(status);
    *password_out = password;
    return OK;
}
