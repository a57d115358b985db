// SPDX-License-Identifier: EUPL-1.2
#include <stdlib.h>
#include <string.h>

#include "app/employers.h"
#include "base/percent.h"
#include "base/text.h"
#include "core/employer_group.h"

static bool read_id(const char *value, int64_t *out)
{
    char *end;
    long long n = strtoll(value, &end, 10);
    if (*value < '1' || *value > '9' || *end != '\0' || n == INT64_MAX)
        return false;
    *out = n;
    return true;
}

static void read_stage(struct employer_query *q, const char *value)
{
    enum employer_stage stage;
    if (stage_read(value, &stage))
        q->stages |= 1u << stage;
}

static void read_industry(struct employer_query *q, const char *value)
{
    for (int i = 0; i < INDUSTRY_GROUPS; i++)
        if (strcmp(value, industry_group_name(i)) == 0)
            q->industries |= 1u << i;
}

static void read_size(struct employer_query *q, const char *value)
{
    for (int i = 0; i < SIZE_GROUPS; i++)
        if (strcmp(value, size_group_name(i)) == 0)
            q->sizes |= 1u << i;
}

static void read_area(struct employer_query *q, const char *value)
{
    (void)code_read(value, &q->area);
}

static void read_municipality(struct employer_query *q, const char *value)
{
    (void)code_read(value, &q->municipality);
}

static void read_owner(struct employer_query *q, const char *value)
{
    q->mine = strcmp(value, "me") == 0;
    q->unowned = strcmp(value, "none") == 0;
    (void)read_id(value, &q->owner.value);
}

static void read_network(struct employer_query *q, const char *value)
{
    (void)read_id(value, &q->network.value);
}

static void read_needs(struct employer_query *q, const char *value)
{
    q->open_needs = true;
}

static void read_pledge(struct employer_query *q, const char *value)
{
    q->pledged = true;
}

static void read_email(struct employer_query *q, const char *value)
{
    q->email = true;
}

static void read_closed(struct employer_query *q, const char *value)
{
    q->closed = true;
}

static void read_waiting(struct employer_query *q, const char *value)
{
    q->waiting = true;
}

static void read_never(struct employer_query *q, const char *value)
{
    q->never = true;
}

static void read_reference(struct employer_query *q, const char *value)
{
    q->reference = true;
}

static void read_many(struct employer_query *q, const char *value)
{
    q->many = true;
}

static void read_from(struct employer_query *q, const char *value)
{
    (void)day_read(value, &q->contact_from);
}

static void read_to(struct employer_query *q, const char *value)
{
    (void)day_read(value, &q->contact_to);
}

static void read_sort(struct employer_query *q, const char *value)
{
    static const char *const SORTS[EMPLOYER_SORTS] = {"name", "employees", "stage", "created", "contact"};
    for (int i = 0; i < EMPLOYER_SORTS; i++)
        if (strcmp(value, SORTS[i]) == 0)
            q->sort = (enum employer_sort)i;
}

static void read_direction(struct employer_query *q, const char *value)
{
    q->descending = strcmp(value, "down") == 0;
}

static void read_text(struct employer_query *q, const char *value)
{
    q->text = value;
}

static void read_after(struct employer_query *q, const char *value)
{
    q->after = value;
}

static const struct {
    const char *name;
    void (*read)(struct employer_query *q, const char *value);
} PARTS[] = {
    {"q", read_text},         {"stage", read_stage},     {"area", read_area},    {"place", read_municipality},
    {"industry", read_industry}, {"size", read_size},    {"owner", read_owner},  {"network", read_network},
    {"needs", read_needs},    {"pledge", read_pledge},   {"email", read_email},  {"closed", read_closed},
    {"waiting", read_waiting}, {"never", read_never},    {"reference", read_reference}, {"many", read_many},    {"from", read_from},    {"to", read_to},
    {"sort", read_sort},      {"dir", read_direction},   {"after", read_after},
};

void employer_query_read(const char *words, struct arena *a, struct employer_query *out)
{
    struct employer_query q = {.text = "", .after = ""};
    for (const char *at = words; *at != '\0'; at += *at == '&') {
        size_t length = strcspn(at, "&"), name = strcspn(at, "=&");
        if (at[name] == '=' && length > name + 1) {
            const char *value = percent_decode(a, at + name + 1, length - name - 1, true, false);
            value = value == NULL ? "" : text_line(a, value);
            for (size_t i = 0; i < COUNT_OF(PARTS); i++)
                if (strlen(PARTS[i].name) == name && memcmp(PARTS[i].name, at, name) == 0 && *value != '\0')
                    PARTS[i].read(&q, value);
        }
        at += length;
    }
    *out = q;
}
