// SPDX-License-Identifier: EUPL-1.2
#include "core/event.h"

#include <string.h>

#include "core/check.h"
#include "core/named.h"

static const int64_t HOUR_MS = 60 * 60 * 1000, DAY_IN_MS = 24 * HOUR_MS;

static const char *either(const char *const texts[2], enum lang lang)
{
    return blank(texts[lang]) ? texts[lang == LANG_NB ? LANG_EN : LANG_NB] : texts[lang];
}

const char *event_title(const struct event *e, enum lang lang)
{
    return either(e->title, lang);
}

const char *event_text(const struct event *e, enum lang lang)
{
    return either(e->text, lang);
}

enum event_state event_now(const struct event *e, int64_t now)
{
    return e->state == EVENT_PUBLISHED && e->ends_at <= now ? EVENT_HELD : e->state;
}

bool event_same_when_and_where(const struct event *a, const struct event *b)
{
    return a->starts_at == b->starts_at && a->ends_at == b->ends_at && strcmp(a->place, b->place) == 0;
}

static void check_words(const struct event *e, struct issues *issues)
{
    if (blank(e->title[LANG_NB]) && blank(e->title[LANG_EN]))
        issues_add(issues, "title_nb", N_("Give the event a title"));
    check_text(e->title[LANG_NB], false, EVENT_TITLE_MOST, "title_nb", issues);
    check_text(e->title[LANG_EN], false, EVENT_TITLE_MOST, "title_en", issues);
    check_text(e->text[LANG_NB], true, EVENT_TEXT_MOST, "text_nb", issues);
    check_text(e->text[LANG_EN], true, EVENT_TEXT_MOST, "text_en", issues);
    if (blank(e->place))
        issues_add(issues, "place", N_("Say where it is"));
    check_text(e->place, false, EVENT_PLACE_MOST, "place", issues);
    check_text(e->contact_name, false, 100, "contact_name", issues);
    check_text(e->contact_email, false, 254, "contact_email", issues);
    check_text(e->contact_phone, false, 30, "contact_phone", issues);
}

static void check_times(const struct event *e, const struct event *was, int64_t now, struct issues *issues)
{
    // A draft may tell of any time: that is judged when it is published.
    if (was != NULL && was->state == EVENT_PUBLISHED && was->starts_at != e->starts_at && e->starts_at <= now)
        issues_add(issues, "starts_at", N_("Choose a time that is still to come"));
    if (e->ends_at <= e->starts_at)
        issues_add(issues, "ends_at", N_("It must end after it has begun"));
    else if (e->ends_at - e->starts_at > EVENT_DAYS_MOST * DAY_IN_MS)
        issues_add(issues, "ends_at", N_("An event takes at most 14 days"));
    if (e->until != DAY_NONE && e->until > day_in_norway(e->starts_at))
        issues_add(issues, "until", N_("The last day to sign up cannot be after the event has begun"));
}

void event_check(const struct event *e, const struct event *was, int taken, int64_t now, struct issues *issues)
{
    check_words(e, issues);
    check_times(e, was, now, issues);
    if (e->seats < 0 || e->seats > EVENT_SEATS_MOST)
        issues_add(issues, "seats", N_("Give a number of seats from 1 to 5000, or leave it empty"));
    else if (e->seats != EVENT_UNLIMITED && e->seats < taken)
        issues_add(issues, "seats", N_("More seats than this are given away already"));
}

static const char *refusal_to_guest(const struct event *e, enum event_act act, enum event_state s, int64_t now)
{
    if (s == EVENT_DRAFT)
        return N_("This event is not open yet.");
    if (e->starts_at <= now)
        return N_("The event has begun, so answers cannot be changed any more.");
    if (act == EVENT_SIGN_UP && !e->open)
        return N_("This event is by invitation.");
    if (act == EVENT_SIGN_UP && e->until != DAY_NONE && day_in_norway(now) > e->until)
        return N_("The time to sign up is over.");
    return NULL;
}

const char *event_refusal(const struct event *e, enum event_act act, int64_t now)
{
    enum event_state s = event_now(e, now);
    if (s == EVENT_CANCELLED)
        return N_("The event is cancelled.");
    switch (act) {
    case EVENT_EDIT:
        return s == EVENT_HELD ? N_("The event has been held.") : NULL;
    case EVENT_PUBLISH:
        if (s != EVENT_DRAFT)
            return N_("The event is published already.");
        return e->ends_at <= now ? N_("The event is over. Give it a time that is still to come.") : NULL;
    case EVENT_CANCEL:
        if (s == EVENT_DRAFT)
            return N_("A draft is not cancelled, but deleted.");
        return s == EVENT_HELD ? N_("The event has been held.") : NULL;
    case EVENT_DELETE:
        return s == EVENT_DRAFT ? NULL : N_("Only a draft can be deleted. Cancel the event instead.");
    case EVENT_INVITE:
        if (s == EVENT_DRAFT)
            return N_("Publish the event first, so that those invited can answer.");
        return e->starts_at <= now ? N_("The event has begun. Add those who come at the door.") : NULL;
    case EVENT_ATTEND:
        if (s == EVENT_DRAFT)
            return N_("The event is not published.");
        return day_in_norway(now) < day_in_norway(e->starts_at) ? N_("Attendance opens on the day of the event.") : NULL;
    case EVENT_ANSWER:
    case EVENT_SIGN_UP:
        return refusal_to_guest(e, act, s, now);
    }
    return N_("Your role does not do this.");
}

struct event event_after(const struct event *e, enum event_act act, int64_t now)
{
    struct event next = *e;
    if (act == EVENT_PUBLISH) {
        next.state = EVENT_PUBLISHED;
        next.published_at = now;
        next.changed_at = now;
    } else if (act == EVENT_CANCEL) {
        next.state = EVENT_CANCELLED;
        next.sequence++;
        next.changed_at = now;
    }
    return next;
}

static bool comes_within(const struct event *e, int days, int64_t now)
{
    return e->state == EVENT_PUBLISHED && e->starts_at > now && day_in_norway(e->starts_at) - day_in_norway(now) <= days;
}

bool event_reminds(const struct event *e, int64_t now)
{
    return comes_within(e, EVENT_REMIND_DAYS, now);
}

bool event_chases(const struct event *e, int64_t invited_at, int64_t now)
{
    return comes_within(e, EVENT_CHASE_DAYS, now) && day_in_norway(now) - day_in_norway(invited_at) >= EVENT_CHASE_REST_DAYS;
}

bool event_names_over(const struct event *e, int64_t now)
{
    return day_in_norway(now) - day_in_norway(e->ends_at) > EVENT_NAMES_KEPT_DAYS;
}

static const struct named KINDS[EVENT_KINDS] = {
    [EVENT_KICK_OFF] = {"kick-off", N_("Kick-off")},
    [EVENT_JOB_FAIR] = {"job-fair", N_("Job fair")},
    [EVENT_SEMINAR] = {"seminar", N_("Seminar")},
    [EVENT_OTHER] = {"other", N_("Other event")},
};
NAMED(event_kind, KINDS)

static const struct named STATES[EVENT_STATES] = {
    [EVENT_DRAFT] = {"draft", N_("Draft")},
    [EVENT_PUBLISHED] = {"published", N_("Published")},
    [EVENT_CANCELLED] = {"cancelled", N_("Called off")},
    [EVENT_HELD] = {"held", N_("Has been held")},
};
NAMED(event_state, STATES)
