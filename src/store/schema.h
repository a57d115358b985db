// SPDX-License-Identifier: EUPL-1.2
#ifndef STORE_SCHEMA_H
#define STORE_SCHEMA_H

#include "base/issues.h"
#include "base/status.h"
#include "sql/sql.h"

// Numbered scripts that bring a database to this program's version, each in a transaction of its own. A script that
// has been released never changes; the next one follows it.
struct migration {
    int version; // rising; there may be gaps
    const char *what;
    const char *script;
};

// Ours, in order.
const struct migration *schema_migrations(size_t *count_out);      // of ypsilon.db
const struct migration *schema_key_migrations(size_t *count_out);  // of keys.db

int schema_newest(const struct migration *list, size_t count); // the last one's version
MUST_USE enum status schema_version(struct sql *db, int *version_out); // 0: empty
// Runs those of the list that have not been run, in order: also one whose number is lower than another's that has been.
// CONFLICT: the database is newer than the list, with an issue that says so. FAILED: a script failed; its transaction
// is rolled back and the earlier ones stand. now: for the record only.
MUST_USE enum status schema_migrate(struct sql *db, const struct migration *list, size_t count, int64_t now,
                                    struct issues *issues);

#endif
