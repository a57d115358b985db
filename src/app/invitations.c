// SPDX-License-Identifier: EUPL-1.2
// Invitations to activities by mail: who is asked, told and let off, what the mail says, and the answers.
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "app/activities_inside.h"
#include "app/inbox.h"
#include "app/internal.h"
#include "app/letter.h"
#include "app/mail.h"
#include "base/text.h"
#include "core/person.h"
#include "exchange/calendar.h"
#include "store/outbox_store.h"
#include "store/programme_store.h"

static enum status send(struct store_tx *tx, const struct activity *act, struct user_id user, struct contact_id contact, int sequence,
                        bool cancels)
{
    int64_t id;
    struct activity_invite i = {.activity = act->id, .user = user, .contact = contact, .sequence = sequence, .cancels = cancels};
    TRY(activity_invite_insert(tx, &i, &id));
    enum outbox_kind kind = cancels ? OUTBOX_ACTIVITY_CANCELLED : OUTBOX_ACTIVITY_INVITED;
    return user.value != 0 ? outbox_tell_user(tx, kind, user, id) : outbox_tell_contact(tx, kind, contact, id);
}

static bool takes_part(const struct activity *act, const struct activity_invite *i)
{
    for (size_t k = 0; k < act->people_count; k++)
        if ((i->user.value != 0 && act->people[k].user.value == i->user.value) ||
            (i->contact.value != 0 && act->people[k].contact.value == i->contact.value))
            return true;
    return false;
}

static bool is_asked(const struct activity_invite *list, size_t count, const struct activity_participant *p)
{
    for (size_t i = 0; i < count; i++)
        if ((p->user.value != 0 && list[i].user.value == p->user.value) ||
            (p->contact.value != 0 && list[i].contact.value == p->contact.value))
            return true;
    return false;
}

// To be asked now. Who writes it down has it in the own calendar.
static bool is_new(const struct store_tx *tx, const struct activity_invite *list, size_t count,
                   const struct activity_participant *p)
{
    bool self = p->user.value != 0 && p->user.value == tx->user.value;
    return *p->email != '\0' && !self && !is_asked(list, count, p);
}

enum status invite_people(struct store_tx *tx, const struct activity *before, struct activity_id id)
{
    struct activity act;
    struct activity_invite *asked;
    size_t count, leaving = 0, joining = 0;
    TRY(activity_get(tx->store, id, tx->arena, &act));
    TRY(activity_invite_list(tx->store, id, tx->arena, &asked, &count));
    bool over = act.deleted_at != 0 || act.state == ACTIVITY_CANCELLED || !act.invites;
    bool planned = act.state == ACTIVITY_PLANNED && !over;
    if (!over && !planned)
        return OK; // it was held: there is nothing to tell
    for (size_t i = 0; i < count; i++)
        leaving += over || !takes_part(&act, &asked[i]);
    bool moved = count > 0 && before != NULL && activity_moved(before, &act);
    for (size_t k = 0; planned && k < act.people_count; k++)
        joining += is_new(tx, asked, count, &act.people[k]);
    // Who is asked again after having been let off has to be told by a greater number than then (RFC 5546, 2.1.4).
    if (moved || leaving > 0 || (joining > 0 && act.sequence > 0))
        act.sequence++;
    for (size_t i = 0; i < count; i++) {
        bool leaves = over || !takes_part(&act, &asked[i]);
        if (leaves || moved)
            TRY(send(tx, &act, asked[i].user, asked[i].contact, act.sequence, leaves));
    }
    for (size_t k = 0; planned && k < act.people_count; k++) {
        const struct activity_participant *p = &act.people[k];
        if (is_new(tx, asked, count, p))
            TRY(send(tx, &act, p->user, p->contact, act.sequence, false));
    }
    return activity_set_sequence(tx, id, act.sequence);
}

// What the mail says

static const char UID[] = "activity-";
static const char UID_END[] = "@ypsilon";
enum { UID_SECRET = 16, UID_HEX = UID_SECRET * 2 };

// "activity-17-0123…@ypsilon". The secret follows from the activity, the receiver and the store's own key: who is to answer
// learns it from the mail alone, and no other receiver of the same activity does. The same for every version of the
// invitation, so that calendars know it again. plain: without (see 0022 of the schema).
static const char *uid_of(struct app *app, struct activity_id act, struct user_id user, struct contact_id contact, bool plain,
                          struct arena *a)
{
    int64_t said[] = {act.value, user.value, contact.value};
    unsigned char token[STORE_TOKEN];
    char hex[UID_HEX + 1];
    if (plain)
        return arena_printf(a, "%s%lld%s", UID, (long long)act.value, UID_END);
    store_token(app_store(app), PURPOSE_CALENDAR, said, sizeof said, token);
    sodium_bin2hex(hex, sizeof hex, token, UID_SECRET);
    sodium_memzero(token, sizeof token);
    return arena_printf(a, "%s%lld-%s%s", UID, (long long)act.value, hex, UID_END);
}

// Firms do not learn of each other by way of us: somebody from outside reads who asks, a colleague with whom it is.
static const char *summary_of(const struct activity *act, const struct outbox_entry *e, enum lang lang, struct arena *a)
{
    const char *with = e->user.value != 0 ? activity_with(act, a) : act->agency_name;
    return arena_printf(a, "%s: %s", tr(lang, activity_kind_title(act->kind)), with);
}

static const char *when_of(const struct activity *act, enum lang lang, struct arena *a)
{
    const char *when = act->all_day ? lang_day(lang, a, activity_day(act)) : lang_instant(lang, a, act->at);
    return act->minutes == 0 ? when : arena_printf(a, "%s, %s", when, tr_n(lang, a, "%s minute", "%s minutes", act->minutes));
}

static const char *text_of(const struct activity *act, bool cancels, bool changed, const char *summary, enum lang lang, struct arena *a)
{
    struct buf b = buf_in(a);
    const char *say = cancels   ? N_("This is called off:")
                      : changed ? N_("Something has changed. This is how it is now:")
                                : N_("You are invited:");
    buf_printf(&b, "%s\n\n%s\n\n%s\n%s\n", tr(lang, N_("Hello!")), tr(lang, say), summary, when_of(act, lang, a));
    if (*act->place != '\0')
        buf_printf(&b, "%s\n", act->place);
    if (*act->created_by_name != '\0')
        buf_printf(&b, "\n%s\n", tr_arg(lang, a, N_("From %s"), arena_printf(a, "%s, %s", act->created_by_name, act->agency_name)));
    if (!cancels)
        buf_printf(&b, "\n%s\n", tr(lang, N_("Answer in your calendar: yes, no or perhaps.")));
    return buf_text(&b);
}

enum status invitation_letter(struct app *app, const struct outbox_entry *e, struct arena *a, struct letter *out)
{
    struct activity_invite invite;
    struct activity act;
    TRY(activity_invite_get(app_store(app), e->cause, &invite));
    TRY(activity_get(app_store(app), invite.activity, a, &act));
    if (invite.superseded && !out->shown)
        return NOT_FOUND; // what came later says it all
    const char *summary = summary_of(&act, e, out->lang, a);
    struct calendar_event event = {
        .uid = out->shown ? "" : uid_of(app, act.id, invite.user, invite.contact, invite.plain_uid, a),
        .sequence = invite.sequence,
        .stamp = invite.created_at,
        .starts_at = act.at,
        .ends_at = activity_ends(&act),
        .all_day = act.all_day,
        .on = activity_day(&act),
        .summary = summary,
        .location = act.place,
        .description = "",
        .status = invite.cancels ? CALENDAR_CANCELLED : CALENDAR_CONFIRMED,
        .method = invite.cancels ? CALENDAR_CANCEL : CALENDAR_REQUEST,
        .organizer = {out->from_name, mail_from(app)},
        .attendee = {out->to_name, out->to},
    };
    TRY(calendar_write(&event, a, &out->calendar));
    out->calendar_method = calendar_method_name(event.method);
    enum { SUMMARY_SHOWN = 100 }; // with many firms it is too long for a header
    out->subject = arena_printf(a, "%s, %s", text_cut(a, summary, SUMMARY_SHOWN), when_of(&act, out->lang, a));
    if (invite.cancels)
        out->subject = tr_arg(out->lang, a, N_("Called off: %s"), out->subject);
    out->text = text_of(&act, invite.cancels, invite.sequence > 0, summary, out->lang, a);
    return OK;
}

// Answers

// Whose activity it is said to be; whether the UID is right for the one who answers is for uid_fits to say.
static bool uid_read(const char *uid, struct activity_id *out)
{
    char *end;
    size_t n = strlen(UID);
    if (strncmp(uid, UID, n) != 0 || uid[n] < '1' || uid[n] > '9')
        return false;
    out->value = strtoll(uid + n, &end, 10);
    return *end == '-' || *end == '@';
}

static bool uid_fits(struct app *app, const char *given, struct activity_id act, const struct activity_participant *p, struct arena *a)
{
    const char *uid = uid_of(app, act, p->user, p->contact, p->plain_uid, a);
    size_t n = strlen(uid);
    return strlen(given) == n && sodium_memcmp(given, uid, n) == 0;
}

static bool answer_of(const char *word, enum invitation_answer *out)
{
    static const struct {
        const char *word;
        enum invitation_answer answer;
    } WORDS[] = {
        {"ACCEPTED", INVITATION_ACCEPTED}, {"DECLINED", INVITATION_DECLINED}, {"TENTATIVE", INVITATION_TENTATIVE}};
    for (size_t i = 0; i < COUNT_OF(WORDS); i++)
        if (strcmp(WORDS[i].word, word) == 0) {
            *out = WORDS[i].answer;
            return true;
        }
    return false;
}

struct answer_job {
    struct app *app;
    const struct calendar_reply *reply;
    int64_t stamp; // the reply's, and not later than now: a clock that is fast keeps no later answer out
    const char *from;
    struct activity_id id;
    enum invitation_answer answer;
};

static enum status write_answer(struct store_tx *tx, void *arg)
{
    const struct answer_job *job = arg;
    struct activity act;
    TRY(activity_get(tx->store, job->id, tx->arena, &act));
    if (!email_same(tx->arena, job->reply->email, job->from))
        return DENIED; // one answers for another
    for (size_t i = 0; i < act.people_count; i++) {
        const struct activity_participant *p = &act.people[i];
        if (!email_same(tx->arena, p->email, job->from))
            continue;
        if (!uid_fits(job->app, job->reply->uid, act.id, p, tx->arena))
            continue;
        if (p->answer == job->answer && p->answer_sequence == job->reply->sequence && p->answered_at == job->stamp)
            return OK; // the same mail again
        if (p->invited_sequence < 0)
            return DENIED;
        if (invitation_answer_refusal(p, job->reply->sequence, job->stamp) != NULL)
            return CONFLICT;
        return activity_answer(tx, act.id, p->user, p->contact, job->answer, job->reply->sequence, job->stamp);
    }
    return DENIED;
}

enum status answer_invitation(struct app *app, const struct calendar_reply *reply, const char *from)
{
    int64_t now = app_now(app);
    struct answer_job job = {.app = app, .reply = reply, .stamp = reply->stamp < now ? reply->stamp : now, .from = from};
    if (!uid_read(reply->uid, &job.id) || !answer_of(reply->answer, &job.answer))
        return NOT_FOUND;
    return store_write(app_store(app), NULL, now, write_answer, &job);
}
