// SPDX-License-Identifier: EUPL-1.2
#include "app/codes.h"
#include "app/internal.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "app/accounts_inside.h"
#include "app/classes.h"
#include "app/cv.h"
#include "app/employer_index.h"
#include "app/employer_steps.h"
#include "app/finder.h"
#include "app/events.h"
#include "app/hires_inside.h"
#include "app/invites.h"
#include "app/mailings.h"
#include "app/mail_inside.h"
#include "app/roster.h"
#include "app/shares.h"
#include "app/surveys.h"
#include "app/titles.h"
#include "app/together.h"
#include "base/log.h"
#include "core/catalogue_more.h"
#include "store/backup.h"
#include "store/employer_store.h"
#include "store/need_store.h"
#include "store/person_store.h"
#include "store/programme_store.h"

struct app {
    struct store *store;
    struct match_world *world;
    _Atomic(const struct catalogue *) catalogue;
    const struct catalogue **catalogues; // all that were made: a request may still be reading a former one
    size_t catalogue_count;
    struct accounts *accounts;
    struct title_desk *titles;
    struct roster *roster;
    struct employer_index *employers;
    struct finder *finder;
    struct counted counted;
    struct mail_desk *mail;
    int64_t clock_shift; // ms from the real clock to the one in use
    int64_t clock_stands; // the instant it stands at; 0: it runs
    uint64_t seed;
    bool demo;
    // Following: one thread at a time reads what has changed and brings it to the engine.
    pthread_mutex_t following;
    _Atomic int64_t followed; // id of the last change the engine knows
    _Atomic day followed_on;  // the day its groups were made for
    struct agency_id *agencies; // a group is a position + 1
    size_t agency_count;
    pthread_rwlock_t agencies_lock;
    const char *paper_path;
    int64_t tended_at; // when all was looked at that the clock has something to do with
    day tended_on;
};

int64_t app_now(const struct app *app)
{
    return app->clock_stands != 0 ? app->clock_stands : clock_real() + app->clock_shift;
}

void app_stand_clock(struct app *app, int64_t at)
{
    app->clock_stands = at;
}

uint64_t app_seed(const struct app *app)
{
    return app->seed;
}

day app_today(const struct app *app)
{
    return day_in_norway(app_now(app));
}

const struct catalogue *app_catalogue(const struct app *app)
{
    return app->catalogue;
}

bool app_is_demo(const struct app *app)
{
    return app->demo;
}

struct store *app_store(struct app *app)
{
    return app->store;
}

void app_enter(struct app *app)
{
    store_enter(app->store);
}

void app_leave(struct app *app)
{
    store_leave(app->store);
}

const char *app_folder(struct app *app)
{
    return store_folder(app->store);
}

struct accounts *app_accounts(struct app *app)
{
    return app->accounts;
}

struct title_desk *app_title_desk(struct app *app)
{
    return app->titles;
}

struct roster *app_roster(struct app *app)
{
    return app->roster;
}

struct employer_index *app_employer_index(struct app *app)
{
    return app->employers;
}

struct finder *app_finder(struct app *app)
{
    return app->finder;
}

struct mail_desk *app_mail_desk(struct app *app)
{
    return app->mail;
}

struct counted *app_counted(struct app *app)
{
    return &app->counted;
}

struct match_world *app_world(struct app *app)
{
    return app->world;
}

static size_t agency_find(const struct app *app, struct agency_id agency)
{
    size_t at = 0;
    while (at < app->agency_count && app->agencies[at].value != agency.value)
        at++;
    return at;
}

// New agencies come last, whatever their ids: a group once given stays the agency's.
static enum status agencies_read(struct app *app, struct arena *a)
{
    struct agency *list;
    size_t count;
    TRY(agency_list(app->store, a, &list, &count));
    pthread_rwlock_wrlock(&app->agencies_lock);
    struct agency_id *grown = realloc(app->agencies, (app->agency_count + count + 1) * sizeof *grown);
    if (grown != NULL) {
        app->agencies = grown;
        for (size_t i = 0; i < count; i++)
            if (agency_find(app, list[i].id) == app->agency_count)
                app->agencies[app->agency_count++] = list[i].id;
    }
    pthread_rwlock_unlock(&app->agencies_lock);
    return grown == NULL ? FAILED : OK;
}

uint32_t app_group(struct app *app, struct agency_id agency)
{
    pthread_rwlock_rdlock(&app->agencies_lock);
    size_t at = agency_find(app, agency);
    uint32_t group = at == app->agency_count ? 0 : (uint32_t)at + 1;
    pthread_rwlock_unlock(&app->agencies_lock);
    return group;
}

static void world_put(struct app *app, const struct profile *p, const struct agency_id *agencies, size_t count,
                      struct arena *a)
{
    uint32_t *groups = ARENA_ARRAY(a, uint32_t, count);
    size_t n = 0;
    for (size_t i = 0; i < count; i++) {
        uint32_t group = app_group(app, agencies[i]);
        size_t at = n;
        while (at > 0 && groups[at - 1] > group)
            at--;
        if (group == 0 || (at > 0 && groups[at - 1] == group))
            continue;
        memmove(groups + at + 1, groups + at, (n - at) * sizeof *groups);
        groups[at] = group;
        n++;
    }
    if (n == 0) {
        match_drop(app->world, p->person.value);
        return;
    }
    match_put(app->world, &(struct match_profile){
                              .number = p->person.value,
                              .lot = p->lot,
                              .groups = groups,
                              .group_count = n,
                              .competence = p->competence,
                          });
}

// A part of the persons, in their order: from first to last, enrolled or not.
struct loading {
    struct app *app;
    struct arena *arena;
    day on;
    struct person_id first, last;
    const struct enrolled_pair *pairs;
    size_t pair_count, at;
    enum status status;
};

// Pairs and profiles both come in the order of persons.
static enum status load_one(void *arg, const struct profile *p)
{
    struct loading *l = arg;
    while (l->at < l->pair_count && l->pairs[l->at].person.value < p->person.value)
        l->at++;
    size_t first = l->at;
    while (l->at < l->pair_count && l->pairs[l->at].person.value == p->person.value)
        l->at++;
    struct agency_id *agencies = ARENA_ARRAY(l->arena, struct agency_id, l->at - first);
    for (size_t i = first; i < l->at; i++)
        agencies[i - first] = l->pairs[i].agency;
    world_put(l->app, p, agencies, l->at - first, l->arena);
    arena_reset(l->arena);
    return OK;
}

static enum status load_part(struct loading *l)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct enrolled_pair *pairs;
    TRY(enrolment_pairs(l->app->store, l->on, l->first, l->last, a, &pairs, &l->pair_count));
    l->pairs = pairs;
    return profile_each_of(l->app->store, l->first, l->last, load_one, l);
}

static void load_along(void *part)
{
    struct loading *l = part;
    l->arena = arena_open();
    l->status = load_part(l);
    arena_close(l->arena);
}

// More parts than processors, so that all have work to the end.
enum { LOADED_PARTS = 8, LOADED_LEAST = 100 };

// Unsealing takes most of the time and can be shared.
static enum status load_all(struct app *app, day on)
{
    struct person_id first[LOADED_PARTS];
    struct loading parts[LOADED_PARTS];
    size_t count;
    enum status status = OK;
    TRY(profile_parts(app->store, LOADED_PARTS, LOADED_LEAST, first, &count));
    for (size_t i = 0; i < count; i++) {
        struct person_id last = {i + 1 == count ? INT64_MAX : first[i + 1].value - 1};
        parts[i] = (struct loading){.app = app, .on = on, .first = first[i], .last = last};
    }
    work_on_each(load_along, parts, sizeof *parts, count);
    for (size_t i = 0; i < count; i++)
        if (parts[i].status != OK)
            status = parts[i].status;
    return status;
}

// Puts every profile with the groups of the day. last: the change up to which the log has been followed; what is
// loaded beyond it is loaded again when it is followed.
static enum status world_load(struct app *app, day today, int64_t last)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    TRY(agencies_read(app, a));
    TRY(load_all(app, today));
    match_publish(app->world, last);
    app->followed = last;
    app->followed_on = today;
    return OK;
}

static enum status world_reload_person(struct app *app, struct person_id person, day today, struct arena *a)
{
    struct profile profile;
    enum status status = profile_get(app->store, person, a, &profile);
    if (status == NOT_FOUND) {
        match_drop(app->world, person.value);
        return OK;
    }
    TRY(status);
    struct agency_id *agencies;
    size_t count;
    TRY(enrolment_agencies(app->store, person, today, a, &agencies, &count));
    world_put(app, &profile, agencies, count, a);
    return OK;
}

// Enrolments begin and end at midnight without a change in the log: those of the days since then. Back in time: all anew.
static enum status world_turn(struct app *app, day today)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct person_id *turned;
    size_t count;
    if (today < app->followed_on)
        return world_load(app, today, app->followed);
    TRY(enrolment_turned(app->store, app->followed_on, today, a, &turned, &count));
    for (size_t i = 0; i < count; i++)
        TRY(world_reload_person(app, turned[i], today, a));
    match_publish(app->world, app->followed);
    app->followed_on = today;
    return OK;
}

enum { CHANGES_AT_ONCE = 1000 };

// The catalogue with the classifications in use. Made anew it stands beside the former ones until the app is closed.
static enum status catalogue_load(struct app *app)
{
    const struct catalogue *made;
    TRY(class_catalogue_open(app->store, &made));
    const struct catalogue **grown = made == catalogue_builtin()
                                         ? app->catalogues
                                         : reallocarray(app->catalogues, app->catalogue_count + 1, sizeof *grown);
    if (grown == NULL && made != catalogue_builtin()) {
        catalogue_close(made);
        return FAILED;
    }
    app->catalogues = grown;
    if (made != catalogue_builtin())
        app->catalogues[app->catalogue_count++] = made;
    app->catalogue = made;
    return OK;
}

// The engine closes all profiles under the implications of the catalogue as it is now.
static enum status catalogue_follow(struct app *app, int64_t last)
{
    TRY(catalogue_load(app));
    size_t count;
    const struct implication *implications = catalogue_implications(app->catalogue, &count);
    match_change_catalogue(app->world, implications, count, catalogue_version(app->catalogue), last);
    return OK;
}

static enum status follow_changes(struct app *app, day today)
{
    for (;;) {
        bool classes = false;
        struct arena *a CLEANUP_ARENA = arena_open();
        struct change *changes;
        size_t count;
        TRY(store_changes_since(app->store, app->followed, CHANGES_AT_ONCE, a, &changes, &count));
        for (size_t i = 0; i < count; i++) {
            if (strcmp(changes[i].noun, "agency") == 0)
                TRY(agencies_read(app, a));
            classes |= strcmp(changes[i].noun, "classification") == 0;
            bool competence = strcmp(changes[i].noun, "profile") == 0 || strcmp(changes[i].noun, "enrolment") == 0 ||
                              strcmp(changes[i].noun, "person") == 0;
            if (competence && changes[i].person.value != 0)
                TRY(world_reload_person(app, changes[i].person, today, a));
        }
        if (count > 0) {
            if (classes) {
                title_desk_stale(app->titles);
                TRY(catalogue_follow(app, changes[count - 1].id));
            }
            match_publish(app->world, changes[count - 1].id);
            app->followed = changes[count - 1].id;
        }
        if (count < CHANGES_AT_ONCE)
            return OK;
    }
}

enum status app_follow(struct app *app)
{
    int64_t last;
    day today = app_today(app);
    TRY(store_last_change(app->store, &last));
    if (last == app->followed && today == app->followed_on)
        return OK;
    pthread_mutex_lock(&app->following);
    store_renew(app->store); // another thread may have followed further than this one's page reads
    enum status status = follow_changes(app, today);
    if (status == OK && today != app->followed_on)
        status = world_turn(app, today);
    pthread_mutex_unlock(&app->following);
    return status;
}

enum { HOUR_MS = 3600 * 1000 };

// Once a night.
static void check_index(struct app *app)
{
    size_t differences = match_check(app->world);
    if (differences > 0)
        log_error("%zu entries of the match index differed from the profiles: it has been made anew", differences);
}

void app_tend(struct app *app)
{
    size_t removed;
    int64_t now = app_now(app);
    if (app_follow(app) != OK)
        log_error("the match index could not follow the database");
    title_desk_tend(app);
    if (tend_mailings(app) != OK)
        log_error("mailings that are being sent have to wait");
    // What ends with a day ends with it, and not within the hour.
    day today = app_today(app);
    if (now - app->tended_at < HOUR_MS && today == app->tended_on)
        return;
    if (app->tended_at != 0 && today != app->tended_on)
        check_index(app);
    app->tended_at = now;
    app->tended_on = today;
    if (expire_cvs(app) != OK)
        log_error("proposals from CVs whose time is over have to wait");
    if (tend_invites(app) != OK)
        log_error("invitations whose time is over have to wait");
    if (tend_stages(app) != OK)
        log_error("employers whose pause is over have to wait");
    if (tend_codes(app) != OK)
        log_error("one-time codes whose time is over have to wait");
    if (tend_surveys(app) != OK)
        log_error("surveys whose time has come have to wait");
    if (tend_shares(app) != OK || tend_checkins(app) != OK)
        log_error("questions and check-ins whose time has come have to wait");
    if (tend_events(app) != OK)
        log_error("reminders of events and sign-ups whose time has come have to wait");
    if (store_tend(app->store, &removed) != OK)
        log_error("unfinished deletions and old copies of the key store have to wait");
}

const char *app_paper_path(const struct app *app)
{
    return app->paper_path;
}

int64_t app_tend_in(const struct app *app)
{
    enum { MINUTE_MS = 60 * 1000 };
    int64_t now = app_now(app), night;
    if (!instant_in_norway(app_today(app) + 1, 0, &night) || night <= now || night - now > MINUTE_MS)
        return MINUTE_MS;
    return night - now;
}

void app_warm(struct app *app)
{
    if (roster_tend(app) != OK || employer_index_tend(app) != OK)
        log_error("the lists of candidates and employers could not follow the database");
    if (finder_tend(app) != OK)
        log_error("the search could not follow the database");
    match_expect_month(app->world, day_month(app_today(app)));
}

static enum status world_open(struct app *app, enum match_engine engine)
{
    struct match_settings settings = {
        .catalogue_version = catalogue_version(app->catalogue), .engine = engine, .run = work_together};
    settings.implications = catalogue_implications(app->catalogue, &settings.implication_count);
    store_key(app->store, PURPOSE_DIGEST, settings.digest_key);
    app->world = match_open(&settings);
    int64_t last;
    TRY(store_last_change(app->store, &last));
    match_expect_month(app->world, day_month(app_today(app))); // counted with the first filling
    return world_load(app, app_today(app), last);
}

static enum status demo_read(struct app *app)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    const char *value;
    enum status status = setting_get(app->store, "demo", a, &value);
    app->demo = status == OK && strcmp(value, "1") == 0;
    return status == NOT_FOUND ? OK : status;
}

enum status app_open(const struct app_config *config, struct issues *issues, struct app **out)
{
    struct app *app = calloc(1, sizeof *app);
    if (app == NULL)
        return FAILED;
    pthread_mutex_init(&app->following, NULL);
    pthread_mutex_init(&app->counted.lock, NULL);
    pthread_rwlock_init(&app->agencies_lock, NULL);
    app->catalogue = catalogue_builtin();
    app->accounts = accounts_open();
    app->titles = title_desk_open();
    app->roster = roster_open();
    app->employers = employer_index_open();
    app->finder = finder_open();
    app->mail = mail_desk_open();
    app->clock_shift = clock_shift(config->today);
    app->seed = config->seed;
    app->paper_path = config->paper_path != NULL ? config->paper_path : "/usr/local/bin:/usr/bin:/bin";
    struct store_config store = {
        .create = config->create, .serve = config->serve, .clock = clock_real, .seed = config->seed,
        .telling = config->seed != 0};
    bool memory = app->roster != NULL && app->employers != NULL && app->finder != NULL;
    enum status status = memory ? store_open(config->dir, &store, issues, &app->store) : FAILED;
    if (status == OK)
        status = demo_read(app);
    if (status == OK)
        status = catalogue_load(app);
    if (status == OK)
        status = world_open(app, config->engine);
    if (status != OK) {
        app_close(app);
        return status;
    }
    *out = app;
    return OK;
}

void app_close(struct app *app)
{
    if (app == NULL)
        return;
    if (app->world != NULL)
        match_close(app->world);
    if (app->store != NULL)
        store_close(app->store);
    accounts_close(app->accounts);
    title_desk_close(app->titles);
    roster_close(app->roster);
    employer_index_close(app->employers);
    finder_close(app->finder);
    mail_desk_close(app->mail);
    free(app->agencies);
    for (size_t i = 0; i < app->catalogue_count; i++)
        catalogue_close(app->catalogues[i]);
    free(app->catalogues);
    pthread_mutex_destroy(&app->following);
    pthread_mutex_destroy(&app->counted.lock);
    pthread_rwlock_destroy(&app->agencies_lock);
    free(app);
}

void app_mark_demo(struct app *app)
{
    app->demo = true;
}

enum status app_areas(struct app *app, struct arena *a, struct region_area **out, size_t *count_out)
{
    return region_area_list(app->store, a, out, count_out);
}

const char *app_area_name(struct app *app, struct code area, struct arena *a)
{
    struct region_area *areas;
    size_t count;
    if (!code_given(area) || region_area_list(app->store, a, &areas, &count) != OK)
        return "";
    return arena_strdup(a, region_area_name(areas, count, area));
}
