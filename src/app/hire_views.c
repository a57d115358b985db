// SPDX-License-Identifier: EUPL-1.2
// The register as it is read, and the counts.
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "app/hires.h"
#include "app/hires_inside.h"
#include "store/employer_store.h"
#include "store/need_store.h"
#include "store/programme_store.h"
#include "store/user_store.h"

static const char READ_HIRES[] = N_("register of hires");

enum status hire_scope(struct app *app, const struct actor *actor, struct arena *a, struct hire_filter *filter)
{
    unsigned rights;
    switch (actor->role) {
    case ROLE_OFFICE:
        // Whose a hire is is known to whoever knows the person.
        if (filter->person.value != 0)
            TRY(person_rights(app, actor, filter->person, &rights));
        return OK;
    case ROLE_ADVISER:
        if (actor->agency.value == 0)
            return NOT_FOUND;
        filter->enrolled_with = actor->agency;
        return lately_since(app, a, &filter->enrolled_since);
    case ROLE_EMPLOYER:
        if (actor->employer.value == 0 || (filter->employer.value != 0 && filter->employer.value != actor->employer.value) ||
            filter->person.value != 0)
            return NOT_FOUND;
        filter->employer = actor->employer;
        return OK;
    case ROLE_CANDIDATE:
        if (actor->person.value == 0 || (filter->person.value != 0 && filter->person.value != actor->person.value))
            return NOT_FOUND;
        filter->person = actor->person;
        return OK;
    default:
        return NOT_FOUND;
    }
}

// An employer learns nothing of the programme's work with somebody whose profile it was never shown: not even that an
// agency knows who was hired.
static bool is_outsider(const struct actor *actor, unsigned rights)
{
    return actor->role == ROLE_EMPLOYER && (rights & RIGHT_IDENTITY) == 0;
}

// named: somebody is known to have been hired. What is written of a hire that is nobody's says nothing of anybody, and the
// register's readers need it.
static struct hire hidden(const struct actor *actor, struct hire h, unsigned rights, bool named)
{
    if (is_outsider(actor, rights)) {
        h.agency = (struct agency_id){0};
        h.registered_by = h.confirmed_by = (struct user_id){0};
    }
    if ((rights & RIGHT_IDENTITY) == 0) {
        h.person = (struct person_id){0};
        h.referral = (struct referral_id){0}; // whose code would tell
        if (named || is_outsider(actor, rights)) {
            h.end_reason = HIRE_END_NONE;
            h.note = "";
        }
    }
    return h;
}

static struct hire_row row_make(struct app *app, const struct actor *actor, const struct hire_entry *e, unsigned rights,
                                struct arena *a)
{
    static const unsigned NEEDED[HIRE_ACTS] = {RIGHT_CONFIRM, RIGHT_EDIT | RIGHT_CONFIRM, RIGHT_EDIT, RIGHT_EDIT, RIGHT_EDIT};
    static const char not_yours[] = N_("Your role does not do this.");
    bool named = (rights & RIGHT_IDENTITY) != 0 && e->hire.person.value != 0 && !e->person_deleted;
    struct hire_row row = {
        .hire = hidden(actor, e->hire, rights, e->hire.person.value != 0),
        .name = named ? person_name(app, e->hire.person, a) : "",
        .employer_name = e->employer_name,
        .workplace_name = e->workplace_name,
        .need_title = e->need_title,
        .agency_name = !is_outsider(actor, rights) &&
                               (actor->role != ROLE_ADVISER || e->hire.agency.value == actor->agency.value)
                           ? e->agency_name
                           : "",
        .unposted = e->hire.need.value == 0,
        .unnamed = e->hire.person.value == 0 && actor->role != ROLE_EMPLOYER,
        .rights = rights,
    };
    for (int act = 0; act < HIRE_ACTS; act++) {
        row.refusals[act] = (rights & NEEDED[act]) != NEEDED[act] ? not_yours
                                                                   : hire_refusal(&e->hire, (enum hire_act)act, actor->role);
        if (row.refusals[act] == NULL && e->person_deleted)
            row.refusals[act] = hire_gone_refusal((enum hire_act)act);
    }
    return row;
}

enum { ROWS_MOST = 200, ROWS_USUAL = 50 };

enum status list_hires(struct app *app, const struct actor *actor, const struct hire_query *query, struct arena *a,
                       struct hire_page *out)
{
    struct hire_filter filter = {
        .employer = query->employer,
        .person = query->person,
        .need = query->need,
        .enrolled_since = DAY_NONE,
        .states = query->states,
        .unposted_only = query->unposted_only,
        .course = query->course,
    };
    TRY(hire_scope(app, actor, a, &filter));
    size_t most = query->most == 0 ? ROWS_USUAL : query->most > ROWS_MOST ? ROWS_MOST : query->most;
    struct hire_id before = {strtoll(text_or_empty(query->after), NULL, 10)};
    struct hire_entry *entries;
    size_t count, seen_count = 0;
    int64_t total;
    TRY(hire_list(app_store(app), &filter, before, most + 1, a, &entries, &count));
    TRY(hire_count(app_store(app), &filter, &total));
    size_t shown = count > most ? most : count;
    struct hire_page page = {.next = "", .total = (size_t)total, .rows = ARENA_ARRAY(a, struct hire_row, shown)};
    struct person_id *seen = ARENA_ARRAY(a, struct person_id, shown);
    for (size_t i = 0; i < shown; i++) {
        unsigned rights;
        enum status status = hire_rights(app, actor, &entries[i].hire, &rights);
        if (status == NOT_FOUND)
            continue;
        TRY(status);
        struct hire_row row = row_make(app, actor, &entries[i], rights, a);
        if (*row.name != '\0' && actor->role != ROLE_CANDIDATE)
            seen[seen_count++] = entries[i].hire.person;
        page.rows[page.row_count++] = row;
    }
    if (count > most)
        page.next = arena_printf(a, "%lld", (long long)entries[most - 1].hire.id.value);
    TRY(app_log_reads(app, actor, seen, seen_count, READ_HIRES));
    *out = page;
    return OK;
}

static const char *verb_words(const char *verb)
{
    static const struct {
        const char *verb, *words;
    } WORDS[] = {
        {"insert", N_("Hire registered")},      {"confirm", N_("Hire confirmed")},
        {"correct", N_("Hire corrected")},      {"take-back", N_("Hire taken back")},
        {"end", N_("End written down")},        {"go-on", N_("End taken back: it goes on")},
        {"name", N_("The person has said so")}, {"move", N_("Given a person of its own")},
        {"adopt", N_("Found to come of the referral")},
    };
    for (size_t i = 0; i < COUNT_OF(WORDS); i++)
        if (strcmp(WORDS[i].verb, verb) == 0)
            return WORDS[i].words;
    return "";
}

static day day_of(const json_t *root, const char *key)
{
    day d;
    const char *text = json_string_value(json_object_get(root, key));
    return text != NULL && day_read(text, &d) ? d : DAY_NONE;
}

static void line_read(const struct change *c, const struct hire *now, struct arena *a, struct hire_line *line)
{
    json_t *root = c->body == NULL ? NULL : json_loadb(c->body, c->body_size, 0, NULL);
    line->as = (struct hire){.id = now->id, .start = DAY_NONE, .agreed_to = DAY_NONE, .ended_on = DAY_NONE, .note = ""};
    if (root != NULL) {
        struct hire *h = &line->as;
        h->start = day_of(root, "start");
        h->agreed_to = day_of(root, "agreed_to");
        h->ended_on = day_of(root, "ended_on");
        h->share = (int)json_integer_value(json_object_get(root, "share"));
        h->workplace.value = json_integer_value(json_object_get(root, "workplace"));
        h->employer.value = json_integer_value(json_object_get(root, "employer"));
        h->note = arena_strdup(a, text_or_empty(json_string_value(json_object_get(root, "note"))));
        hire_end_read(json_string_value(json_object_get(root, "end_reason")), &h->end_reason);
        code_read(text_or_empty(json_string_value(json_object_get(root, "occupation"))), &h->occupation);
        line->known = hire_state_read(json_string_value(json_object_get(root, "state")), &h->state) &&
                      hire_evidence_read(json_string_value(json_object_get(root, "evidence")), &h->evidence) &&
                      employment_form_read(json_string_value(json_object_get(root, "form")), &h->form);
    }
    json_decref(root);
}

// Who took a step, as far as this actor may know.
static enum status hand_of(struct app *app, const struct actor *actor, unsigned rights, const struct change *c,
                           struct arena *a, struct hire_hand *out)
{
    *out = (struct hire_hand){c->user_name, c->organisation, c->at};
    if (!is_outsider(actor, rights))
        return OK;
    struct user user;
    enum status status = user_get(app_store(app), c->user, a, &user);
    if (status != OK && status != NOT_FOUND)
        return status;
    if (status == NOT_FOUND || user.role != ROLE_EMPLOYER || user.employer.value != actor->employer.value)
        out->user_name = out->organisation = "";
    return OK;
}

static bool is_told(const struct actor *actor, unsigned rights, const char *verb)
{
    return !is_outsider(actor, rights) || (strcmp(verb, "name") != 0 && strcmp(verb, "move") != 0);
}

// Where it was after a step: what was corrected may have been the workplace.
static enum status places_of(struct app *app, struct hire_line *line, struct arena *a)
{
    struct workplace workplace;
    struct employer employer;
    line->workplace_name = line->employer_name = "";
    if (!line->known)
        return OK;
    enum status status = workplace_get(app_store(app), line->as.workplace, a, &workplace);
    if (status == OK)
        line->workplace_name = workplace.name;
    if (status == OK || status == NOT_FOUND)
        status = employer_get(app_store(app), line->as.employer, a, &employer);
    if (status == OK)
        line->employer_name = employer.name;
    return status == NOT_FOUND ? OK : status;
}

static enum status story_read(struct app *app, const struct actor *actor, const struct hire *h, unsigned rights,
                              struct arena *a, struct hire_view *view)
{
    enum { LINES = 200 };
    struct change *changes;
    size_t count;
    TRY(store_history(app_store(app), "hire", h->id.value, 0, LINES, a, &changes, &count));
    view->lines = ARENA_ARRAY(a, struct hire_line, count);
    // Of a hire that is nobody's the log holds no words: the last ones stand with the hire, and belong to its last change.
    bool said = h->person.value == 0 && !is_outsider(actor, rights);
    for (size_t i = 0; i < count; i++) {
        const struct change *c = &changes[i];
        struct hire_hand hand;
        if (!is_told(actor, rights, c->verb))
            continue;
        TRY(hand_of(app, actor, rights, c, a, &hand));
        struct hire_line *line = &view->lines[view->line_count++];
        *line = (struct hire_line){.at = c->at, .user_name = hand.user_name, .organisation = hand.organisation,
                                   .what = verb_words(c->verb)};
        line_read(c, h, a, line);
        line->as = hidden(actor, line->as, rights, h->person.value != 0);
        TRY(places_of(app, line, a));
        if (said)
            line->as.note = h->note;
        if (strcmp(c->verb, "correct") == 0 || strcmp(c->verb, "take-back") == 0)
            said = false;
        if (strcmp(c->verb, "insert") == 0)
            view->registered = hand;
        if (strcmp(c->verb, "confirm") == 0 && view->confirmed.at == 0 && h->confirmed_at != 0)
            view->confirmed = hand;
    }
    return OK;
}

// Two who report the same may choose neighbouring occupations: of the same group of two digits.
static bool is_kindred(struct code one, struct code other)
{
    return code_equal(code_prefix(one, 2), code_prefix(other, 2));
}

static enum status alike_read(struct app *app, const struct actor *actor, const struct hire *h, struct arena *a,
                              struct hire_view *view)
{
    enum { DAYS_APART = 7, MOST = 20 };
    struct hire *near;
    size_t count;
    if (actor->role == ROLE_CANDIDATE || h->state == HIRE_TAKEN_BACK)
        return OK;
    TRY(hire_list_near(app_store(app), h, DAYS_APART, MOST, a, &near, &count));
    view->alike = ARENA_ARRAY(a, struct hire, count);
    for (size_t i = 0; i < count; i++) {
        unsigned rights;
        bool perhaps = actor->role == ROLE_EMPLOYER ? h->referral.value == 0 || near[i].referral.value == 0
                                                    : h->person.value == 0 || near[i].person.value == 0;
        if (!perhaps || !is_kindred(h->occupation, near[i].occupation))
            continue;
        enum status status = hire_rights(app, actor, &near[i], &rights);
        if (status == NOT_FOUND)
            continue;
        TRY(status);
        view->alike[view->alike_count++] = hidden(actor, near[i], rights, near[i].person.value != 0);
    }
    return OK;
}

enum status get_hire(struct app *app, const struct actor *actor, struct hire_id id, struct arena *a, struct hire_view *out)
{
    struct hire h;
    unsigned rights;
    struct hire_entry *entries;
    struct checkin *checkins;
    size_t count;
    TRY(hire_get(app_store(app), id, a, &h));
    TRY(hire_rights(app, actor, &h, &rights));
    TRY(hire_list(app_store(app), &(struct hire_filter){.id = id, .enrolled_since = DAY_NONE}, (struct hire_id){0}, 1, a,
                  &entries, &count));
    if (count == 0)
        return NOT_FOUND;
    struct hire_view view = {.row = row_make(app, actor, &entries[0], rights, a)};
    bool named = (rights & RIGHT_IDENTITY) != 0;
    TRY(story_read(app, actor, &h, rights, a, &view));
    TRY(alike_read(app, actor, &h, a, &view));
    TRY(checkin_list(app_store(app), id, a, &checkins, &count));
    view.checkins = ARENA_ARRAY(a, struct checkin, count);
    for (size_t i = 0; i < count; i++) {
        struct checkin c = checkins[i];
        // What the person answers is not the employer's to read.
        if (actor->role == ROLE_EMPLOYER && c.side == CHECKIN_OF_PERSON)
            continue;
        if (!named && actor->role != ROLE_EMPLOYER)
            c.rating = c.norwegian = 0;
        if (!named)
            c.person = (struct person_id){0};
        view.checkins[view.checkin_count++] = c;
    }
    if (*view.row.name != '\0')
        TRY(app_log_reads(app, actor, &h.person, 1, READ_HIRES));
    *out = view;
    return OK;
}

// Counts

static enum status counts_at(struct app *app, day today, int64_t until, struct programme_counts *out)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct programme p;
    struct employer_totals employers;
    struct referral_figures referrals;
    struct hire_figures hires;
    TRY(programme_get(app_store(app), a, &p));
    TRY(employer_count(app_store(app), &(struct employer_filter){0}, &employers));
    TRY(referral_figures(app_store(app), (struct need_id){0}, until, &referrals));
    TRY(hire_figures(app_store(app), today, until, &hires));
    struct programme_counts counts = {
        .pledged = employers.pledged,
        .proposed = referrals.proposed,
        .presented = referrals.presented,
        .hired = hires.hired,
        .hired_unposted = hires.unposted,
        .reported = hires.reported,
        .goal = p.goal,
        .persons = hires.persons,
        .from = p.from,
        .to = p.to,
        .as_of = today,
    };
    for (int m = 0; m < CHECKINS; m++)
        counts.still[m] = (struct still_employed){hires.observed[m], hires.employed[m]};
    int64_t length = (int64_t)p.to - p.from + 1, gone = (int64_t)today - p.from + 1;
    counts.line = gone <= 0 ? 0 : gone >= length ? p.goal : p.goal * gone / length;
    *out = counts;
    return OK;
}

enum status get_counts(struct app *app, const struct actor *actor, struct programme_counts *out)
{
    if ((kind_rights(actor, THING_PROGRAMME) & RIGHT_SEE) == 0)
        return NOT_FOUND;
    return counts_at(app, app_today(app), app_now(app), out);
}

static int64_t rounded(int64_t n)
{
    return (n + 2) / 5 * 5;
}

// The last day of the quarter before this one, and its last millisecond.
static day quarter_end(day today, int64_t *until_out)
{
    enum { MINUTE_MS = 60 * 1000 };
    int year, month_of_year, day_of_month;
    day_split(today, &year, &month_of_year, &day_of_month);
    day end = day_make(year, (month_of_year - 1) / 3 * 3 + 1, 1) - 1;
    int64_t midnight = ((int64_t)end + 1) * 24 * 60 * MINUTE_MS;
    *until_out = midnight - (int64_t)norway_offset_minutes(midnight - 2 * 60 * MINUTE_MS) * MINUTE_MS - 1;
    return end;
}

// Visitors come in any number: the figures are counted once for each state of the data.
static enum status released_counts(struct app *app, day end, int64_t until, struct programme_counts *out)
{
    struct counted *kept = app_counted(app);
    int64_t last;
    enum status status = OK;
    TRY(store_last_change(app_store(app), &last));
    pthread_mutex_lock(&kept->lock);
    if (!kept->known || kept->last_change != last || kept->counts.as_of != end) {
        status = counts_at(app, end, until, &kept->counts);
        kept->known = status == OK;
        kept->last_change = last;
    }
    if (status == OK)
        *out = kept->counts;
    pthread_mutex_unlock(&kept->lock);
    return status;
}

enum status get_public_counts(struct app *app, struct programme_counts *out)
{
    struct programme_counts counts;
    int64_t until;
    day end = quarter_end(app_today(app), &until);
    TRY(released_counts(app, end, until, &counts));
    *out = (struct programme_counts){
        .pledged = rounded(counts.pledged),
        .proposed = rounded(counts.proposed),
        .presented = rounded(counts.presented),
        .hired = rounded(counts.hired),
        .hired_unposted = rounded(counts.hired_unposted),
        .goal = counts.goal,
        .persons = rounded(counts.persons),
        .line = rounded(counts.line),
        .from = counts.from,
        .to = counts.to,
        .as_of = end,
    };
    for (int m = 0; m < CHECKINS; m++)
        out->still[m] = (struct still_employed){rounded(counts.still[m].observed), rounded(counts.still[m].employed)};
    return OK;
}
