// SPDX-License-Identifier: EUPL-1.2
// Who gets a mailing, and who of the audience is left out and why.
#include <stdlib.h>
#include <string.h>

#include "app/internal.h"
#include "app/mailings_inside.h"
#include "app/views.h"
#include "core/person.h"
#include "mail/message.h"
#include "store/contact_store.h"
#include "store/post_store.h"

enum { EVENTS_MOST = 100 };

static int employer_compare(const void *left, const void *right)
{
    const struct employer_id *a = left, *b = right;
    return (a->value > b->value) - (a->value < b->value);
}

static size_t distinct(struct employer_id *list, size_t count)
{
    size_t kept = 0;
    qsort(list, count, sizeof *list, employer_compare);
    for (size_t i = 0; i < count; i++)
        if (i == 0 || list[i].value != list[kept - 1].value)
            list[kept++] = list[i];
    return kept;
}

struct gathered {
    struct audience_row *rows;
    size_t count;
    int64_t without;  // employers without any contact; guests who are none
};

// The contacts of these employers, which are in order of id.
static enum status of_employers(struct app *app, const struct employer_id *employers, size_t employer_count, struct arena *a,
                                struct gathered *out)
{
    struct audience_row *rows;
    size_t count, kept = 0, met = 0;
    TRY(audience_employer_contacts(app_store(app), app_today(app), a, &rows, &count));
    bool *has = ARENA_ARRAY(a, bool, employer_count);
    for (size_t i = 0; i < count; i++) {
        const struct employer_id *found = bsearch(&rows[i].employer, employers, employer_count, sizeof *employers, employer_compare);
        if (found == NULL)
            continue;
        met += !has[found - employers];
        has[found - employers] = true;
        rows[kept++] = rows[i];
    }
    *out = (struct gathered){rows, kept, (int64_t)(employer_count - met)};
    return OK;
}

static enum status of_all(struct app *app, struct arena *a, struct gathered *out)
{
    int64_t employers;
    TRY(audience_employers(app_store(app), &employers));
    TRY(audience_employer_contacts(app_store(app), app_today(app), a, &out->rows, &out->count));
    struct employer_id *met = ARENA_ARRAY(a, struct employer_id, out->count);
    for (size_t i = 0; i < out->count; i++)
        met[i] = out->rows[i].employer;
    out->without = employers - (int64_t)distinct(met, out->count);
    return OK;
}

static enum status gather(struct app *app, const struct actor *actor, const struct mailing *m, struct arena *a, struct gathered *out)
{
    struct employer_id *employers = NULL;
    size_t count = 0;
    *out = (struct gathered){0};
    switch (m->audience) {
    case MAILING_TO_NONE:
        return OK;
    case MAILING_TO_ALL:
        return of_all(app, a, out);
    case MAILING_TO_AGENCIES:
        return audience_agency_contacts(app_store(app), app_today(app), a, &out->rows, &out->count);
    case MAILING_TO_EVENT:
        return audience_guests(app_store(app), (struct event_id){m->audience_id}, m->part, app_today(app), a, &out->rows,
                               &out->count, &out->without);
    case MAILING_TO_NETWORK:
        TRY(audience_members(app_store(app), (struct network_id){m->audience_id}, a, &employers, &count));
        break;
    case MAILING_TO_VIEW:
        TRY(view_employers(app, actor, (struct view_id){m->audience_id}, m->audience_query, a, &employers, &count));
        count = distinct(employers, count);
        break;
    }
    return of_employers(app, employers, count, a, out);
}

// Addresses that were given before, folded, in a table of a power of two.
struct seen {
    const char **slots;
    size_t room;
};

static struct seen seen_for(size_t count, struct arena *a)
{
    struct seen s = {.room = 64};
    while (s.room < count * 2)
        s.room *= 2;
    s.slots = ARENA_ARRAY(a, const char *, s.room);
    return s;
}

// Where the address stands, or is to stand.
static const char **seen_at(const struct seen *s, const char *folded)
{
    uint64_t hash = 14695981039346656037u; // FNV-1a
    for (const char *c = folded; *c != '\0'; c++)
        hash = (hash ^ (unsigned char)*c) * 1099511628211u;
    size_t i = hash & (s->room - 1);
    while (s->slots[i] != NULL && strcmp(s->slots[i], folded) != 0)
        i = (i + 1) & (s->room - 1);
    return &s->slots[i];
}

static bool seen_before(const struct seen *s, const char *email, struct arena *a)
{
    const char *folded = email_key(a, email), **at = seen_at(s, folded);
    bool before = *at != NULL;
    *at = folded;
    return before;
}

struct judging {
    bool holds, refusals;      // some address is on hold; is refused by nobody's contact
    struct seen seen, refusing;
};

static enum status judging_begin(struct app *app, size_t count, struct arena *a, struct judging *out)
{
    const char **refusing;
    size_t refusing_count;
    TRY(any_address_on_hold(app_store(app), &out->holds));
    TRY(any_address_refused(app_store(app), &out->refusals));
    TRY(audience_refusing(app_store(app), a, &refusing, &refusing_count));
    out->seen = seen_for(count, a);
    out->refusing = seen_for(refusing_count, a);
    for (size_t i = 0; i < refusing_count; i++)
        (void)seen_before(&out->refusing, refusing[i], a);
    return OK;
}

static enum status judge(struct app *app, const struct audience_row *r, const struct judging *j, struct arena *a,
                         enum left_out *out)
{
    bool held = false;
    *out = r->gone               ? LEFT_GONE
           : *r->email == '\0'   ? LEFT_NO_ADDRESS
           : !message_address_fits(r->email) ? LEFT_BAD_ADDRESS
           : !r->asked           ? LEFT_NOT_ASKED
           : r->refuses || *seen_at(&j->refusing, email_key(a, r->email)) != NULL ? LEFT_REFUSED
                                 : LEFT_IN;
    if (*out != LEFT_IN)
        return OK;
    if (j->refusals) {
        bool refuses;
        TRY(contacts_refuse(app_store(app), r->email, &refuses));
        if (refuses) {
            *out = LEFT_REFUSED;
            return OK;
        }
    }
    if (j->holds)
        TRY(address_on_hold(app_store(app), r->email, &held));
    *out = held ? LEFT_ON_HOLD : seen_before(&j->seen, r->email, a) ? LEFT_SAME_ADDRESS : LEFT_IN;
    return OK;
}

static void leave_out(struct audience_view *v, enum left_out why, const struct audience_row *r)
{
    v->left[why].count++;
    if (v->left[why].name_count < LEFT_NAMES_MOST)
        v->left[why].names[v->left[why].name_count++] = r;
}

enum status get_audience(struct app *app, const struct actor *actor, const struct mailing *m, struct arena *a,
                         struct audience_view *out)
{
    struct gathered g;
    struct audience_view v = {0};
    struct judging judging;
    TRY(mailing_may(actor, RIGHT_SEE));
    TRY(gather(app, actor, m, a, &g));
    TRY(judging_begin(app, g.count, a, &judging));
    v.receivers = ARENA_ARRAY(a, const struct audience_row *, g.count);
    struct employer_id *employers = ARENA_ARRAY(a, struct employer_id, g.count);
    size_t employer_count = 0;
    for (size_t i = 0; i < g.count; i++) {
        enum left_out why;
        TRY(judge(app, &g.rows[i], &judging, a, &why));
        if (why != LEFT_IN) {
            leave_out(&v, why, &g.rows[i]);
            continue;
        }
        v.receivers[v.receiver_count++] = &g.rows[i];
        if (g.rows[i].employer.value != 0)
            employers[employer_count++] = g.rows[i].employer;
    }
    v.employers = (int64_t)distinct(employers, employer_count);
    v.left[m->audience == MAILING_TO_EVENT ? LEFT_STRANGER : LEFT_NO_CONTACT].count = g.without;
    *out = v;
    return OK;
}

enum status get_audience_choices(struct app *app, const struct actor *actor, struct arena *a, struct audience_choices *out)
{
    struct view_line *views;
    struct audience_choices c = {0};
    TRY(mailing_may(actor, RIGHT_SEE));
    TRY(list_views(app, actor, VIEW_EMPLOYERS, a, &views, &c.view_count));
    c.views = ARENA_ARRAY(a, struct audience_choice, c.view_count);
    for (size_t i = 0; i < c.view_count; i++)
        c.views[i] = (struct audience_choice){.id = views[i].view.id.value, .name = views[i].view.name};
    TRY(audience_networks(app_store(app), a, &c.networks, &c.network_count));
    TRY(audience_events(app_store(app), EVENTS_MOST, a, &c.events, &c.event_count));
    *out = c;
    return OK;
}
