// SPDX-License-Identifier: EUPL-1.2
// What goes out, and what it says. No text names an employer, a need or the person it goes to.
#include "app/outbox.h"

#include <stdlib.h>

#include "app/internal.h"
#include "app/letter.h"
#include "app/mail.h"
#include "app/referrals_inside.h"
#include "store/person_store.h"
#include "store/programme_store.h"

static const struct {
    const char *subject, *text;
} TEXTS[OUTBOX_KINDS] = {
    [OUTBOX_SHARE_ASKED] = {N_("You have a question waiting"),
                            N_("Log in to read it and answer. If you do not answer in time, the answer is no.")},
    [OUTBOX_SHARE_REMINDER] = {N_("A question still waits for you"),
                               N_("Tomorrow is the last day to answer. Log in to read it. No answer means no.")},
    [OUTBOX_SHARE_TAKEN_BACK] = {N_("A question has been taken back"), N_("You need not answer it. Nothing has been shared.")},
    [OUTBOX_NOT_CHOSEN] = {N_("News for you"),
                           N_("Something you were considered for has ended without you this time. Log in to see what. Your "
                              "adviser goes on looking with you.")},
    [OUTBOX_CHECKIN] = {N_("A few short questions"), N_("Log in to answer how it goes. It takes one minute.")},
    [OUTBOX_CHECKIN_AGAIN] = {N_("A few short questions still wait"),
                              N_("Log in to answer how it goes. We do not ask again about this.")},
    [OUTBOX_SHARE_ANSWERED] = {N_("A question has been answered"), N_("Log in to see the answer.")},
    [OUTBOX_SHARE_EXPIRED] = {N_("A question was not answered in time"), N_("The answer counts as no. Log in to see which.")},
    [OUTBOX_PRESENTED] = {N_("Somebody has been presented to you"), N_("Log in to see who and for what.")},
    [OUTBOX_WITHDRAWN] = {N_("A profile is no longer shared with you"),
                          N_("It has left your page. Please delete what you may have noted from it.")},
    [OUTBOX_VERDICT] = {N_("An employer has answered"), N_("Log in to see the answer.")},
    [OUTBOX_NEED_FULL] = {N_("All positions may be filled"), N_("Log in to see which, and to close it or leave it open.")},
    [OUTBOX_CODE] = {N_("Your one-time code"), N_("Type this code on the page where you asked for it. It works once.")},
    [OUTBOX_INVITE] = {N_("You are invited"), N_("Open the link to choose a password. If you did not expect this, do nothing.")},
    [OUTBOX_INTERVIEW] = {N_("About an interview"), N_("Log in to read it and answer.")},
    [OUTBOX_INTERVIEW_ANSWERED] = {N_("About an interview time you offered"), N_("Log in to see the answer.")},
    [OUTBOX_AGENCY_ASKED] = {N_("Another agency asks you about a need"), N_("Log in to see which, and to answer.")},
    [OUTBOX_AGENCY_ANSWERED] = {N_("An agency has answered you"), N_("Log in to see the answer.")},
    [OUTBOX_SHARE_UNDELIVERED] = {N_("A notice could not be delivered"),
                                  N_("A question waits that its receiver does not know of. Log in to see which, and tell the "
                                     "person in another way.")},
};

const char *outbox_subject(enum outbox_kind k)
{
    return TEXTS[k].subject;
}

const char *outbox_text(enum outbox_kind k)
{
    return TEXTS[k].text;
}

enum { ROWS_MOST = 200, ROWS_USUAL = 50 };

struct outbox_row outbox_row_of(const struct actor *actor, const struct outbox_entry *e)
{
    return (struct outbox_row){
        .id = e->id,
        .version = e->version,
        .kind = e->kind,
        .state = e->state,
        .subject = outbox_subject(e->kind),
        .text = outbox_text(e->kind),
        .to_person = e->person.value != 0,
        .to_invited = e->invite.value != 0,
        .to_guest = e->guest != 0,
        .contact = e->contact,
        .to_name = e->to_name,
        .tries = e->tries,
        .said = e->said,
        .created_at = e->created_at,
        .handled_at = e->handled_at,
        .next_at = e->next_at,
        .refusal = (kind_rights(actor, THING_OUTBOX) & RIGHT_EDIT) == 0 ? N_("Your role does not do this.")
                                                                          : outbox_send_refusal(e->state),
    };
}

enum status list_outbox(struct app *app, const struct actor *actor, unsigned states, const char *after, size_t most,
                        struct arena *a, struct outbox_page *out)
{
    if ((kind_rights(actor, THING_OUTBOX) & RIGHT_SEE) == 0)
        return NOT_FOUND;
    struct outbox_entry *entries;
    size_t count;
    int64_t total;
    if (most == 0 || most > ROWS_MOST)
        most = most == 0 ? ROWS_USUAL : ROWS_MOST;
    TRY(outbox_list(app_store(app), states, strtoll(text_or_empty(after), NULL, 10), most + 1, a, &entries, &count));
    TRY(outbox_count(app_store(app), states, &total));
    struct outbox_page page = {.next = "", .total = (size_t)total, .row_count = count > most ? most : count};
    page.rows = ARENA_ARRAY(a, struct outbox_row, page.row_count);
    for (size_t i = 0; i < page.row_count; i++)
        page.rows[i] = outbox_row_of(actor, &entries[i]);
    if (count > most)
        page.next = arena_printf(a, "%lld", (long long)page.rows[most - 1].id.value);
    *out = page;
    return OK;
}

enum status get_outbox(struct app *app, const struct actor *actor, struct outbox_id id, struct arena *a,
                       struct outbox_view *out)
{
    struct outbox_entry e;
    struct letter letter;
    if ((kind_rights(actor, THING_OUTBOX) & RIGHT_SEE) == 0)
        return NOT_FOUND;
    TRY(outbox_get(app_store(app), id, a, &e));
    struct outbox_view view = {.row = outbox_row_of(actor, &e)};
    if (letter_has_maker(e.kind)) {
        enum status status = letter_show(app, &e, a, &letter);
        if (status == OK) {
            view.subjects[letter.lang] = letter.subject;
            view.texts[letter.lang] = letter.text;
            if (view.row.to_guest)
                view.row.to_name = letter.to_name;
        } else if (status != NOT_FOUND) {
            return status;
        }
        *out = view;
        return OK;
    }
    struct programme programme;
    TRY(programme_get(app_store(app), a, &programme));
    for (enum lang lang = LANG_NB; lang <= LANG_EN; lang++) {
        view.subjects[lang] = tr(lang, outbox_subject(e.kind));
        view.texts[lang] = letter_text(e.kind, letter_receiver(&e), lang, programme.name, mail_site(app), "", a);
    }
    *out = view;
    return OK;
}

struct again_job {
    struct app *app;
    struct outbox_id id;
    int64_t version;
    const char *refusal;
};

static enum status again_write(struct store_tx *tx, void *arg)
{
    struct again_job *job = arg;
    struct outbox_entry e;
    struct identity identity;
    job->refusal = NULL;
    TRY(outbox_get(tx->store, job->id, tx->arena, &e));
    job->refusal = outbox_send_refusal(e.state);
    if (job->refusal == NULL && e.version != job->version)
        job->refusal = MEANWHILE;
    if (job->refusal == NULL && e.person.value != 0) {
        TRY(identity_get(tx->store, e.person, tx->arena, &identity, NULL));
        if (*identity.email == '\0')
            job->refusal = N_("There is still no e-mail address to send it to.");
    }
    if (job->refusal != NULL)
        return CONFLICT;
    return outbox_mark(tx, &e, &(struct outbox_mark){.state = OUTBOX_WAITING});
}

enum status send_again(struct app *app, const struct actor *actor, struct outbox_id id, int64_t version,
                       struct issues *issues)
{
    unsigned rights = kind_rights(actor, THING_OUTBOX);
    if ((rights & RIGHT_SEE) == 0)
        return NOT_FOUND;
    TRY(rights_ask(rights, RIGHT_EDIT));
    struct again_job job = {.app = app, .id = id, .version = version};
    enum status status = store_write(app_store(app), actor, app_now(app), again_write, &job);
    if (status == CONFLICT && job.refusal != NULL)
        issues_add(issues, "", job.refusal);
    return status;
}
