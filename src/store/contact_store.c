// SPDX-License-Identifier: EUPL-1.2
#include "store/contact_store.h"

#include <jansson.h>
#include <string.h>

#include "core/person.h"
#include "store/employer_store.h"
#include "store/inside.h"
#include "store/post_store.h"

#define CONTACT_COLUMNS                                                                                                \
    "SELECT c.id, c.version, c.employer_id, c.agency_id, c.name, c.role, c.title, c.email, c.phone, c.lang, "          \
    "c.informed, c.informed_on, c.informed_how, c.left_on, c.created_at"

static struct contact contact_row(struct sql_rows *rows, struct arena *a)
{
    struct contact c = {
        .id = {sql_int(rows, 0)},
        .version = sql_int(rows, 1),
        .employer = {sql_int(rows, 2)},
        .agency = {sql_int(rows, 3)},
        .name = sql_text(rows, 4, a),
        .title = sql_text(rows, 6, a),
        .email = sql_text(rows, 7, a),
        .phone = sql_text(rows, 8, a),
        .lang = lang_from_tag(text_column(rows, 9, a), LANG_NB),
        .informed_on = day_column(rows, 11, a),
        .left_on = day_column(rows, 13, a),
        .created_at = sql_int(rows, 14),
    };
    contact_role_read(text_column(rows, 5, a), &c.role);
    contact_informed_read(text_column(rows, 10, a), &c.informed);
    informed_how_read(text_column(rows, 12, a), &c.informed_how);
    return c;
}

enum status contact_get(struct store *s, struct contact_id id, struct arena *a, struct contact *out)
{
    struct sql *db;
    TRY(store_reader(s, &db));
    struct sql_rows *rows = sql_query(db, CONTACT_COLUMNS " FROM contact c WHERE c.id = $1", V(id.value));
    bool found = sql_next(rows);
    if (found)
        *out = contact_row(rows, a);
    TRY(sql_end(rows));
    return found ? OK : NOT_FOUND;
}

static enum status contact_log(struct store_tx *tx, const char *verb, const struct contact *c)
{
    return change_append(
        tx, "contact", verb, c->id.value,
        json_pack("{s:I, s:I, s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:o, s:s, s:o}", "employer", (json_int_t)c->employer.value,
                  "agency", (json_int_t)c->agency.value, "name", or_empty(c->name), "role", contact_role_name(c->role),
                  "title", or_empty(c->title), "email", or_empty(c->email), "phone", or_empty(c->phone), "lang",
                  lang_tag(c->lang), "informed", contact_informed_name(c->informed), "informed_on",
                  day_json(c->informed_on), "informed_how", informed_how_name(c->informed_how), "left_on",
                  day_json(c->left_on)));
}

static enum status search_follow(struct store_tx *tx, struct employer_id id)
{
    return id.value == 0 ? OK : employer_search_renew(tx, id);
}

// A yes that is younger than a no which was said at the address as nobody's contact.
static enum status yes_follow(struct store_tx *tx, const struct contact *c)
{
    unsigned char key[STORE_TOKEN];
    int64_t night;
    if (c->informed != INFORMED_YES || or_empty(c->email)[0] == '\0' || c->informed_on == DAY_NONE ||
        !instant_in_norway(c->informed_on + 1, 0, &night))
        return OK;
    address_key(tx->store, c->email, key);
    return address_allow(tx, key, night - 1);
}

enum status contact_insert(struct store_tx *tx, const struct contact *c, struct contact_id *id_out)
{
    struct arena *a = tx->arena;
    struct contact made = *c;
    made.id.value = store_new_id(tx);
    TRY(sql_run(tx->db,
                "INSERT INTO contact (id, version, employer_id, agency_id, name, search, role, title, email, phone, lang, "
                "informed, informed_on, informed_how, left_on, created_at, email_key) VALUES ($1, 1, $2, $3, $4, $5, $6, $7, $8, $9, "
                "$10, $11, $12, $13, $14, $15, $16)",
                V(made.id.value), V(id_value(c->employer.value)), V(id_value(c->agency.value)), V(or_empty(c->name)),
                V(search_text(a, c->name, c->title, NULL)), V(contact_role_name(c->role)), V(or_empty(c->title)),
                V(or_empty(c->email)), V(or_empty(c->phone)), V(lang_tag(c->lang)), V(contact_informed_name(c->informed)),
                V(day_value(a, c->informed_on)), V(informed_how_name(c->informed_how)), V(day_value(a, c->left_on)),
                V(tx->now), V(email_key(a, or_empty(c->email)))));
    TRY(contact_log(tx, "insert", &made));
    TRY(yes_follow(tx, c));
    TRY(search_follow(tx, c->employer));
    *id_out = made.id;
    return OK;
}

enum status contact_update(struct store_tx *tx, const struct contact *c)
{
    struct arena *a = tx->arena;
    struct contact stood;
    enum status status = contact_get(tx->store, c->id, a, &stood);
    if (status == NOT_FOUND)
        return CONFLICT;
    TRY(status);
    TRY(sql_run(tx->db,
                "UPDATE contact SET version = version + 1, employer_id = $2, agency_id = $3, name = $4, search = $5, "
                "role = $6, title = $7, email = $8, phone = $9, lang = $10, informed = $11, informed_on = $12, "
                "informed_how = $13, left_on = $14, email_key = $16 WHERE id = $1 AND version = $15",
                V(c->id.value), V(id_value(c->employer.value)), V(id_value(c->agency.value)), V(or_empty(c->name)),
                V(search_text(a, c->name, c->title, NULL)), V(contact_role_name(c->role)), V(or_empty(c->title)),
                V(or_empty(c->email)), V(or_empty(c->phone)), V(lang_tag(c->lang)), V(contact_informed_name(c->informed)),
                V(day_value(a, c->informed_on)), V(informed_how_name(c->informed_how)), V(day_value(a, c->left_on)),
                V(c->version), V(email_key(a, or_empty(c->email)))));
    if (sql_changes(tx->db) != 1)
        return CONFLICT;
    TRY(contact_log(tx, "update", c));
    if (stood.informed != INFORMED_YES || stood.informed_on != c->informed_on)
        TRY(yes_follow(tx, c));
    if (stood.employer.value != c->employer.value)
        TRY(search_follow(tx, stood.employer));
    return search_follow(tx, c->employer);
}

enum status contact_delete(struct store_tx *tx, struct contact_id id, int64_t version)
{
    struct contact stood;
    enum status status = contact_get(tx->store, id, tx->arena, &stood);
    if (status == NOT_FOUND || (status == OK && stood.version != version))
        return CONFLICT;
    TRY(status);
    TRY(sql_run(tx->db,
                "DELETE FROM contact WHERE id = $1 AND NOT EXISTS (SELECT 1 FROM outbox WHERE contact_id = $1) "
                "AND NOT EXISTS (SELECT 1 FROM activity_participant WHERE contact_id = $1) "
                "AND NOT EXISTS (SELECT 1 FROM activity_invite WHERE contact_id = $1) "
                "AND NOT EXISTS (SELECT 1 FROM guest WHERE contact_id = $1) "
                "AND NOT EXISTS (SELECT 1 FROM survey_chosen WHERE contact_id = $1) "
                "AND NOT EXISTS (SELECT 1 FROM survey_asked WHERE contact_id = $1) "
                "AND NOT EXISTS (SELECT 1 FROM survey_also WHERE contact_id = $1) "
                "AND NOT EXISTS (SELECT 1 FROM mailing_receiver WHERE contact_id = $1) "
                "AND NOT EXISTS (SELECT 1 FROM mailing_trial WHERE contact_id = $1)",
                V(id.value)));
    if (sql_changes(tx->db) != 1)
        return CONFLICT;
    TRY(contact_log(tx, "delete", &stood));
    return search_follow(tx, stood.employer);
}

#define CONTACT_ORDER                                                                                                  \
    " ORDER BY c.left_on IS NOT NULL, CASE c.role WHEN 'leader' THEN 0 WHEN 'hr' THEN 1 WHEN 'day-to-day' THEN 2 "     \
    "WHEN 'other' THEN 3 ELSE 4 END, c.name COLLATE \"nb-x-icu\", c.id LIMIT "
#define CONTACT_PRESENT(day) " AND (" day " IS NULL OR c.left_on IS NULL OR c.left_on > " day ")"

static enum status contacts_take(struct sql_rows *rows, struct arena *a, struct contact **out, size_t *count_out)
{
    struct contact *list = NULL;
    size_t count = 0, room = 0;
    while (sql_next(rows))
        *LIST_ADD(a, list, count, room) = contact_row(rows, a);
    TRY(sql_end(rows));
    *out = list;
    *count_out = count;
    return OK;
}

enum status contact_list(struct store *s, const struct contact_filter *filter, size_t most, struct arena *a,
                         struct contact **out, size_t *count_out)
{
    struct sql *db;
    struct sql_rows *rows;
    struct sql_value on = day_value(a, filter->present_on);
    TRY(store_reader(s, &db));
    // One statement for each way in, so that each has its index.
    if (filter->employer.value != 0)
        rows = sql_query(db, CONTACT_COLUMNS " FROM contact c WHERE c.employer_id = $1" CONTACT_PRESENT("$2") CONTACT_ORDER "$3",
                         V(filter->employer.value), V(on), V(most));
    else if (filter->agency.value != 0)
        rows = sql_query(db, CONTACT_COLUMNS " FROM contact c WHERE c.agency_id = $1" CONTACT_PRESENT("$2") CONTACT_ORDER "$3",
                         V(filter->agency.value), V(on), V(most));
    else
        rows = sql_query(db, CONTACT_COLUMNS " FROM contact c WHERE c.email_key = $1 AND c.email_key <> ''"
                             CONTACT_PRESENT("$2") CONTACT_ORDER "$3", V(email_key(a, or_empty(filter->email))), V(on), V(most));
    return contacts_take(rows, a, out, count_out);
}

enum status contacts_answer(struct store_tx *tx, const char *email, enum contact_informed informed, day on,
                            enum informed_how how)
{
    enum { SHARING_AN_ADDRESS = 1000 };
    struct contact *list;
    size_t count;
    TRY(contact_list(tx->store, &(struct contact_filter){.email = email, .present_on = DAY_NONE}, SHARING_AN_ADDRESS, tx->arena,
                     &list, &count));
    for (size_t i = 0; i < count; i++) {
        if (list[i].informed == informed && list[i].informed_how == how)
            continue;
        list[i].informed = informed;
        list[i].informed_on = on;
        list[i].informed_how = how;
        TRY(contact_update(tx, &list[i]));
    }
    return OK;
}

enum status contact_address_with(struct store *s, struct contact_id id, const unsigned char key[STORE_TOKEN], struct arena *a,
                                 const char **out)
{
    struct sql *db;
    const char *found = NULL;
    TRY(store_reader(s, &db));
    struct sql_rows *rows = sql_query(db, "SELECT body FROM change_log WHERE noun = 'contact' AND row_id = $1 ORDER BY id DESC", V(id.value));
    while (found == NULL && sql_next(rows)) {
        size_t size;
        unsigned char its[STORE_TOKEN];
        const void *body = sql_blob(rows, 0, a, &size);
        json_t *root = body == NULL ? NULL : json_loadb(body, size, 0, NULL);
        const char *email = json_string_value(json_object_get(root, "email"));
        if (email != NULL && *email != '\0') {
            address_key(s, email, its);
            if (memcmp(its, key, sizeof its) == 0)
                found = arena_strdup(a, email);
        }
        json_decref(root);
    }
    TRY(sql_end(rows));
    if (found == NULL)
        return NOT_FOUND;
    *out = found;
    return OK;
}

enum status contacts_refuse(struct store *s, const char *email, bool *out)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct sql *db;
    unsigned char key[STORE_TOKEN];
    TRY(store_reader(s, &db));
    struct sql_rows *rows = sql_query(db, "SELECT 1 FROM contact WHERE email_key = $1 AND email_key <> '' AND informed = 'no' LIMIT 1",
                                      V(email_key(a, or_empty(email))));
    bool refuse = sql_next(rows);
    TRY(sql_end(rows));
    if (refuse) {
        *out = true;
        return OK;
    }
    address_key(s, or_empty(email), key);
    return address_refused(s, key, out);
}

enum status contact_names(struct store_tx *tx, struct employer_id id, const char **out)
{
    struct buf names = buf_in(tx->arena);
    struct sql_rows *rows = sql_query(tx->db, "SELECT name FROM contact WHERE employer_id = $1 AND left_on IS NULL ORDER BY id",
                                      V(id.value));
    while (sql_next(rows))
        buf_printf(&names, "%s ", text_column(rows, 0, tx->arena));
    TRY(sql_end(rows));
    *out = buf_text(&names);
    return OK;
}
