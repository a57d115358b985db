// SPDX-License-Identifier: EUPL-1.2
#include "base/log.h"
#include "store/backup.h"
#include "store/inside.h"
#include "store/person_store.h"
#include "store/schema.h"

struct checking {
    struct store *store;
    struct sql *db;
    int64_t now;
    void (*found)(void *arg, const struct check_finding *f);
    void *arg;
    bool wrong;
};

static void report(struct checking *c, const char *message, const char *arg, int64_t count, bool mended)
{
    if (count == 0)
        return;
    c->found(c->arg, &(struct check_finding){message, arg, count, mended});
    c->wrong |= !mended;
}

// A table, and how many of its rows are not as they should be: without their insert in the change log, or of another
// version than the changes logged.
struct table_check {
    const char *name;
    const char *unlogged;
    const char *other_version; // or NULL
};
#define UNLOGGED(table, id, noun)                                                                                      \
    "SELECT count(*) FROM " table " t WHERE NOT EXISTS (SELECT 1 FROM change_log c WHERE c.noun = '" noun              \
    "' AND c.verb = 'insert' AND c.row_id = t." id ")"
#define OTHER_VERSION(table, id, noun)                                                                                 \
    "SELECT count(*) FROM " table " t WHERE t.version <> (SELECT count(*) FROM change_log c WHERE c.noun = '" noun     \
    "' AND c.verb IN ('insert', 'update') AND c.row_id = t." id ")"
// Of nouns with a verb for each step.
#define OTHER_STEPS(table, noun)                                                                                       \
    "SELECT count(*) FROM " table " t WHERE t.version <> (SELECT count(*) FROM change_log c WHERE c.noun = '" noun     \
    "' AND c.row_id = t.id)"

static const struct table_check TABLES[] = {
    {"programme", UNLOGGED("programme", "id", "programme"), OTHER_VERSION("programme", "id", "programme")},
    {"agency", UNLOGGED("agency", "id", "agency"), OTHER_VERSION("agency", "id", "agency")},
    {"notice", UNLOGGED("notice", "version", "notice"), NULL},
    {"person", UNLOGGED("person", "id", "person"), NULL},
    {"identity", UNLOGGED("identity", "person_id", "identity"), OTHER_VERSION("identity", "person_id", "identity")},
    {"profile", UNLOGGED("profile", "person_id", "profile"), OTHER_VERSION("profile", "person_id", "profile")},
    {"cv", UNLOGGED("cv", "id", "cv"), OTHER_VERSION("cv", "id", "cv")},
    {"person_token", UNLOGGED("person_token", "person_id", "person_token"), NULL},
    {"person_not_same", UNLOGGED("person_not_same", "one_id", "not_same"), NULL},
    {"enrolment", UNLOGGED("enrolment", "id", "enrolment"), NULL},
    {"user_account", UNLOGGED("user_account", "id", "user"), NULL},
    {"session", UNLOGGED("session", "id", "session"), NULL},
    // The one that goes into another, and comes back, is a version further each time.
    {"employer", UNLOGGED("employer", "id", "employer"),
     "SELECT count(*) FROM employer t WHERE t.version <> (SELECT count(*) FROM change_log c WHERE c.noun = 'employer' "
     "AND c.verb IN ('insert', 'update', 'merged', 'unmerged') AND c.row_id = t.id)"},
    {"workplace", UNLOGGED("workplace", "id", "workplace"), OTHER_VERSION("workplace", "id", "workplace")},
    {"contact", UNLOGGED("contact", "id", "contact"), OTHER_VERSION("contact", "id", "contact")},
    {"network", UNLOGGED("network", "id", "network"), OTHER_VERSION("network", "id", "network")},
    {"network_member", "SELECT count(*) FROM network_member t WHERE NOT EXISTS (SELECT 1 FROM change_log c "
                       "WHERE c.noun = 'network_member' AND c.verb = 'join' AND c.row_id = t.employer_id) "
                       "AND NOT EXISTS (SELECT 1 FROM employer_merge_row r JOIN employer_merge m ON m.id = r.merge_id "
                       "WHERE r.place = 'network_member.employer_id' AND r.row_id = t.network_id AND m.kept_id = t.employer_id "
                       "AND m.undone_at IS NULL)", NULL},
    {"introduction", UNLOGGED("introduction", "id", "introduction"), OTHER_VERSION("introduction", "id", "introduction")},
    {"need", UNLOGGED("need", "id", "need"), OTHER_VERSION("need", "id", "need")},
    {"referral", UNLOGGED("referral", "id", "referral"), OTHER_STEPS("referral", "referral")},
    {"share_request", UNLOGGED("share_request", "id", "share"), OTHER_STEPS("share_request", "share")},
    {"interview", UNLOGGED("interview", "id", "interview"), OTHER_STEPS("interview", "interview")},
    {"hire", UNLOGGED("hire", "id", "hire"), OTHER_STEPS("hire", "hire")},
    {"checkin", UNLOGGED("checkin", "id", "checkin"), OTHER_STEPS("checkin", "checkin")},
    {"background", UNLOGGED("background", "person_id", "background"),
     OTHER_VERSION("background", "person_id", "background")},
    {"activity", UNLOGGED("activity", "id", "activity"), OTHER_STEPS("activity", "activity")},
    {"task", UNLOGGED("task", "id", "task"), OTHER_STEPS("task", "task")},
    {"letter", UNLOGGED("letter", "id", "letter"), OTHER_STEPS("letter", "letter")},
    {"mailing", UNLOGGED("mailing", "id", "mailing"), OTHER_STEPS("mailing", "mailing")},
    {"mailing_trial", UNLOGGED("mailing_trial", "id", "mailing_trial"), NULL},
    {"outbox", UNLOGGED("outbox", "id", "outbox"), NULL},
    {"address_hold", UNLOGGED("address_hold", "id", "address_hold"), OTHER_VERSION("address_hold", "id", "address_hold")},
    {"one_time_code", UNLOGGED("one_time_code", "id", "one_time_code") " AND t.person_id IS NOT NULL", NULL},
};

static enum status count_rows(struct sql *db, const char *text, int64_t *count_out)
{
    int64_t count = 0;
    struct sql_rows *rows = sql_query_values(db, text, NULL, 0);
    if (sql_next(rows))
        count = sql_int(rows, 0);
    TRY(sql_end(rows));
    *count_out = count;
    return OK;
}

static enum status check_tables(struct checking *c)
{
    for (size_t i = 0; i < COUNT_OF(TABLES); i++) {
        int64_t count;
        TRY(count_rows(c->db, TABLES[i].unlogged, &count));
        report(c, N_("Rows of %s that the change log does not know"), TABLES[i].name, count, false);
        if (TABLES[i].other_version == NULL)
            continue;
        TRY(count_rows(c->db, TABLES[i].other_version, &count));
        report(c, N_("Rows of %s with another version than the change log"), TABLES[i].name, count, false);
    }
    return OK;
}

// Tables, indexes and triggers are those that the migrations make: without its triggers a log can be rewritten.
static enum status check_schema(struct checking *c)
{
    struct sql *made;
    size_t count;
    int64_t differences = 0;
    const struct migration *list = schema_migrations(&count);
    TRY(sql_open("", SQL_MEMORY, &made));
    enum status st = schema_migrate(made, list, count, 0, NULL);
    if (st == OK)
        st = sql_compare_schemas(made, c->db, &differences);
    sql_close(made);
    TRY(st);
    report(c, N_("Tables, indexes or triggers that are not as this version made them"), NULL, differences, false);
    return OK;
}

static enum status check_files(struct checking *c)
{
    // What is wrong with a file has been logged, line by line.
    report(c, N_("The database file is damaged: restore a backup"), NULL, sql_check(c->db) != OK, false);
    report(c, N_("The key store is damaged: restore a copy of the keys"), NULL, keys_check(c->store->keys) != OK, false);
    int64_t count;
    TRY(sql_check_references(c->db, &count));
    report(c, N_("Rows that refer to something that is not there"), NULL, count, false);
    return OK;
}

// Everything that is sealed under persons' keys has to open and be what it should be.
static enum status check_identities(struct checking *c)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    int64_t closed = 0;
    struct sql_rows *rows = sql_query(c->db, "SELECT person_id, sealed FROM identity");
    while (sql_next(rows)) {
        size_t size;
        struct identity identity;
        struct person_id person = {sql_int(rows, 0)};
        const void *sealed = sql_blob(rows, 1, a, &size);
        closed += identity_open(c->store, person, sealed, size, a, &identity) != OK;
        arena_reset(a);
    }
    TRY(sql_end(rows));
    report(c, N_("Identities that cannot be read"), NULL, closed, false);
    return OK;
}

static enum status check_profiles(struct checking *c)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    int64_t closed = 0;
    struct sql_rows *rows = sql_query(c->db, "SELECT person_id FROM profile");
    while (sql_next(rows)) {
        struct profile p;
        closed += profile_get(c->store, (struct person_id){sql_int(rows, 0)}, a, &p) != OK;
        arena_reset(a);
    }
    TRY(sql_end(rows));
    report(c, N_("Profiles that cannot be read"), NULL, closed, false);
    return OK;
}

// id, person, sealed value; each to be opened under its noun.
static const struct sealed_check {
    const char *noun, *text, *message;
} SEALED[] = {
    {"enrolment", "SELECT n.id, n.person_id, n.sealed_purpose FROM enrolment n JOIN person p ON p.id = n.person_id "
                  "WHERE p.deleted_at IS NULL", N_("Enrolments that cannot be read")},
    {"cv", "SELECT id, person_id, sealed FROM cv", N_("Proposals from CVs that cannot be read")},
    {"person_token", "SELECT id, person_id, sealed FROM person_token", N_("Recognition values that cannot be read")},
    {"referral", "SELECT r.id, r.person_id, r.sealed FROM referral r JOIN person p ON p.id = r.person_id "
                 "WHERE p.deleted_at IS NULL", N_("Referrals that cannot be read")},
    {"referral_profile", "SELECT id, person_id, sealed_profile FROM referral WHERE sealed_profile IS NOT NULL",
     N_("Presented profiles that cannot be read")},
    {"interview", "SELECT i.id, i.person_id, i.sealed FROM interview i JOIN person p ON p.id = i.person_id "
                  "WHERE p.deleted_at IS NULL", N_("Interviews that cannot be read")},
    {"hire", "SELECT h.id, h.person_id, h.sealed FROM hire h JOIN person p ON p.id = h.person_id "
             "WHERE p.deleted_at IS NULL", N_("Hires that cannot be read")},
    {"checkin", "SELECT c.id, h.person_id, c.sealed FROM checkin c JOIN hire h ON h.id = c.hire_id "
                "WHERE c.sealed IS NOT NULL AND h.person_id IS NOT NULL", N_("Answers at check-ins that cannot be read")},
    {"background", "SELECT person_id, person_id, sealed FROM background", N_("Answers on background that cannot be read")},
    {"email_token", "SELECT id, person_id, sealed_email_token FROM user_account WHERE person_id IS NOT NULL",
     N_("Candidates' log-ins that cannot be read")},
    {"password", "SELECT id, person_id, sealed_password FROM user_account WHERE person_id IS NOT NULL",
     N_("Candidates' passwords that cannot be read")},
};

static enum status check_sealed(struct checking *c)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    for (size_t i = 0; i < COUNT_OF(SEALED); i++) {
        int64_t closed = 0;
        struct sql_rows *rows = sql_query_values(c->db, SEALED[i].text, NULL, 0);
        while (sql_next(rows)) {
            size_t size;
            const void *bytes, *sealed = sql_blob(rows, 2, a, &size);
            closed += sealed == NULL || person_open(c->store, (struct person_id){sql_int(rows, 1)}, SEALED[i].noun,
                                                    sql_int(rows, 0), sealed, size, a, &bytes, &size) != OK;
            arena_reset(a);
        }
        TRY(sql_end(rows));
        report(c, SEALED[i].message, NULL, closed, false);
    }
    return OK;
}

static enum status check_deleted(struct checking *c)
{
    int64_t count;
    TRY(count_rows(c->db,
                   "SELECT count(*) FROM person p WHERE p.deleted_at IS NOT NULL AND (EXISTS (SELECT 1 FROM identity i "
                   "WHERE i.person_id = p.id) OR EXISTS (SELECT 1 FROM profile f WHERE f.person_id = p.id) "
                   "OR EXISTS (SELECT 1 FROM cv WHERE cv.person_id = p.id) "
                   "OR EXISTS (SELECT 1 FROM person_token t WHERE t.person_id = p.id) "
                   "OR EXISTS (SELECT 1 FROM background b WHERE b.person_id = p.id) "
                   "OR EXISTS (SELECT 1 FROM outbox o WHERE o.person_id = p.id) "
                   "OR EXISTS (SELECT 1 FROM one_time_code o WHERE o.person_id = p.id) "
                   "OR EXISTS (SELECT 1 FROM referral r WHERE r.person_id = p.id AND (r.sealed IS NOT NULL "
                   "OR r.sealed_profile IS NOT NULL OR r.sealed_reasons IS NOT NULL)) "
                   "OR EXISTS (SELECT 1 FROM interview v WHERE v.person_id = p.id AND v.sealed IS NOT NULL) "
                   "OR EXISTS (SELECT 1 FROM hire h WHERE h.person_id = p.id AND h.sealed IS NOT NULL) "
                   "OR EXISTS (SELECT 1 FROM checkin c JOIN hire h ON h.id = c.hire_id WHERE h.person_id = p.id "
                   "AND c.sealed IS NOT NULL) "
                   "OR EXISTS (SELECT 1 FROM user_account u WHERE u.person_id = p.id) "
                   "OR EXISTS (SELECT 1 FROM enrolment n WHERE n.person_id = p.id AND n.sealed_purpose IS NOT NULL))",
                   &count));
    report(c, N_("Deleted persons of whom something is left"), NULL, count, false);
    return OK;
}

// What follows from each other has to stand together.
static const struct rule_check {
    const char *message, *text;
} RULES[] = {
    {N_("Referrals that are hired without a confirmed hire"),
     "SELECT count(*) FROM referral r JOIN person p ON p.id = r.person_id AND p.deleted_at IS NULL WHERE r.outcome = 'hired' "
     "AND NOT EXISTS (SELECT 1 FROM hire h WHERE h.referral_id = r.id AND h.state = 'confirmed')"},
    {N_("Confirmed hires whose referral does not say so"),
     "SELECT count(*) FROM hire h JOIN referral r ON r.id = h.referral_id JOIN person p ON p.id = r.person_id "
     "AND p.deleted_at IS NULL WHERE h.state = 'confirmed' AND r.outcome <> 'hired'"},
    {N_("Profiles shown to an employer without the person's yes"),
     "SELECT count(*) FROM referral r WHERE r.sealed_profile IS NOT NULL AND NOT EXISTS (SELECT 1 FROM share_request q "
     "WHERE q.person_id = r.person_id AND q.need_id = r.need_id AND q.state = 'yes')"},
    {N_("Interviews with other people than their referral's"),
     "SELECT count(*) FROM interview i JOIN referral r ON r.id = i.referral_id WHERE i.person_id <> r.person_id"},
    {N_("Hires that belong to other people or needs than their referral"),
     "SELECT count(*) FROM hire h JOIN referral r ON r.id = h.referral_id WHERE h.person_id <> r.person_id "
     "OR h.need_id <> r.need_id"},
};

static enum status check_rules(struct checking *c)
{
    for (size_t i = 0; i < COUNT_OF(RULES); i++) {
        int64_t count;
        TRY(count_rows(c->db, RULES[i].text, &count));
        report(c, RULES[i].message, NULL, count, false);
    }
    return OK;
}

struct key_counts {
    int64_t without_person;
};

// As a job: nobody makes a person meanwhile, so that a key without a person is one for good.
static enum status compare_keys(struct store_tx *tx, void *arg)
{
    struct key_counts counts = {0};
    struct keys *keys = tx->store->keys;
    struct arena *a CLEANUP_ARENA = arena_open();
    struct person_id *list, *orphans = NULL;
    size_t count, orphan_count = 0, room = 0, at = 0;
    TRY(keys_list(keys, a, &list, &count));
    struct sql_rows *rows = sql_query(tx->db, "SELECT id, deleted_at FROM person ORDER BY id");
    while (sql_next(rows)) {
        int64_t id = sql_int(rows, 0);
        bool deleted = !sql_is_null(rows, 1);
        while (at < count && list[at].value < id)
            *LIST_ADD(a, orphans, orphan_count, room) = list[at++];
        bool has_key = at < count && list[at].value == id;
        at += has_key;
        if (has_key && deleted)
            tx_destroy_key(tx, (struct person_id){id}, sql_int(rows, 1));
    }
    TRY(sql_end(rows));
    while (at < count)
        *LIST_ADD(a, orphans, orphan_count, room) = list[at++];
    for (size_t i = 0; i < orphan_count; i++)
        TRY(keys_remove(keys, orphans[i]));
    counts.without_person = (int64_t)orphan_count;
    *(struct key_counts *)arg = counts;
    return OK;
}

static enum status check_persons(struct checking *c)
{
    struct key_counts counts;
    TRY(store_write(c->store, NULL, c->now, compare_keys, &counts));
    struct arena *a CLEANUP_ARENA = arena_open();
    struct person_id *list;
    size_t keyless;
    TRY(list_keyless(c->store, c->db, a, &list, &keyless));
    report(c, N_("Persons without a key: nothing about them can be read. Restore a newer copy of the keys, or give them up "
                 "with ypsilon check --forget-keyless"), NULL, (int64_t)keyless, false);
    report(c, N_("Keys without a person, left by a stop in the middle of a write; removed"), NULL, counts.without_person, true);
    return OK;
}

enum status store_check(struct store *s, int64_t now, void (*found)(void *arg, const struct check_finding *f), void *arg)
{
    struct checking c = {.store = s, .now = now, .found = found, .arg = arg};
    TRY(store_reader(s, &c.db));
    TRY(check_files(&c));
    TRY(check_schema(&c));
    TRY(check_tables(&c));
    TRY(check_identities(&c));
    TRY(check_profiles(&c));
    TRY(check_sealed(&c));
    TRY(check_deleted(&c));
    TRY(check_rules(&c));
    TRY(check_persons(&c));
    return c.wrong ? CONFLICT : OK;
}
