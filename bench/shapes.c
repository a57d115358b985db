// SPDX-License-Identifier: EUPL-1.2
#include "shapes.h"

#include "crowd.h"

static struct shape shapes[10];
static size_t shape_count;

static struct shape *shape_begin(const char *name)
{
    struct shape *s = &shapes[shape_count++];
    *s = (struct shape){.name = name, .need = {.number = (int64_t)shape_count, .lot = 0x9e3779b9u * (uint32_t)shape_count}};
    s->need.requirements = s->list;
    return s;
}

static struct requirement *add(struct shape *s, struct requirement r)
{
    struct requirement *at = &s->list[s->need.requirement_count++];
    *at = r;
    at->least = r.least == 0 ? EVIDENCE_STATED : r.least;
    return at;
}

static void add_must(struct shape *s, struct atom a)
{
    add(s, (struct requirement){.must = true, .atoms = {a}, .atom_count = 1});
}

static void add_should(struct shape *s, struct atom a, unsigned weight)
{
    add(s, (struct requirement){.weight = (uint8_t)weight, .atoms = {a}, .atom_count = 1});
}

static struct atom skill(struct code c)
{
    return (struct atom){.kind = ATOM_SKILL, .code = c};
}

static struct atom language(unsigned rank, unsigned part, unsigned level)
{
    return (struct atom){.kind = ATOM_LANGUAGE, .code = crowd_language(rank), .part = (uint8_t)part,
                         .level = (uint8_t)level};
}

static void add_place(struct shape *s)
{
    add(s, (struct requirement){.must = true,
                                .atoms = {{.kind = ATOM_PLACE, .code = crowd_place(3)},
                                          {.kind = ATOM_PLACE, .code = crowd_place(4)},
                                          {.kind = ATOM_PLACE, .code = crowd_place(7)}},
                                .atom_count = 3});
}

// What every need asks: place, times, share and start.
static void add_availability(struct shape *s, day latest)
{
    add_place(s);
    add_must(s, (struct atom){.kind = ATOM_TIME, .level = TIME_DAY});
    add(s, (struct requirement){.kind = REQUIRE_SHARE, .must = true, .share_least = 50, .share_most = 100});
    add(s, (struct requirement){.kind = REQUIRE_START, .must = true, .start_from = crowd_today() + 20,
                                .start_latest = latest});
}

static void add_ordinary(struct shape *s)
{
    add_availability(s, crowd_today() + 45);
    add_must(s, language(0, PART_SPEAKING, CEFR_B1));
    add_must(s, (struct atom){.kind = ATOM_OCCUPATION, .code = crowd_occupation(2), .level = 12});
}

static void add_shoulds(struct shape *s, unsigned percent)
{
    for (unsigned i = 0; i < CROWD_SHOULDS; i++)
        add_should(s, skill(crowd_should(percent, i)), 1 + i * 5 % WEIGHT_MOST);
}

static void make_long(struct shape *s)
{
    add_availability(s, crowd_today() + 45);
    for (unsigned part = 0; part < LANGUAGE_PARTS; part++)
        add_must(s, language(0, part, CEFR_A2));
    add(s, (struct requirement){.must = true, .least = EVIDENCE_DOCUMENTED, .atom_count = 1,
                                .atoms = {{.kind = ATOM_LICENCE, .code = code_make("B")}}});
    add_must(s, (struct atom){.kind = ATOM_EDUCATION, .level = 3});
    for (unsigned i = 0; i < CROWD_SHOULDS; i++)
        add_must(s, skill(crowd_should(97, i)));
    add_shoulds(s, 50);
    add_shoulds(s, 3);
    for (unsigned i = 0; s->need.requirement_count < REQUIREMENTS_MOST; i++)
        add_should(s, skill(crowd_skill(i)), 1 + i % WEIGHT_MOST);
}

size_t shapes_make(struct shape **shapes_out)
{
    struct shape *s = shape_begin("two-requirements");
    add_place(s);
    add_must(s, (struct atom){.kind = ATOM_TIME, .level = TIME_DAY});
    add_ordinary(shape_begin("no-shoulds"));
    add_ordinary(s = shape_begin("shoulds-3"));
    add_shoulds(s, 3);
    add_ordinary(s = shape_begin("shoulds-50"));
    add_shoulds(s, 50);
    add_ordinary(s = shape_begin("shoulds-97"));
    add_shoulds(s, 97);
    make_long(shape_begin("64-requirements"));
    add_ordinary(s = shape_begin("none-ready"));
    add_must(s, skill(code_make("nobody")));
    add_shoulds(s, 50);
    s = shape_begin("hardly-any-not-missing");
    add_availability(s, crowd_today() - 3000);
    add_must(s, language(0, PART_SPEAKING, CEFR_B1));
    add_shoulds(s, 50);
    add_must(shape_begin("all-ready"), (struct atom){.kind = ATOM_TIME, .level = TIME_DAY});
    add_must(s = shape_begin("all-ready-shoulds-50"), (struct atom){.kind = ATOM_TIME, .level = TIME_DAY});
    add_shoulds(s, 50);
    *shapes_out = shapes;
    return shape_count;
}
