// SPDX-License-Identifier: EUPL-1.2
// Writing an activity down, planning one, and saying how it went. With whom is chosen step by step: each step shows the
// contacts of those chosen so far, and keeps what is typed.
#include <string.h>

#include "app/programme.h"
#include "web/activity_form.html.h"
#include "web/activity_view.h"
#include "web/interview_view.h"
#include "web/routes.h"
#include "web/task_view.h"

static const char *number(struct arena *a, int64_t n)
{
    return n == 0 ? "" : arena_printf(a, "%lld", (long long)n);
}

// The request's form with one more field, or with another value in it.
static void form_put(struct request *r, const char *name, const char *value, bool replaces)
{
    struct form_field *fields = ARENA_ARRAY(r->arena, struct form_field, r->form.count + 1);
    size_t n = 0;
    for (size_t i = 0; i < r->form.count; i++)
        if (!replaces || strcmp(r->form.fields[i].name, name) != 0)
            fields[n++] = r->form.fields[i];
    fields[n++] = (struct form_field){name, value};
    r->form = (struct form){fields, n};
}

// What is typed

static void party_add(struct activity_party *list, size_t *count, struct activity_party one)
{
    for (size_t i = 0; i < *count; i++)
        if (list[i].employer.value == one.employer.value && list[i].agency.value == one.agency.value)
            return;
    if (*count < ACTIVITY_PARTIES_MOST + 2)
        list[(*count)++] = one;
}

static bool party_read(const char *word, struct activity_party *out)
{
    int64_t id;
    struct form one = {&(struct form_field){"id", *word == '\0' ? "" : word + 1}, 1};
    *out = (struct activity_party){0};
    if ((*word != 'e' && *word != 'a') || form_id(&one, "id", &id) != OK)
        return false;
    if (*word == 'e')
        out->employer.value = id;
    else
        out->agency.value = id;
    return true;
}

// A typed employer: the suggestion that was chosen, or the only one that has these words.
static enum status employer_typed(struct request *r, const char *field, struct issues *issues, struct employer_id *out)
{
    const char *text = request_field(r, field);
    struct employer_page page;
    int64_t id;
    *out = (struct employer_id){0};
    if (*text == '\0')
        return OK;
    if (form_id(&r->form, arena_printf(r->arena, "%s_code", field), &id) == OK) {
        out->value = id;
        return OK;
    }
    TRY(list_employers(r->app, r->actor, &(struct employer_query){.text = text, .after = "", .most = 2}, r->arena, &page));
    for (size_t i = 0; i < page.row_count; i++)
        if (page.row_count == 1 || strcmp(page.rows[i].name, text) == 0)
            *out = page.rows[i].id;
    if (out->value == 0)
        issues_add(issues, field, page.row_count == 0 ? N_("No employer has this name. Choose one from the list")
                                                      : N_("Several employers have these words. Choose one from the list"));
    return OK;
}

static enum status parties_read(struct request *r, struct activity *act, struct issues *issues)
{
    struct activity_party *list = ARENA_ARRAY(r->arena, struct activity_party, ACTIVITY_PARTIES_MOST + 2), one;
    const char *const *words;
    struct employer_id employer;
    int64_t id;
    size_t count = form_all(&r->form, r->arena, "with", &words);
    act->party_count = 0;
    for (size_t i = 0; i < count; i++)
        if (party_read(words[i], &one))
            party_add(list, &act->party_count, one);
    static const char *const FIELDS[] = {"employer", "more_employer"};
    for (size_t i = 0; i < COUNT_OF(FIELDS); i++) {
        TRY(employer_typed(r, FIELDS[i], issues, &employer));
        if (employer.value != 0)
            party_add(list, &act->party_count, (struct activity_party){.employer = employer});
    }
    if (form_id(&r->form, "agency", &id) == OK)
        party_add(list, &act->party_count, (struct activity_party){.agency = {id}});
    act->parties = list;
    act->network.value = form_id(&r->form, "network", &id) == OK ? id : 0;
    return OK;
}

static void people_read(struct request *r, struct activity *act)
{
    const char *const *users, *const *contacts;
    size_t user_count = form_all(&r->form, r->arena, "user", &users), room = 0;
    size_t contact_count = form_all(&r->form, r->arena, "contact_id", &contacts);
    struct activity_participant *people = NULL;
    act->people_count = 0;
    for (size_t i = 0; i < user_count + contact_count; i++) {
        bool user = i < user_count;
        struct form one = {&(struct form_field){"id", user ? users[i] : contacts[i - user_count]}, 1};
        int64_t id;
        if (form_id(&one, "id", &id) == OK)
            *LIST_ADD(r->arena, people, act->people_count, room) =
                user ? (struct activity_participant){.user = {id}, .name = ""} : (struct activity_participant){.contact = {id}, .name = ""};
    }
    const char *names = form_lines(&r->form, r->arena, "people");
    while (*names != '\0') {
        size_t length = strcspn(names, "\n");
        const char *name = arena_strndup(r->arena, names, length);
        if (length > 0)
            *LIST_ADD(r->arena, people, act->people_count, room) = (struct activity_participant){.name = name};
        names += length + (names[length] == '\n');
    }
    act->people = people;
}

static void when_read(struct request *r, struct activity *act, struct issues *issues)
{
    day on = DAY_NONE;
    int minute = 0;
    int64_t minutes;
    const char *clock = request_field(r, "clock");
    enum status s = form_day(&r->form, "day", &on);
    act->at = 0;
    act->all_day = *clock == '\0';
    if (s == INVALID)
        issues_add(issues, "day", N_("Write day, month and year, such as 5.6.2016"));
    if (!act->all_day && !clock_read(clock, &minute))
        issues_add(issues, "clock", N_("Write the time of day, such as 09.00"));
    else if (s == OK && !instant_in_norway(on, minute, &act->at))
        issues_add(issues, "clock", N_("The clocks jump over that hour. Choose another one."));
    act->minutes = 0;
    s = form_int(&r->form, "minutes", &minutes);
    if (s == OK)
        act->minutes = minutes < 0 || minutes > ACTIVITY_MINUTES_MOST ? -1 : (int)minutes;
    else if (s == INVALID)
        act->minutes = -1;
}

static enum status typed_read(struct request *r, struct activity_typed *out, struct issues *issues)
{
    struct activity *act = &out->activity;
    enum employer_stage stage;
    int64_t id;
    if (!activity_kind_read(request_field(r, "kind"), &act->kind))
        issues_add(issues, "kind", N_("Choose what it is"));
    if (!activity_state_read(request_field(r, "state"), &act->state))
        issues_add(issues, "state", N_("Choose whether it is planned or held"));
    if (!activity_outcome_read(request_field(r, "outcome"), &act->outcome))
        act->outcome = ACTIVITY_UNTOLD;
    when_read(r, act, issues);
    act->place = form_text(&r->form, r->arena, "place");
    act->note = form_lines(&r->form, r->arena, "note");
    act->name_reason = form_text(&r->form, r->arena, "name_reason");
    act->invites = form_flag(&r->form, "invites");
    people_read(r, act);
    out->contact_confirmed = form_flag(&r->form, "contact");
    out->stage = stage_read(request_field(r, "stage"), &stage) ? (int)stage : -1;
    out->follow_up = (struct task){.what = form_text(&r->form, r->arena, "task"), .by = DAY_NONE};
    if (form_day(&r->form, "task_by", &out->follow_up.by) == INVALID)
        issues_add(issues, "task_by", N_("Write day, month and year, such as 5.6.2016"));
    if (form_id(&r->form, "task_user", &id) == OK)
        out->follow_up.user.value = id;
    return parties_read(r, act, issues);
}

// What the form shows

static const char *names_of(struct request *r, const struct activity *act)
{
    struct buf b = buf_in(r->arena);
    for (size_t i = 0; i < act->people_count; i++)
        if (act->people[i].user.value == 0 && act->people[i].contact.value == 0)
            buf_printf(&b, "%s%s", b.length > 0 ? "\n" : "", act->people[i].name);
    return buf_text(&b);
}

static void fill_words(struct activity_form_view *v)
{
    for (int k = 0; k < ACTIVITY_KINDS; k++)
        v->kinds[k] = (struct option){.value = activity_kind_name((enum activity_kind)k),
                                      .label = activity_kind_title((enum activity_kind)k)};
    v->state_count = v->fresh ? ACTIVITY_CANCELLED : ACTIVITY_STATES;
    for (size_t s = 0; s < v->state_count; s++)
        v->states[s] = (struct option){.value = activity_state_name((enum activity_state)s),
                                       .label = activity_state_title((enum activity_state)s)};
    for (int o = 1; o < ACTIVITY_OUTCOMES; o++)
        v->outcomes[o - 1] = (struct option){.value = activity_outcome_name((enum activity_outcome)o),
                                             .label = activity_outcome_title((enum activity_outcome)o)};
    for (int s = 0; s < STAGE_PAUSED; s++)
        v->stages[s] = (struct option){.value = stage_name((enum employer_stage)s), .label = stage_title((enum employer_stage)s)};
}

static enum status fill_with(struct request *r, struct activity_form_view *v, const struct activity *chosen)
{
    struct known_network *networks;
    struct agency *agencies;
    size_t agency_count;
    TRY(list_known_networks(r->app, r->actor, r->arena, &networks, &v->network_count));
    TRY(list_agencies(r->app, r->actor, r->arena, &agencies, &agency_count));
    v->networks = ARENA_ARRAY(r->arena, struct option, v->network_count);
    for (size_t i = 0; i < v->network_count; i++)
        v->networks[i] = (struct option){.value = number(r->arena, networks[i].id.value),
                                         .text = arena_printf(r->arena, "%s (%zu)", networks[i].name, networks[i].members)};
    v->agencies = ARENA_ARRAY(r->arena, struct option, agency_count);
    for (size_t i = 0; i < agency_count; i++)
        if (agencies[i].id.value != r->actor->agency.value)
            v->agencies[v->agency_count++] =
                (struct option){.value = number(r->arena, agencies[i].id.value), .text = agencies[i].name};
    v->with = ARENA_ARRAY(r->arena, struct option, chosen->party_count);
    v->stage_now = "";
    for (size_t i = 0; i < chosen->party_count; i++) {
        const struct activity_party *p = &chosen->parties[i];
        struct employer_view employer;
        const char *name = "";
        if (p->employer.value != 0) {
            enum status s = get_employer(r->app, r->actor, p->employer, r->arena, &employer);
            if (s == NOT_FOUND)
                continue;
            TRY(s);
            name = employer.employer.name;
            if (chosen->party_count == 1 && may_set_stage(r->actor))
                v->stage_now = tr_arg(r->lang, r->arena, N_("It stands at “%s”"), tr(r->lang, stage_title(employer.employer.stage)));
        }
        for (size_t k = 0; k < agency_count; k++)
            if (p->agency.value == agencies[k].id.value)
                name = agencies[k].name;
        if (*name != '\0')
            v->with[v->with_count++] = (struct option){
                .value = arena_printf(r->arena, "%c%lld", p->employer.value != 0 ? 'e' : 'a',
                                      (long long)(p->employer.value != 0 ? p->employer.value : p->agency.value)),
                .text = name,
                .chosen = true,
            };
    }
    return OK;
}

static bool takes_part(const struct activity *act, struct user_id user, struct contact_id contact)
{
    for (size_t i = 0; i < act->people_count; i++)
        if ((user.value != 0 && act->people[i].user.value == user.value) ||
            (contact.value != 0 && act->people[i].contact.value == contact.value))
            return true;
    return false;
}

static enum status fill_people(struct request *r, struct activity_form_view *v, const struct activity *chosen)
{
    struct known_contact *contacts;
    struct staff_member *staff;
    TRY(list_staff(r->app, r->actor, r->arena, &staff, &v->staff_count));
    TRY(list_known_contacts(r->app, r->actor, chosen->parties, chosen->party_count, r->arena, &contacts, &v->contact_count));
    v->staff = ARENA_ARRAY(r->arena, struct option, v->staff_count);
    for (size_t i = 0; i < v->staff_count; i++)
        v->staff[i] = (struct option){.value = number(r->arena, staff[i].id.value),
                                      .text = arena_printf(r->arena, "%s, %s", staff[i].name, staff[i].agency_name),
                                      .chosen = takes_part(&v->activity, staff[i].id, (struct contact_id){0})};
    v->contacts = ARENA_ARRAY(r->arena, struct option, v->contact_count);
    for (size_t i = 0; i < v->contact_count; i++) {
        const struct known_contact *c = &contacts[i];
        const char *more = chosen->party_count > 1 ? c->of : c->title;
        v->contacts[i] = (struct option){.value = number(r->arena, c->id.value),
                                         .text = *more == '\0' ? c->name : arena_printf(r->arena, "%s, %s", c->name, more),
                                         .chosen = takes_part(&v->activity, (struct user_id){0}, c->id)};
    }
    return OK;
}

// chosen: with whom, as it is chosen now, which may go beyond what is stored. issues NULL: nothing was typed.
static struct reply form_reply(struct request *r, struct activity_form_view *v, const struct activity *chosen, struct issues *issues,
                               int status)
{
    fill_words(v);
    enum status s = fill_with(r, v, chosen);
    if (s == OK)
        s = fill_people(r, v, chosen);
    if (s == OK)
        s = staff_options(r, &v->owners, &v->owner_count);
    if (s != OK)
        return reply_status(r, s);
    const struct activity *act = &v->activity;
    int minute = act->at == 0 ? 0 : minute_in_norway(act->at);
    v->clock = act->at == 0 || act->all_day ? "" : arena_printf(r->arena, "%02d.%02d", minute / 60, minute % 60);
    v->minutes = number(r->arena, act->minutes);
    v->network = number(r->arena, chosen->network.value);
    v->names = names_of(r, act);
    v->task_user = number(r->arena, r->actor->user.value);
    struct crumb crumbs[] = {{tr(r->lang, N_("Activities")), "/activities"}};
    struct page *p = page_open_below(r, tr(r->lang, v->fresh ? N_("New activity") : N_("Edit the activity")), crumbs, COUNT_OF(crumbs));
    if (issues != NULL) {
        v->asks_reason = issues_find(issues, "name_reason") != NULL || form_has(&r->form, "name_reason");
        edit_sort(r, issues);
        page_again(p, issues);
    }
    activity_form_page(p, v);
    return reply_page(p, status);
}

// What is chosen now stands ticked in the list, and no longer in the fields to choose more by.
static void chosen_put(struct request *r, const struct activity *chosen, const struct issues *issues)
{
    static const char *const FIELDS[] = {"employer", "more_employer"};
    form_put(r, "with", "", true);
    for (size_t i = 0; i < chosen->party_count; i++) {
        const struct activity_party *p = &chosen->parties[i];
        form_put(r, "with", arena_printf(r->arena, "%c%lld", p->employer.value != 0 ? 'e' : 'a',
                                         (long long)(p->employer.value != 0 ? p->employer.value : p->agency.value)), false);
    }
    for (size_t i = 0; i < COUNT_OF(FIELDS); i++) {
        const struct issue *issue = issues_find(issues, FIELDS[i]);
        if (issue != NULL && i == 0 && chosen->party_count > 0) // its field has the other name now
            form_put(r, FIELDS[1], request_field(r, FIELDS[0]), true);
        else if (issue == NULL && !(i == 1 && issues_find(issues, FIELDS[0]) != NULL)) {
            form_put(r, FIELDS[i], "", true);
            form_put(r, arena_printf(r->arena, "%s_code", FIELDS[i]), "", true);
        }
    }
    form_put(r, "agency", "", true);
}

// Shows the form again, with what was typed and what stands against it.
static struct reply again(struct request *r, struct activity_form_view *v, const struct activity_typed *typed, struct issues *issues,
                          int status)
{
    struct contact_warning *warnings = NULL;
    const struct activity *act = &typed->activity;
    if (issues_find(issues, "contact") != NULL || typed->contact_confirmed) {
        enum status s = act->at == 0 ? OK : list_contact_warnings(r->app, r->actor, act, r->arena, &warnings, &v->warning_count);
        if (s != OK)
            return reply_status(r, s);
        v->warnings = warnings;
    }
    chosen_put(r, act, issues);
    return form_reply(r, v, act, issues, status);
}

static bool adds_only(const struct request *r)
{
    return strcmp(request_field(r, "step"), "add") == 0;
}

// New ones

static enum status fresh_form(struct request *r, const struct form *from, struct activity_form_view *v)
{
    struct activity_party *parties = ARENA_ARRAY(r->arena, struct activity_party, 2);
    struct activity_participant *self = ARENA_NEW(r->arena, struct activity_participant);
    int64_t id;
    *self = (struct activity_participant){.user = r->actor->user, .name = r->actor->name};
    *v = (struct activity_form_view){
        .activity = {.state = ACTIVITY_HELD, .kind = ACTIVITY_CALL, .place = "", .note = "", .name_reason = "",
                     .parties = parties, .people = self, .people_count = 1, .all_day = true,
                     .agency = r->actor->agency},
        .path = "/activities/new",
        .back = "/activities",
        .fresh = true,
    };
    struct activity *act = &v->activity;
    const char *kind = form_text(from, r->arena, "kind"), *state = form_text(from, r->arena, "state");
    (void)activity_kind_read(kind, &act->kind);
    (void)activity_state_read(state, &act->state);
    if (form_id(from, "employer", &id) == OK) {
        struct employer_view employer;
        TRY(get_employer(r->app, r->actor, (struct employer_id){id}, r->arena, &employer));
        parties[act->party_count++].employer.value = id;
        v->back = arena_printf(r->arena, "/employers/%lld", (long long)id);
    }
    if (form_id(from, "agency", &id) == OK)
        parties[act->party_count++].agency.value = id;
    if (form_id(from, "network", &id) == OK)
        act->network.value = id;
    if (!instant_in_norway(app_today(r->app), 0, &act->at))
        act->at = 0;
    return OK;
}

static struct reply activity_new(struct request *r)
{
    struct activity_form_view v;
    enum status s = fresh_form(r, &r->query, &v);
    if (s != OK)
        return reply_status(r, s);
    struct activity chosen = v.activity;
    return form_reply(r, &v, &chosen, NULL, 200);
}

static struct reply activity_create(struct request *r)
{
    struct activity_form_view v;
    struct issues issues = issues_in(r->arena), more = issues_in(r->arena);
    struct activity_id id;
    enum status s = fresh_form(r, &(struct form){0}, &v);
    struct activity_typed typed = {.activity = v.activity};
    if (s == OK)
        s = typed_read(r, &typed, &issues);
    if (s != OK)
        return reply_status(r, s);
    if (adds_only(r))
        return again(r, &v, &typed, &more, 200);
    s = issues.count > 0 ? INVALID : add_activity(r->app, r->actor, &typed, &issues, &id);
    if (s == INVALID)
        return again(r, &v, &typed, &issues, 422);
    if (s != OK)
        return reply_status(r, s);
    struct reply reply = reply_redirect(r, "/activities/%lld", (long long)id.value);
    reply_flash(&reply, FLASH_activity_added);
    return reply;
}

// Editing

static const char *people_text(struct request *r, const struct activity_form_view *v, const struct activity *act)
{
    struct buf b = buf_in(r->arena);
    for (size_t i = 0; i < act->people_count; i++) {
        const struct activity_participant *p = &act->people[i];
        const char *name = p->name;
        const char *id = number(r->arena, p->user.value != 0 ? p->user.value : p->contact.value);
        const struct option *options = p->user.value != 0 ? v->staff : v->contacts;
        size_t count = p->user.value != 0 ? v->staff_count : p->contact.value != 0 ? v->contact_count : 0;
        for (size_t k = 0; *name == '\0' && k < count; k++)
            if (strcmp(options[k].value, id) == 0)
                name = options[k].text;
        name = arena_strndup(r->arena, name, strcspn(name, ","));
        buf_printf(&b, "%s%s", b.length > 0 ? ", " : "", name);
    }
    return buf_text(&b);
}

static const char *with_text(const struct activity_form_view *v, const struct activity *act, struct arena *a)
{
    struct buf b = buf_in(a);
    const char *network = number(a, act->network.value);
    for (size_t i = 0; act->network.value != 0 && i < v->network_count; i++)
        if (strcmp(v->networks[i].value, network) == 0)
            buf_add_text(&b, v->networks[i].text);
    for (size_t i = 0; i < v->with_count; i++)
        buf_printf(&b, "%s%s", b.length > 0 ? ", " : "", v->with[i].text);
    return buf_text(&b);
}

// Of the activity as stored or as typed, in words that are alike for both.
static enum status fields_of(struct request *r, const struct activity *act, struct edit *out)
{
    struct activity_form_view names = {.activity = *act};
    struct edit f = {.version = act->version};
    int minute = act->at == 0 ? 0 : minute_in_norway(act->at);
    TRY(fill_with(r, &names, act));
    TRY(fill_people(r, &names, act));
    edit_add(&f, "kind", N_("What"), tr(r->lang, activity_kind_title(act->kind)));
    edit_add(&f, "state", N_("State"), tr(r->lang, activity_state_title(act->state)));
    edit_add(&f, "day", N_("Day"), act->at == 0 ? "" : lang_day(r->lang, r->arena, activity_day(act)));
    edit_add(&f, "clock", N_("Time"), act->all_day ? "" : arena_printf(r->arena, "%02d.%02d", minute / 60, minute % 60));
    edit_add(&f, "minutes", N_("Lasts"), act->minutes <= 0 ? "" : number(r->arena, act->minutes));
    edit_add(&f, "place", N_("Where"), act->place);
    edit_add(&f, "with", N_("With whom"), with_text(&names, act, r->arena));
    edit_add(&f, "people", N_("Who takes part"), people_text(r, &names, act));
    edit_add(&f, "invites", N_("Invite them by e-mail"), tr(r->lang, act->invites ? N_("Yes") : N_("No")));
    edit_add(&f, "outcome", N_("Outcome"), tr(r->lang, activity_outcome_title(act->outcome)));
    edit_add(&f, "note", N_("Short note"), act->note);
    *out = f;
    return OK;
}

static enum status edit_form(struct request *r, struct activity_view *at, struct activity_form_view *v)
{
    TRY(get_activity(r->app, r->actor, (struct activity_id){request_id(r, 0)}, r->arena, at));
    if (!at->may_edit)
        return DENIED;
    const char *path = arena_printf(r->arena, "/activities/%lld", (long long)at->activity.id.value);
    *v = (struct activity_form_view){.activity = at->activity, .path = arena_printf(r->arena, "%s/edit", path), .back = path};
    return fields_of(r, &at->activity, &v->edit);
}

static struct reply activity_edit(struct request *r)
{
    struct activity_view at;
    struct activity_form_view v;
    enum status s = edit_form(r, &at, &v);
    return s == OK ? form_reply(r, &v, &at.activity, NULL, 200) : reply_status(r, s);
}

// What the other saved beside what was typed.
static struct reply conflict_reply(struct request *r, struct activity_typed *typed, struct issues *issues)
{
    struct activity_view at;
    struct activity_form_view v;
    struct edit mine;
    enum status s = edit_form(r, &at, &v);
    if (s == OK && at.activity.deleted_at != 0)
        return reply_redirect(r, "%s", v.back);
    if (s == OK)
        s = fields_of(r, &typed->activity, &mine);
    if (s != OK)
        return reply_status(r, s);
    edit_compare(r, &v.edit, &mine);
    return again(r, &v, typed, issues, 409);
}

static struct reply activity_save(struct request *r)
{
    struct activity_view at;
    struct activity_form_view v;
    struct issues issues = issues_in(r->arena), more = issues_in(r->arena);
    enum status s = edit_form(r, &at, &v);
    if (s != OK)
        return reply_status(r, s);
    struct activity_typed typed = {.activity = at.activity};
    if (!edit_keep(r, &v.edit))
        return reply_error(r, 400);
    s = typed_read(r, &typed, &issues);
    if (s != OK)
        return reply_status(r, s);
    typed.activity.version = v.edit.version;
    if (adds_only(r))
        return again(r, &v, &typed, &more, 200);
    s = issues.count > 0 ? INVALID : edit_activity(r->app, r->actor, &typed, &issues);
    if (s == CONFLICT)
        return conflict_reply(r, &typed, &issues);
    if (s == INVALID)
        return again(r, &v, &typed, &issues, 422);
    if (s != OK)
        return reply_status(r, s);
    struct reply reply = reply_redirect(r, "%s", v.back);
    reply_flash(&reply, FLASH_saved);
    return reply;
}

const struct route activity_form_routes[] = {
    {METHOD_GET, "/activities/new", activity_new, FOR_STAFF, "activity_new"},
    {METHOD_POST, "/activities/new", activity_create, FOR_STAFF, "activity_create"},
    {METHOD_GET, "/activities/:id/edit", activity_edit, FOR_STAFF, "activity_edit"},
    {METHOD_POST, "/activities/:id/edit", activity_save, FOR_STAFF, "activity_save"},
    {0},
};
