// SPDX-License-Identifier: EUPL-1.2
// Drafts of mailings and their lists. Sending: mailing_send.c; who gets it: audience.c; what it says: mailing_words.c.
#include "app/mailings.h"

#include <stdlib.h>
#include <string.h>

#include "app/internal.h"
#include "app/letters_inside.h"
#include "app/mailings_inside.h"
#include "app/timeline.h"
#include "app/views.h"
#include "base/text.h"
#include "store/letter_store.h"

enum { ROWS_MOST = 100, ROWS_USUAL = 30 };

enum status mailing_may(const struct actor *actor, unsigned rights)
{
    unsigned has = kind_rights(actor, THING_MAILING);
    return (has & RIGHT_SEE) == 0 ? NOT_FOUND : rights_ask(has, rights);
}

const char *mailing_title(const struct mailing *m)
{
    return *m->subject == '\0' ? N_("A mailing without a subject") : m->subject;
}

enum mailing_state mailing_state_now(const struct mailing *m, const struct mailing_counts *c)
{
    bool over = c->unqueued == 0 && c->by_state[OUTBOX_WAITING] == 0 && c->by_state[OUTBOX_SENDING] == 0;
    return m->state == MAILING_SENDING && over ? MAILING_DONE : m->state;
}

static enum status line_of(struct app *app, const struct mailing *m, struct mailing_line *out)
{
    *out = (struct mailing_line){.mailing = *m, .state = m->state, .title = mailing_title(m)};
    if (m->state == MAILING_DRAFT)
        return OK;
    TRY(mailing_count(app_store(app), m, &out->counts));
    out->state = mailing_state_now(m, &out->counts);
    return OK;
}

static enum status lines_of(struct app *app, const struct mailing *list, size_t count, struct arena *a, struct mailing_line **out)
{
    *out = ARENA_ARRAY(a, struct mailing_line, count);
    for (size_t i = 0; i < count; i++)
        TRY(line_of(app, &list[i], &(*out)[i]));
    return OK;
}

enum status list_mailings(struct app *app, const struct actor *actor, const char *after, size_t most, struct arena *a,
                          struct mailing_page *out)
{
    struct mailing *list;
    size_t count;
    TRY(mailing_may(actor, RIGHT_SEE));
    if (most == 0 || most > ROWS_MOST)
        most = most == 0 ? ROWS_USUAL : ROWS_MOST;
    TRY(mailing_list(app_store(app), (struct letter_id){0}, false, strtoll(text_or_empty(after), NULL, 10), most + 1, a, &list, &count));
    struct mailing_page page = {.next = "", .row_count = count > most ? most : count};
    TRY(lines_of(app, list, page.row_count, a, &page.rows));
    if (count > most)
        page.next = arena_printf(a, "%lld", (long long)list[most - 1].id.value);
    *out = page;
    return OK;
}

enum status list_mailing_bin(struct app *app, const struct actor *actor, struct arena *a, struct mailing_line **out, size_t *count_out)
{
    struct mailing *list;
    TRY(mailing_may(actor, RIGHT_SEE));
    TRY(mailing_list(app_store(app), (struct letter_id){0}, true, 0, ROWS_USUAL, a, &list, count_out));
    return lines_of(app, list, *count_out, a, out);
}

enum status list_mailings_of_letter(struct app *app, const struct actor *actor, struct letter_id letter, struct arena *a,
                                    struct mailing_line **out, size_t *count_out)
{
    struct mailing *list;
    TRY(mailing_may(actor, RIGHT_SEE));
    TRY(mailing_list(app_store(app), letter, false, 0, ROWS_USUAL, a, &list, count_out));
    return lines_of(app, list, *count_out, a, out);
}

static const char *choice_name(const struct audience_choice *list, size_t count, int64_t id)
{
    for (size_t i = 0; i < count; i++)
        if (list[i].id == id)
            return list[i].name;
    return "";
}

static enum status audience_words(struct app *app, const struct actor *actor, const struct mailing *m, struct arena *a, const char **out)
{
    struct audience_choices c;
    const char *title = tr(actor->lang, mailing_audience_title(m->audience)), *name = "";
    TRY(get_audience_choices(app, actor, a, &c));
    if (m->audience == MAILING_TO_VIEW)
        name = m->audience_id == 0 ? tr(actor->lang, N_("as it was narrowed when the mailing was begun"))
                                   : choice_name(c.views, c.view_count, m->audience_id);
    if (m->audience == MAILING_TO_NETWORK)
        name = choice_name(c.networks, c.network_count, m->audience_id);
    if (m->audience == MAILING_TO_EVENT)
        name = arena_printf(a, "%s, %s", choice_name(c.events, c.event_count, m->audience_id), tr(actor->lang, event_part_title(m->part)));
    *out = *name == '\0' ? title : arena_printf(a, "%s: %s", title, name);
    return OK;
}

enum status get_mailing(struct app *app, const struct actor *actor, struct mailing_id id, struct arena *a, struct mailing_view *out)
{
    struct mailing m;
    struct mailing_view v = {.letter_name = "", .letter_title = "", .letter_word = "", .problems = issues_in(a)};
    TRY(mailing_may(actor, RIGHT_SEE));
    TRY(mailing_get(app_store(app), id, a, &m));
    TRY(line_of(app, &m, &v.line));
    TRY(audience_words(app, actor, &m, a, &v.audience));
    if (m.letter.value != 0) {
        struct info_letter l;
        struct info_edition d;
        TRY(letter_get(app_store(app), m.letter, a, &l));
        TRY(letter_edition_get(app_store(app), m.letter, m.letter_edition, a, &d));
        v.letter_word = info_letter_word(l.year, l.number, a);
        v.letter_name = info_letter_name(d.lang, l.year, l.number, a);
        v.letter_title = d.title;
    }
    if (m.state == MAILING_DRAFT)
        TRY(mailing_text_check(app, &m, a, &v.problems));
    if (m.state != MAILING_DRAFT) {
        struct mailing_words words;
        TRY(mailing_words(app, &m, "…", "…", a, &words));
        v.html = words.html;
    }
    for (int s = 0; s < MAILING_STEPS; s++)
        v.refusals[s] = mailing_refusal(v.line.state, (enum mailing_step)s);
    *out = v;
    return OK;
}

// Drafts

struct draft_job {
    struct mailing typed;
    bool text, audience, back, deletes;
    struct mailing_id id;
    const char *refusal;
};

static enum status told(enum status status, const char *refusal, struct issues *issues)
{
    if (status == CONFLICT)
        issues_add(issues, "", refusal == NULL ? N_("Somebody else changed this meanwhile. See how it stands now.") : refusal);
    return status;
}

static enum status insert_write(struct store_tx *tx, void *arg)
{
    struct draft_job *job = arg;
    return mailing_insert(tx, &job->typed, &job->id);
}

static enum status audience_check(struct app *app, const struct actor *actor, const struct mailing *m, struct issues *issues)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct audience_choices c;
    size_t before = issues->count;
    TRY(get_audience_choices(app, actor, a, &c));
    if (m->audience == MAILING_TO_NONE)
        issues_add(issues, "audience", N_("Choose who is to get it"));
    if (m->audience == MAILING_TO_VIEW && m->audience_id != 0 && *choice_name(c.views, c.view_count, m->audience_id) == '\0')
        issues_add(issues, "view", N_("Choose the saved list"));
    if (m->audience == MAILING_TO_VIEW && m->audience_id == 0 && *m->audience_query == '\0')
        issues_add(issues, "view", N_("Choose the saved list"));
    if (strlen(m->audience_query) > MAILING_QUERY_MOST)
        issues_add(issues, "view", N_("The list is narrowed in too many ways. Save it as a view first."));
    if (m->audience == MAILING_TO_NETWORK && *choice_name(c.networks, c.network_count, m->audience_id) == '\0')
        issues_add(issues, "network", N_("Choose the network"));
    if (m->audience == MAILING_TO_EVENT && *choice_name(c.events, c.event_count, m->audience_id) == '\0')
        issues_add(issues, "event", N_("Choose the event"));
    return issues->count > before ? INVALID : OK;
}

enum status make_mailing(struct app *app, const struct actor *actor, const struct mailing *typed, struct issues *issues,
                         struct mailing_id *id_out)
{
    struct draft_job job = {.typed = *typed};
    TRY(mailing_may(actor, RIGHT_CREATE));
    TRY(audience_check(app, actor, typed, issues));
    job.typed.subject = job.typed.body = "";
    job.typed.lang = LANG_NB;
    TRY(store_write(app_store(app), actor, app_now(app), insert_write, &job));
    *id_out = job.id;
    return OK;
}

// One draft of a letter's mailing at a time: pressed twice it is the same.
static enum status letter_write(struct store_tx *tx, void *arg)
{
    struct draft_job *job = arg;
    struct mailing *list;
    size_t count;
    TRY(mailing_list(tx->store, job->typed.letter, false, 0, ROWS_MOST, tx->arena, &list, &count));
    for (size_t i = 0; i < count; i++)
        if (list[i].state == MAILING_DRAFT) {
            job->id = list[i].id;
            return OK;
        }
    return mailing_insert(tx, &job->typed, &job->id);
}

enum status make_letter_mailing(struct app *app, const struct actor *actor, struct letter_id letter, struct mailing_id *id_out)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct info_letter l;
    struct info_edition d;
    TRY(mailing_may(actor, RIGHT_CREATE));
    TRY(letter_get(app_store(app), letter, a, &l));
    if (l.state != LETTER_PUBLISHED)
        return CONFLICT;
    TRY(letter_edition_get(app_store(app), letter, 0, a, &d));
    struct draft_job job = {.typed = {.lang = d.lang, .letter = letter, .body = "", .audience_query = "",
                                      .subject = arena_printf(a, "%s: %s", info_letter_name(d.lang, l.year, l.number, a), d.title)}};
    TRY(store_write(app_store(app), actor, app_now(app), letter_write, &job));
    *id_out = job.id;
    return OK;
}

static bool same(const struct mailing *now, const struct draft_job *job)
{
    const struct mailing *t = &job->typed;
    if (job->deletes)
        return now->deleted == !job->back;
    if (job->text)
        return strcmp(now->subject, t->subject) == 0 && strcmp(now->body, t->body) == 0 && now->lang == t->lang;
    return now->audience == t->audience && now->audience_id == t->audience_id && now->part == t->part &&
           strcmp(now->audience_query, t->audience_query) == 0;
}

static enum status draft_write(struct store_tx *tx, void *arg)
{
    struct draft_job *job = arg;
    struct mailing now;
    job->refusal = NULL;
    TRY(mailing_get(tx->store, job->typed.id, tx->arena, &now));
    if (now.version == job->typed.version + 1 && same(&now, job) && now.state == MAILING_DRAFT)
        return OK; // sent twice
    if (now.state != MAILING_DRAFT)
        job->refusal = N_("It has been sent, and does not change any more.");
    else if (now.deleted && !job->deletes)
        job->refusal = N_("The draft has been deleted. Take it back first.");
    if (job->refusal != NULL || now.version != job->typed.version)
        return CONFLICT;
    if (job->deletes)
        now.deleted = !job->back;
    if (job->text) {
        now.subject = job->typed.subject;
        now.body = job->typed.body;
        now.lang = job->typed.lang;
    }
    if (job->audience) {
        now.audience = job->typed.audience;
        now.audience_id = job->typed.audience_id;
        now.audience_query = job->typed.audience_query;
        now.part = job->typed.part;
    }
    return mailing_update(tx, &now);
}

static enum status draft(struct app *app, const struct actor *actor, struct draft_job *job, struct issues *issues)
{
    return told(store_write(app_store(app), actor, app_now(app), draft_write, job), job->refusal, issues);
}

enum status edit_mailing_audience(struct app *app, const struct actor *actor, const struct mailing *typed, struct issues *issues)
{
    struct draft_job job = {.typed = *typed, .audience = true};
    TRY(mailing_may(actor, RIGHT_EDIT));
    TRY(audience_check(app, actor, typed, issues));
    return draft(app, actor, &job, issues);
}

// Only what cannot be kept is refused here.
static void keepable(const struct mailing *m, struct issues *issues)
{
    if (!text_valid(m->subject, strlen(m->subject)) || m->subject[strcspn(m->subject, "\t\r\n")] != '\0')
        issues_add(issues, "subject", N_("Write this on one line"));
    else if (text_length(m->subject) > MAILING_SUBJECT_MOST)
        issues_add_arg(issues, "subject", N_("Write at most %s characters"), arena_printf(issues->arena, "%d", MAILING_SUBJECT_MOST));
    if (!text_valid(m->body, strlen(m->body)))
        issues_add(issues, "body", N_("Write plain text: there are characters here that cannot be shown"));
    else if (strlen(m->body) > MARKDOWN_MOST)
        issues_add(issues, "body", N_("The text is too long for a letter. Link to the rest of it."));
}

enum status edit_mailing_text(struct app *app, const struct actor *actor, const struct mailing *typed, struct issues *issues)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct draft_job job = {.typed = *typed, .text = true};
    size_t before = issues->count;
    TRY(mailing_may(actor, RIGHT_EDIT));
    keepable(typed, issues);
    if (issues->count > before)
        return INVALID;
    job.typed.subject = text_line(a, typed->subject);
    job.typed.body = markdown_tidy(typed->body, a);
    return draft(app, actor, &job, issues);
}

enum status delete_mailing(struct app *app, const struct actor *actor, struct mailing_id id, int64_t version, bool back,
                           struct issues *issues)
{
    struct draft_job job = {.typed = {.id = id, .version = version}, .deletes = true, .back = back};
    TRY(mailing_may(actor, RIGHT_EDIT));
    return draft(app, actor, &job, issues);
}

enum status list_mailing_receivers(struct app *app, const struct actor *actor, struct mailing_id id, unsigned states, int64_t after,
                                   size_t most, struct arena *a, struct mailing_receiver **out, size_t *count_out)
{
    struct mailing m;
    TRY(mailing_may(actor, RIGHT_SEE));
    TRY(mailing_get(app_store(app), id, a, &m));
    return mailing_receivers(app_store(app), id, states, after, most == 0 || most > ROWS_MOST ? ROWS_MOST : most, a, out, count_out);
}

// Once for each mailing, however many there got it.
enum status timeline_mailings(struct app *app, const struct actor *actor, const struct timeline_ask *ask, struct arena *a,
                              struct timeline_lines *list)
{
    struct mailing_reach *reached;
    size_t count;
    if (ask->employer.value == 0 || (kind_rights(actor, THING_MAILING) & RIGHT_SEE) == 0)
        return OK;
    TRY(mailing_reached(app_store(app), ask->employer, day_make(1970, 1, 1), a, &reached, &count));
    for (size_t i = 0; i < count; i++) {
        const struct mailing_reach *r = &reached[i];
        if ((i == 0 || r->mailing.value != reached[i - 1].mailing.value) && timeline_wanted(ask, r->at, r->mailing.value))
            timeline_add(list, a, (struct timeline_line){.at = r->at, .id = r->mailing.value, .what = N_("Sent a mailing"),
                                                         .title = r->subject, .noun = "mailing", .row = r->mailing.value});
    }
    return OK;
}
