// SPDX-License-Identifier: EUPL-1.2
// Whom the office talks with in the demo. Told besides, with dice and ids of its own: it changes nothing of the rest.
#include "app/contacts.h"

#include <string.h>

#include "app/demo_make.h"
#include "app/employer_steps.h"
#include "app/employers.h"
#include "app/hires.h"
#include "app/introductions.h"
#include "app/networks.h"
#include "core/employer.h"

void demo_contacts_begin(struct making *m)
{
    m->besides.dice.seed = m->dice.seed ^ UINT64_C(0x636f6e74);
    m->besides.ids.seed = m->besides.dice.seed ^ UINT64_C(0x696473);
}

// The one that the office has from the first call: somebody, or an address that all there share.
enum status demo_first_contact(struct making *m, const struct employer *e, const char *name, const char *email)
{
    struct issues issues = issues_in(m->each);
    struct contact_id id;
    struct contact c = {
        .employer = e->id,
        .name = name,
        .role = *name == '\0' ? CONTACT_SHARED : e->employees < 20 ? CONTACT_LEADER : CONTACT_DAILY,
        .email = email,
        .lang = LANG_NB,
        .informed_on = DAY_NONE,
        .left_on = DAY_NONE,
    };
    if (*name == '\0' && *email == '\0')
        return OK;
    store_exchange_stream(app_store(m->app), &m->besides.ids);
    enum status status = demo_made("a contact", add_contact(m->app, &m->workers[OFFICE], &c, &issues, &id), &issues);
    store_exchange_stream(app_store(m->app), &m->besides.ids);
    return status;
}

enum { FIRMS_MOST = 200, PEOPLE_OF_FIRMS = 14, REFERENCES_WANTED = 4, MINUTE_MS = 60000 };

static void minutes_pass(struct making *m)
{
    m->now += MINUTE_MS;
    app_stand_clock(m->app, m->now);
}

static enum status contact_make(struct making *m, const struct contact *typed)
{
    struct issues issues = issues_in(m->each);
    struct contact_id id;
    minutes_pass(m);
    return demo_made("a contact", add_contact(m->app, &m->workers[OFFICE], typed, &issues, &id), &issues);
}

// Somebody for recruitment, and somebody who has left: with whom it is worth talking.
static enum status people_make(struct making *m, struct employer_id firm, int number)
{
    struct contact hr = {
        .employer = firm,
        .name = demo_contact_name(&m->besides.dice, m->each),
        .role = CONTACT_HR,
        .title = "Personalansvarlig",
        .email = arena_printf(m->each, "personal%d@virksomhet.example", number),
        .phone = arena_printf(m->each, "+4732%06d", 10000 + 7 * number),
        .lang = demo_chance(&m->besides.dice, 15) ? LANG_EN : LANG_NB,
        .informed = demo_chance(&m->besides.dice, 60) ? INFORMED_YES : demo_chance(&m->besides.dice, 30) ? INFORMED_NO : INFORMED_NOT_ASKED,
        .informed_how = INFORMED_TOLD,
        .left_on = DAY_NONE,
    };
    hr.informed_on = m->today - 10 - demo_below(&m->besides.dice, 60);
    TRY(contact_make(m, &hr));
    if (!demo_chance(&m->besides.dice, 25))
        return OK;
    struct contact gone = {.employer = firm, .name = demo_contact_name(&m->besides.dice, m->each), .role = CONTACT_LEADER,
                           .title = "Daglig leder", .lang = LANG_NB, .informed_on = DAY_NONE,
                           .left_on = m->today - 20 - demo_below(&m->besides.dice, 60)};
    return contact_make(m, &gone);
}

static enum status firm_read(struct making *m, struct employer_id id, struct employer *out)
{
    struct employer_view view;
    minutes_pass(m);
    TRY(get_employer(m->app, &m->workers[OFFICE], id, m->each, &view));
    *out = view.employer;
    return OK;
}

static enum status firm_tells(struct making *m, struct employer_id id, enum reference reference)
{
    static const enum estimate SAID[] = {ESTIMATE_10_24, ESTIMATE_25_49, ESTIMATE_HALF, ESTIMATE_UNDER_10, ESTIMATE_NOT_SAID};
    struct issues issues = issues_in(m->each);
    struct employer e;
    TRY(firm_read(m, id, &e));
    TRY(demo_made("a reference", set_reference(m->app, &m->workers[OFFICE], id, e.version, reference, &issues), &issues));
    if (estimate_refusal(&e) != NULL || reference == REFERENCE_NO)
        return OK;
    TRY(firm_read(m, id, &e));
    enum estimate said = SAID[demo_below(&m->besides.dice, COUNT_OF(SAID))];
    return demo_made("an estimate", set_estimate(m->app, &m->workers[OFFICE], id, e.version, said, &issues), &issues);
}

static enum status networks_make(struct making *m, const struct employer_id *firms, size_t count)
{
    static const struct {
        const char *name;
        enum network_kind kind;
        int members;
    } NETWORKS[] = {
        {"Elvebredden kjøpesenter", NETWORK_CENTRE, 9}, {"Fabelkjeden", NETWORK_CHAIN, 5},
        {"Prøvedalen næringsråd", NETWORK_COUNCIL, 16}, {"Tenkt nettverk for personalledere", NETWORK_NETWORK, 7},
    };
    for (size_t n = 0; n < COUNT_OF(NETWORKS); n++) {
        struct issues issues = issues_in(m->each);
        struct network_id id;
        struct employer_id *members = ARENA_ARRAY(m->each, struct employer_id, (size_t)NETWORKS[n].members);
        size_t joined;
        for (int i = 0; i < NETWORKS[n].members; i++)
            members[i] = firms[demo_below(&m->besides.dice, (int)count)];
        minutes_pass(m);
        TRY(demo_made(NETWORKS[n].name, add_network(m->app, &m->workers[OFFICE],
                                                    &(struct network){.name = NETWORKS[n].name, .kind = NETWORKS[n].kind}, &issues, &id),
                      &issues));
        TRY(join_network(m->app, &m->workers[OFFICE], id, members, (size_t)NETWORKS[n].members, &joined));
    }
    return OK;
}

static enum status introductions_make(struct making *m, const struct employer_id *firms, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct issues issues = issues_in(m->each);
        struct introduction_id id;
        struct reference_line *references;
        size_t reference_count;
        minutes_pass(m);
        TRY(suggest_references(m->app, &m->workers[OFFICE], firms[i], 1, m->each, &references, &reference_count));
        if (reference_count == 0)
            return OK;
        struct introduction it = {.reference = references[0].id, .newcomer = firms[i], .on = m->today - 12 + (int)i};
        TRY(demo_made("an introduction", introduce(m->app, &m->workers[OFFICE], &it, &issues, &id), &issues));
        if (i > 0)
            continue;
        it = (struct introduction){.id = id, .version = 1, .outcome = INTRODUCTION_TALKED,
                                   .words = "Ringte og fikk gode råd om opplæring"};
        TRY(demo_made("what came of it", note_introduction(m->app, &m->workers[OFFICE], &it, false, &issues), &issues));
    }
    return OK;
}

static enum status agencies_tell(struct making *m)
{
    static const enum contact_role ROLES_THERE[] = {CONTACT_LEADER, CONTACT_DAILY};
    for (int agency = JOB_CENTRE; agency < AGENCIES; agency++)
        for (size_t i = 0; i < COUNT_OF(ROLES_THERE); i++) {
            struct contact c = {.agency = m->workers[agency].agency, .name = demo_contact_name(&m->besides.dice, m->each),
                                .role = ROLES_THERE[i], .lang = LANG_NB, .informed_on = DAY_NONE, .left_on = DAY_NONE,
                                .email = arena_printf(m->each, "kontakt%d%d@etat.example", agency, (int)i)};
            TRY(contact_make(m, &c));
        }
    return OK;
}

// Those that have hired first: they have something to tell.
static enum status hired_first(struct making *m, struct employer_id *firms, size_t count)
{
    int64_t *hired = ARENA_ARRAY(m->each, int64_t, count);
    struct employer_id *sorted = ARENA_ARRAY(m->each, struct employer_id, count);
    size_t at = 0;
    TRY(count_hired(m->app, &m->workers[OFFICE], firms, count, hired));
    for (int pass = 0; pass < 2; pass++)
        for (size_t i = 0; i < count; i++)
            if ((hired[i] > 0) == (pass == 0))
                sorted[at++] = firms[i];
    memcpy(firms, sorted, count * sizeof *firms);
    return OK;
}

static enum status firms_with(struct making *m, unsigned stages, struct employer_id **out, size_t *count_out)
{
    struct employer_page page;
    struct employer_query query = {.text = "", .after = "", .stages = stages, .sort = EMPLOYERS_BY_CREATED, .most = FIRMS_MOST};
    TRY(list_employers(m->app, &m->workers[OFFICE], &query, m->each, &page));
    *out = ARENA_ARRAY(m->each, struct employer_id, page.row_count);
    for (size_t i = 0; i < page.row_count; i++)
        (*out)[i] = page.rows[i].id;
    *count_out = page.row_count;
    return OK;
}

// One transaction for all of it: each would have to be waited for.
static enum status besides_make(struct store_tx *tx, void *arg)
{
    struct making *m = arg;
    struct employer_id *hiring, *taking_part, *all;
    size_t hiring_count, part_count, all_count;
    TRY(firms_with(m, 1u << STAGE_HIRING, &hiring, &hiring_count));
    TRY(hired_first(m, hiring, hiring_count));
    TRY(firms_with(m, 1u << STAGE_TAKING_PART, &taking_part, &part_count));
    TRY(firms_with(m, 0, &all, &all_count));
    for (size_t i = 0; i < hiring_count && i < PEOPLE_OF_FIRMS; i++)
        TRY(people_make(m, hiring[i], (int)i + 1));
    for (size_t i = 0; i < hiring_count && i < REFERENCES_WANTED + 2; i++)
        TRY(firm_tells(m, hiring[i], i < REFERENCES_WANTED ? REFERENCE_YES : i == REFERENCES_WANTED ? REFERENCE_ASKED : REFERENCE_NO));
    if (all_count > 0)
        TRY(networks_make(m, all, all_count));
    TRY(introductions_make(m, taking_part, part_count > 2 ? 2 : part_count));
    return agencies_tell(m);
}

enum status demo_make_contacts(struct making *m)
{
    if (m->untouched)
        return OK;
    store_exchange_stream(app_store(m->app), &m->besides.ids);
    enum status status = store_write(app_store(m->app), NULL, app_now(m->app), besides_make, m);
    store_exchange_stream(app_store(m->app), &m->besides.ids);
    arena_reset(m->each);
    return status;
}
