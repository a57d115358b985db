// SPDX-License-Identifier: EUPL-1.2
#include "store/tokens.h"

#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "store/inside.h"

// Tokens are sealed under each person's key, so a look-up would have to open every row. What is kept in memory is a
// hint: the beginning of a token and the row it stands in. An answer is always opened from the row itself, so a hint
// that is too old does no harm; and the table has read the change log up to now before it is asked: none is missing.

// row 0 is free, -1 was used; neither is an id. token 0: a row that could not be opened, which any token may stand in.
struct hint {
    uint64_t token;
    int64_t row, person;
};

struct table {
    struct hint *hints;
    size_t room, used; // room is a power of two; used counts those with -1 as well
};

struct tokens {
    pthread_mutex_t lock; // guards all below
    bool wanted, filled;
    int64_t followed; // the last change that the tables know; only of what is committed
    struct table tables[TOKEN_NOUNS];
};

static const struct {
    const char *noun, *all, *of_person, *one;
} NOUNS[TOKEN_NOUNS] = {
    [TOKEN_OF_PERSON] = {
        "person_token",
        "SELECT id, person_id, sealed FROM person_token WHERE $1 = 0",
        "SELECT id, person_id, sealed FROM person_token WHERE person_id = $1",
        "SELECT id, person_id, sealed FROM person_token WHERE id = $1",
    },
    [TOKEN_OF_EMAIL] = {
        "email_token",
        "SELECT id, person_id, sealed_email_token FROM user_account WHERE person_id IS NOT NULL AND $1 = 0",
        "SELECT id, person_id, sealed_email_token FROM user_account WHERE person_id = $1",
        "SELECT id, person_id, sealed_email_token FROM user_account WHERE person_id IS NOT NULL AND id = $1",
    },
};

// The table

static uint64_t hint_of(const unsigned char token[STORE_TOKEN])
{
    uint64_t hint;
    memcpy(&hint, token, sizeof hint);
    return hint == 0 ? 1 : hint;
}

static void table_empty(struct table *t)
{
    if (t->hints != NULL)
        explicit_bzero(t->hints, t->room * sizeof *t->hints);
    free(t->hints);
    *t = (struct table){0};
}

static void table_put(struct table *t, struct hint hint);

static void table_grow(struct table *t)
{
    struct table old = *t;
    size_t live = 0;
    for (size_t i = 0; i < old.room; i++)
        live += old.hints[i].row > 0;
    t->used = 0;
    t->room = 64;
    while (t->room < live * 4)
        t->room *= 2;
    t->hints = calloc(t->room, sizeof *t->hints);
    if (t->hints == NULL) {
        log_error("store: out of memory");
        abort();
    }
    for (size_t i = 0; i < old.room; i++)
        if (old.hints[i].row > 0)
            table_put(t, old.hints[i]);
    table_empty(&old);
}

static void table_put(struct table *t, struct hint hint)
{
    if (t->used * 4 >= t->room * 3)
        table_grow(t);
    size_t at = hint.token & (t->room - 1);
    while (t->hints[at].row != 0) {
        if (t->hints[at].row == hint.row && t->hints[at].token == hint.token && t->hints[at].person == hint.person)
            return;
        at = (at + 1) & (t->room - 1);
    }
    t->hints[at] = hint;
    t->used++;
}

static void table_forget(struct table *t, int64_t person)
{
    for (size_t i = 0; i < t->room; i++)
        if (t->hints[i].row > 0 && t->hints[i].person == person)
            t->hints[i] = (struct hint){.row = -1};
}

struct row_list {
    struct token_row *items;
    size_t count, room;
};

static void table_list(const struct table *t, uint64_t token, struct arena *a, struct row_list *list)
{
    if (t->room == 0)
        return;
    for (size_t at = token & (t->room - 1); t->hints[at].row != 0; at = (at + 1) & (t->room - 1))
        if (t->hints[at].row > 0 && t->hints[at].token == token)
            *LIST_ADD(a, list->items, list->count, list->room) =
                (struct token_row){t->hints[at].row, {t->hints[at].person}};
}

// Rows

struct reading {
    struct store *store;
    enum token_noun noun;
    // One of the two takes what is read.
    struct table *table;
    const unsigned char *token;
    struct row_list *found;
    struct arena *arena;
};

static enum status read_rows(const struct reading *r, struct sql *db, const char *text, int64_t id)
{
    struct arena *each CLEANUP_ARENA = arena_open();
    struct sql_rows *rows = sql_query_values(db, text, (struct sql_value[]){{0}, V(id)}, 1);
    while (sql_next(rows)) {
        size_t size;
        const void *bytes, *sealed = sql_blob(rows, 2, each, &size);
        struct token_row row = {sql_int(rows, 0), {sql_int(rows, 1)}};
        enum status st = NOT_FOUND;
        if (sealed != NULL)
            st = person_open(r->store, row.person, NOUNS[r->noun].noun, row.row, sealed, size, each, &bytes, &size);
        bool whole = st == OK && size == STORE_TOKEN;
        if (r->table != NULL && st != NOT_FOUND)
            table_put(r->table, (struct hint){whole ? hint_of(bytes) : 0, row.row, row.person.value});
        else if (whole && r->found != NULL && seal_equal(bytes, r->token, STORE_TOKEN))
            *LIST_ADD(r->arena, r->found->items, r->found->count, r->found->room) = row;
        arena_reset(each);
    }
    return sql_end(rows);
}

// Following, with the lock held and never on a job's connection, which sees what may be rolled back.

static enum status fill(struct store *s, struct sql *db)
{
    struct tokens *t = s->tokens;
    int64_t last;
    TRY(keys_load_all(s->keys));
    TRY(store_last_change(s, &last)); // before the rows: what comes meanwhile is read once more
    for (enum token_noun n = 0; n < TOKEN_NOUNS; n++) {
        table_empty(&t->tables[n]);
        TRY(read_rows(&(struct reading){.store = s, .noun = n, .table = &t->tables[n]}, db, NOUNS[n].all, 0));
    }
    t->followed = last;
    t->filled = true;
    return OK;
}

struct changed {
    int64_t person; // 0 ends a list
    bool anew;      // not only added to
};

static enum status list_changed(struct sql *db, int64_t after, struct arena *a, const struct changed **out)
{
    struct changed *list = NULL;
    size_t count = 0, room = 0;
    // Few changes are new, and the log is long: what is added to nouns and persons keeps the search off their indexes, so
    // that it goes by the change's id.
    struct sql_rows *rows = sql_query(
        db, "SELECT person_id + 0, max(CASE WHEN verb = 'insert' THEN 0 ELSE 1 END) FROM change_log "
            "WHERE id > $1 AND person_id IS NOT NULL AND (noun || '' = 'person_token' "
            "OR (noun || '' = 'user' AND verb IN ('insert', 'update')) OR (noun || '' = 'person' "
            "AND verb IN ('delete', 'separate'))) GROUP BY person_id + 0", V(after));
    while (sql_next(rows))
        *LIST_ADD(a, list, count, room) = (struct changed){sql_int(rows, 0), sql_int(rows, 1) != 0};
    TRY(sql_end(rows));
    *LIST_ADD(a, list, count, room) = (struct changed){0};
    *out = list;
    return OK;
}

static enum status follow(struct store *s, struct sql *db)
{
    struct tokens *t = s->tokens;
    int64_t last;
    if (!t->filled)
        return fill(s, db);
    TRY(store_last_change(s, &last));
    if (last == t->followed)
        return OK;
    struct arena *a CLEANUP_ARENA = arena_open();
    const struct changed *changed;
    TRY(list_changed(db, t->followed, a, &changed));
    for (; changed->person != 0; changed++)
        for (enum token_noun n = 0; n < TOKEN_NOUNS; n++) {
            if (changed->anew)
                table_forget(&t->tables[n], changed->person);
            TRY(read_rows(&(struct reading){.store = s, .noun = n, .table = &t->tables[n]}, db, NOUNS[n].of_person,
                          changed->person));
        }
    t->followed = last;
    return OK;
}

void tokens_follow(struct store *s)
{
    struct sql *db;
    pthread_mutex_lock(&s->tokens->lock);
    if (s->tokens->wanted && (store_reader(s, &db) != OK || follow(s, db) != OK))
        log_warning("store: the table of tokens is behind until the next look-up");
    pthread_mutex_unlock(&s->tokens->lock);
}

void tokens_forget(struct store *s, struct person_id person)
{
    pthread_mutex_lock(&s->tokens->lock);
    for (enum token_noun n = 0; n < TOKEN_NOUNS; n++)
        table_forget(&s->tokens->tables[n], person.value);
    pthread_mutex_unlock(&s->tokens->lock);
}

// Looking up

static int by_person(const void *a, const void *b)
{
    const struct token_row *x = a, *y = b;
    if (x->person.value != y->person.value)
        return x->person.value < y->person.value ? -1 : 1;
    return (x->row > y->row) - (x->row < y->row);
}

// The hints are opened. Within a job, what it has written itself is not in the table: those persons' rows are read too.
static enum status read_hinted(const struct reading *r, struct sql *db, const struct row_list *hints, bool job,
                               int64_t followed)
{
    // One row is asked for in any case, so that the time does not tell whether there is one.
    for (size_t i = 0; i == 0 || i < hints->count; i++)
        TRY(read_rows(r, db, NOUNS[r->noun].one, hints->count == 0 ? 0 : hints->items[i].row));
    if (!job)
        return OK;
    const struct changed *changed;
    TRY(list_changed(db, followed, r->arena, &changed));
    for (; changed->person != 0; changed++)
        TRY(read_rows(r, db, NOUNS[r->noun].of_person, changed->person));
    return OK;
}

enum status tokens_find(struct store *s, enum token_noun noun, const unsigned char token[STORE_TOKEN], struct arena *a,
                        struct token_row **out, size_t *count_out)
{
    struct tokens *t = s->tokens;
    struct sql *db;
    TRY(store_reader(s, &db));
    bool job = on_writer_thread(s);
    struct row_list hints = {0}, found = {0};
    pthread_mutex_lock(&t->lock);
    t->wanted = true; // a job's own look-up cannot fill it; that comes after its commit
    enum status st = job ? OK : follow(s, db);
    bool filled = t->filled;
    int64_t followed = t->followed;
    table_list(&t->tables[noun], hint_of(token), a, &hints);
    table_list(&t->tables[noun], 0, a, &hints);
    pthread_mutex_unlock(&t->lock);
    TRY(st);
    struct reading r = {.store = s, .noun = noun, .token = token, .found = &found, .arena = a};
    if (filled) {
        TRY(read_hinted(&r, db, &hints, job, followed));
    } else {
        TRY(keys_load_all(s->keys));
        TRY(read_rows(&r, db, NOUNS[noun].all, 0));
    }
    size_t count = 0;
    if (found.count > 0)
        qsort(found.items, found.count, sizeof *found.items, by_person);
    for (size_t i = 0; i < found.count; i++)
        if (count == 0 || by_person(&found.items[count - 1], &found.items[i]) != 0)
            found.items[count++] = found.items[i];
    *out = found.items;
    *count_out = count;
    return OK;
}

void tokens_open(struct store *s)
{
    s->tokens = calloc(1, sizeof *s->tokens);
    if (s->tokens == NULL) {
        log_error("store: out of memory");
        abort();
    }
    pthread_mutex_init(&s->tokens->lock, NULL);
}

void tokens_close(struct store *s)
{
    if (s->tokens == NULL)
        return;
    for (enum token_noun n = 0; n < TOKEN_NOUNS; n++)
        table_empty(&s->tokens->tables[n]);
    pthread_mutex_destroy(&s->tokens->lock);
    free(s->tokens);
    s->tokens = NULL;
}
