// SPDX-License-Identifier: EUPL-1.2
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "core/profile.h"

static day today(void)
{
    return day_make(2016, 4, 18);
}

enum { FACTS = 6 };

struct sample {
    struct profile profile;
    struct fact facts[PROFILE_FACTS_MOST + 1];
    const char *texts[PROFILE_FACTS_MOST + 1];
    struct code places[PROFILE_PLACES_MOST + 1];
};

#define OTHERWISE .from = MONTH_NONE, .to = MONTH_NONE, .expires = DAY_NONE

static struct sample *sample_make(struct arena *a)
{
    struct sample *s = ARENA_NEW(a, struct sample);
    month now = day_month(today());
    const struct fact facts[FACTS] = {
        {FACT_EXPERIENCE, EVIDENCE_DOCUMENTED, code_make("5223"), .from = now - 20, .to = now - 3, .expires = DAY_NONE},
        {FACT_EXPERIENCE, EVIDENCE_STATED, code_make("9112"), .from = now - 2, .to = MONTH_NONE, .expires = DAY_NONE},
        {FACT_LANGUAGE, EVIDENCE_STATED, code_make("nor"), PART_SPEAKING, CEFR_B1, OTHERWISE},
        {FACT_EDUCATION, EVIDENCE_RECOGNISED, code_make("0713"), 0, 6, OTHERWISE},
        {FACT_LICENCE, EVIDENCE_DOCUMENTED, code_make("CE"), .from = MONTH_NONE, .to = MONTH_NONE,
         .expires = today() + 400},
        {FACT_SKILL, EVIDENCE_STATED, code_make("cash"), .no = true, OTHERWISE},
    };
    memcpy(s->facts, facts, sizeof facts);
    for (size_t i = 0; i < COUNT_OF(s->texts); i++)
        s->texts[i] = "";
    s->texts[0] = "Butikk i Aleppo – to år";
    s->places[0] = code_make("0602");
    s->places[1] = code_make("0626");
    s->profile =
        (struct profile){.person = {0x123456789abcdef},
                         .version = 3,
                         .lot = 0xfedcba98,
                         .fact_texts = s->texts,
                         .headline = "Vil jobbe\nmed folk",
                         .updated_at = 1460937600123,
                         .competence = {.facts = s->facts,
                                        .fact_count = FACTS,
                                        .complete = 1u << SECTION_LANGUAGES,
                                        .availability = {today() + 30, 50, 100, TIME_DAY | TIME_SHIFT, s->places, 2}}};
    return s;
}

static const char *fields(struct arena *a, const struct sample *s)
{
    struct issues issues = issues_in(a);
    struct buf b = buf_in(a);
    profile_check(&s->profile, today(), &issues);
    for (size_t i = 0; i < issues.count; i++)
        buf_printf(&b, "%s%s", i == 0 ? "" : " ", issues.items[i].field);
    return buf_text(&b);
}

static char *letters(struct arena *a, size_t count)
{
    char *text = arena_alloc(a, count + 1);
    memset(text, 'x', count);
    return text;
}

static void profiles_are_checked(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    const month now = day_month(today());
#define EXPECT(expected, ...)                                                                                          \
    do {                                                                                                               \
        struct sample *s = sample_make(a);                                                                             \
        struct fact *f = s->facts;                                                                                     \
        struct availability *v = &s->profile.competence.availability;                                                  \
        (void)f, (void)v;                                                                                              \
        __VA_ARGS__;                                                                                                   \
        assert_string_equal(fields(a, s), expected);                                                                   \
    } while (0)
    EXPECT("", );
    EXPECT("facts[0].from", f[0].from = MONTH_NONE);
    EXPECT("facts[0].to", f[0].to = f[0].from - 1);
    EXPECT("", f[0].to = f[0].from);
    EXPECT("", f[0].from = f[0].to = now);
    EXPECT("facts[0].to", f[0].to = now + 1);
    EXPECT("facts[1].from", f[1].from = now + 1);
    EXPECT("facts[0].from", f[0].from = 1900 * 12);
    EXPECT("facts[0].code facts[0].to", f[0].code = code_make("522"); f[0].to = now + 1); // both at once
    EXPECT("facts[0].evidence", f[0].evidence = 4);
    EXPECT("facts[1].evidence", f[1].evidence = 0);
    EXPECT("facts[2].no", f[2].no = true);
    EXPECT("facts[2].code facts[2].part facts[2].level", f[2].code = code_make("Nor"); f[2].part = 4; f[2].level = 7);
    EXPECT("", f[2].level = CEFR_NONE);
    EXPECT("", f[3].code = (struct code){0});
    EXPECT("facts[3].code facts[3].level", f[3].code = code_make("07130"); f[3].level = 1);
    EXPECT("facts[3].level", f[3].level = 9);
    EXPECT("facts[4].code", f[4].code = (struct code){0});
    EXPECT("facts[4].expires", f[4].expires = today() + 366 * 90);
    EXPECT("facts[4].expires", f[4].no = true);
    EXPECT("", f[4].expires = today() - 400);
    EXPECT("facts[5].code", f[5].code = (struct code){0});
    EXPECT("facts[5].kind", f[5].kind = 6; f[5].no = false);
    EXPECT("facts[1].text", s->texts[1] = letters(a, PROFILE_TEXT_MOST + 1));
    EXPECT("", s->texts[1] = letters(a, PROFILE_TEXT_MOST));
    EXPECT("", s->profile.fact_texts = NULL);
    EXPECT("facts[5].text", s->texts[5] = "\xed\xa0\x80"); // a surrogate
    EXPECT("headline", s->profile.headline = letters(a, PROFILE_TEXT_MOST + 1));
    EXPECT("", s->profile.headline = NULL);
    EXPECT("complete", s->profile.competence.complete = 64);
    EXPECT("", v->free_from = DAY_NONE);
    EXPECT("free_from", v->free_from = 0); // forgotten, not 1970
    EXPECT("free_from", v->free_from = day_make(2032, 1, 1));
    EXPECT("", v->share_least = v->share_most = 0);
    EXPECT("share_least", v->share_least = 0);
    EXPECT("share_most", v->share_most = 0);
    EXPECT("share_most", v->share_least = 60; v->share_most = 59);
    EXPECT("share_least share_most", v->share_least = v->share_most = 101);
    EXPECT("times", v->times = 32);
    EXPECT("places", s->places[1] = s->places[0]);
    EXPECT("places", s->places[1] = code_make("0101"));
    EXPECT("places", s->places[0] = (struct code){0});
    EXPECT("places", v->place_count = PROFILE_PLACES_MOST + 1);
    EXPECT("facts", for (size_t i = FACTS; i <= PROFILE_FACTS_MOST; i++) f[i] = f[0];
           s->profile.competence.fact_count = 201);
    EXPECT("", for (size_t i = FACTS; i < PROFILE_FACTS_MOST; i++) f[i] = f[0]; s->profile.competence.fact_count = 200);
#undef EXPECT
}

static void expect_same(const struct profile *x, const struct profile *y)
{
    const struct competence *c = &x->competence, *d = &y->competence;
    assert_int_equal(x->person.value, y->person.value);
    assert_int_equal(x->version, y->version);
    assert_int_equal(x->lot, y->lot);
    assert_int_equal(x->updated_at, y->updated_at);
    assert_string_equal(x->headline, y->headline);
    assert_int_equal(c->complete, d->complete);
    assert_int_equal(c->availability.free_from, d->availability.free_from);
    assert_int_equal(c->availability.share_least, d->availability.share_least);
    assert_int_equal(c->availability.share_most, d->availability.share_most);
    assert_int_equal(c->availability.times, d->availability.times);
    assert_int_equal(c->availability.place_count, d->availability.place_count);
    assert_memory_equal(c->availability.places, d->availability.places,
                        d->availability.place_count * sizeof(struct code));
    assert_int_equal(c->fact_count, d->fact_count);
    for (size_t i = 0; i < c->fact_count; i++) {
        const struct fact *f = &c->facts[i], *g = &d->facts[i];
        assert_int_equal(f->kind, g->kind);
        assert_int_equal(f->evidence, g->evidence);
        assert_int_equal(f->code.value, g->code.value);
        assert_int_equal(f->part, g->part);
        assert_int_equal(f->level, g->level);
        assert_int_equal(f->no, g->no);
        assert_int_equal(f->from, g->from);
        assert_int_equal(f->to, g->to);
        assert_int_equal(f->expires, g->expires);
        assert_string_equal(x->fact_texts[i], y->fact_texts[i]);
    }
}

static void profiles_round_trip(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct sample *s = sample_make(a);
    const unsigned char *bytes;
    size_t size;
    struct profile back;
    profile_encode(&s->profile, a, &bytes, &size);
    assert_int_equal(profile_decode(bytes, size, a, &back), OK);
    expect_same(&back, &s->profile);
    for (size_t i = FACTS; i < PROFILE_FACTS_MOST; i++)
        s->facts[i] = s->facts[i % FACTS];
    s->profile.competence.fact_count = PROFILE_FACTS_MOST;
    s->texts[PROFILE_FACTS_MOST - 1] = letters(a, PROFILE_TEXT_MOST);
    for (size_t i = 0; i < PROFILE_PLACES_MOST; i++)
        s->places[i] = code_make(arena_printf(a, "p%03zu", i));
    s->profile.competence.availability.place_count = PROFILE_PLACES_MOST;
    profile_encode(&s->profile, a, &bytes, &size);
    assert_int_equal(profile_decode(bytes, size, a, &back), OK);
    expect_same(&back, &s->profile);
    struct profile empty = {.competence.availability.free_from = DAY_NONE}; // NULL texts come back as ""
    profile_encode(&empty, a, &bytes, &size);
    assert_int_equal(profile_decode(bytes, size, a, &back), OK);
    assert_string_equal(back.headline, "");
    assert_int_equal(back.competence.fact_count, 0);
}

// The stored form is what lies in databases: these bytes may not change their meaning.
static void the_stored_form_stays(void **state)
{
    static const unsigned char stored[] = {
        'Y', 'P', 1,
        2, 0, 0, 0, 0, 0, 0, 0,                 // person
        1, 0, 0, 0, 0, 0, 0, 0,                 // version
        4, 3, 2, 1,                             // lot
        0, 1, 0, 0, 0, 0, 0, 0,                 // updated
        8,                                      // languages are all
        0, 0, 0, 0x80,                          // free from: not said
        50, 100, 1,                             // share, times
        1, 0, 0, 0, 0, '2', '0', '6', '0',      // one place
        1,                                      // one fact
        3, 2, 0, 0, 0, 0, 0, 'r', 'o', 'n', 3, 4, 0, // speaks nor B2, documented
        0, 0, 0, 0x80, 0, 0, 0, 0x80, 0, 0, 0, 0x80,
        2, 0, 0, 0, 0xc3, 0xa5,                 // its text
        0, 0, 0, 0,                             // no headline
    };
    struct arena *a CLEANUP_ARENA = arena_open();
    struct profile p;
    const unsigned char *bytes;
    size_t size;
    assert_int_equal(profile_decode(stored, sizeof stored, a, &p), OK);
    assert_int_equal(p.person.value, 2);
    assert_int_equal(p.lot, 0x01020304);
    assert_int_equal(p.updated_at, 256);
    assert_int_equal(p.competence.facts[0].level, CEFR_B2);
    assert_true(code_equal(p.competence.facts[0].code, code_make("nor")));
    assert_true(code_equal(p.competence.availability.places[0], code_make("0602")));
    assert_string_equal(p.fact_texts[0], "å");
    profile_encode(&p, a, &bytes, &size);
    assert_int_equal(size, sizeof stored);
    assert_memory_equal(bytes, stored, size);
}

// Reads from an allocation of exactly these bytes, so that the sanitizer sees any step outside.
static bool reads_as_itself(const unsigned char *bytes, size_t size)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    const unsigned char *again, *own = arena_copy(a, bytes, size);
    size_t again_size;
    struct profile p;
    if (profile_decode(own, size, a, &p) != OK)
        return false;
    profile_encode(&p, a, &again, &again_size);
    assert_int_equal(again_size, size);
    assert_memory_equal(again, bytes, size);
    return true;
}

static void truncated_and_lengthened_bytes_are_refused(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    const unsigned char *bytes;
    size_t size;
    struct profile p;
    profile_encode(&sample_make(a)->profile, a, &bytes, &size);
    for (size_t shorter = 0; shorter < size; shorter++)
        assert_false(reads_as_itself(bytes, shorter));
    assert_int_equal(profile_decode(NULL, 0, a, &p), INVALID);
    unsigned char *longer = arena_alloc(a, size + 1);
    memcpy(longer, bytes, size);
    assert_false(reads_as_itself(longer, size + 1));
    assert_true(reads_as_itself(bytes, size));
}

static void mangled_bytes_read_as_themselves_or_not_at_all(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    const unsigned char *bytes;
    size_t size, taken = 0;
    uint32_t random = 88172645;
    profile_encode(&sample_make(a)->profile, a, &bytes, &size);
    for (size_t i = 0; i < size; i++)
        for (unsigned value = 0; value < 256; value += 1 + (i > 60) * 6) {
            unsigned char *changed = arena_copy(a, bytes, size);
            changed[i] = (unsigned char)value;
            taken += reads_as_itself(changed, size);
            if (value % 64 == 0)
                assert_false(reads_as_itself(changed, i));
        }
    assert_in_range(taken, 1000, size * 256 - 1000);
    for (int i = 0; i < 20000; i++) {
        struct arena *scratch CLEANUP_ARENA = arena_open();
        unsigned char *changed = arena_copy(scratch, bytes, size);
        for (int k = 0; k < 2 + i % 4; k++) {
            random ^= random << 13;
            random ^= random >> 17;
            random ^= random << 5;
            changed[random % size] = (unsigned char)(random >> 24);
        }
        reads_as_itself(changed, i % 3 == 0 ? random % (size + 1) : size);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(profiles_are_checked),
        cmocka_unit_test(profiles_round_trip),
        cmocka_unit_test(the_stored_form_stays),
        cmocka_unit_test(truncated_and_lengthened_bytes_are_refused),
        cmocka_unit_test(mangled_bytes_read_as_themselves_or_not_at_all),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests_name("profiles", tests, NULL, NULL);
}
