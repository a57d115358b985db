// SPDX-License-Identifier: EUPL-1.2
#include "app/asks.h"

#include <stdlib.h>

#include "app/referrals_inside.h"
#include "core/programme.h"
#include "store/ask_store.h"
#include "store/need_store.h"
#include "store/programme_store.h"

static unsigned ask_rights(const struct actor *actor, struct agency_id from, struct agency_id to, enum need_state need)
{
    struct access_facts facts = {.thing = THING_ASK, .agency = from, .asked = to, .need_state = need};
    return access_rights(actor, &facts);
}

struct ask_job {
    struct need_id need;
    struct agency_id to;
    struct ask_id id;
    bool known;
    const char *refusal;
};

static enum status ask_write(struct store_tx *tx, void *arg)
{
    struct ask_job *job = arg;
    struct need need;
    struct agency_ask ask;
    TRY(need_get(tx->store, job->need, tx->arena, &need));
    job->refusal = NULL;
    enum status status = ask_find(tx->store, job->need, tx->actor->agency, job->to, &ask);
    job->known = status == OK;
    if (status == OK)
        job->id = ask.id;
    if (status != NOT_FOUND)
        return status;
    job->refusal = ask_refusal(need.state);
    if (job->refusal != NULL)
        return CONFLICT;
    ask = (struct agency_ask){.need = job->need, .from = tx->actor->agency, .to = job->to};
    return ask_insert(tx, &ask, &job->id);
}

enum status ask_agency(struct app *app, const struct actor *actor, struct need_id need, struct agency_id agency,
                       struct issues *issues, struct ask_id *id_out, bool *known_out)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct agency asked;
    unsigned rights;
    TRY(need_rights(app, actor, need, &rights));
    if (actor->agency.value == 0)
        return DENIED;
    // Whether the need is open is the rule's to say, with a reason.
    TRY(rights_ask(ask_rights(actor, actor->agency, agency, NEED_OPEN), RIGHT_CREATE));
    enum status status = agency_get(app_store(app), agency, a, &asked);
    if (status != OK && status != NOT_FOUND)
        return status;
    if (status == NOT_FOUND || !asked.active || agency.value == actor->agency.value) {
        issues_add(issues, "agency", N_("Choose another agency that takes part"));
        return INVALID;
    }
    struct ask_job job = {.need = need, .to = agency};
    status = store_write(app_store(app), actor, app_now(app), ask_write, &job);
    if (job.refusal != NULL)
        issues_add(issues, "", job.refusal);
    TRY(status);
    *id_out = job.id;
    *known_out = job.known;
    return OK;
}

struct answer_job {
    struct ask_id id;
    int64_t version;
    enum ask_answer answer;
    const char *refusal;
};

static enum status answer_write(struct store_tx *tx, void *arg)
{
    struct answer_job *job = arg;
    struct agency_ask ask;
    struct need need;
    job->refusal = NULL;
    TRY(ask_get(tx->store, job->id, &ask));
    unsigned rights = ask_rights(tx->actor, ask.from, ask.to, NEED_DRAFT);
    if ((rights & RIGHT_SEE) == 0)
        return NOT_FOUND;
    TRY(rights_ask(rights, RIGHT_ANSWER));
    TRY(need_get(tx->store, ask.need, tx->arena, &need));
    if (ask.version == job->version + 1 && ask.answer == job->answer && tx->user.value != 0 &&
        ask.answered_by.value == tx->user.value)
        return OK; // the form, sent twice
    job->refusal = ask.version != job->version ? MEANWHILE : ask_answer_refusal(&ask, job->answer, need.state);
    if (job->refusal != NULL)
        return CONFLICT;
    ask.answer = job->answer;
    return ask_update(tx, &ask);
}

enum status answer_ask(struct app *app, const struct actor *actor, struct ask_id id, int64_t version,
                       enum ask_answer answer, struct issues *issues)
{
    struct answer_job job = {.id = id, .version = version, .answer = answer};
    enum status status = store_write(app_store(app), actor, app_now(app), answer_write, &job);
    if (status == CONFLICT)
        issues_add(issues, "", job.refusal == NULL ? MEANWHILE : job.refusal);
    return status;
}

enum { ROWS_MOST = 200, ROWS_USUAL = 50 };

enum status list_asks(struct app *app, const struct actor *actor, const struct ask_query *query, struct arena *a,
                      struct ask_page *out)
{
    struct agency_id nobody = {0};
    bool of_us = query->side == ASKED_OF_US;
    if (actor->agency.value == 0 ||
        (ask_rights(actor, of_us ? nobody : actor->agency, of_us ? actor->agency : nobody, NEED_DRAFT) & RIGHT_SEE) == 0)
        return NOT_FOUND;
    struct ask_filter filter = {.need = query->need, .waiting = query->waiting};
    *(of_us ? &filter.to : &filter.from) = actor->agency;
    size_t most = query->most == 0 ? ROWS_USUAL : query->most > ROWS_MOST ? ROWS_MOST : query->most;
    struct ask_id before = {strtoll(text_or_empty(query->after), NULL, 10)};
    struct ask_entry *entries;
    size_t count;
    int64_t total;
    TRY(ask_list(app_store(app), &filter, before, most + 1, a, &entries, &count));
    TRY(ask_count(app_store(app), &filter, &total));
    struct ask_page page = {.next = "", .total = (size_t)total, .row_count = count > most ? most : count};
    page.rows = ARENA_ARRAY(a, struct ask_row, page.row_count);
    for (size_t i = 0; i < page.row_count; i++) {
        const struct ask_entry *e = &entries[i];
        unsigned rights = ask_rights(actor, e->ask.from, e->ask.to, e->need);
        page.rows[i] = (struct ask_row){
            .ask = e->ask,
            .need_title = e->need_title,
            .employer_name = e->employer_name,
            .workplace_name = e->workplace_name,
            .from_name = e->from_name,
            .to_name = e->to_name,
            .asked_by_name = e->asked_by_name,
            .answered_by_name = e->answered_by_name,
            .need = e->need,
            .may_answer = (rights & RIGHT_ANSWER) != 0 && ask_answer_refusal(&e->ask, ASK_WILL_LOOK, e->need) == NULL,
        };
    }
    if (count > most)
        page.next = arena_printf(a, "%lld", (long long)page.rows[most - 1].ask.id.value);
    *out = page;
    return OK;
}
