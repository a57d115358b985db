// SPDX-License-Identifier: EUPL-1.2
// Interviews as they are read, and as calendar files.
#include "app/interviews_inside.h"
#include "exchange/calendar.h"

static const char READ_INTERVIEWS[] = N_("interviews");

static struct interview_view view_make(struct app *app, const struct actor *actor, const struct interview *i,
                                       const struct referral_entry *e, unsigned rights, struct arena *a)
{
    static const char not_yours[] = N_("Your role does not do this.");
    bool shared = entry_shared(e, app_today(app));
    struct interview_view view = {
        .interview = *i,
        .state = interview_now(i, shared),
        .coming = interview_coming(i, shared, app_now(app)),
        .code = e->referral.code,
        .name = actor->role == ROLE_CANDIDATE ? "" : person_name(app, i->person, a),
        .need = e->referral.need,
        .need_title = e->need_title,
        .employer_name = e->employer_name,
        .workplace_name = e->workplace_name,
        .agency_name = e->agency_name,
    };
    for (int k = 0; k < INTERVIEW_ACTS; k++) {
        enum interview_act act = (enum interview_act)k;
        view.refusals[k] = (rights & interview_right(act)) == 0 ? not_yours
                                                                 : interview_refusal(i, act, actor->role, shared, app_now(app));
    }
    return view;
}

// Whose interviews this actor may list without naming a referral.
static enum status scope(const struct actor *actor, struct interview_filter *filter)
{
    filter->person = actor->role == ROLE_CANDIDATE ? actor->person : (struct person_id){0};
    filter->employer = actor->role == ROLE_EMPLOYER ? actor->employer : (struct employer_id){0};
    return filter->person.value != 0 || filter->employer.value != 0 ? OK : NOT_FOUND;
}

enum status list_interviews(struct app *app, const struct actor *actor, struct referral_id referral, bool coming,
                            struct arena *a, struct interview_view **out, size_t *count_out)
{
    struct interview *list;
    struct referral_entry e;
    unsigned rights;
    size_t count, n = 0;
    struct interview_filter of = {.referral = referral};
    if (referral.value != 0)
        TRY(referral_seen(app, actor, referral, a, &e, &rights));
    else
        TRY(scope(actor, &of));
    if (coming)
        of.begins_after = app_now(app) - INTERVIEW_MINUTES_MOST * 60000;
    TRY(interview_list(app_store(app), &of, a, &list, &count));
    struct interview_view *views = ARENA_ARRAY(a, struct interview_view, count);
    struct person_id *seen = ARENA_ARRAY(a, struct person_id, count);
    for (size_t i = 0; i < count; i++) {
        enum status status = referral_seen(app, actor, list[i].referral, a, &e, &rights);
        if (status == NOT_FOUND || (status == OK && (rights & RIGHT_IDENTITY) == 0))
            continue;
        TRY(status);
        views[n] = view_make(app, actor, &list[i], &e, rights, a);
        seen[n] = list[i].person;
        n += !coming || views[n].coming;
    }
    TRY(app_log_reads(app, actor, seen, n, READ_INTERVIEWS));
    *out = views;
    *count_out = n;
    return OK;
}

enum status get_interview(struct app *app, const struct actor *actor, struct interview_id id, struct arena *a,
                          struct interview_view *out)
{
    struct interview i;
    struct referral_entry e;
    unsigned rights;
    TRY(interview_seen(app, actor, id, a, &i, &e, &rights));
    *out = view_make(app, actor, &i, &e, rights, a);
    return app_log_reads(app, actor, &i.person, 1, READ_INTERVIEWS);
}

enum status may_offer_interview(struct app *app, const struct actor *actor, struct referral_id referral, const char **refusal_out)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct referral_entry e;
    unsigned rights;
    TRY(referral_seen(app, actor, referral, a, &e, &rights));
    TRY(rights_ask(rights, RIGHT_JUDGE | RIGHT_IDENTITY));
    *refusal_out = offer_refusal(&e, app_today(app));
    return OK;
}

enum status get_interview_calendar(struct app *app, const struct actor *actor, struct interview_id id, enum lang lang,
                                   struct arena *a, const char **ics_out)
{
    static const enum calendar_status statuses[INTERVIEW_STATES] = {
        [INTERVIEW_OFFERED] = CALENDAR_TENTATIVE,
        [INTERVIEW_ACCEPTED] = CALENDAR_CONFIRMED,
        [INTERVIEW_DECLINED] = CALENDAR_CANCELLED,
        [INTERVIEW_CANCELLED] = CALENDAR_CANCELLED,
    };
    struct interview i;
    struct referral_entry e;
    unsigned rights;
    TRY(interview_seen(app, actor, id, a, &i, &e, &rights));
    enum interview_state state = interview_now(&i, entry_shared(&e, app_today(app)));
    bool own = actor->role == ROLE_CANDIDATE, fallen = state != i.state;
    const char *about = own ? arena_printf(a, "%s, %s", e.need_title, e.workplace_name)
                            : arena_printf(a, "%s (%s)", e.need_title, e.referral.code);
    struct calendar_event event = {
        .uid = arena_printf(a, "interview-%lld@ypsilon", (long long)i.id.value),
        .sequence = i.sequence + fallen,
        .stamp = fallen ? app_now(app) : i.changed_at,
        .starts_at = i.starts_at,
        .ends_at = i.starts_at + (int64_t)i.minutes * 60000,
        .summary = tr_arg(lang, a, N_("Interview: %s"), about),
        .location = i.place,
        .description = own && *i.bring != '\0' ? tr_arg(lang, a, N_("Bring: %s"), i.bring) : "",
        .status = statuses[state],
    };
    TRY(calendar_write(&event, a, ics_out));
    return app_log_reads(app, actor, &i.person, 1, READ_INTERVIEWS);
}
