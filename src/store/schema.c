// SPDX-License-Identifier: EUPL-1.2
#include "store/schema.h"

#include "base/embed.h"
#include "base/log.h"

EMBED(schema_0001);
EMBED(schema_0002);
EMBED(schema_0003);
EMBED(schema_0004);
EMBED(schema_0005);
EMBED(schema_0006);
EMBED(schema_0007);
EMBED(schema_0008);
EMBED(schema_0009);
EMBED(schema_0010);
EMBED(schema_0011);
EMBED(schema_0012);
EMBED(schema_0013);
EMBED(schema_0014);
EMBED(schema_0015);
EMBED(schema_0016);
EMBED(schema_0017);
EMBED(schema_0018);
EMBED(schema_0019);
EMBED(schema_0020);
EMBED(schema_0022);
EMBED(schema_0023);
EMBED(schema_keys_0001);

static const struct migration MIGRATIONS[] = {
    {1, "start", (const char *)embed_schema_0001},
    {2, "import", (const char *)embed_schema_0002},
    {3, "class", (const char *)embed_schema_0003},
    {4, "proposed", (const char *)embed_schema_0004},
    {5, "ad", (const char *)embed_schema_0005},
    {6, "referral", (const char *)embed_schema_0006},
    {7, "mail", (const char *)embed_schema_0007},
    {8, "invite", (const char *)embed_schema_0008},
    {9, "code", (const char *)embed_schema_0009},
    {10, "interview", (const char *)embed_schema_0010},
    {11, "ask", (const char *)embed_schema_0011},
    {12, "contact", (const char *)embed_schema_0012},
    {13, "view", (const char *)embed_schema_0013},
    {14, "post", (const char *)embed_schema_0014},
    {15, "activity", (const char *)embed_schema_0015},
    {16, "event", (const char *)embed_schema_0016},
    {17, "survey", (const char *)embed_schema_0017},
    {18, "mailing", (const char *)embed_schema_0018},
    {19, "search", (const char *)embed_schema_0019},
    {20, "many", (const char *)embed_schema_0020},
    {22, "answer", (const char *)embed_schema_0022},
    {23, "enrolled", (const char *)embed_schema_0023},
};
static const struct migration KEY_MIGRATIONS[] = {
    {1, "start", (const char *)embed_schema_keys_0001},
};

const struct migration *schema_migrations(size_t *count_out)
{
    *count_out = COUNT_OF(MIGRATIONS);
    return MIGRATIONS;
}

const struct migration *schema_key_migrations(size_t *count_out)
{
    *count_out = COUNT_OF(KEY_MIGRATIONS);
    return KEY_MIGRATIONS;
}

int schema_newest(const struct migration *list, size_t count)
{
    return count == 0 ? 0 : list[count - 1].version;
}

enum status schema_version(struct sql *db, int *version_out)
{
    int version = 0;
    if (sql_has_table(db, "schema_version")) {
        struct sql_rows *rows = sql_query(db, "SELECT coalesce(max(version), 0) FROM schema_version");
        if (sql_next(rows))
            version = (int)sql_int(rows, 0);
        TRY(sql_end(rows));
    }
    *version_out = version;
    return OK;
}

static enum status applied(struct sql *db, const struct migration *m, bool *out)
{
    bool found = false;
    if (sql_has_table(db, "schema_version")) {
        struct sql_rows *rows = sql_query(db, "SELECT 1 FROM schema_version WHERE version = $1", V(m->version));
        found = sql_next(rows);
        TRY(sql_end(rows));
    }
    *out = found;
    return OK;
}

// Within a transaction: another process may have been first.
static enum status apply(struct sql *db, const struct migration *m, int64_t now)
{
    bool done;
    TRY(applied(db, m, &done));
    if (done)
        return OK;
    TRY(sql_script(db, "CREATE TABLE IF NOT EXISTS schema_version (version BIGINT PRIMARY KEY, what TEXT NOT NULL, "
                       "applied_at BIGINT NOT NULL)"));
    TRY(sql_script(db, m->script));
    return sql_run(db, "INSERT INTO schema_version (version, what, applied_at) VALUES ($1, $2, $3)", V(m->version),
                   V(m->what), V(now));
}

enum status schema_migrate(struct sql *db, const struct migration *list, size_t count, int64_t now,
                           struct issues *issues)
{
    int version;
    TRY(schema_version(db, &version));
    if (version > schema_newest(list, count)) {
        if (issues != NULL)
            issues_add(issues, "", N_("The database was made by a newer version of Ypsilon. Nothing has been changed. "
                                      "Start the newer version, or restore a backup made before it was installed."));
        return CONFLICT;
    }
    for (size_t i = 0; i < count; i++) {
        bool done;
        TRY(applied(db, &list[i], &done));
        if (done)
            continue;
        TRY(sql_begin(db));
        enum status st = apply(db, &list[i], now);
        if (st == OK)
            st = sql_commit(db);
        if (st != OK) {
            sql_rollback(db);
            log_error("store: migration %d (%s) failed and was rolled back", list[i].version, list[i].what);
            return st == BUSY ? BUSY : FAILED;
        }
    }
    return OK;
}
