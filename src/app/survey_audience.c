// SPDX-License-Identifier: EUPL-1.2
// Whom a survey goes to.
#include <stdlib.h>
#include <string.h>

#include "app/surveys_inside.h"
#include "app/views.h"
#include "base/text.h"
#include "core/person.h"
#include "store/contact_store.h"
#include "store/survey_store.h"

enum status survey_may(const struct actor *actor, unsigned asked)
{
    unsigned rights = kind_rights(actor, THING_SURVEY);
    return (rights & RIGHT_SEE) == 0 ? NOT_FOUND : rights_ask(rights, asked);
}

static enum status of_view(struct app *app, const struct actor *actor, const struct survey *s, struct arena *a,
                           struct recipients *out, struct survey_reach *reach)
{
    struct employer_id *list;
    size_t count;
    TRY(view_employers(app, actor, s->view, s->query, a, &list, &count));
    for (size_t i = 0; i < count; i++) {
        size_t before = out->count;
        TRY(recipients_of_employer(app_store(app), list[i], app_today(app), a, out));
        reach->none += out->count == before;
    }
    return OK;
}

static enum status of_contacts(struct app *app, const struct contact_id *list, size_t count, struct arena *a,
                               struct recipients *out)
{
    for (size_t i = 0; i < count; i++) {
        enum status status = recipients_of_contact(app_store(app), list[i], app_today(app), a, out);
        if (status != OK && status != NOT_FOUND)
            return status;
    }
    return OK;
}

// A contact or a guest.
static int64_t who(const struct recipient *r)
{
    return r->contact.value != 0 ? r->contact.value : r->guest.value;
}

static int by_who(const void *left, const void *right)
{
    const struct recipient *one = left, *two = right;
    if ((one->contact.value == 0) != (two->contact.value == 0))
        return one->contact.value == 0 ? 1 : -1; // contacts before guests
    int64_t a = who(one), b = who(two);
    return (a > b) - (a < b);
}

// Surveys are information: whoever wants none gets none, and who has only been found in a list has to have said yes.
static bool goes_to(const struct recipient *r, enum survey_audience audience, struct survey_reach *reach)
{
    size_t *why = r->left                                             ? &reach->left
                  : *r->email == '\0'                                 ? &reach->no_address
                  : r->informed_no                                    ? &reach->refuses
                  : audience == AUDIENCE_VIEW && !r->informed_yes     ? &reach->not_asked
                                                                      : NULL;
    if (why != NULL)
        ++*why;
    return why == NULL;
}

static int64_t organisation_of(const struct recipient *r)
{
    return r->employer.value != 0 ? r->employer.value : r->agency.value;
}

static int by_number(const void *left, const void *right)
{
    const int64_t *a = left, *b = right;
    return (*a > *b) - (*a < *b);
}

static size_t organisations(const struct recipients *all, struct arena *a)
{
    int64_t *list = ARENA_ARRAY(a, int64_t, all->count);
    size_t count = 0;
    for (size_t i = 0; i < all->count; i++)
        list[i] = organisation_of(&all->list[i]);
    qsort(list, all->count, sizeof *list, by_number);
    for (size_t i = 0; i < all->count; i++)
        count += i == 0 || list[i] != list[i - 1];
    return count;
}

// By address; of the same one, who is asked comes first: who was asked by the survey before, contacts before guests, and
// then by the contact's age.
struct candidate {
    const char *key;
    size_t at;
    bool asked_before;
};

static int by_address(const void *left, const void *right)
{
    const struct candidate *a = left, *b = right;
    int order = strcmp(a->key, b->key);
    if (order != 0)
        return order;
    return a->asked_before != b->asked_before ? b->asked_before - a->asked_before : (a->at > b->at) - (a->at < b->at);
}

static bool in_survey(const struct survey_asked_entry *asked, size_t count, struct contact_id contact)
{
    for (size_t i = 0; i < count; i++)
        if (contact.value != 0 && asked[i].asked.contact.value == contact.value)
            return true;
    return false;
}

static enum status candidates_of(struct app *app, const struct survey *s, const struct recipients *all, struct arena *a,
                                 struct candidate **out)
{
    enum { MOST = 1000000 };
    struct survey_asked_entry *asked = NULL;
    size_t count = 0;
    struct candidate *list = ARENA_ARRAY(a, struct candidate, all->count);
    if (s->before.value != 0)
        TRY(asked_list(app_store(app), s->before, 0, (struct survey_asked_id){0}, MOST, a, &asked, &count));
    for (size_t i = 0; i < all->count; i++)
        list[i] = (struct candidate){email_key(a, all->list[i].email), i, false};
    qsort(list, all->count, sizeof *list, by_address);
    for (size_t i = 0; i < all->count; i++) // only of those that there are several of
        if ((i > 0 && strcmp(list[i].key, list[i - 1].key) == 0) ||
            (i + 1 < all->count && strcmp(list[i].key, list[i + 1].key) == 0))
            list[i].asked_before = in_survey(asked, count, all->list[list[i].at].contact);
    qsort(list, all->count, sizeof *list, by_address);
    *out = list;
    return OK;
}

// Takes those out whose address another one has.
static enum status once_each(struct app *app, const struct survey *s, struct arena *a, struct recipients *all, struct recipients *also)
{
    struct candidate *list;
    size_t kept = 0;
    if (all->count == 0)
        return OK;
    TRY(candidates_of(app, s, all, a, &list));
    size_t *instead = ARENA_ARRAY(a, size_t, all->count); // who is asked for each
    for (size_t i = 0; i < all->count; i++)
        instead[list[i].at] = i > 0 && strcmp(list[i].key, list[i - 1].key) == 0 ? instead[list[i - 1].at] : list[i].at;
    size_t *place = ARENA_ARRAY(a, size_t, all->count);
    for (size_t i = 0; i < all->count; i++)
        if (instead[i] == i)
            place[i] = kept++;
    for (size_t i = 0; i < all->count; i++) {
        struct recipient one = all->list[i];
        if (instead[i] == i) {
            all->list[place[i]] = one;
        } else {
            one.same = place[instead[i]];
            *LIST_ADD(a, also->list, also->count, also->room) = one;
        }
    }
    all->count = kept;
    return OK;
}

enum status survey_audience_get(struct app *app, const struct actor *actor, const struct survey *s,
                                const struct contact_id *chosen, size_t chosen_count, struct arena *a,
                                struct recipients *out, struct recipients *also_out, struct survey_reach *reach_out)
{
    struct recipients found = {0}, also = {0};
    struct survey_reach reach = {0};
    switch (s->audience) {
    case AUDIENCE_EVENT:
        TRY(recipients_of_event(app_store(app), s->event, app_today(app), a, &found));
        break;
    case AUDIENCE_VIEW:
        TRY(of_view(app, actor, s, a, &found, &reach));
        break;
    case AUDIENCE_CONTACTS:
        TRY(of_contacts(app, chosen, chosen_count, a, &found));
        break;
    }
    if (found.count > 0)
        qsort(found.list, found.count, sizeof *found.list, by_who);
    for (size_t i = 0; i < found.count; i++) // a no is the address's, whichever contact has said it
        if (*found.list[i].email != '\0' && !found.list[i].informed_no)
            TRY(contacts_refuse(app_store(app), found.list[i].email, &found.list[i].informed_no));
    size_t kept = 0;
    for (size_t i = 0; i < found.count; i++)
        if ((i == 0 || by_who(&found.list[i - 1], &found.list[i]) != 0) && goes_to(&found.list[i], s->audience, &reach)) {
            struct recipient one = found.list[i];
            found.list[kept++] = one;
        }
    found.count = kept;
    TRY(once_each(app, s, a, &found, &also));
    reach.to = found.count;
    reach.same_address = also.count;
    reach.employers = organisations(&found, a);
    *out = found;
    *also_out = also;
    *reach_out = reach;
    return OK;
}

enum status read_survey_contacts(struct app *app, const struct actor *actor, const char *typed, struct issues *issues,
                                 struct contact_id **out, size_t *count_out)
{
    struct arena *a = issues->arena;
    struct recipients found = {0};
    TRY(survey_may(actor, RIGHT_SEE));
    for (const char *at = text_or_empty(typed); *at != '\0';) {
        size_t n = strcspn(at, "\n,;"), before = found.count;
        const char *email = text_line(a, arena_strndup(a, at, n));
        if (*email != '\0') {
            TRY(recipients_of_email(app_store(app), email, app_today(app), a, &found));
            if (found.count == before)
                issues_add_arg(issues, "contacts", N_("No contact has the e-mail address %s"), email);
        }
        at += n + (at[n] != '\0');
    }
    struct contact_id *list = ARENA_ARRAY(a, struct contact_id, found.count);
    for (size_t i = 0; i < found.count; i++)
        list[i] = found.list[i].contact;
    *out = list;
    *count_out = found.count;
    return OK;
}

enum status survey_contacts_text(struct app *app, const struct actor *actor, const struct contact_id *contacts, size_t count,
                                 struct arena *a, const char **out)
{
    struct recipients found = {0};
    struct buf b = buf_in(a);
    TRY(survey_may(actor, RIGHT_SEE));
    TRY(of_contacts(app, contacts, count, a, &found));
    for (size_t i = 0; i < found.count; i++)
        if (*found.list[i].email != '\0')
            buf_printf(&b, "%s\n", found.list[i].email);
    *out = buf_text(&b);
    return OK;
}
