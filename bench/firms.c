// SPDX-License-Identifier: EUPL-1.2
// Fills a data directory that holds the demo with employers until there are N, and as many activities as told:
// bench_firms DIR N ACTIVITIES DAY. Each has a workplace, many a contact, some an open need's worth of pledge or a network.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/app.h"
#include "app/employers.h"
#include "app/internal.h"
#include "base/random.h"
#include "store/activity_store.h"
#include "store/contact_store.h"
#include "store/employer_store.h"
#include "store/network_store.h"
#include "store/user_store.h"

enum { AT_ONCE = 2000, NETWORKS = 20 };

struct filling {
    struct random_stream dice;
    struct actor office;
    struct network_id networks[NETWORKS];
    struct employer_id *employers;
    size_t employer_count;
    day today;
    long missing, number;
};

static uint32_t below(struct filling *f, uint32_t n)
{
    return random_stream_below(&f->dice, n);
}

static const char *part(struct filling *f, struct arena *a)
{
    static const char *const PARTS[] = {"bak", "dal", "elv", "fjell", "gran", "haug", "li", "mo", "nes", "rud", "sund", "torp", "vik",
                                        "ås", "øy", "ær", "berg", "bo", "dok", "fos", "hol", "kol", "lund", "myr", "sol", "stad"};
    return lang_capital(a, arena_printf(a, "%s%s%s", PARTS[below(f, COUNT_OF(PARTS))], PARTS[below(f, COUNT_OF(PARTS))],
                                        PARTS[below(f, COUNT_OF(PARTS))]));
}

static enum status fill_one(struct store_tx *tx, struct filling *f)
{
    static const char *const TRADES[] = {"Bygg", "Renhold", "Transport", "Kafé", "Regnskap", "Elektro", "Matmarked", "Omsorg"};
    static const char *const CODES[] = {"41.200", "81.210", "49.410", "56.101", "69.201", "43.210", "47.111", "87.102"};
    static const char *const AREAS[] = {"0602", "0602", "0602", "0626", "0625", "0624", "0711", "0627"};
    struct arena *a CLEANUP_ARENA = arena_open();
    uint32_t trade = below(f, COUNT_OF(TRADES)), area = below(f, COUNT_OF(AREAS));
    struct employer e = {.orgnr = "", .organisation_form = "AS", .industry = CODES[trade], .industry_version = "SN2007", .sector = "",
                         .address = arena_printf(a, "%s %u", part(f, a), below(f, 90) + 1), .postal_code = "3015",
                         .postal_place = "Drammen", .municipality = code_make(AREAS[area]), .municipality_valid_on = f->today,
                         .declined_reason = "", .paused_until = DAY_NONE, .pledged_by = DAY_NONE, .reference_on = DAY_NONE,
                         .estimate_on = DAY_NONE};
    e.name = arena_printf(a, "%s %s %ld AS", part(f, a), TRADES[trade], f->number++);
    e.employees = below(f, 2) == 0 ? EMPLOYEES_UNKNOWN : 5 + (int)below(f, below(f, 10) == 0 ? 1500 : 60);
    uint32_t drawn = below(f, 100);
    e.stage = drawn < 70   ? STAGE_NEW
              : drawn < 85 ? STAGE_CONTACTED
              : drawn < 90 ? STAGE_MET
              : drawn < 97 ? STAGE_TAKING_PART
                           : STAGE_HIRING;
    e.pledged = e.stage >= STAGE_TAKING_PART ? (int)below(f, 12) : 0;
    e.pledged_by = e.pledged > 0 ? f->today + 200 : DAY_NONE;
    e.owner = below(f, 3) == 0 ? f->office.user : (struct user_id){0};
    struct employer_id id;
    TRY(employer_insert(tx, &e, &id));
    struct workplace w = {.employer = id, .orgnr = "", .name = e.name, .address = e.address, .postal_code = e.postal_code,
                          .postal_place = e.postal_place, .municipality = e.municipality, .municipality_valid_on = f->today,
                          .area = e.municipality, .employees = e.employees};
    struct workplace_id workplace;
    TRY(workplace_insert(tx, &w, f->today - 300, &workplace));
    if (below(f, 5) == 0) {
        struct contact c = {.employer = id, .name = part(f, a), .role = CONTACT_LEADER, .title = "", .phone = "",
                            .email = arena_printf(a, "post%ld@firma.example", f->number), .informed_on = DAY_NONE, .left_on = DAY_NONE};
        struct contact_id contact;
        TRY(contact_insert(tx, &c, &contact));
    }
    bool changed;
    if (below(f, 20) == 0)
        TRY(network_join(tx, f->networks[below(f, NETWORKS)], id, f->today - 100, &changed));
    f->employers[f->employer_count++] = id;
    return OK;
}

static enum status make_networks(struct store_tx *tx, void *arg)
{
    struct filling *f = arg;
    for (int i = 0; i < NETWORKS; i++) {
        char name[40];
        snprintf(name, sizeof name, "Nettverk %d", i + 1);
        struct network n = {.name = name, .kind = NETWORK_NETWORK, .active = true};
        TRY(network_insert(tx, &n, &f->networks[i]));
    }
    return OK;
}

static enum status fill(struct store_tx *tx, void *arg)
{
    struct filling *f = arg;
    for (long i = 0; i < AT_ONCE && f->missing > 0; i++, f->missing--)
        TRY(fill_one(tx, f));
    return OK;
}

// More of the contacts are with few.
static enum status act(struct store_tx *tx, void *arg)
{
    struct filling *f = arg;
    for (long i = 0; i < AT_ONCE && f->missing > 0; i++, f->missing--) {
        uint32_t count = (uint32_t)f->employer_count, most = below(f, count) + 1;
        struct activity_party party = {.employer = f->employers[below(f, most)], .name = ""};
        struct activity a = {.kind = (enum activity_kind)below(f, ACTIVITY_KINDS),
                             .state = below(f, 20) == 0 ? ACTIVITY_PLANNED : ACTIVITY_HELD,
                             .at = tx->now - (int64_t)below(f, 700) * 86400000,
                             .place = "",
                             .note = "Snakket om behovene deres",
                             .name_reason = "",
                             .agency = f->office.agency,
                             .parties = &party,
                             .party_count = 1};
        struct activity_id id;
        TRY(activity_insert(tx, &a, &id));
    }
    return OK;
}

int main(int argc, char **argv)
{
    if (argc != 5) {
        fprintf(stderr, "bench_firms DIR EMPLOYERS ACTIVITIES DAY\n");
        return 2;
    }
    struct arena *a CLEANUP_ARENA = arena_open();
    struct issues issues = issues_in(a);
    long employers = strtol(argv[2], NULL, 10), activities = strtol(argv[3], NULL, 10);
    struct filling f = {.dice = {.seed = 3}, .number = 1, .employers = ARENA_ARRAY(a, struct employer_id, (size_t)employers)};
    struct app_config config = {.dir = argv[1], .seed = 9};
    struct app *app;
    struct user user;
    struct employer_totals there;
    if (!day_read(argv[4], &config.today) || app_open(&config, &issues, &app) != OK)
        return 1;
    f.today = config.today;
    if (user_find_by_email(app_store(app), "kontor@demo.example", a, &user) != OK ||
        user_actor(app_store(app), user.id, a, &f.office) != OK ||
        employer_count(app_store(app), &(struct employer_filter){0}, &there) != OK ||
        store_write(app_store(app), &f.office, app_now(app), make_networks, &f) != OK)
        return 1;
    for (f.missing = employers - (long)there.employers; f.missing > 0;)
        if (store_write(app_store(app), &f.office, app_now(app), fill, &f) != OK)
            return 1;
    for (f.missing = activities; f.missing > 0;)
        if (store_write(app_store(app), &f.office, app_now(app), act, &f) != OK)
            return 1;
    app_close(app);
    return 0;
}
