// SPDX-License-Identifier: EUPL-1.2
#include "store/user_store.h"

#include <jansson.h>
#include <string.h>

#include "base/lang.h"
#include "core/person.h"
#include "store/inside.h"
#include "store/person_store.h"
#include "store/tokens.h"

#define USER_COLUMNS                                                                                                   \
    "SELECT u.id, u.version, u.role, u.agency_id, u.employer_id, u.person_id, u.lang, u.name, u.email, u.password, "   \
    "u.password_at, u.sealed_totp IS NOT NULL, u.totp_step, (SELECT count(*) FROM recovery_code c "                    \
    "WHERE c.user_id = u.id AND c.used_at IS NULL), u.created_at, u.disabled_at, u.sealed_password"
enum { USER_COLUMN_COUNT = 17 };

// "", which nothing opens, for one that cannot be read.
static const char *password_column(struct store *s, struct sql_rows *rows, struct arena *a)
{
    struct person_id person = {sql_int(rows, 5)};
    if (person.value == 0)
        return sql_text(rows, 9, a);
    size_t size;
    const void *bytes, *sealed = sql_blob(rows, 16, a, &size);
    if (sealed == NULL || person_open(s, person, "password", sql_int(rows, 0), sealed, size, a, &bytes, &size) != OK)
        return "";
    return arena_strndup(a, bytes, size);
}

static struct user user_row(struct store *s, struct sql_rows *rows, struct arena *a)
{
    enum role role = ROLE_PUBLIC;
    role_read(sql_text(rows, 2, a), &role);
    return (struct user){
        .id = {sql_int(rows, 0)},
        .version = sql_int(rows, 1),
        .role = role,
        .agency = {sql_int(rows, 3)},
        .employer = {sql_int(rows, 4)},
        .person = {sql_int(rows, 5)},
        .lang = lang_from_tag(sql_text(rows, 6, a), LANG_NB),
        .name = sql_text(rows, 7, a),
        .email = sql_text(rows, 8, a),
        .password = password_column(s, rows, a),
        .password_at = sql_int(rows, 10),
        .totp = sql_int(rows, 11) != 0,
        .totp_step = sql_int(rows, 12),
        .recovery_codes = (int)sql_int(rows, 13),
        .created_at = sql_int(rows, 14),
        .disabled_at = sql_int(rows, 15),
    };
}

static enum status one_user(struct store *s, struct sql_rows *rows, struct arena *a, struct user *out)
{
    bool found = sql_next(rows);
    if (found)
        *out = user_row(s, rows, a);
    TRY(sql_end(rows));
    return found ? OK : NOT_FOUND;
}

enum status user_get(struct store *s, struct user_id id, struct arena *a, struct user *out)
{
    struct sql *db;
    TRY(store_reader(s, &db));
    return one_user(s, sql_query(db, USER_COLUMNS " FROM user_account u WHERE u.id = $1", V(id.value)), a, out);
}

static void email_token(const struct store *s, const char *email, struct arena *a, unsigned char token[STORE_TOKEN])
{
    const char *folded = email_key(a, email);
    store_token(s, PURPOSE_EMAIL_TOKEN, folded, strlen(folded), token);
}

enum status user_find_by_email(struct store *s, const char *email, struct arena *a, struct user *out)
{
    struct sql *db;
    TRY(store_reader(s, &db));
    unsigned char token[STORE_TOKEN];
    struct token_row *rows;
    size_t row_count;
    email_token(s, email, a, token);
    // Always both, so that the time does not tell whose address it is.
    TRY(tokens_find(s, TOKEN_OF_EMAIL, token, a, &rows, &row_count));
    int64_t candidate = row_count == 0 ? 0 : rows[row_count - 1].row;
    return one_user(s, sql_query(db, USER_COLUMNS " FROM user_account u WHERE u.email_token = $1 OR u.id = $2",
                                 V(sql_blob_value(token, sizeof token)), V(candidate)), a, out);
}

enum status user_find_by_person(struct store *s, struct person_id person, struct arena *a, struct user *out)
{
    struct sql *db;
    TRY(store_reader(s, &db));
    return one_user(s, sql_query(db, USER_COLUMNS " FROM user_account u WHERE u.person_id = $1", V(person.value)), a, out);
}

static enum status users_read(struct store *s, struct sql_rows *rows, struct arena *a, struct user **out, size_t *count_out)
{
    struct user *list = NULL;
    size_t count = 0, room = 0;
    while (sql_next(rows))
        *LIST_ADD(a, list, count, room) = user_row(s, rows, a);
    TRY(sql_end(rows));
    *out = list;
    *count_out = count;
    return OK;
}

enum status user_list(struct store *s, struct arena *a, struct user **out, size_t *count_out)
{
    struct sql *db;
    TRY(store_reader(s, &db));
    return users_read(s, sql_query(db, USER_COLUMNS " FROM user_account u ORDER BY u.id"), a, out, count_out);
}

enum status user_list_of_employer(struct store *s, struct employer_id employer, struct arena *a, struct user **out,
                                  size_t *count_out)
{
    struct sql *db;
    TRY(store_reader(s, &db));
    return users_read(s, sql_query(db, USER_COLUMNS " FROM user_account u WHERE u.employer_id = $1 ORDER BY u.id",
                                   V(employer.value)), a, out, count_out);
}

enum status user_list_of_agency(struct store *s, struct agency_id agency, struct arena *a, struct user **out,
                                size_t *count_out)
{
    struct sql *db;
    TRY(store_reader(s, &db));
    return users_read(s, sql_query(db, USER_COLUMNS " FROM user_account u WHERE u.agency_id = $1 "
                                       "AND u.disabled_at IS NULL ORDER BY u.id", V(agency.value)), a, out, count_out);
}

enum status user_actor(struct store *s, struct user_id id, struct arena *a, struct actor *out)
{
    struct sql *db;
    TRY(store_reader(s, &db));
    struct user u;
    const char *organisation = "";
    struct sql_rows *rows = sql_query(db, USER_COLUMNS ", coalesce(g.name, e.name, '') FROM user_account u "
                                          "LEFT JOIN agency g ON g.id = u.agency_id "
                                          "LEFT JOIN employer e ON e.id = u.employer_id "
                                          "WHERE u.id = $1 AND u.disabled_at IS NULL", V(id.value));
    bool found = sql_next(rows);
    if (found) {
        u = user_row(s, rows, a);
        organisation = sql_text(rows, USER_COLUMN_COUNT, a);
    }
    TRY(sql_end(rows));
    if (!found)
        return NOT_FOUND;
    if (u.person.value != 0) {
        struct identity identity;
        TRY(identity_get(s, u.person, a, &identity, NULL));
        u.name = identity_name(&identity, a);
    }
    *out = (struct actor){.role = u.role, .user = u.id, .agency = u.agency, .employer = u.employer, .person = u.person,
                          .name = u.name, .organisation = organisation, .lang = u.lang};
    return OK;
}

// Changes

// Whom the account is a candidate's of; {0} for others. NOT_FOUND: no such user.
static enum status person_of(struct store_tx *tx, struct user_id id, struct person_id *out)
{
    struct sql_rows *rows = sql_query(tx->db, "SELECT person_id FROM user_account WHERE id = $1", V(id.value));
    bool found = sql_next(rows);
    int64_t person = found ? sql_int(rows, 0) : 0;
    TRY(sql_end(rows));
    if (!found)
        return NOT_FOUND;
    *out = (struct person_id){person};
    return OK;
}

static enum status user_log(struct store_tx *tx, const char *verb, struct user_id id, struct person_id person)
{
    return change_append_bare(tx, "user", verb, id.value, person);
}

static enum status user_log_values(struct store_tx *tx, const char *verb, int64_t id, const struct user *u)
{
    json_t *log = json_pack("{s:s, s:I, s:I, s:s, s:s}", "role", role_name(u->role), "agency", (json_int_t)u->agency.value,
                            "employer", (json_int_t)u->employer.value, "lang", lang_tag(u->lang), "name",
                            u->person.value != 0 ? "" : or_empty(u->name));
    if (u->person.value != 0)
        return change_append_person(tx, "user", verb, id, u->person, log);
    return change_append(tx, "user", verb, id, log);
}

// As stored; a candidate's go under the person's key.
struct secrets {
    struct sql_value email_token, sealed_email_token, password, sealed_password;
};

static enum status password_values(struct store_tx *tx, struct person_id person, int64_t user, const char *password,
                                   struct secrets *out)
{
    out->password = V(person.value != 0 ? "" : password);
    out->sealed_password = sql_null_value();
    return person.value == 0 ? OK : person_seal(tx->store, person, "password", user, password, strlen(password), tx->arena,
                                                 &out->sealed_password);
}

// CONFLICT: another user has the address.
static enum status email_values(struct store_tx *tx, struct person_id person, int64_t user, const char *email,
                                struct secrets *out)
{
    struct user other;
    if (person.value != 0 && *email == '\0')
        email = arena_printf(tx->arena, "person %lld", (long long)person.value); // no address: nobody can log in with it
    enum status st = user_find_by_email(tx->store, email, tx->arena, &other);
    if (st == OK && other.id.value != user)
        return CONFLICT;
    if (st != OK && st != NOT_FOUND)
        return st;
    unsigned char *token = arena_alloc(tx->arena, STORE_TOKEN);
    email_token(tx->store, email, tx->arena, token);
    out->email_token = person.value != 0 ? sql_null_value() : sql_blob_value(token, STORE_TOKEN);
    out->sealed_email_token = sql_null_value();
    return person.value == 0 ? OK : person_seal(tx->store, person, "email_token", user, token, STORE_TOKEN, tx->arena,
                                                 &out->sealed_email_token);
}

enum status user_insert(struct store_tx *tx, const struct user *u, struct user_id *id_out)
{
    int64_t id = store_new_id(tx);
    bool candidate = u->person.value != 0;
    struct secrets secrets;
    TRY(email_values(tx, u->person, id, u->email, &secrets));
    TRY(password_values(tx, u->person, id, or_empty(u->password), &secrets));
    TRY(sql_run(tx->db,
                "INSERT INTO user_account (id, version, role, agency_id, employer_id, person_id, lang, name, email, "
                "email_token, sealed_email_token, password, sealed_password, password_at, totp_step, created_at) "
                "VALUES ($1, 1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, 0, $13)",
                V(id), V(role_name(u->role)), V(id_value(u->agency.value)), V(id_value(u->employer.value)),
                V(id_value(u->person.value)), V(lang_tag(u->lang)), V(candidate ? "" : or_empty(u->name)),
                V(candidate ? "" : or_empty(u->email)), V(secrets.email_token), V(secrets.sealed_email_token),
                V(secrets.password), V(secrets.sealed_password), V(tx->now)));
    TRY(user_log_values(tx, "insert", id, u));
    *id_out = (struct user_id){id};
    return OK;
}

static enum status email_store(struct store_tx *tx, struct person_id person, struct user_id id, const char *email)
{
    struct secrets secrets;
    TRY(email_values(tx, person, id.value, email, &secrets));
    return sql_run(tx->db, "UPDATE user_account SET email = $2, email_token = $3, sealed_email_token = $4 WHERE id = $1",
                   V(id.value), V(person.value != 0 ? "" : email), V(secrets.email_token), V(secrets.sealed_email_token));
}

enum status user_set_candidate_email(struct store_tx *tx, struct user_id id, const char *email)
{
    struct person_id person;
    struct user stored;
    TRY(person_of(tx, id, &person));
    if (person.value == 0)
        return INVALID;
    TRY(email_store(tx, person, id, email));
    TRY(sql_run(tx->db, "UPDATE user_account SET version = version + 1 WHERE id = $1", V(id.value)));
    TRY(user_get(tx->store, id, tx->arena, &stored));
    return user_log_values(tx, "update", id.value, &stored);
}

enum status user_update(struct store_tx *tx, const struct user *u)
{
    struct person_id person;
    TRY(person_of(tx, u->id, &person));
    bool candidate = person.value != 0;
    TRY(sql_run(tx->db, "UPDATE user_account SET version = version + 1, name = $2, lang = $3 WHERE id = $1", V(u->id.value),
                V(candidate ? "" : or_empty(u->name)), V(lang_tag(u->lang))));
    if (u->email != NULL && u->email[0] != '\0')
        TRY(email_store(tx, person, u->id, u->email));
    struct user stored;
    TRY(user_get(tx->store, u->id, tx->arena, &stored));
    return user_log_values(tx, "update", u->id.value, &stored);
}

enum status user_set_password(struct store_tx *tx, struct user_id id, const char *password)
{
    struct person_id person;
    struct secrets secrets;
    TRY(person_of(tx, id, &person));
    TRY(password_values(tx, person, id.value, or_empty(password), &secrets));
    TRY(sql_run(tx->db, "UPDATE user_account SET version = version + 1, password = $2, sealed_password = $4, password_at = $3 "
                        "WHERE id = $1", V(id.value), V(secrets.password), V(tx->now), V(secrets.sealed_password)));
    return user_log(tx, "password", id, person);
}

enum status user_set_disabled(struct store_tx *tx, struct user_id id, bool disabled)
{
    struct person_id person;
    TRY(person_of(tx, id, &person));
    TRY(sql_run(tx->db, "UPDATE user_account SET version = version + 1, disabled_at = $2 WHERE id = $1", V(id.value),
                V(disabled ? sql_int_value(tx->now) : sql_null_value())));
    TRY(user_log(tx, disabled ? "disable" : "enable", id, person));
    return disabled ? session_end_others(tx, id, (struct session_id){0}) : OK;
}

// One-time codes

enum status user_set_totp(struct store_tx *tx, struct user_id id, const void *secret, size_t size)
{
    struct person_id person;
    TRY(person_of(tx, id, &person));
    struct sql_value sealed = sql_null_value();
    if (size > 0) {
        const void *bytes;
        size_t sealed_size;
        seal(&tx->store->own_key, "totp", id.value, secret, size, tx->arena, &bytes, &sealed_size);
        sealed = sql_blob_value(bytes, sealed_size);
    } else {
        TRY(sql_run(tx->db, "DELETE FROM recovery_code WHERE user_id = $1", V(id.value)));
    }
    TRY(sql_run(tx->db, "UPDATE user_account SET version = version + 1, sealed_totp = $2, totp_step = 0 WHERE id = $1",
                V(id.value), V(sealed)));
    return user_log(tx, "totp", id, person);
}

enum status user_totp(struct store *s, struct user_id id, struct arena *a, const void **secret_out, size_t *size_out)
{
    struct sql *db;
    TRY(store_reader(s, &db));
    const void *sealed = NULL;
    size_t size = 0;
    struct sql_rows *rows = sql_query(db, "SELECT sealed_totp FROM user_account WHERE id = $1", V(id.value));
    if (sql_next(rows))
        sealed = sql_blob(rows, 0, a, &size);
    TRY(sql_end(rows));
    if (sealed == NULL)
        return NOT_FOUND;
    return seal_open(&s->own_key, "totp", id.value, sealed, size, a, secret_out, size_out) == OK ? OK : FAILED;
}

enum status user_use_totp_step(struct store_tx *tx, struct user_id id, int64_t step)
{
    TRY(sql_run(tx->db, "UPDATE user_account SET totp_step = $2 WHERE id = $1 AND totp_step < $2", V(id.value), V(step)));
    return sql_changes(tx->db) == 1 ? OK : CONFLICT;
}

static void recovery_token(const struct store *s, struct user_id id, const char *code, struct arena *a,
                           unsigned char token[STORE_TOKEN])
{
    const char *text = arena_printf(a, "%lld %s", (long long)id.value, code);
    store_token(s, PURPOSE_RECOVERY_CODE, text, strlen(text), token);
}

enum status user_set_recovery_codes(struct store_tx *tx, struct user_id id, const char *const *codes, size_t count)
{
    struct person_id person;
    TRY(person_of(tx, id, &person));
    TRY(sql_run(tx->db, "DELETE FROM recovery_code WHERE user_id = $1", V(id.value)));
    for (size_t i = 0; i < count; i++) {
        unsigned char token[STORE_TOKEN];
        recovery_token(tx->store, id, codes[i], tx->arena, token);
        TRY(sql_run(tx->db, "INSERT INTO recovery_code (user_id, code_token) VALUES ($1, $2)", V(id.value),
                    V(sql_blob_value(token, sizeof token))));
    }
    return user_log(tx, "recovery", id, person);
}

enum status user_use_recovery_code(struct store_tx *tx, struct user_id id, const char *code)
{
    unsigned char token[STORE_TOKEN];
    recovery_token(tx->store, id, code, tx->arena, token);
    TRY(sql_run(tx->db, "UPDATE recovery_code SET used_at = $3 WHERE user_id = $1 AND code_token = $2 AND used_at IS NULL",
                V(id.value), V(sql_blob_value(token, sizeof token)), V(tx->now)));
    if (sql_changes(tx->db) != 1)
        return NOT_FOUND;
    struct person_id person;
    TRY(person_of(tx, id, &person));
    return user_log(tx, "recovery", id, person);
}
