// SPDX-License-Identifier: EUPL-1.2
#include "store/find_store.h"

#include <string.h>

#include "store/inside.h"

// Each gives id, owner, published, title, three more texts to find it by, the owner's name, state, instant, and the word of
// the address; those after $1, $2 most.
static const struct {
    const char *noun, *text;
} KINDS[FIND_KINDS] = {
    [FIND_EMPLOYER] = {"employer", "SELECT e.id, e.id, 0, e.name, e.orgnr, '', '', '', e.stage, NULL, '' FROM employer e "
                                   "WHERE e.id > $1 AND e.merged_into_id IS NULL ORDER BY e.id LIMIT $2"},
    [FIND_WORKPLACE] = {"workplace", "SELECT w.id, w.employer_id, 0, w.name, w.orgnr, '', '', e.name, '', NULL, '' "
                                     "FROM workplace w JOIN employer e ON e.id = w.employer_id "
                                     "WHERE w.id > $1 AND w.closed = 0 ORDER BY w.id LIMIT $2"},
    [FIND_CONTACT] = {"contact", "SELECT c.id, c.employer_id, 0, CASE c.name WHEN '' THEN c.email ELSE c.name END, c.email, "
                                 "replace(c.phone, '+47', ''), c.title, coalesce(e.name, g.name), "
                                 "CASE WHEN c.left_on IS NULL THEN '' ELSE 'left' END, NULL, '' FROM contact c "
                                 "LEFT JOIN employer e ON e.id = c.employer_id LEFT JOIN agency g ON g.id = c.agency_id "
                                 "WHERE c.id > $1 ORDER BY c.id LIMIT $2"},
    [FIND_NETWORK] = {"network", "SELECT n.id, NULL, 0, n.name, '', '', '', '', n.kind, NULL, '' "
                                 "FROM network n WHERE n.id > $1 ORDER BY n.id LIMIT $2"},
    [FIND_AGENCY] = {"agency", "SELECT g.id, NULL, 0, g.name, g.email, g.phone, '', '', g.kind, NULL, '' "
                               "FROM agency g WHERE g.id > $1 ORDER BY g.id LIMIT $2"},
    [FIND_NEED] = {"need", "SELECT n.id, n.employer_id, 0, n.title, '', '', '', e.name, n.state, NULL, '' "
                           "FROM need n JOIN employer e ON e.id = n.employer_id WHERE n.id > $1 ORDER BY n.id LIMIT $2"},
    [FIND_ACTIVITY] = {"activity", "SELECT a.id, e.id, 0, a.note, a.place, n.name, '', coalesce(e.name, n.name, ''), a.kind, a.at, '' "
                                   "FROM activity a LEFT JOIN network n ON n.id = a.network_id LEFT JOIN employer e ON e.id = "
                                   "(SELECT min(p.employer_id) FROM activity_party p WHERE p.activity_id = a.id AND p.by_network = 0) "
                                   "WHERE a.id > $1 AND a.deleted_at IS NULL ORDER BY a.id LIMIT $2"},
    [FIND_EVENT] = {"event", "SELECT v.id, NULL, v.open = 1 AND v.state <> 'draft', "
                             "CASE v.title_nb WHEN '' THEN v.title_en ELSE v.title_nb END, v.title_en, v.place, '', '', v.state, "
                             "v.starts_at, '' FROM event v WHERE v.id > $1 ORDER BY v.id LIMIT $2"},
    [FIND_MAILING] = {"mailing", "SELECT m.id, NULL, 0, m.subject, '', '', '', '', m.state, m.begun_at, '' FROM mailing m "
                                 "WHERE m.id > $1 AND m.deleted_at IS NULL ORDER BY m.id LIMIT $2"},
    [FIND_LETTER] = {"letter", "SELECT l.id, NULL, l.edition > 0, coalesce(d.title, l.title), "
                               "coalesce('Informasjon ' || l.number || '-' || l.year, ''), '', '', '', l.state, d.published_at, "
                               "coalesce(l.number || '-' || l.year, '') FROM letter l "
                               "LEFT JOIN letter_edition d ON d.letter_id = l.id AND d.edition = l.edition "
                               "WHERE l.id > $1 AND l.deleted_at IS NULL ORDER BY l.id LIMIT $2"},
};

bool find_kind_of(const char *noun, enum find_kind *out)
{
    for (int k = 0; k < FIND_KINDS; k++)
        if (KINDS[k].noun != NULL && strcmp(KINDS[k].noun, noun) == 0) {
            *out = (enum find_kind)k;
            return true;
        }
    return false;
}

static struct find_row row_read(struct sql_rows *rows, struct arena *a)
{
    const char *title = text_column(rows, 3, a);
    return (struct find_row){
        .id = sql_int(rows, 0),
        .owner = {sql_int(rows, 1)},
        .published = sql_int(rows, 2) != 0,
        .words = arena_printf(a, "%s %s %s %s", title, text_column(rows, 4, a), text_column(rows, 5, a), text_column(rows, 6, a)),
        .title = title,
        .owner_name = text_column(rows, 7, a),
        .state = text_column(rows, 8, a),
        .on = sql_is_null(rows, 9) ? DAY_NONE : day_in_norway(sql_int(rows, 9)),
        .word = text_column(rows, 10, a),
    };
}

enum status find_row_list(struct store *s, enum find_kind kind, int64_t after, size_t most, struct arena *a,
                          struct find_row **out, size_t *count_out)
{
    struct sql *db;
    TRY(store_reader(s, &db));
    struct find_row *list = NULL;
    size_t count = 0, room = 0;
    if (KINDS[kind].text != NULL) {
        const struct sql_value values[] = {{0}, sql_int_value(after), sql_int_value((int64_t)most)};
        struct sql_rows *rows = sql_query_values(db, KINDS[kind].text, values, 2);
        while (sql_next(rows))
            *LIST_ADD(a, list, count, room) = row_read(rows, a);
        TRY(sql_end(rows));
    }
    *out = list;
    *count_out = count;
    return OK;
}

enum status find_row_get(struct store *s, enum find_kind kind, int64_t id, struct arena *a, struct find_row *out)
{
    struct find_row *found;
    size_t count;
    TRY(find_row_list(s, kind, id - 1, 1, a, &found, &count));
    if (count == 0 || found->id != id)
        return NOT_FOUND;
    *out = *found;
    return OK;
}
