// SPDX-License-Identifier: EUPL-1.2
#include "store/outreach_store.h"

#include <string.h>

#include "store/inside.h"

enum status outreach_employers(struct store *s, struct arena *a, struct outreach_employer **out, size_t *count_out)
{
    struct sql *db;
    TRY(store_reader(s, &db));
    struct outreach_employer *list = NULL;
    size_t count = 0, room = 0;
    struct sql_rows *rows = sql_query(db, "SELECT id, created_at, orgnr, name FROM employer WHERE closed = 0 AND bankrupt = 0 "
                                          "AND merged_into_id IS NULL ORDER BY id");
    while (sql_next(rows))
        *LIST_ADD(a, list, count, room) = (struct outreach_employer){
            {sql_int(rows, 0)}, day_in_norway(sql_int(rows, 1)), text_column(rows, 2, a), text_column(rows, 3, a)};
    TRY(sql_end(rows));
    *out = list;
    *count_out = count;
    return OK;
}

enum status outreach_outcomes(struct store *s, struct arena *a, struct outreach_events out[OUTREACH_OUTCOMES])
{
    struct sql *db;
    TRY(store_reader(s, &db));
    struct outreach_event *needs = NULL, *hires = NULL;
    size_t need_count = 0, need_room = 0, hire_count = 0, hire_room = 0;
    struct sql_rows *rows =
        sql_query(db, "SELECT employer_id, opened_at FROM need WHERE opened_at IS NOT NULL ORDER BY employer_id, opened_at");
    while (sql_next(rows))
        *LIST_ADD(a, needs, need_count, need_room) =
            (struct outreach_event){{sql_int(rows, 0)}, day_in_norway(sql_int(rows, 1))};
    TRY(sql_end(rows));
    rows = sql_query(db, "SELECT employer_id, start_day FROM hire WHERE state = 'confirmed' ORDER BY employer_id, start_day");
    while (sql_next(rows))
        *LIST_ADD(a, hires, hire_count, hire_room) = (struct outreach_event){{sql_int(rows, 0)}, day_column(rows, 1, a)};
    TRY(sql_end(rows));
    out[OUTREACH_NEED] = (struct outreach_events){needs, need_count};
    out[OUTREACH_HIRE] = (struct outreach_events){hires, hire_count};
    return OK;
}

// Groups as they are read: rows of one come together, each by employer and time.
struct gathering {
    struct arena *arena;
    struct outreach_group *groups;
    size_t count, room;
    struct outreach_event *events;
    size_t event_count, event_room;
};

static void group_end(struct gathering *g)
{
    if (g->count > 0 && g->groups[g->count - 1].reached.list == NULL)
        g->groups[g->count - 1].reached = (struct outreach_events){g->events, g->event_count};
    g->events = NULL;
    g->event_count = g->event_room = 0;
}

// Columns: row, kind, title, instant of the group, employer, instant.
static enum status gather(struct gathering *g, struct sql_rows *rows, enum outreach_way way)
{
    const struct outreach_group *last = NULL;
    while (sql_next(rows)) {
        int64_t row = sql_int(rows, 0);
        const char *kind = text_column(rows, 1, g->arena);
        if (last == NULL || last->row != row || strcmp(last->kind, kind) != 0) {
            group_end(g);
            struct outreach_group *group = LIST_ADD(g->arena, g->groups, g->count, g->room);
            *group = (struct outreach_group){.way = way,
                                             .kind = kind,
                                             .row = row,
                                             .title = text_column(rows, 2, g->arena),
                                             .on = sql_is_null(rows, 3) ? DAY_NONE : day_in_norway(sql_int(rows, 3))};
            last = group;
        }
        *LIST_ADD(g->arena, g->events, g->event_count, g->event_room) =
            (struct outreach_event){{sql_int(rows, 4)}, day_in_norway(sql_int(rows, 5))};
    }
    group_end(g);
    return sql_end(rows);
}

enum status outreach_groups(struct store *s, day from, day to, struct arena *a, struct outreach_group **out, size_t *count_out)
{
    struct sql *db;
    struct gathering g = {.arena = a};
    int64_t begin, end;
    TRY(store_reader(s, &db));
    if (!instant_in_norway(from, 0, &begin) || !instant_in_norway(to + 1, 0, &end))
        return INVALID;
    TRY(gather(&g, sql_query(db, "SELECT 0, a.kind, '', NULL, p.employer_id, a.at FROM activity a "
                                 "JOIN activity_party p ON p.activity_id = a.id WHERE a.state = 'held' AND a.kind <> 'note' "
                                 "AND a.deleted_at IS NULL AND p.employer_id IS NOT NULL AND a.at >= $1 AND a.at < $2 "
                                 "ORDER BY CASE a.kind WHEN 'visit' THEN 1 WHEN 'meeting' THEN 2 WHEN 'presentation' THEN 3 "
                                 "WHEN 'call' THEN 4 ELSE 5 END, p.employer_id, a.at",
                       V(begin), V(end)),
               OUTREACH_ACTIVITY));
    TRY(gather(&g, sql_query(db, "SELECT v.id, '', CASE v.title_nb WHEN '' THEN v.title_en ELSE v.title_nb END, v.starts_at, "
                                 "coalesce(c.employer_id, u.employer_id), v.starts_at FROM event v JOIN guest u ON u.event_id = v.id "
                                 "LEFT JOIN contact c ON c.id = u.contact_id WHERE u.present_at IS NOT NULL "
                                 "AND v.state <> 'cancelled' AND v.starts_at >= $1 AND v.starts_at < $2 "
                                 "AND coalesce(c.employer_id, u.employer_id) IS NOT NULL ORDER BY v.starts_at DESC, v.id, 5",
                       V(begin), V(end)),
               OUTREACH_EVENT));
    TRY(gather(&g, sql_query(db, "SELECT m.id, coalesce(l.number || '-' || l.year, ''), m.subject, m.begun_at, r.employer_id, "
                                 "m.begun_at FROM mailing m JOIN mailing_receiver r ON r.mailing_id = m.id "
                                 "JOIN outbox o ON o.cause_id = m.id AND o.kind = 'mailing' AND o.contact_id = r.contact_id "
                                 "AND o.state = 'sent' LEFT JOIN letter l ON l.id = m.letter_id "
                                 "WHERE m.begun_at >= $1 AND m.begun_at < $2 AND r.employer_id IS NOT NULL "
                                 "ORDER BY m.begun_at DESC, m.id, r.employer_id",
                       V(begin), V(end)),
               OUTREACH_MAILING));
    for (size_t i = 0; i < g.count; i++)
        if (g.groups[i].way == OUTREACH_MAILING && *g.groups[i].kind != '\0')
            g.groups[i].way = OUTREACH_LETTER;
    *out = g.groups;
    *count_out = g.count;
    return OK;
}
