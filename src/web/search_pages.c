// SPDX-License-Identifier: EUPL-1.2
// Søk (screen 20): everything that the reader may see, in groups.
#include "web/search_view.h"

#include <string.h>

#include "base/text.h"
#include "core/activity.h"
#include "web/address.h"
#include "web/employer_view.h"
#include "web/need_view.h"
#include "web/routes.h"
#include "web/search.html.h"

// Candidates stand beside the kinds of the index.
enum { GROUPS = FIND_KINDS + 1, PEOPLE = FIND_KINDS, ACTIVITY_SHOWN = 100 };

static const struct group {
    const char *name; // in the address, and of its heading
    const char *title;
    const char *list; // that takes "q", NULL
} GROUP[GROUPS] = {
    [FIND_EMPLOYER] = {"employers", N_("Employers"), "/employers"},
    [FIND_WORKPLACE] = {"workplaces", N_("Workplaces"), NULL},
    [FIND_CONTACT] = {"contacts", N_("Contact persons"), NULL},
    [FIND_NETWORK] = {"networks", N_("Networks, centres and chains"), NULL},
    [FIND_AGENCY] = {"agencies", N_("Agencies and organisations"), NULL},
    [FIND_NEED] = {"needs", N_("Needs"), "/needs"},
    [FIND_ACTIVITY] = {"activities", N_("Activities"), NULL},
    [FIND_EVENT] = {"events", N_("Events"), NULL},
    [FIND_MAILING] = {"mailings", N_("Mailings"), NULL},
    [FIND_LETTER] = {"letters", N_("Information letters"), NULL},
    [PEOPLE] = {"candidates", N_("Candidates"), "/candidates"},
};
// The office works from employers, advisers from people.
static const int OFFICE_ORDER[GROUPS] = {FIND_EMPLOYER, FIND_CONTACT,  FIND_NEED,   FIND_WORKPLACE, FIND_NETWORK, FIND_AGENCY,
                                         FIND_EVENT,    FIND_ACTIVITY, FIND_LETTER, FIND_MAILING,   PEOPLE};
static const int ADVISER_ORDER[GROUPS] = {PEOPLE,       FIND_EMPLOYER, FIND_NEED,  FIND_CONTACT, FIND_WORKPLACE, FIND_NETWORK,
                                          FIND_AGENCY,  FIND_ACTIVITY, FIND_EVENT, FIND_LETTER,  FIND_MAILING};

// The thing's own page, or the one that shows it; NULL when the reader has none.
static const char *row_path(struct request *r, enum find_kind kind, const struct find_row *row)
{
    long long id = (long long)row->id, owner = (long long)row->owner.value;
    const char *path = NULL, *around = NULL;
    switch (kind) {
    case FIND_EMPLOYER:
        path = arena_printf(r->arena, "/employers/%lld", id);
        break;
    case FIND_WORKPLACE:
        path = arena_printf(r->arena, "/employers/%lld", owner);
        around = "#workplaces";
        break;
    case FIND_CONTACT:
        path = row->owner.value != 0 ? arena_printf(r->arena, "/employers/%lld", owner) : arena_printf(r->arena, "/contacts/%lld", id);
        around = row->owner.value != 0 ? "#contacts" : NULL;
        break;
    case FIND_NETWORK:
        path = arena_printf(r->arena, "/networks/%lld", id);
        break;
    case FIND_AGENCY:
        path = arena_printf(r->arena, "/agencies/%lld", id);
        break;
    case FIND_NEED:
        path = arena_printf(r->arena, "/needs/%lld", id);
        break;
    case FIND_ACTIVITY:
        path = arena_printf(r->arena, "/activities/%lld", id);
        break;
    case FIND_EVENT:
        path = arena_printf(r->arena, "/events/%lld", id);
        if (!route_open(path, r->actor->role))
            path = arena_printf(r->arena, "/public/events/%lld", id);
        break;
    case FIND_MAILING:
        path = arena_printf(r->arena, "/mailings/%lld", id);
        break;
    case FIND_LETTER:
        path = *row->word != '\0' ? arena_printf(r->arena, "/letters/%s", row->word) : arena_printf(r->arena, "/letters/drafts/%lld", id);
        break;
    }
    if (!route_open(path, r->actor->role))
        return NULL;
    return around == NULL ? path : arena_printf(r->arena, "%s%s", path, around);
}

// The state in words, where it says something.
static void line_state(struct request *r, enum find_kind kind, const char *stored, struct search_line *out)
{
    enum employer_stage stage;
    enum need_state state;
    enum activity_kind activity;
    if (kind == FIND_EMPLOYER && stage_read(stored, &stage)) {
        out->state = tr(r->lang, stage_title(stage));
        out->tone = stage_tone(stage);
    } else if (kind == FIND_NEED && need_state_word_read(stored, &state)) {
        out->state = tr(r->lang, need_state_title(state));
        out->tone = need_state_tone(state);
    } else if (kind == FIND_ACTIVITY && activity_kind_read(stored, &activity)) {
        out->state = tr(r->lang, activity_kind_title(activity));
    } else if (kind == FIND_CONTACT && *stored != '\0') {
        out->state = tr(r->lang, N_("no longer there"));
    } else if ((kind == FIND_EVENT || kind == FIND_MAILING || kind == FIND_LETTER) && strcmp(stored, "draft") == 0) {
        out->state = tr(r->lang, N_("Draft"));
    }
}

static const char *line_title(struct request *r, enum find_kind kind, const struct find_row *row)
{
    if (kind == FIND_NEED)
        return need_title_text(r->lang, row->title);
    if (kind == FIND_ACTIVITY) {
        enum activity_kind activity;
        bool known = activity_kind_read(row->state, &activity);
        return *row->title != '\0' ? text_cut(r->arena, row->title, ACTIVITY_SHOWN)
               : known              ? tr(r->lang, activity_kind_title(activity))
                                    : "";
    }
    if (kind == FIND_LETTER && *row->word != '\0')
        return arena_printf(r->arena, "%s: %s", tr_arg(r->lang, r->arena, N_("Information %s"), row->word), row->title);
    return row->title;
}

static const struct search_line *lines_of(struct request *r, enum find_kind kind, const struct search_group *g)
{
    struct search_line *lines = ARENA_ARRAY(r->arena, struct search_line, g->row_count);
    for (size_t i = 0; i < g->row_count; i++) {
        const struct find_row *row = &g->rows[i];
        lines[i] = (struct search_line){.path = row_path(r, kind, row),
                                        .title = line_title(r, kind, row),
                                        .owner = kind == FIND_EMPLOYER ? "" : row->owner_name,
                                        .state = "",
                                        .when = row->on == DAY_NONE ? "" : lang_day(r->lang, r->arena, row->on)};
        line_state(r, kind, row->state, &lines[i]);
    }
    return lines;
}

static const struct search_line *people_lines(struct request *r, const struct search_result *found)
{
    struct search_line *lines = ARENA_ARRAY(r->arena, struct search_line, found->person_row_count);
    for (size_t i = 0; i < found->person_row_count; i++)
        lines[i] = (struct search_line){
            .path = arena_printf(r->arena, "/candidates/%lld", (long long)found->persons[i].person.value),
            .title = found->persons[i].name, .owner = "", .state = "", .when = ""};
    return lines;
}

static const char *address(struct request *r, const char *path, const char *text, const char *group)
{
    struct buf b = address_in(r->arena, path);
    address_add(&b, "q", text);
    address_add(&b, "in", group);
    return buf_text(&b);
}

static struct search_part part_make(struct request *r, int group, const struct search_result *found, const char *text)
{
    const struct group *g = &GROUP[group];
    struct search_part part = {.id = g->name, .title = g->title};
    bool lists = g->list != NULL && route_open(g->list, r->actor->role) && r->actor->role != ROLE_EMPLOYER;
    if (group == PEOPLE) {
        part.count = found->person_count;
        part.similar = found->person_similar;
        part.lines = people_lines(r, found);
        part.line_count = found->person_row_count;
        part.exact_count = found->person_exact_count;
        lists = false; // looks for a part of the name as it is written
    } else {
        const struct search_group *hits = &found->groups[group];
        part.count = hits->count;
        part.similar = hits->similar;
        part.lines = lines_of(r, (enum find_kind)group, hits);
        part.line_count = hits->row_count;
        part.exact_count = hits->exact_count;
        lists = lists && hits->begun;
    }
    if (part.count + part.similar > part.line_count)
        part.all_path = address(r, "/search", text, g->name);
    if (lists) {
        struct buf b = address_in(r->arena, g->list);
        address_add(&b, "q", text);
        address_add(&b, "closed", group == FIND_EMPLOYER ? "1" : ""); // the search finds them, too
        part.list_path = buf_text(&b);
    }
    return part;
}

static bool group_named(const char *name, struct search_query *q)
{
    for (int g = 0; g < GROUPS; g++)
        if (strcmp(GROUP[g].name, name) == 0) {
            q->one_group = true;
            q->people = g == PEOPLE;
            q->kind = q->people ? FIND_EMPLOYER : (enum find_kind)g;
            return true;
        }
    return false;
}

static struct reply search(struct request *r)
{
    struct search_query q = {.text = request_query(r, "q")};
    struct search_result found;
    group_named(request_query(r, "in"), &q);
    enum status s = search_all(r->app, r->actor, &q, r->arena, &found);
    if (s != OK)
        return reply_status(r, s);
    const char *text = text_cut(r->arena, q.text, SEARCH_TEXT_MOST);
    const int *order = r->actor->role == ROLE_ADVISER ? ADVISER_ORDER : OFFICE_ORDER;
    struct search_part *parts = ARENA_ARRAY(r->arena, struct search_part, GROUPS);
    size_t count = 0;
    for (int i = 0; i < GROUPS && !found.empty_question; i++) {
        struct search_part part = part_make(r, order[i], &found, text);
        if (q.one_group)
            part.all_path = NULL;
        if (part.line_count > 0)
            parts[count++] = part;
    }
    struct search_view v = {.text = text,
                            .parts = parts,
                            .part_count = count,
                            .empty_question = found.empty_question,
                            .one_group = q.one_group,
                            .everything_path = address(r, "/search", text, ""),
                            .may_state = route_open("/needs/new", r->actor->role),
                            .may_register = route_open("/employers/new", r->actor->role),
                            .searches_people = found.searches_people};
    struct page *p = page_open(r, tr(r->lang, N_("Search")));
    search_page(p, &v);
    return reply_page(p, 200);
}

const struct route search_routes[] = {
    {METHOD_GET, "/search", search, FOR_MEMBERS, "search"},
    {0},
};
