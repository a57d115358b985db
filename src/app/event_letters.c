// SPDX-License-Identifier: EUPL-1.2
// What guests of an event are written. Nothing that a visitor has typed stands in these mails: who signs another up can say
// nothing through us.
#include <string.h>

#include "app/events_inside.h"
#include "app/guests.h"
#include "app/letter.h"
#include "app/mail.h"
#include "exchange/calendar.h"

static const char *clock_shown(int64_t at, enum lang lang, struct arena *a)
{
    int minute = minute_in_norway(at);
    return arena_printf(a, lang == LANG_NB ? "%02d.%02d" : "%02d:%02d", minute / 60, minute % 60);
}

const char *event_when(const struct event *e, enum lang lang, struct arena *a)
{
    if (day_in_norway(e->starts_at) == day_in_norway(e->ends_at))
        return arena_printf(a, "%s–%s", lang_instant(lang, a, e->starts_at), clock_shown(e->ends_at, lang, a));
    return arena_printf(a, "%s – %s", lang_instant(lang, a, e->starts_at), lang_instant(lang, a, e->ends_at));
}

struct writing {
    struct app *app;
    const struct event *event;
    const struct guest *guest;
    struct letter *letter;
    struct arena *arena;
    struct buf text;
};

static void line(struct writing *w, const char *text)
{
    buf_printf(&w->text, "%s\n", text);
}

static void paragraph(struct writing *w, const char *msgid)
{
    buf_printf(&w->text, "%s\n\n", tr(w->letter->lang, msgid));
}

static void facts(struct writing *w, bool words)
{
    const struct event *e = w->event;
    enum lang lang = w->letter->lang;
    line(w, event_title(e, lang));
    line(w, tr_arg(lang, w->arena, N_("When: %s"), event_when(e, lang, w->arena)));
    line(w, tr_arg(lang, w->arena, N_("Where: %s"), e->place));
    line(w, "");
    if (words && *event_text(e, lang) != '\0')
        buf_printf(&w->text, "%s\n\n", event_text(e, lang));
}

static void whom_to_ask(struct writing *w)
{
    const struct event *e = w->event;
    if (*e->contact_name == '\0' && *e->contact_email == '\0' && *e->contact_phone == '\0')
        return;
    buf_printf(&w->text, "%s", tr(w->letter->lang, N_("Questions? Ask")));
    for (const char *const *part = (const char *const[]){e->contact_name, e->contact_phone, e->contact_email, NULL}; *part != NULL; part++)
        if (**part != '\0')
            buf_printf(&w->text, " %s", *part);
    line(w, "\n");
}

static void answer_link(struct writing *w, const char *msgid)
{
    const char *link = letter_link(w->app, w->letter, LINK_RSVP, w->guest->id.value, w->arena);
    if (*link != '\0')
        buf_printf(&w->text, "%s\n%s\n\n", tr(w->letter->lang, msgid), link);
}

static const char SEE_ANSWER[] = N_("See or change your answer here:");

static enum status calendar_add(struct writing *w, const struct guest_notice *n, bool cancelled)
{
    struct letter *l = w->letter;
    if (*mail_from(w->app) == '\0')
        return OK;
    l->calendar_method = calendar_method_name(cancelled ? CALENDAR_CANCEL : CALENDAR_REQUEST);
    return event_calendar(w->app, w->event, l->lang, cancelled, n->created_at, l->to_name, l->to, w->arena, &l->calendar);
}

static void invited(struct writing *w, bool again)
{
    paragraph(w, again ? N_("We have invited you, and would like to know whether you come.") : N_("We invite you to this event:"));
    facts(w, true);
    answer_link(w, N_("Answer yes, maybe or no here. You can also say how many of you come:"));
    whom_to_ask(w);
    w->letter->subject = tr_arg(w->letter->lang, w->arena, again ? N_("Do you come? %s") : N_("Invitation: %s"),
                                event_title(w->event, w->letter->lang));
}

static void to_confirm(struct writing *w)
{
    enum lang lang = w->letter->lang;
    paragraph(w, N_("Somebody, most likely you, has signed up with this e-mail address for:"));
    facts(w, false);
    const char *link = letter_link(w->app, w->letter, LINK_SIGNUP, w->guest->id.value, w->arena);
    if (*link != '\0')
        buf_printf(&w->text, "%s\n%s\n\n", tr(lang, N_("Open this link and confirm that you come:")), link);
    paragraph(w, N_("Was it not you? Then do nothing. Without a confirmation within two days the sign-up is deleted."));
    w->letter->subject = tr_arg(lang, w->arena, N_("Confirm that you come: %s"), event_title(w->event, lang));
}

static void how_many(struct writing *w)
{
    if (w->guest->coming > 1)
        buf_printf(&w->text, "%s\n\n", tr_arg(w->letter->lang, w->arena, N_("You have said that %s of you come."),
                                              arena_printf(w->arena, "%d", w->guest->coming)));
}

static enum status seat_kept(struct writing *w, const struct guest_notice *n, const char *msgid, const char *subject)
{
    paragraph(w, msgid);
    facts(w, false);
    how_many(w);
    answer_link(w, SEE_ANSWER);
    whom_to_ask(w);
    w->letter->subject = tr_arg(w->letter->lang, w->arena, subject, event_title(w->event, w->letter->lang));
    return calendar_add(w, n, false);
}

static enum status answered(struct writing *w, const struct guest_notice *n)
{
    const struct guest *g = w->guest;
    enum lang lang = w->letter->lang;
    if (g->answer == GUEST_YES && g->waiting_since == 0)
        return seat_kept(w, n, N_("Thank you, we have kept a seat for you:"), N_("You have a seat: %s"));
    if (g->answer == GUEST_YES) {
        paragraph(w, N_("Thank you. All seats are taken, and you are on the waiting list. When a seat comes free you get an e-mail."));
        facts(w, false);
        answer_link(w, SEE_ANSWER);
        w->letter->subject = tr_arg(lang, w->arena, N_("Waiting list: %s"), event_title(w->event, lang));
        return OK;
    }
    if (g->answer == GUEST_UNANSWERED) {
        paragraph(w, N_("You are invited already:"));
        facts(w, false);
        answer_link(w, N_("Answer yes, maybe or no here. You can also say how many of you come:"));
        w->letter->subject = tr_arg(lang, w->arena, N_("Invitation: %s"), event_title(w->event, lang));
        return OK;
    }
    paragraph(w, g->answer == GUEST_MAYBE ? N_("You have said that you may come. We keep no seat until you say yes.")
                                          : N_("You have said that you do not come. Thank you for telling us."));
    facts(w, false);
    answer_link(w, SEE_ANSWER);
    w->letter->subject = tr_arg(lang, w->arena, N_("Your answer: %s"), event_title(w->event, lang));
    return calendar_add(w, n, true);
}

static enum status reminded(struct writing *w, const struct guest_notice *n)
{
    enum lang lang = w->letter->lang;
    bool sure = w->guest->answer == GUEST_YES;
    if (sure)
        return seat_kept(w, n, N_("We look forward to seeing you:"), N_("Reminder: %s"));
    paragraph(w, N_("You have said that you may come. Tell us now whether you do:"));
    facts(w, false);
    answer_link(w, N_("Answer yes or no here:"));
    whom_to_ask(w);
    w->letter->subject = tr_arg(lang, w->arena, N_("Do you come? %s"), event_title(w->event, lang));
    return OK;
}

static enum status changed(struct writing *w, const struct guest_notice *n)
{
    enum lang lang = w->letter->lang;
    bool sure = w->guest->answer == GUEST_YES && w->guest->waiting_since == 0;
    paragraph(w, N_("The time or the place is changed. This holds now:"));
    facts(w, false);
    answer_link(w, N_("Does it not suit you any more? Change your answer here:"));
    whom_to_ask(w);
    w->letter->subject = tr_arg(lang, w->arena, N_("Changed: %s"), event_title(w->event, lang));
    return sure ? calendar_add(w, n, false) : OK;
}

static enum status called_off(struct writing *w, const struct guest_notice *n)
{
    enum lang lang = w->letter->lang;
    paragraph(w, N_("We are sorry: this event is called off."));
    facts(w, false);
    if (*w->event->reason != '\0')
        buf_printf(&w->text, "%s\n\n", w->event->reason);
    whom_to_ask(w);
    w->letter->subject = tr_arg(lang, w->arena, N_("Called off: %s"), event_title(w->event, lang));
    return calendar_add(w, n, true);
}

// Is it still to be told? What has changed meanwhile is told by a mail of its own.
static bool still_holds(const struct event *e, const struct guest *g, enum guest_notice_what what, int64_t now)
{
    bool comes = g->answer == GUEST_YES || g->answer == GUEST_MAYBE;
    if (what == NOTICE_CANCELLED)
        return e->state == EVENT_CANCELLED;
    if (e->state != EVENT_PUBLISHED || e->starts_at <= now)
        return false;
    switch (what) {
    case NOTICE_INVITED:
    case NOTICE_CHASE:
        return g->answer == GUEST_UNANSWERED;
    case NOTICE_CONFIRM:
        return g->confirmed_at == 0;
    case NOTICE_ANSWER:
        return true;
    case NOTICE_MOVED_UP:
        return g->answer == GUEST_YES && g->waiting_since == 0;
    case NOTICE_REMINDER:
        return comes && g->waiting_since == 0;
    case NOTICE_CHANGED:
        return comes;
    case NOTICE_CANCELLED:
        break;
    }
    return false;
}

enum status event_letter(struct app *app, const struct outbox_entry *entry, struct arena *a, struct letter *out)
{
    struct guest_notice n;
    struct guest_entry g;
    struct event e;
    TRY(guest_notice_get(app_store(app), entry->cause, &n));
    TRY(guest_get(app_store(app), n.guest, a, &g));
    TRY(event_get(app_store(app), g.guest.event, a, &e));
    if (!out->shown && !still_holds(&e, &g.guest, n.what, app_now(app)))
        return NOT_FOUND;
    if (entry->contact.value == 0) {
        out->to_name = "";
        out->to = g.email;
        out->lang = g.guest.lang;
    }
    struct writing w = {.app = app, .event = &e, .guest = &g.guest, .letter = out, .arena = a, .text = buf_in(a)};
    enum status status = OK;
    paragraph(&w, N_("Hello!"));
    switch (n.what) {
    case NOTICE_INVITED:
    case NOTICE_CHASE:
        invited(&w, n.what == NOTICE_CHASE);
        break;
    case NOTICE_CONFIRM:
        to_confirm(&w);
        break;
    case NOTICE_ANSWER:
        status = answered(&w, &n);
        break;
    case NOTICE_MOVED_UP:
        status = seat_kept(&w, &n, N_("A seat has come free, and it is yours:"), N_("You have a seat: %s"));
        break;
    case NOTICE_REMINDER:
        status = reminded(&w, &n);
        break;
    case NOTICE_CHANGED:
        status = changed(&w, &n);
        break;
    case NOTICE_CANCELLED:
        status = called_off(&w, &n);
        break;
    }
    out->text = buf_text(&w.text);
    return status;
}
