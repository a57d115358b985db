// SPDX-License-Identifier: EUPL-1.2
// Check-ins and the answer on background.
#include "app/hires.h"

#include <jansson.h>

#include "app/hires_inside.h"
#include "store/outbox_store.h"

static const char READ_CHECKIN[] = N_("check-ins after a hire");

// Whether this actor answers for that side of the hire.
static bool answers(const struct actor *actor, unsigned rights, enum checkin_side side)
{
    if (side == CHECKIN_OF_EMPLOYER)
        return actor->role == ROLE_EMPLOYER && (rights & RIGHT_CONFIRM) != 0;
    return actor->role != ROLE_EMPLOYER && (rights & RIGHT_ANSWER) != 0;
}

enum status list_checkins(struct app *app, const struct actor *actor, struct arena *a, struct checkin_row **out,
                          size_t *count_out)
{
    enum { MOST = 100000 };
    struct hire_filter filter = {.enrolled_since = DAY_NONE, .states = 1u << HIRE_CONFIRMED, .checkins_due = app_today(app)};
    struct hire_entry *entries;
    struct checkin *checkins;
    struct checkin_row *list;
    size_t count, checkin_count, n = 0, seen_count = 0;
    day today = app_today(app);
    TRY(hire_scope(app, actor, a, &filter));
    TRY(hire_list(app_store(app), &filter, (struct hire_id){0}, MOST, a, &entries, &count));
    list = ARENA_ARRAY(a, struct checkin_row, count * CHECKINS);
    struct person_id *seen = ARENA_ARRAY(a, struct person_id, count * CHECKINS);
    for (size_t i = 0; i < count; i++) {
        unsigned rights;
        const struct hire *h = &entries[i].hire;
        enum status status = hire_rights(app, actor, h, &rights);
        if (status == NOT_FOUND)
            continue;
        TRY(status);
        TRY(checkin_list(app_store(app), h->id, a, &checkins, &checkin_count));
        for (size_t k = 0; k < checkin_count; k++) {
            if (!checkin_open(&checkins[k], today) || !answers(actor, rights, checkins[k].side))
                continue;
            bool named = (rights & RIGHT_IDENTITY) != 0 && actor->role != ROLE_CANDIDATE && h->person.value != 0;
            list[n++] = (struct checkin_row){
                .checkin = checkins[k],
                .name = named ? person_name(app, h->person, a) : "",
                .employer_name = entries[i].employer_name,
                .workplace_name = entries[i].workplace_name,
                .occupation = h->occupation,
                .start = h->start,
            };
            if (named)
                seen[seen_count++] = h->person;
            if (!named && actor->role != ROLE_CANDIDATE)
                list[n - 1].checkin.person = (struct person_id){0};
        }
    }
    TRY(app_log_reads(app, actor, seen, seen_count, READ_CHECKIN));
    *out = list;
    *count_out = n;
    return OK;
}

static bool asks_norwegian(const struct actor *actor, unsigned rights)
{
    return actor->role != ROLE_EMPLOYER || (rights & RIGHT_IDENTITY) != 0;
}

// NULL: an answer is taken.
static const char *answer_refusal(const struct checkin *c, const struct hire *h, day today)
{
    if (c->state == CHECKIN_ANSWERED)
        return N_("This is answered already. Tell the programme office if the answer was wrong.");
    return h->state != HIRE_CONFIRMED || !checkin_open(c, today) ? N_("This is not asked now.") : NULL;
}

// When it was asked and chased, out of the log: the newest of each, since a corrected start asks anew.
static enum status times_read(struct app *app, struct checkin_id id, struct arena *a, struct checkin_view *view)
{
    enum { LINES = 50 };
    struct change *changes;
    size_t count;
    TRY(store_history(app_store(app), "checkin", id.value, 0, LINES, a, &changes, &count));
    for (size_t i = 0; i < count; i++) {
        enum checkin_state state;
        json_t *root = changes[i].body == NULL ? NULL : json_loadb(changes[i].body, changes[i].body_size, 0, NULL);
        bool read = checkin_state_read(json_string_value(json_object_get(root, "state")), &state);
        json_decref(root);
        if (read && state == CHECKIN_ASKED && view->asked_at == 0)
            view->asked_at = changes[i].at;
        if (read && state == CHECKIN_CHASED && view->chased_at == 0)
            view->chased_at = changes[i].at;
    }
    return OK;
}

enum status get_checkin(struct app *app, const struct actor *actor, struct checkin_id id, struct arena *a,
                        struct checkin_view *out)
{
    struct checkin c;
    struct hire h;
    struct hire_entry *entries;
    size_t count;
    unsigned rights;
    TRY(checkin_get(app_store(app), id, a, &c));
    TRY(hire_get(app_store(app), c.hire, a, &h));
    TRY(hire_rights(app, actor, &h, &rights));
    if (!answers(actor, rights, c.side))
        return NOT_FOUND;
    TRY(hire_list(app_store(app), &(struct hire_filter){.id = h.id, .enrolled_since = DAY_NONE}, (struct hire_id){0}, 1, a,
                  &entries, &count));
    if (count == 0)
        return NOT_FOUND;
    bool named = (rights & RIGHT_IDENTITY) != 0 && actor->role != ROLE_CANDIDATE && h.person.value != 0;
    struct checkin_view view = {
        .row = {
            .checkin = c,
            .name = named ? person_name(app, h.person, a) : "",
            .employer_name = entries[0].employer_name,
            .workplace_name = entries[0].workplace_name,
            .occupation = h.occupation,
            .start = h.start,
        },
        .refusal = answer_refusal(&c, &h, app_today(app)),
        .asks_norwegian = asks_norwegian(actor, rights),
        .may_end = (rights & RIGHT_EDIT) != 0 && hire_refusal(&h, HIRE_END, actor->role) == NULL,
    };
    if (!named && actor->role != ROLE_CANDIDATE)
        view.row.checkin.person = (struct person_id){0};
    TRY(times_read(app, id, a, &view));
    if (named)
        TRY(app_log_reads(app, actor, &h.person, 1, READ_CHECKIN));
    *out = view;
    return OK;
}

struct answer_job {
    struct app *app;
    struct checkin answer;
    const char *refusal;
};

static enum status answer_write(struct store_tx *tx, void *arg)
{
    struct answer_job *job = arg;
    struct checkin c;
    struct hire h;
    unsigned rights;
    day today = app_today(job->app);
    struct checkin *said = &job->answer;
    job->refusal = NULL;
    TRY(checkin_get(tx->store, said->id, tx->arena, &c));
    TRY(hire_get(tx->store, c.hire, tx->arena, &h));
    TRY(hire_rights(job->app, tx->actor, &h, &rights));
    if (!answers(tx->actor, rights, c.side))
        return NOT_FOUND;
    if (!asks_norwegian(tx->actor, rights))
        said->norwegian = 0;
    if (c.state == CHECKIN_ANSWERED && c.answered_by.value == tx->user.value && c.employed == said->employed &&
        c.rating == said->rating && c.norwegian == said->norwegian)
        return OK; // sent twice
    job->refusal = answer_refusal(&c, &h, today);
    if (job->refusal != NULL)
        return CONFLICT;
    c.state = CHECKIN_ANSWERED;
    c.employed = said->employed;
    c.rating = said->rating;
    c.norwegian = said->norwegian;
    c.answered_on = today;
    c.answered_by = tx->user;
    c.by_adviser = c.side == CHECKIN_OF_PERSON && tx->actor->role != ROLE_CANDIDATE;
    return checkin_update(tx, &c);
}

enum status answer_checkin(struct app *app, const struct actor *actor, struct checkin_id id, bool employed, int rating,
                           int norwegian, struct issues *issues)
{
    size_t before = issues->count;
    struct answer_job job = {.app = app,
                             .answer = {.id = id, .employed = employed, .rating = rating, .norwegian = norwegian}};
    checkin_answer_check(&job.answer, issues);
    if (issues->count > before)
        return INVALID;
    enum status status = store_write(app_store(app), actor, app_now(app), answer_write, &job);
    if (status == CONFLICT)
        issues_add(issues, "", job.refusal == NULL ? MEANWHILE : job.refusal);
    return status;
}

static enum status tend_one(struct store_tx *tx, struct checkin *c, day today)
{
    struct hire h;
    TRY(hire_get(tx->store, c->hire, tx->arena, &h));
    enum checkin_state to = checkin_by_clock(c, today);
    if (h.state != HIRE_CONFIRMED || to == c->state)
        return OK;
    // Who has not been asked yet is asked, not chased, however late it is.
    enum outbox_kind kind = c->state == CHECKIN_SCHEDULED ? OUTBOX_CHECKIN : OUTBOX_CHECKIN_AGAIN;
    c->state = to;
    TRY(checkin_update(tx, c));
    if (to == CHECKIN_UNOBSERVED)
        return OK;
    return c->side == CHECKIN_OF_PERSON ? outbox_tell_person(tx, kind, h.person, c->id.value)
                                        : outbox_tell_employer(tx, kind, h.employer, c->id.value);
}

static enum status tend_write(struct store_tx *tx, void *arg)
{
    struct app *app = arg;
    struct checkin *due;
    size_t count;
    day today = app_today(app);
    TRY(checkin_list_due(tx->store, today, tx->arena, &due, &count));
    for (size_t i = 0; i < count; i++)
        TRY(tend_one(tx, &due[i], today));
    return OK;
}

enum status tend_checkins(struct app *app)
{
    return store_write(app_store(app), NULL, app_now(app), tend_write, app);
}

// Background

struct background_job {
    struct person_id person;
    enum background answer;
};

static enum status background_write(struct store_tx *tx, void *arg)
{
    const struct background_job *job = arg;
    return background_put(tx, job->person, job->answer);
}

enum status give_background(struct app *app, const struct actor *actor, struct person_id person, enum background answer,
                            bool on_paper, struct issues *issues)
{
    unsigned rights;
    struct background_job job = {person, answer};
    TRY(person_rights(app, actor, person, &rights));
    TRY(rights_ask(rights, on_paper ? RIGHT_BACKGROUND_PAPER : RIGHT_BACKGROUND));
    if (answer != BACKGROUND_YES && answer != BACKGROUND_NO && answer != BACKGROUND_NOT_SAID) {
        issues_add(issues, "background", N_("Choose yes, no, or that you prefer not to say"));
        return INVALID;
    }
    return store_write(app_store(app), actor, app_now(app), background_write, &job);
}

enum status get_background(struct app *app, const struct actor *actor, enum background *out)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    unsigned rights;
    TRY(person_rights(app, actor, actor->person, &rights));
    TRY(rights_ask(rights, RIGHT_BACKGROUND));
    enum background answer = BACKGROUND_NOT_GIVEN;
    enum status status = background_get(app_store(app), actor->person, a, &answer);
    if (status != OK && status != NOT_FOUND)
        return status;
    *out = answer;
    return OK;
}
