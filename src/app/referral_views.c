// SPDX-License-Identifier: EUPL-1.2
// Referrals as they are read.
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "app/referrals.h"
#include "app/referrals_inside.h"
#include "store/hire_store.h"
#include "store/need_store.h"
#include "store/share_store.h"
#include "store/user_store.h"

const char READ_REFERRED[] = N_("list of referrals");
static const char READ_REFERRAL[] = N_("a referral");

static struct referral_row row_make(struct app *app, const struct referral_entry *e, unsigned rights, struct arena *a)
{
    const struct referral *r = &e->referral;
    day today = app_today(app);
    struct referral_row row = {
        .id = r->id,
        .version = r->version,
        .code = r->code,
        .name = "",
        .need = r->need,
        .need_title = e->need_title,
        .employer_name = e->employer_name,
        .workplace_name = e->workplace_name,
        .agency = r->agency,
        .agency_name = e->agency_name,
        .state = entry_state(e, today),
        .asked = e->asked,
        .share_id = e->share.id,
        .share = e->share.request,
        .next_on = DAY_NONE,
        .next_owner_name = "",
        .created_at = r->created_at,
        .changed_at = r->changed_at,
        .rights = rights,
    };
    row.ended = referral_ended(&row.state);
    if ((rights & RIGHT_IDENTITY) != 0) {
        row.person = r->person;
        row.name = person_name(app, r->person, a);
    }
    // The next step is the agency's own business, and the person's.
    if ((rights & RIGHT_IDENTITY) != 0 && (rights & RIGHT_ANSWER) != 0) {
        row.next_on = r->next_on;
        row.next_owner = r->next_owner;
        row.next_owner_name = e->next_owner_name;
    }
    return row;
}

// What of all referrals this actor may list.
static enum status scope(struct app *app, const struct actor *actor, struct arena *a, struct referral_filter *filter)
{
    unsigned rights;
    switch (actor->role) {
    case ROLE_OFFICE:
        // Which codes are a person's is known to whoever knows the person, of the own agency's referrals alone.
        if (filter->person.value == 0)
            return OK;
        TRY(person_rights(app, actor, filter->person, &rights));
        filter->agency = actor->agency;
        return OK;
    case ROLE_ADVISER:
        if (actor->agency.value == 0)
            return NOT_FOUND;
        filter->agency = actor->agency;
        return lately_since(app, a, &filter->enrolled_since);
    case ROLE_CANDIDATE:
        if (filter->person.value != 0 && filter->person.value != actor->person.value)
            return NOT_FOUND;
        filter->person = actor->person;
        return actor->person.value != 0 ? OK : NOT_FOUND;
    default:
        return NOT_FOUND;
    }
}

// A next step is shown to those who work with the person now: to others no filter tells of it either.
static void narrow_to_steps(struct app *app, const struct actor *actor, struct referral_filter *filter)
{
    enum { NO_AGENCY = -1 };
    if (actor->role == ROLE_CANDIDATE || (filter->next_owner.value == 0 && filter->next_before == DAY_NONE))
        return;
    filter->agency.value = actor->agency.value == 0 ? NO_AGENCY : actor->agency.value;
    filter->enrolled_since = app_today(app);
}

enum { ROWS_MOST = 200, ROWS_USUAL = 50 };

enum status list_referrals(struct app *app, const struct actor *actor, const struct referral_query *query,
                           struct arena *a, struct referral_page *out)
{
    struct referral_filter filter = {
        .need = query->need,
        .person = query->person,
        .employer = query->employer,
        .enrolled_since = DAY_NONE,
        .next_owner = query->next_owner,
        .work = query->work,
        .outcomes = query->outcomes,
        .running = query->running,
        .next_before = query->next_before == 0 ? DAY_NONE : query->next_before,
    };
    TRY(scope(app, actor, a, &filter));
    narrow_to_steps(app, actor, &filter);
    size_t most = query->most == 0 ? ROWS_USUAL : query->most > ROWS_MOST ? ROWS_MOST : query->most;
    struct referral_id before = {strtoll(text_or_empty(query->after), NULL, 10)};
    struct referral_entry *entries;
    size_t count;
    int64_t total = 0;
    TRY(referral_list(app_store(app), &filter, before, most + 1, a, &entries, &count));
    if (!query->uncounted)
        TRY(referral_count(app_store(app), &filter, &total));
    size_t shown = count > most ? most : count, seen_count = 0;
    struct referral_page page = {.next = "", .total = (size_t)total, .rows = ARENA_ARRAY(a, struct referral_row, shown)};
    struct person_id *seen = ARENA_ARRAY(a, struct person_id, shown);
    for (size_t i = 0; i < shown; i++) {
        unsigned rights;
        enum status status = entry_rights(app, actor, &entries[i], &rights);
        if (status == NOT_FOUND) // deleted meanwhile
            continue;
        TRY(status);
        page.rows[page.row_count] = row_make(app, &entries[i], rights, a);
        if ((rights & RIGHT_IDENTITY) != 0 && actor->role != ROLE_CANDIDATE)
            seen[seen_count++] = entries[i].referral.person;
        page.row_count++;
    }
    if (count > most)
        page.next = arena_printf(a, "%lld", (long long)entries[most - 1].referral.id.value);
    TRY(app_log_reads(app, actor, seen, seen_count, READ_REFERRED));
    *out = page;
    return OK;
}

static enum status ask_refused(struct app *app, const struct referral_entry *e, struct arena *a, struct referral_view *view)
{
    struct share *shares;
    size_t count;
    int open = 0;
    struct programme programme;
    day today = app_today(app);
    TRY(programme_of(app, a, &programme));
    TRY(share_list(app_store(app), e->referral.person, a, &shares, &count));
    for (size_t i = 0; i < count; i++)
        open += share_open(&shares[i].request, today);
    view->ask_refusal = share_step_refusal(e, today, open, programme.open_share_requests);
    view->ask_refusal_arg = arena_printf(a, "%d", programme.open_share_requests);
    return OK;
}

enum status get_referral(struct app *app, const struct actor *actor, struct referral_id id, struct arena *a,
                         struct referral_view *out)
{
    struct referral_entry e;
    unsigned rights;
    bool presented;
    TRY(referral_seen(app, actor, id, a, &e, &rights));
    struct referral_view view = {.row = row_make(app, &e, rights, a), .next_step = "", .note = "", .verdict_note = ""};
    const struct referral_state *at = &view.row.state;
    // The adviser's words are for the adviser and the person, the employer's for all who may know whom they are about.
    if ((rights & RIGHT_ANSWER) != 0 || (actor->role != ROLE_EMPLOYER && (rights & RIGHT_IDENTITY) != 0)) {
        view.next_step = e.referral.next_step;
        view.note = e.referral.note;
    }
    if ((rights & RIGHT_IDENTITY) != 0) {
        view.reason = e.referral.reason;
        view.verdict_note = e.referral.verdict_note;
    }
    // Whom two codes have in common is told to those alone who know the person.
    if ((actor->role == ROLE_OFFICE || actor->role == ROLE_ADVISER) && (rights & RIGHT_IDENTITY) != 0)
        TRY(referral_elsewhere(app_store(app), e.referral.person, e.referral.need, e.referral.agency, &view.elsewhere,
                               &presented));
    static const char not_yours[] = N_("Your role does not do this.");
    bool edits = (rights & RIGHT_EDIT) != 0, judges = (rights & RIGHT_JUDGE) != 0;
    for (int w = 0; w < WORK_STATUSES; w++) {
        struct referral_move move = {.step = STEP_WORK, .work = (enum work_status)w};
        view.work_refusals[w] = edits ? referral_refusal(at, &move, actor->role) : not_yours;
    }
    for (int v = 0; v < EMPLOYER_VERDICTS; v++) {
        struct referral_move move = {.step = STEP_VERDICT, .verdict = (enum employer_verdict)v, .reason = REASON_OTHER_CHOSEN};
        view.verdict_refusals[v] = judges ? referral_refusal(at, &move, actor->role) : not_yours;
    }
    struct referral_move present = {.step = STEP_PRESENT}, unpresent = {.step = STEP_UNPRESENT};
    view.present_refusal = edits ? referral_refusal(at, &present, actor->role) : not_yours;
    view.unpresent_refusal = edits ? referral_refusal(at, &unpresent, actor->role) : not_yours;
    view.ask_refusal = not_yours;
    if (edits)
        TRY(ask_refused(app, &e, a, &view));
    if ((rights & RIGHT_IDENTITY) != 0)
        TRY(app_log_reads(app, actor, &e.referral.person, 1, READ_REFERRAL));
    *out = view;
    return OK;
}

static const char *verb_words(const char *verb)
{
    static const struct {
        const char *verb, *words;
    } WORDS[] = {
        {"insert", N_("Referral started")},
        {"work", N_("Work status set")},
        {"present", N_("Presented to the employer")},
        {"unpresent", N_("Presentation taken back")},
        {"verdict", N_("The employer's answer")},
        {"hire", N_("Hire confirmed")},
        {"unhire", N_("Hire taken back")},
        {"next", N_("Next step set")},
        {"move", N_("Given a person of its own")},
    };
    for (size_t i = 0; i < COUNT_OF(WORDS); i++)
        if (strcmp(WORDS[i].verb, verb) == 0)
            return WORDS[i].words;
    return "";
}

// Where a step's own words stand; every change holds all of the referral's. NULL: the step has none.
static const char *note_key(const char *verb)
{
    if (strcmp(verb, "work") == 0 || strcmp(verb, "unpresent") == 0)
        return "note";
    return strcmp(verb, "verdict") == 0 ? "verdict_note" : strcmp(verb, "next") == 0 ? "next" : NULL;
}

static void line_read(const struct change *c, struct arena *a, struct referral_line *line)
{
    json_t *root = c->body == NULL ? NULL : json_loadb(c->body, c->body_size, 0, NULL);
    line->note = "";
    if (root != NULL) {
        const char *key = note_key(c->verb), *note = key == NULL ? NULL : json_string_value(json_object_get(root, key));
        line->note = arena_strdup(a, text_or_empty(note));
        line->known = work_status_read(text_or_empty(json_string_value(json_object_get(root, "work"))), &line->work) &&
                      outcome_read(text_or_empty(json_string_value(json_object_get(root, "outcome"))), &line->outcome) &&
                      employer_verdict_read(text_or_empty(json_string_value(json_object_get(root, "verdict"))), &line->verdict) &&
                      verdict_reason_read(text_or_empty(json_string_value(json_object_get(root, "reason"))), &line->reason);
    }
    json_decref(root);
}

static void share_line_read(const struct change *c, struct referral_line *line)
{
    json_t *root = c->body == NULL ? NULL : json_loadb(c->body, c->body_size, 0, NULL);
    line->note = "";
    line->shares = true;
    line->known = root != NULL && share_state_read(text_or_empty(json_string_value(json_object_get(root, "state"))), &line->share);
    line->by_adviser = root != NULL && json_is_true(json_object_get(root, "by_adviser"));
    json_decref(root);
}

static struct referral_line line_of(const struct change *c, const char *what)
{
    return (struct referral_line){.at = c->at, .user_name = c->user_name, .organisation = c->organisation, .what = what};
}

static int newest_first(const void *a, const void *b)
{
    const struct referral_line *x = a, *y = b;
    return (x->at < y->at) - (x->at > y->at);
}

enum status list_referral_history(struct app *app, const struct actor *actor, struct referral_id id, struct arena *a,
                                  struct referral_line **out, size_t *count_out)
{
    enum { LINES = 200 };
    struct referral_entry e;
    unsigned rights;
    struct change *changes;
    size_t count;
    TRY(referral_seen(app, actor, id, a, &e, &rights));
    if ((rights & RIGHT_IDENTITY) == 0 || actor->role == ROLE_EMPLOYER)
        return DENIED;
    struct referral_line *lines = NULL;
    size_t line_count = 0, room = 0;
    TRY(store_history(app_store(app), "referral", id.value, 0, LINES, a, &changes, &count));
    for (size_t i = 0; i < count; i++) {
        struct referral_line *line = LIST_ADD(a, lines, line_count, room);
        *line = line_of(&changes[i], verb_words(changes[i].verb));
        line_read(&changes[i], a, line);
    }
    struct share *shares;
    size_t share_count;
    TRY(share_list(app_store(app), e.referral.person, a, &shares, &share_count));
    for (size_t k = 0; k < share_count; k++) {
        if (shares[k].referral.value != id.value)
            continue;
        TRY(store_history(app_store(app), "share", shares[k].id.value, 0, LINES, a, &changes, &count));
        for (size_t i = 0; i < count; i++) {
            struct referral_line *line = LIST_ADD(a, lines, line_count, room);
            *line = line_of(&changes[i], N_("Question about sharing"));
            share_line_read(&changes[i], line);
        }
    }
    if (line_count > 0)
        qsort(lines, line_count, sizeof *lines, newest_first);
    *out = lines;
    *count_out = line_count;
    return app_log_reads(app, actor, &e.referral.person, 1, READ_REFERRAL);
}

enum status list_step_owners(struct app *app, const struct actor *actor, struct arena *a, struct step_owner **out,
                             size_t *count_out)
{
    struct user *users = NULL;
    size_t count = 0;
    if (actor->role != ROLE_OFFICE && actor->role != ROLE_ADVISER)
        return DENIED;
    if (actor->agency.value != 0)
        TRY(user_list_of_agency(app_store(app), actor->agency, a, &users, &count));
    struct step_owner *list = ARENA_ARRAY(a, struct step_owner, count);
    for (size_t i = 0; i < count; i++)
        list[i] = (struct step_owner){users[i].id, users[i].name};
    *out = list;
    *count_out = count;
    return OK;
}

enum status get_need_progress(struct app *app, const struct actor *actor, struct need_id id, struct need_progress *out)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct need need;
    struct referral_figures figures;
    unsigned rights;
    TRY(need_rights(app, actor, id, &rights));
    TRY(need_get(app_store(app), id, a, &need));
    TRY(referral_figures(app_store(app), id, app_now(app), &figures));
    struct need_progress progress = {.positions = need.positions, .presented = figures.presented};
    if (actor->role == ROLE_OFFICE || actor->role == ROLE_ADVISER)
        progress.proposed = figures.proposed;
    if (actor->role == ROLE_OFFICE || actor->role == ROLE_ADVISER)
        TRY(referrals_count_untold(app_store(app), id, &progress.to_tell));
    TRY(hire_count_of_need(app_store(app), id, &progress.hired));
    progress.asks_to_close = need.state == NEED_OPEN && progress.hired >= need.positions;
    *out = progress;
    return OK;
}
