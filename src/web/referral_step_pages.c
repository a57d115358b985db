// SPDX-License-Identifier: EUPL-1.2
// The steps of a referral: each a POST that leads back to where it came from, or shows the page again with what is to be
// mended (422) or with the rule's sentence and how it stands now (409).
#include <string.h>

#include "web/edit.h"
#include "web/referral_view.h"
#include "web/routes.h"

static struct referral_id referral_asked(const struct request *r)
{
    return (struct referral_id){request_id(r, 0)};
}

// The use cases name the note "note"; a page with several forms calls each by its own name.
static struct issues issues_named(const struct issues *from, const char *note)
{
    struct issues to = issues_in(from->arena);
    for (size_t i = 0; i < from->count; i++) {
        const struct issue *one = &from->items[i];
        const char *field = strcmp(one->field, "note") == 0 ? note : one->field;
        if (one->arg != NULL)
            issues_add_arg(&to, field, one->message, one->arg);
        else
            issues_add(&to, field, one->message);
    }
    return to;
}

static const char *sentence(struct request *r, const struct issues *issues)
{
    if (issues->count == 0)
        return tr(r->lang, N_("Somebody else has changed this meanwhile. Look at how it stands now, and try again."));
    const struct issue *one = &issues->items[0];
    return one->arg == NULL ? tr(r->lang, one->message) : tr_arg(r->lang, r->arena, one->message, one->arg);
}

// note: the name of the form's field for what the use case calls "note".
static struct reply step_reply(struct request *r, enum status s, const struct issues *issues, const char *note,
                               enum flash done)
{
    struct referral_id id = referral_asked(r);
    if (s == OK) {
        struct reply reply = reply_redirect(r, "%s", request_next(r, referral_path(r->arena, id, "")));
        reply_flash(&reply, done);
        return reply;
    }
    if (s == CONFLICT) {
        // What was typed stays in the fields; the sentence stands above the page, not at a field.
        const struct issues none = issues_in(r->arena);
        return referral_page_reply(r, id, &none, sentence(r, issues), 409);
    }
    if (s != INVALID || issues->count == 0)
        return reply_status(r, s);
    struct issues named = issues_named(issues, note);
    edit_sort(r, &named);
    return referral_page_reply(r, id, &named, NULL, 422);
}

// False: the form is not one of ours.
static bool version_read(const struct request *r, int64_t *out)
{
    return form_int(&r->form, "version", out) == OK;
}

static struct reply work_set(struct request *r)
{
    int64_t version;
    enum work_status to;
    struct issues issues = issues_in(r->arena);
    if (!version_read(r, &version) || !form_has(&r->form, "work"))
        return reply_error(r, 400);
    if (!work_status_read(request_field(r, "work"), &to)) {
        issues_add(&issues, "work", N_("Choose the work status"));
        return step_reply(r, INVALID, &issues, "work_note", FLASH_NONE);
    }
    enum status s = set_work_status(r->app, r->actor, referral_asked(r), version, to,
                                    form_lines(&r->form, r->arena, "work_note"), &issues);
    return step_reply(r, s, &issues, "work_note", FLASH_referral_moved);
}

static struct reply present(struct request *r)
{
    int64_t version;
    struct issues issues = issues_in(r->arena);
    if (!version_read(r, &version))
        return reply_error(r, 400);
    enum status s = present_candidate(r->app, r->actor, referral_asked(r), version, &issues);
    return step_reply(r, s, &issues, "", FLASH_referral_presented);
}

static struct reply unpresent(struct request *r)
{
    int64_t version;
    struct issues issues = issues_in(r->arena);
    if (!version_read(r, &version))
        return reply_error(r, 400);
    enum status s = take_back_presentation(r->app, r->actor, referral_asked(r), version,
                                           form_lines(&r->form, r->arena, "back_note"), &issues);
    return step_reply(r, s, &issues, "back_note", FLASH_referral_unpresented);
}

static struct reply verdict_give(struct request *r)
{
    int64_t version;
    enum employer_verdict verdict;
    enum verdict_reason reason = REASON_NONE;
    struct issues issues = issues_in(r->arena);
    if (!version_read(r, &version))
        return reply_error(r, 400);
    if (!employer_verdict_read(request_field(r, "verdict"), &verdict)) {
        issues_add(&issues, "verdict", N_("Choose what the employer says"));
        return step_reply(r, INVALID, &issues, "verdict_note", FLASH_NONE);
    }
    if (!verdict_reason_read(request_field(r, "reason"), &reason) || verdict != EMPLOYER_NOT_RELEVANT)
        reason = REASON_NONE;
    enum status s = give_verdict(r->app, r->actor, referral_asked(r), version, verdict, reason,
                                 form_lines(&r->form, r->arena, "verdict_note"), &issues);
    return step_reply(r, s, &issues, "verdict_note", FLASH_referral_judged);
}

static struct reply next_set(struct request *r)
{
    int64_t version, owner = 0;
    day on = DAY_NONE;
    struct issues issues = issues_in(r->arena);
    if (!version_read(r, &version))
        return reply_error(r, 400);
    bool away = form_has(&r->form, "away");
    const char *text = form_text(&r->form, r->arena, "next_step");
    enum status read = away ? NOT_FOUND : form_day(&r->form, "next_on", &on);
    if (read == INVALID)
        issues_add(&issues, "next_on", N_("Write a date, such as 05.06.2026"));
    else if (read == NOT_FOUND && !away)
        issues_add(&issues, "next_on", N_("Write the day of the next step"));
    if (!away && *text == '\0')
        issues_add(&issues, "next_step", N_("Write what is to be done"));
    if (issues.count > 0)
        return step_reply(r, INVALID, &issues, "", FLASH_NONE);
    if (form_id(&r->form, "next_owner", &owner) != OK)
        owner = 0;
    enum status s = set_next_step(r->app, r->actor, referral_asked(r), version, on, (struct user_id){owner},
                                  away ? "" : text, &issues);
    return step_reply(r, s, &issues, "", away ? FLASH_referral_next_away : FLASH_referral_next);
}

static struct reply ask(struct request *r)
{
    int64_t days;
    day deadline = DAY_NONE;
    struct share_id share;
    struct issues issues = issues_in(r->arena), found = issues_in(r->arena);
    const char *chosen = request_field(r, "deadline");
    bool date = strcmp(chosen, "date") == 0;
    if (date && form_day(&r->form, "deadline_on", &deadline) == INVALID)
        issues_add(&issues, "deadline_on", N_("Write a date, such as 05.06.2026"));
    else if (date && deadline == DAY_NONE)
        issues_add(&issues, "deadline_on", N_("Write the last day to answer on"));
    else if (!date && (form_int(&r->form, "deadline", &days) != OK || days < 1 || days > 31))
        issues_add(&issues, "deadline", N_("Choose how long the person has to answer"));
    if (issues.count > 0)
        return step_reply(r, INVALID, &issues, "", FLASH_NONE);
    if (!date)
        deadline = app_today(r->app) + (day)days;
    enum status s = ask_share(r->app, r->actor, referral_asked(r), deadline, &found, &share);
    for (size_t i = 0; i < found.count; i++) {
        const struct issue *one = &found.items[i];
        const char *field = date && strcmp(one->field, "deadline") == 0 ? "deadline_on" : one->field;
        if (one->arg != NULL)
            issues_add_arg(&issues, field, one->message, one->arg);
        else
            issues_add(&issues, field, one->message);
    }
    return step_reply(r, s, &issues, "", FLASH_referral_asked);
}

// The question that the form was made on. NOT_FOUND: it is not one of this referral's.
static enum status share_asked(struct request *r, struct share_id *out)
{
    int64_t id;
    struct share_view share;
    if (form_id(&r->form, "share", &id) != OK)
        return NOT_FOUND;
    TRY(get_share(r->app, r->actor, (struct share_id){id}, r->arena, &share));
    if (share.referral.value != referral_asked(r).value)
        return NOT_FOUND;
    *out = share.id;
    return OK;
}

static struct reply answer(struct request *r)
{
    struct share_id share;
    struct issues issues = issues_in(r->arena);
    const char *said = request_field(r, "answer");
    bool yes = strcmp(said, "yes") == 0;
    enum status s = share_asked(r, &share);
    if (s != OK)
        return reply_status(r, s);
    if (!yes && strcmp(said, "no") != 0) {
        issues_add(&issues, "answer", N_("Choose what the person has answered"));
        return step_reply(r, INVALID, &issues, "", FLASH_NONE);
    }
    s = answer_share(r->app, r->actor, share, yes, &issues);
    return step_reply(r, s, &issues, "", yes ? FLASH_referral_answered_yes : FLASH_referral_answered_no);
}

static struct reply take_back(struct request *r)
{
    struct share_id share;
    struct issues issues = issues_in(r->arena);
    enum status s = share_asked(r, &share);
    if (s != OK)
        return reply_status(r, s);
    s = take_back_share(r->app, r->actor, share, &issues);
    return step_reply(r, s, &issues, "", FLASH_referral_taken_back);
}

const struct route referral_step_routes[] = {
    {METHOD_POST, "/referrals/:id/work", work_set, FOR_STAFF, "referral_work"},
    {METHOD_POST, "/referrals/:id/present", present, FOR_STAFF, "referral_present"},
    {METHOD_POST, "/referrals/:id/unpresent", unpresent, FOR_STAFF, "referral_unpresent"},
    {METHOD_POST, "/referrals/:id/verdict", verdict_give, FOR_STAFF, "referral_verdict"},
    {METHOD_POST, "/referrals/:id/next", next_set, FOR_STAFF, "referral_next"},
    {METHOD_POST, "/referrals/:id/ask", ask, FOR_STAFF, "referral_ask"},
    {METHOD_POST, "/referrals/:id/answer", answer, FOR_STAFF, "referral_answer"},
    {METHOD_POST, "/referrals/:id/take-back", take_back, FOR_STAFF, "referral_take_back"},
    {0},
};
