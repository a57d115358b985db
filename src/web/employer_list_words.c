// SPDX-License-Identifier: EUPL-1.2
// The address of the list of employers, both ways, and its filters as chips.
#include <string.h>

#include "app/list_choices.h"
#include "app/programme.h"
#include "web/address.h"
#include "web/employer_list_view.h"

static const struct {
    const char *name, *title;
} COLUMNS[EMPLOYER_COLUMNS] = {
    [COLUMN_ORGNR] = {"orgnr", N_("Organisation number")},
    [COLUMN_AREAS] = {"areas", N_("Areas")},
    [COLUMN_EMPLOYEES] = {"employees", N_("Employees")},
    [COLUMN_INDUSTRY] = {"industry", N_("Industry")},
    [COLUMN_STAGE] = {"stage", N_("Stage")},
    [COLUMN_OWNER] = {"owner", N_("Followed up by")},
    [COLUMN_CONTACTED] = {"contacted", N_("Last contact")},
    [COLUMN_HIRED] = {"hired", N_("Hired of pledged")},
    [COLUMN_POSITIONS] = {"positions", N_("Open positions")},
    [COLUMN_CREATED] = {"created", N_("Registered")},
};
enum {
    USUAL_COLUMNS = 1 << COLUMN_AREAS | 1 << COLUMN_EMPLOYEES | 1 << COLUMN_STAGE | 1 << COLUMN_CONTACTED | 1 << COLUMN_HIRED |
                    1 << COLUMN_POSITIONS
};

const char *employer_column_title(enum employer_column c)
{
    return COLUMNS[c].title;
}

static const char *const SORTS[EMPLOYER_SORTS] = {"name", "employees", "stage", "created", "contact"};

static unsigned columns_read(const struct form *f, struct arena *a)
{
    const char *const *names;
    unsigned columns = 0;
    size_t count = form_all(f, a, "col", &names);
    for (size_t i = 0; i < count; i++)
        for (int c = 0; c < EMPLOYER_COLUMNS; c++)
            if (strcmp(names[i], COLUMNS[c].name) == 0)
                columns |= 1u << c;
    return columns == 0 ? USUAL_COLUMNS : columns;
}

// Days are typed as people write them; addresses and views keep them as ISO.
static void days_read(const struct form *f, struct employer_query *q)
{
    day d;
    q->contact_from = form_day(f, "from", &d) == OK ? d : 0;
    q->contact_to = form_day(f, "to", &d) == OK ? d : 0;
}

static enum status names_find(struct request *r, struct employer_list *l)
{
    struct region_area *areas;
    size_t count;
    struct employer_query *q = &l->query;
    bool area = false, municipality = false;
    TRY(list_areas_today(r->app, r->arena, &areas, &count));
    for (size_t i = 0; i < count; i++) {
        if (code_equal(areas[i].code, q->area)) {
            area = true;
            l->area_name = areas[i].name;
        }
        if (code_equal(areas[i].municipality, q->municipality)) {
            municipality = true;
            l->municipality_name = areas[i].name;
        }
    }
    if (!area)
        q->area = (struct code){0};
    if (!municipality)
        q->municipality = (struct code){0};
    if (q->owner.value != 0) {
        struct named_user *members;
        TRY(list_office(r->app, r->actor, r->arena, &members, &count));
        for (size_t i = 0; i < count; i++)
            if (members[i].id.value == q->owner.value)
                l->owner_name = members[i].name;
        if (*l->owner_name == '\0')
            q->owner = (struct user_id){0};
    }
    if (q->network.value != 0) {
        struct named_network *networks;
        TRY(list_named_networks(r->app, r->actor, r->arena, &networks, &count));
        for (size_t i = 0; i < count; i++)
            if (networks[i].id.value == q->network.value)
                l->network_name = networks[i].name;
        if (*l->network_name == '\0')
            q->network = (struct network_id){0};
    }
    return OK;
}

const char *employer_list_here(struct request *r)
{
    const char *words = strchr(r->target, '?');
    return words == NULL ? "" : words + 1;
}

enum status employer_list_read(struct request *r, const char *words, struct employer_list *out)
{
    struct form f;
    struct employer_list l = {.area_name = "", .municipality_name = "", .owner_name = "", .network_name = ""};
    TRY(form_read(r->arena, words, strlen(words), &f));
    employer_query_read(words, r->arena, &l.query);
    l.columns = columns_read(&f, r->arena);
    days_read(&f, &l.query);
    TRY(names_find(r, &l));
    *out = l;
    return OK;
}

static void add_bits(struct buf *b, const char *name, unsigned bits, int count, const char *(*title)(int))
{
    for (int i = 0; i < count; i++)
        if ((bits >> i & 1) != 0)
            address_add(b, name, title(i));
}

static void add_day(struct buf *b, const char *name, day d)
{
    char text[DAY_TEXT];
    day_write(d, text);
    address_add(b, name, d == 0 ? "" : text);
}

static void add_code(struct buf *b, const char *name, struct code c)
{
    char text[CODE_TEXT];
    code_write(c, text);
    address_add(b, name, text);
}

static const char *stage_at(int s)
{
    return stage_name((enum employer_stage)s);
}

const char *employer_list_path(struct arena *a, const struct employer_list *l, const char *path)
{
    const struct employer_query *q = &l->query;
    struct buf b = address_in(a, path);
    address_add(&b, "q", q->text);
    add_bits(&b, "stage", q->stages, EMPLOYER_STAGES, stage_at);
    add_code(&b, "area", q->area);
    add_code(&b, "place", q->municipality);
    add_bits(&b, "industry", q->industries, INDUSTRY_GROUPS, industry_group_name);
    add_bits(&b, "size", q->sizes, SIZE_GROUPS, size_group_name);
    if (q->owner.value != 0)
        address_add_number(&b, "owner", q->owner.value);
    address_add(&b, "owner", q->mine ? "me" : q->unowned ? "none" : "");
    if (q->network.value != 0)
        address_add_number(&b, "network", q->network.value);
    const struct {
        const char *name;
        bool on;
    } flags[] = {{"needs", q->open_needs}, {"pledge", q->pledged}, {"email", q->email},
                 {"waiting", q->waiting},  {"never", q->never}, {"reference", q->reference}, {"many", q->many},    {"closed", q->closed}};
    for (size_t i = 0; i < COUNT_OF(flags); i++)
        address_add(&b, flags[i].name, flags[i].on ? "1" : "");
    add_day(&b, "from", q->contact_from);
    add_day(&b, "to", q->contact_to);
    if (l->columns != USUAL_COLUMNS)
        for (int c = 0; c < EMPLOYER_COLUMNS; c++)
            if ((l->columns >> c & 1) != 0)
                address_add(&b, "col", COLUMNS[c].name);
    if (q->sort != EMPLOYERS_BY_NAME || q->descending) {
        address_add(&b, "sort", SORTS[q->sort]);
        address_add(&b, "dir", q->descending ? "down" : "up");
    }
    address_add(&b, "after", q->after);
    return buf_text(&b);
}

const char *employer_list_words(struct arena *a, const struct employer_list *l)
{
    struct employer_list first = *l;
    first.query.after = "";
    const char *path = employer_list_path(a, &first, "");
    return *path == '?' ? path + 1 : path;
}

struct chipping {
    struct request *r;
    const struct employer_list *list;
    struct employer_chip *chips;
    size_t count;
};

static void chip_add(struct chipping *c, const char *what, const char *value, struct employer_query without)
{
    struct employer_list l = *c->list;
    l.query = without;
    l.query.after = "";
    c->chips[c->count++] = (struct employer_chip){what, value, employer_list_path(c->r->arena, &l, "/employers")};
}

static void chips_of_many(struct chipping *c)
{
    enum lang lang = c->r->lang;
    const struct employer_query *q = &c->list->query;
    for (int s = 0; s < EMPLOYER_STAGES; s++)
        if ((q->stages >> s & 1) != 0) {
            struct employer_query w = *q;
            w.stages &= ~(1u << s);
            chip_add(c, N_("Stage"), tr(lang, stage_title((enum employer_stage)s)), w);
        }
    for (int i = 0; i < INDUSTRY_GROUPS; i++)
        if ((q->industries >> i & 1) != 0) {
            struct employer_query w = *q;
            w.industries &= ~(1u << i);
            chip_add(c, N_("Industry"), tr(lang, industry_group_title(i)), w);
        }
    for (int i = 0; i < SIZE_GROUPS; i++)
        if ((q->sizes >> i & 1) != 0) {
            struct employer_query w = *q;
            w.sizes &= ~(1u << i);
            chip_add(c, N_("Size"), tr(lang, size_group_title(i)), w);
        }
}

// Each filter that is on, and the query without it.
#define CHIP(on, what, value, change)                                                                                  \
    if (on) {                                                                                                          \
        struct employer_query w = *q;                                                                                  \
        change;                                                                                                        \
        chip_add(&c, what, value, w);                                                                                  \
    }

size_t employer_list_chips(struct request *r, const struct employer_list *l, struct employer_chip chips[EMPLOYER_CHIPS_MOST])
{
    const struct employer_query *q = &l->query;
    struct chipping c = {r, l, chips, 0};
    CHIP(*q->text != '\0', N_("Words"), q->text, w.text = "");
    chips_of_many(&c);
    CHIP(code_given(q->area), N_("Area"), l->area_name, w.area = (struct code){0});
    CHIP(code_given(q->municipality), N_("Municipality"), l->municipality_name, w.municipality = (struct code){0});
    CHIP(q->owner.value != 0, N_("Followed up by"), l->owner_name, w.owner = (struct user_id){0});
    CHIP(q->mine, N_("Followed up by me"), "", w.mine = false);
    CHIP(q->unowned, N_("Followed up by nobody"), "", w.unowned = false);
    CHIP(q->network.value != 0, N_("Network"), l->network_name, w.network = (struct network_id){0});
    CHIP(q->open_needs, N_("With open needs"), "", w.open_needs = false);
    CHIP(q->pledged, N_("With a pledge"), "", w.pledged = false);
    CHIP(q->email, N_("With a contact who has e-mail"), "", w.email = false);
    CHIP(q->waiting, N_("Interested, not yet visited"), "", w.waiting = false);
    CHIP(q->never, N_("Never contacted"), "", w.never = false);
    CHIP(q->reference, N_("Will be a reference"), "", w.reference = false);
    CHIP(q->many, N_("Many with immigrant background, by own estimate"), "", w.many = false);
    CHIP(q->closed, N_("Closed ones too"), "", w.closed = false);
    CHIP(q->contact_from != 0, N_("Last contact from"), lang_day(r->lang, r->arena, q->contact_from), w.contact_from = 0);
    CHIP(q->contact_to != 0, N_("Last contact until"), lang_day(r->lang, r->arena, q->contact_to), w.contact_to = 0);
    return c.count;
}

enum status employer_which_read(struct request *r, const struct form *f, struct employer_which *out)
{
    enum { CHOSEN_MOST = 500 };
    const char *const *typed;
    struct employer_which w = {.words = form_text(f, r->arena, "words"), .all = strcmp(form_text(f, r->arena, "which"), "all") == 0};
    struct saved_view as = {.name = "x", .query = w.words};
    struct issues issues = issues_in(r->arena);
    view_check(&as, &issues);
    if (issues.count > 0)
        return INVALID;
    w.back = *w.words == '\0' ? "/employers" : arena_printf(r->arena, "/employers?%s", w.words);
    if (w.all) {
        struct employer_list list;
        TRY(employer_list_read(r, w.words, &list));
        TRY(select_employers(r->app, r->actor, &list.query, r->arena, &w.ids, &w.count));
    } else {
        size_t count = form_all(f, r->arena, "employer", &typed);
        count = count > CHOSEN_MOST ? CHOSEN_MOST : count;
        w.ids = ARENA_ARRAY(r->arena, struct employer_id, count);
        for (size_t i = 0; i < count; i++) {
            struct form one = {.fields = &(struct form_field){"employer", typed[i]}, .count = 1};
            int64_t id;
            if (form_id(&one, "employer", &id) == OK)
                w.ids[w.count++].value = id;
        }
    }
    *out = w;
    return OK;
}
