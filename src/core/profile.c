// SPDX-License-Identifier: EUPL-1.2
#include "core/profile.h"

#include <assert.h>
#include <endian.h>
#include <string.h>

#include "base/buf.h"
#include "base/code_valid.h"
#include "base/text.h"
#include "core/check.h"

// Checking

enum { LIFETIME_YEARS = 80 }; // no working life reaches further back, no licence further ahead

static void fact_issue(struct issues *issues, size_t i, const char *name, const char *message)
{
    issues_add(issues, arena_printf(issues->arena, "facts[%zu].%s", i, name), message);
}

static void experience_check(const struct fact *f, size_t i, day today, struct issues *issues)
{
    month now = day_month(today);
    if (!code_is_occupation(f->code, false))
        fact_issue(issues, i, "code", N_("Choose an occupation"));
    if (f->from == MONTH_NONE)
        fact_issue(issues, i, "from", N_("Give the first month of the work"));
    else if (f->from > now)
        fact_issue(issues, i, "from", N_("The work cannot start after today"));
    else if (f->from < now - LIFETIME_YEARS * 12)
        fact_issue(issues, i, "from", N_("The work cannot have started so long ago"));
    if (f->to == MONTH_NONE)
        return;
    if (f->to > now)
        fact_issue(issues, i, "to", N_("The work cannot end after today; leave the end out if it goes on"));
    else if (f->from != MONTH_NONE && f->to < f->from)
        fact_issue(issues, i, "to", N_("The last month cannot be before the first"));
}

static void licence_check(const struct fact *f, size_t i, day today, struct issues *issues)
{
    if (!code_given(f->code))
        fact_issue(issues, i, "code", N_("Choose a licence, certificate or authorisation"));
    if (f->expires == DAY_NONE)
        return;
    if (f->no)
        fact_issue(issues, i, "expires", N_("What the person does not have cannot expire"));
    else if (f->expires < today - LIFETIME_YEARS * 366 || f->expires > today + LIFETIME_YEARS * 366)
        fact_issue(issues, i, "expires", N_("Check the year of the last valid day"));
}

static void fact_check(const struct fact *f, size_t i, day today, struct issues *issues)
{
    if (evidence_name(f->evidence) == NULL)
        fact_issue(issues, i, "evidence", N_("Choose stated, documented or recognised"));
    if (f->no && f->kind != FACT_SKILL && f->kind != FACT_LICENCE)
        fact_issue(issues, i, "no", N_("Only a skill or a licence can be answered with no"));
    switch (f->kind) {
    case FACT_EXPERIENCE:
        experience_check(f, i, today, issues);
        return;
    case FACT_SKILL:
        if (!code_given(f->code))
            fact_issue(issues, i, "code", N_("Choose a skill"));
        return;
    case FACT_LANGUAGE:
        if (!code_is_language(f->code))
            fact_issue(issues, i, "code", N_("Choose a language"));
        if (f->part >= LANGUAGE_PARTS)
            fact_issue(issues, i, "part", N_("Choose listening, reading, writing or speaking"));
        if (f->level > CEFR_C2)
            fact_issue(issues, i, "level", N_("Choose none, or a level from A1 to C2"));
        return;
    case FACT_EDUCATION:
        if (!code_is_education(f->code))
            fact_issue(issues, i, "code", N_("Choose a field of education, or leave it out"));
        if (f->level < NKR_LEAST || f->level > NKR_MOST)
            fact_issue(issues, i, "level", N_("Choose a level of education"));
        return;
    case FACT_LICENCE:
        licence_check(f, i, today, issues);
        return;
    }
    fact_issue(issues, i, "kind", N_("Choose what kind of competence this is"));
}

static void availability_check(const struct availability *v, day today, struct issues *issues)
{
    if (v->free_from != DAY_NONE &&
        (v->free_from < day_add_months(today, -120) || v->free_from > day_add_months(today, 120)))
        issues_add(issues, "free_from", N_("Check the year of the first free day"));
    bool said = v->share_least != 0 || v->share_most != 0;
    if (said && (v->share_least < 1 || v->share_least > 100))
        issues_add(issues, "share_least", N_("Write a share from 1 to 100 per cent"));
    if (said && (v->share_most < 1 || v->share_most > 100))
        issues_add(issues, "share_most", N_("Write a share from 1 to 100 per cent"));
    else if (v->share_least > v->share_most)
        issues_add(issues, "share_most", N_("The largest share cannot be smaller than the smallest"));
    if ((v->times & ~WORK_TIMES_ALL) != 0)
        issues_add(issues, "times", N_("Choose among the times of work"));
    bool places = v->place_count <= PROFILE_PLACES_MOST;
    for (size_t i = 0; places && i < v->place_count; i++)
        places = code_given(v->places[i]) && (i == 0 || v->places[i - 1].value < v->places[i].value);
    if (!places)
        issues_add(issues, "places", N_("Choose among the region's places, each once"));
}

void profile_check(const struct profile *p, day today, struct issues *issues)
{
    const struct competence *c = &p->competence;
    if (c->fact_count > PROFILE_FACTS_MOST)
        issues_add_arg(issues, "facts", N_("A profile holds at most %s entries"),
                       arena_printf(issues->arena, "%d", PROFILE_FACTS_MOST));
    for (size_t i = 0; i < c->fact_count && i < PROFILE_FACTS_MOST; i++) {
        fact_check(&c->facts[i], i, today, issues);
        if (p->fact_texts != NULL)
            check_text(p->fact_texts[i], true, PROFILE_TEXT_MOST, arena_printf(issues->arena, "facts[%zu].text", i),
                       issues);
    }
    if ((c->complete >> SECTIONS) != 0)
        issues_add(issues, "complete", N_("Choose among the sections"));
    availability_check(&c->availability, today, issues);
    check_text(p->headline, true, PROFILE_TEXT_MOST, "headline", issues);
}

// The stored form: "YP", the version, then the fields in the order profile_encode writes them; integers least byte
// first, negative ones in two's complement; a text is its length in bytes (32 bits) and the bytes.

static const unsigned char MARK[3] = {'Y', 'P', 1};

static void put(struct buf *b, uint64_t value, int bytes)
{
    for (int i = 0; i < bytes; i++)
        buf_add_char(b, (char)(value >> (8 * i) & 0xff));
}

static void put_text(struct buf *b, const char *text)
{
    size_t length = text == NULL ? 0 : strlen(text);
    assert(length <= UINT32_MAX);
    put(b, length, 4);
    buf_add(b, text, length);
}

static void put_fact(struct buf *b, const struct fact *f, const char *text)
{
    put(b, f->kind, 1);
    put(b, f->evidence, 1);
    put(b, f->code.value, 8);
    put(b, f->part, 1);
    put(b, f->level, 1);
    put(b, f->no, 1);
    put(b, (uint32_t)f->from, 4);
    put(b, (uint32_t)f->to, 4);
    put(b, (uint32_t)f->expires, 4);
    put_text(b, text);
}

void profile_encode(const struct profile *p, struct arena *a, const unsigned char **bytes_out, size_t *size_out)
{
    const struct competence *c = &p->competence;
    const struct availability *v = &c->availability;
    assert(c->fact_count <= PROFILE_FACTS_MOST && v->place_count <= PROFILE_PLACES_MOST);
    struct buf b = buf_in(a);
    buf_add(&b, MARK, sizeof MARK);
    put(&b, (uint64_t)p->person.value, 8);
    put(&b, (uint64_t)p->version, 8);
    put(&b, p->lot, 4);
    put(&b, (uint64_t)p->updated_at, 8);
    put(&b, c->complete, 1);
    put(&b, (uint32_t)v->free_from, 4);
    put(&b, v->share_least, 1);
    put(&b, v->share_most, 1);
    put(&b, v->times, 1);
    put(&b, v->place_count, 1);
    for (size_t i = 0; i < v->place_count; i++)
        put(&b, v->places[i].value, 8);
    put(&b, c->fact_count, 1);
    for (size_t i = 0; i < c->fact_count; i++)
        put_fact(&b, &c->facts[i], p->fact_texts == NULL ? NULL : p->fact_texts[i]);
    put_text(&b, p->headline);
    *bytes_out = (const unsigned char *)b.data;
    *size_out = b.length;
}

// Takes bytes from the front; once something is wrong it stays so and everything reads as zero.
struct reader {
    const unsigned char *at;
    size_t left;
    struct arena *arena;
    bool wrong;
};

static inline uint64_t take(struct reader *r, size_t bytes)
{
    uint64_t value = 0;
    if (r->wrong || r->left < bytes) {
        r->wrong = true;
        return 0;
    }
    memcpy(&value, r->at, bytes);
    r->at += bytes;
    r->left -= bytes;
    return le64toh(value);
}

static uint8_t take_at_most(struct reader *r, unsigned most)
{
    uint8_t value = (uint8_t)take(r, 1);
    if (value > most)
        r->wrong = true;
    return value;
}

static struct code take_code(struct reader *r)
{
    struct code c = {take(r, 8)};
    if (code_given(c) && !code_valid(c))
        r->wrong = true;
    return c;
}

enum { DAY_FIRST = -719162, DAY_LAST = 2932896 }; // 0001-01-01 and 9999-12-31

static day take_day(struct reader *r)
{
    day d = (day)(uint32_t)take(r, 4);
    if (d != DAY_NONE && (d < DAY_FIRST || d > DAY_LAST))
        r->wrong = true;
    return d;
}

static month take_month(struct reader *r)
{
    month m = (month)(uint32_t)take(r, 4);
    if (m != MONTH_NONE && (m < 0 || m > 9999 * 12 + 11))
        r->wrong = true;
    return m;
}

// What most texts are.
static bool is_plain(const unsigned char *bytes, size_t size)
{
    bool other = false;
    for (size_t i = 0; i < size; i++)
        other |= bytes[i] < ' ' || bytes[i] > '~';
    return !other;
}

static const char *take_text(struct reader *r)
{
    size_t length = take(r, 4);
    if (!r->wrong && length <= r->left && length <= PROFILE_TEXT_MOST && is_plain(r->at, length)) {
        char *plain = arena_alloc(r->arena, length + 1);
        memcpy(plain, r->at, length);
        r->at += length;
        r->left -= length;
        return plain;
    }
    if (r->wrong || length > r->left || memchr(r->at, '\0', length) != NULL) {
        r->wrong = true;
        return "";
    }
    const char *text = arena_strndup(r->arena, (const char *)r->at, length);
    r->at += length;
    r->left -= length;
    if (!text_valid(text, length) || text_length(text) > PROFILE_TEXT_MOST)
        r->wrong = true;
    return text;
}

static void take_fact(struct reader *r, struct fact *f)
{
    unsigned kind = take_at_most(r, FACT_LICENCE), evidence = take_at_most(r, EVIDENCE_RECOGNISED);
    f->kind = (enum fact_kind)kind;
    f->evidence = (enum evidence)evidence;
    f->code = take_code(r);
    f->part = take_at_most(r, LANGUAGE_PARTS - 1);
    f->level = take_at_most(r, kind == FACT_LANGUAGE ? CEFR_C2 : NKR_MOST);
    f->no = take_at_most(r, 1);
    f->from = take_month(r);
    f->to = take_month(r);
    f->expires = take_day(r);
    if (fact_kind_name(kind) == NULL || evidence_name(evidence) == NULL)
        r->wrong = true;
}

enum status profile_decode(const unsigned char *bytes, size_t size, struct arena *a, struct profile *out)
{
    if (size < sizeof MARK || memcmp(bytes, MARK, sizeof MARK) != 0)
        return INVALID;
    struct reader r = {.at = bytes + sizeof MARK, .left = size - sizeof MARK, .arena = a};
    struct profile p = {0};
    struct availability *v = &p.competence.availability;
    p.person.value = (int64_t)take(&r, 8);
    p.version = (int64_t)take(&r, 8);
    p.lot = (uint32_t)take(&r, 4);
    p.updated_at = (int64_t)take(&r, 8);
    p.competence.complete = take_at_most(&r, (1u << SECTIONS) - 1);
    v->free_from = take_day(&r);
    v->share_least = take_at_most(&r, 100);
    v->share_most = take_at_most(&r, 100);
    v->times = take_at_most(&r, WORK_TIMES_ALL);
    v->place_count = take_at_most(&r, PROFILE_PLACES_MOST);
    if (r.wrong)
        return INVALID;
    struct code *places = ARENA_ARRAY(a, struct code, v->place_count);
    for (size_t i = 0; i < v->place_count; i++)
        places[i] = take_code(&r);
    v->places = places;
    p.competence.fact_count = take_at_most(&r, PROFILE_FACTS_MOST);
    if (r.wrong)
        return INVALID;
    struct fact *facts = ARENA_ARRAY(a, struct fact, p.competence.fact_count);
    const char **texts = ARENA_ARRAY(a, const char *, p.competence.fact_count);
    for (size_t i = 0; i < p.competence.fact_count && !r.wrong; i++) {
        take_fact(&r, &facts[i]);
        texts[i] = take_text(&r);
    }
    p.competence.facts = facts;
    p.fact_texts = texts;
    p.headline = take_text(&r);
    if (r.wrong || r.left != 0)
        return INVALID;
    *out = p;
    return OK;
}
