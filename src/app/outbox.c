// SPDX-License-Identifier: EUPL-1.2
// What goes out, and what it says. No text names an employer, a need or the person it goes to.
#include <stdlib.h>

#include "app/internal.h"
#include "app/shares.h"
#include "store/outbox_store.h"

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
        page.rows[i] = (struct outbox_row){
            .id = entries[i].id,
            .kind = entries[i].kind,
            .state = entries[i].state,
            .subject = outbox_subject(entries[i].kind),
            .text = outbox_text(entries[i].kind),
            .to_person = entries[i].person.value != 0,
            .to_name = entries[i].user_name,
            .created_at = entries[i].created_at,
            .handled_at = entries[i].handled_at,
        };
    if (count > most)
        page.next = arena_printf(a, "%lld", (long long)page.rows[most - 1].id.value);
    *out = page;
    return OK;
}
