// SPDX-License-Identifier: EUPL-1.2
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "match/fast.h"
#include "match/match.h"
#include "replay.h"

// Bytes become people, needs and what happens to them; the fast engine must answer as the plain one does, and its index
// must hold what one made afresh would hold. Replays the files of a folder: fuzz_match FOLDER. With clang's
// -fsanitize=fuzzer and -DFUZZING it searches for new ones.

enum { FACTS_MOST = 10, PLACES_MOST = 3, GROUPS_MOST = 3, NUMBERS = 24, CROWD = 700, NEED_MOST = 12 };

static const char *const OCCUPATIONS[] = {"5223", "5221", "8331", "522", "833", "1"};
static const char *const SKILLS[] = {"s1", "s2", "s3", "s4"};
static const char *const LANGUAGES[] = {"nor", "ara", "eng"};
static const char *const FIELDS[] = {"06", "061", "0613", "0714"};
static const char *const LICENCES[] = {"B", "C", "CE", "D"};
static const char *const PLACES[] = {"0602", "0625", "0626"}; // in code order

struct input {
    const unsigned char *bytes;
    size_t left;
};

// The next byte, reduced; 0 when there are none left.
static unsigned take(struct input *in, unsigned below)
{
    if (in->left == 0)
        return 0;
    in->left--;
    return *in->bytes++ % below;
}

#define TAKE_CODE(in, texts) code_make((texts)[take((in), COUNT_OF(texts))])

static struct code take_field(struct input *in)
{
    unsigned which = take(in, COUNT_OF(FIELDS) + 1);
    return which == COUNT_OF(FIELDS) ? (struct code){0} : code_make(FIELDS[which]);
}

static day today(void)
{
    return day_make(2016, 4, 18);
}

// Mostly near, now and then at the ends of what a profile or need may say, or not at all.
static day take_day(struct input *in)
{
    unsigned byte = take(in, 256);
    switch (byte) {
    case 255:
        return DAY_NONE;
    case 254:
        return today() + 40000;
    case 253:
        return today() - 40000;
    case 252:
        return 0;
    }
    return today() - 126 + (day)byte;
}

struct person {
    struct match_profile profile;
    struct fact facts[FACTS_MOST];
    struct code places[PLACES_MOST];
    uint32_t groups[GROUPS_MOST];
};

static struct fact take_fact(struct input *in)
{
    struct fact f = {.kind = FACT_EXPERIENCE + take(in, 5), .evidence = EVIDENCE_STATED + take(in, 3),
                     .from = MONTH_NONE, .to = MONTH_NONE, .expires = DAY_NONE};
    switch (f.kind) {
    case FACT_EXPERIENCE:
        f.code = code_make(OCCUPATIONS[take(in, 3)]);
        f.from = take(in, 16) == 0 ? MONTH_NONE : day_month(today()) - (month)take(in, 200) + 3;
        if (f.from != MONTH_NONE && take(in, 4) != 0)
            f.to = f.from + (month)take(in, 130);
        return f;
    case FACT_SKILL:
        f.code = TAKE_CODE(in, SKILLS);
        f.no = take(in, 3) == 0;
        return f;
    case FACT_LANGUAGE:
        f.code = TAKE_CODE(in, LANGUAGES);
        f.part = (uint8_t)take(in, LANGUAGE_PARTS);
        f.level = (uint8_t)take(in, CEFR_C2 + 1);
        return f;
    case FACT_EDUCATION:
        f.code = take_field(in);
        f.level = (uint8_t)(NKR_LEAST + take(in, NKR_MOST - NKR_LEAST + 1));
        return f;
    case FACT_LICENCE:
        f.code = TAKE_CODE(in, LICENCES);
        f.no = take(in, 4) == 0;
        f.expires = f.no ? DAY_NONE : take_day(in);
        return f;
    }
    return f;
}

static void take_person(struct input *in, struct person *p)
{
    *p = (struct person){.profile = {.number = 1 + take(in, NUMBERS), .lot = take(in, 4) * 0x40000001u}};
    struct competence *c = &p->profile.competence;
    c->fact_count = take(in, FACTS_MOST + 1);
    for (size_t i = 0; i < c->fact_count; i++)
        p->facts[i] = take_fact(in);
    c->complete = (uint8_t)take(in, 1 << SECTIONS);
    c->availability.free_from = take_day(in);
    c->availability.share_most = (uint8_t)take(in, 101);
    if (c->availability.share_most > 0)
        c->availability.share_least = (uint8_t)(1 + take(in, c->availability.share_most));
    c->availability.times = (uint8_t)take(in, WORK_TIMES_ALL + 1);
    for (unsigned places = take(in, 1 << PLACES_MOST), i = 0; i < PLACES_MOST; i++)
        if ((places >> i & 1) != 0)
            p->places[c->availability.place_count++] = code_make(PLACES[i]);
    for (unsigned groups = take(in, 1 << GROUPS_MOST), i = 0; i < GROUPS_MOST; i++)
        if ((groups >> i & 1) != 0)
            p->groups[p->profile.group_count++] = i + 1;
    p->profile.groups = p->groups;
    c->facts = p->facts;
    c->availability.places = p->places;
}

static struct atom take_atom(struct input *in)
{
    struct atom a = {.kind = ATOM_OCCUPATION + take(in, 7)};
    switch (a.kind) {
    case ATOM_OCCUPATION:
        a.code = TAKE_CODE(in, OCCUPATIONS);
        a.level = MONTH_LADDER[take(in, COUNT_OF(MONTH_LADDER))];
        break;
    case ATOM_SKILL:
        a.code = TAKE_CODE(in, SKILLS);
        break;
    case ATOM_LANGUAGE:
        a.code = TAKE_CODE(in, LANGUAGES);
        a.part = (uint8_t)take(in, LANGUAGE_PARTS);
        a.level = (uint8_t)(CEFR_A1 + take(in, CEFR_C2));
        break;
    case ATOM_EDUCATION:
        a.code = take_field(in);
        a.level = (uint8_t)(NKR_LEAST + take(in, NKR_MOST - NKR_LEAST + 1));
        break;
    case ATOM_LICENCE:
        a.code = TAKE_CODE(in, LICENCES);
        break;
    case ATOM_PLACE:
        a.code = TAKE_CODE(in, PLACES);
        break;
    case ATOM_TIME:
        a.level = (uint8_t)(1u << take(in, WORK_TIMES));
        break;
    }
    return a;
}

static struct requirement take_requirement(struct input *in)
{
    unsigned what = take(in, 16);
    struct requirement r = {.must = (what & 1) != 0, .least = EVIDENCE_STATED + take(in, 3)};
    if (!r.must)
        r.weight = (uint8_t)(1 + take(in, WEIGHT_MOST));
    if (what < 2) {
        r.kind = REQUIRE_SHARE;
        r.share_least = (uint8_t)take(in, 101);
        r.share_most = (uint8_t)(r.share_least + take(in, 101u - r.share_least));
    } else if (what < 4) {
        r.kind = REQUIRE_START;
        r.start_from = take_day(in);
        r.start_latest = take_day(in);
    } else {
        r.atom_count = (uint8_t)(1 + (what >= 12 ? take(in, REQUIREMENT_ATOMS_MOST) : 0));
        for (size_t i = 0; i < r.atom_count; i++)
            r.atoms[i] = take_atom(in);
    }
    return r;
}

struct worlds {
    struct match_world *plain, *fast;
    int64_t version;
    bool crowded;
};

static void must_hold(bool held, const char *what)
{
    if (held)
        return;
    fprintf(stderr, "%s\n", what);
    abort();
}

static void same_ranking(const struct ranking *a, const struct ranking *b)
{
    must_hold(a->version == b->version && memcmp(a->counts, b->counts, sizeof a->counts) == 0, "other counts");
    must_hold(a->row_count == b->row_count, "another number of rows");
    must_hold(memcmp(a->rows, b->rows, a->row_count * sizeof *a->rows) == 0, "other rows");
}

static void same_lists(struct worlds *w, struct match_filter f, struct arena *a)
{
    for (f.elsewhere = ELSEWHERE_ANY; f.elsewhere <= ELSEWHERE_SOME; f.elsewhere++) {
        struct filtered plain, fast;
        match_filter(w->plain, &f, a, &plain);
        match_filter(w->fast, &f, a, &fast);
        must_hold(plain.count == fast.count && plain.version == fast.version, "another number listed");
        must_hold(memcmp(plain.numbers, fast.numbers, fast.count * sizeof *fast.numbers) == 0 &&
                      memcmp(plain.met, fast.met, fast.count) == 0, "others listed");
    }
}

static void ask(struct worlds *w, struct input *in)
{
    struct requirement list[NEED_MOST];
    struct match_need need = {.number = 7, .lot = take(in, 4) * 0x20000001u, .requirements = list};
    need.requirement_count = 1 + take(in, NEED_MOST);
    for (size_t i = 0; i < need.requirement_count; i++)
        list[i] = take_requirement(in);
    struct match_scope scope = {take(in, 8) == 0 ? take_day(in) : today(), take(in, GROUPS_MOST + 2)};
    if (scope.as_of == DAY_NONE)
        scope.as_of = today();
    unsigned classes = take(in, 16);
    size_t k = take(in, 4) == 0 ? SIZE_MAX : take(in, 40);
    struct arena *a CLEANUP_ARENA = arena_open();
    struct ranking plain, fast;
    match_rank(w->plain, &need, scope, classes, k, a, &plain);
    match_rank(w->fast, &need, scope, classes, k, a, &fast);
    same_ranking(&plain, &fast);
    const uint32_t groups[] = {0, 3, 1, 9};
    size_t counts_plain[COUNT_OF(groups)][MATCH_CLASSES], counts_fast[COUNT_OF(groups)][MATCH_CLASSES];
    match_count_groups(w->plain, &need, scope.as_of, groups, COUNT_OF(groups), counts_plain);
    match_count_groups(w->fast, &need, scope.as_of, groups, COUNT_OF(groups), counts_fast);
    must_hold(memcmp(counts_plain, counts_fast, sizeof counts_plain) == 0, "other counts of groups");
    size_t more_plain[NEED_MOST], more_fast[NEED_MOST];
    match_what_if(w->plain, &need, scope, more_plain);
    match_what_if(w->fast, &need, scope, more_fast);
    must_hold(memcmp(more_plain, more_fast, need.requirement_count * sizeof *more_plain) == 0, "other answers to what if");
    struct match_asked asked = {classes, 5, 5, groups, COUNT_OF(groups)};
    struct match_answer all_plain, all_fast;
    match_answer(w->plain, &need, scope, &asked, a, &all_plain);
    match_answer(w->fast, &need, scope, &asked, a, &all_fast);
    same_ranking(&all_plain.ranking, &all_fast.ranking);
    must_hold(memcmp(all_fast.more, more_fast, need.requirement_count * sizeof *more_fast) == 0 &&
                  memcmp(all_fast.counts, counts_fast, sizeof counts_fast) == 0, "other answers to all at once");
    struct match_filter f = {list, need.requirement_count, groups + take(in, 4), take(in, 2), scope.as_of, ELSEWHERE_ANY};
    same_lists(w, f, a);
}

static void put(struct worlds *w, const struct match_profile *p)
{
    match_put(w->plain, p);
    match_put(w->fast, p);
}

// So many alike that a set of them is no list any more; numbers beyond those of single people.
static void put_crowd(struct worlds *w, struct input *in)
{
    struct person p;
    take_person(in, &p);
    for (int64_t i = 0; i < CROWD && !w->crowded; i++) {
        p.profile.number = 1000 + i;
        p.profile.lot += 0x9e3779b9;
        put(w, &p.profile);
    }
    w->crowded = true;
}

// One, or a stretch of a crowd, so that a set becomes a list again.
static void drop(struct worlds *w, struct input *in)
{
    unsigned which = take(in, NUMBERS + 8);
    int64_t first = 1 + (int64_t)which, last = first;
    if (which >= NUMBERS) {
        first = 1000 + 3 * (int64_t)take(in, 256);
        last = first + 3 * (int64_t)take(in, 256);
    }
    for (int64_t number = first; number <= last; number++) {
        match_drop(w->plain, number);
        match_drop(w->fast, number);
    }
}

static void change_catalogue(struct worlds *w, struct input *in)
{
    static const char *const pairs[][2] = {{"s1", "s2"}, {"s2", "s3"}, {"s3", "s1"}, {"CE", "C"}, {"C", "B"}};
    struct implication list[COUNT_OF(pairs)];
    size_t count = take(in, COUNT_OF(pairs) + 1);
    for (size_t i = 0; i < count; i++)
        list[i] = (struct implication){i < 3 ? FACT_SKILL : FACT_LICENCE, code_make(pairs[i][0]), code_make(pairs[i][1])};
    w->version++;
    match_change_catalogue(w->plain, list, count, "fuzz", w->version);
    match_change_catalogue(w->fast, list, count, "fuzz", w->version);
}

static void publish(struct worlds *w)
{
    w->version++;
    match_publish(w->plain, w->version);
    match_publish(w->fast, w->version);
    must_hold(match_check(w->fast) == 0, "an index in step differs from one made afresh");
}

static void use_kernel(struct worlds *w, struct input *in)
{
    size_t count = 0;
    while (KERNELS[count] != NULL)
        count++;
    const struct kernel *k = KERNELS[take(in, (unsigned)count)];
    if (kernel_runs_here(k))
        fast_use_kernel(w->fast, k);
}

static void act(struct worlds *w, struct input *in)
{
    struct person p;
    switch (take(in, 16)) {
    default:
        take_person(in, &p);
        put(w, &p.profile);
        break;
    case 8:
        drop(w, in);
        break;
    case 9:
    case 10:
        publish(w);
        break;
    case 11:
    case 12:
    case 13:
        ask(w, in);
        break;
    case 14:
        change_catalogue(w, in);
        break;
    case 15:
        if (take(in, 4) == 0)
            put_crowd(w, in);
        use_kernel(w, in);
        break;
    }
}

int LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t size)
{
    struct match_settings settings = {.catalogue_version = "none", .engine = ENGINE_PLAIN};
    struct input in = {bytes, size};
    struct worlds w = {.plain = match_open(&settings)};
    settings.engine = ENGINE_FAST;
    w.fast = match_open(&settings);
    for (int times = 0; in.left > 0 && times < 64; times++)
        act(&w, &in);
    publish(&w);
    match_close(w.plain);
    match_close(w.fast);
    return 0;
}

#ifndef FUZZING
int main(int argc, char **argv)
{
    return replay_folder(argc, argv);
}
#endif
