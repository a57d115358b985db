// SPDX-License-Identifier: EUPL-1.2
#include <sodium.h>
#include <string.h>

#include "base/buf.h"
#include "match/explain.h"
#include "match/verdict.h"
#include "match/world.h"

// Changes when a rule of verdict.c does, so that an old explanation can say by which rules it was made.
static const char ENGINE[] = "plain 1";

// Digests are taken over one byte form of what the engine reads: numbers of 64 bits, least byte first, each list after
// its length, and of each requirement and fact only what its kind has.
static void number_add(struct buf *b, int64_t number)
{
    uint64_t value = (uint64_t)number;
    unsigned char bytes[8];
    for (int i = 0; i < 8; i++)
        bytes[i] = (unsigned char)(value >> (8 * i));
    buf_add(b, bytes, sizeof bytes);
}

static void code_add(struct buf *b, struct code c)
{
    number_add(b, (int64_t)c.value);
}

static void digest_take(const struct buf *b, const struct match_settings *settings, uint8_t out[16])
{
    crypto_generichash(out, 16, (const unsigned char *)b->data, b->length, settings->digest_key,
                       sizeof settings->digest_key);
}

static void requirement_add(struct buf *b, const struct requirement *r)
{
    number_add(b, r->kind);
    number_add(b, r->must);
    number_add(b, r->weight);
    number_add(b, r->least);
    switch (r->kind) {
    case REQUIRE_ATOMS:
        number_add(b, r->atom_count);
        for (size_t i = 0; i < r->atom_count; i++) {
            number_add(b, r->atoms[i].kind);
            code_add(b, r->atoms[i].code);
            number_add(b, r->atoms[i].part);
            number_add(b, r->atoms[i].level);
        }
        return;
    case REQUIRE_SHARE:
        number_add(b, r->share_least);
        number_add(b, r->share_most);
        return;
    case REQUIRE_START:
        number_add(b, r->start_from);
        number_add(b, r->start_latest);
        return;
    }
}

struct digest need_digest(const struct match_need *need, const struct match_settings *settings)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct digest out;
    struct buf b = buf_in(a);
    buf_add_text(&b, "need 1");
    number_add(&b, need->number);
    number_add(&b, need->lot);
    number_add(&b, (int64_t)need->requirement_count);
    for (size_t i = 0; i < need->requirement_count; i++)
        requirement_add(&b, &need->requirements[i]);
    digest_take(&b, settings, out.bytes);
    return out;
}

static void fact_add(struct buf *b, const struct fact *f)
{
    number_add(b, f->kind);
    number_add(b, f->evidence);
    code_add(b, f->code);
    switch (f->kind) {
    case FACT_EXPERIENCE:
        number_add(b, f->from);
        number_add(b, f->to);
        return;
    case FACT_SKILL:
        number_add(b, f->no);
        return;
    case FACT_LANGUAGE:
        number_add(b, f->part);
        number_add(b, f->level);
        return;
    case FACT_EDUCATION:
        number_add(b, f->level);
        return;
    case FACT_LICENCE:
        number_add(b, f->no);
        number_add(b, f->expires);
        return;
    }
}

static void profile_digest(const struct match_profile *p, const struct match_settings *settings, struct arena *a,
                           uint8_t out[16])
{
    const struct competence *c = &p->competence;
    const struct availability *v = &c->availability;
    struct buf b = buf_in(a);
    buf_add_text(&b, "profile 1");
    number_add(&b, p->number);
    number_add(&b, p->lot);
    number_add(&b, c->complete);
    number_add(&b, v->free_from);
    number_add(&b, v->share_least);
    number_add(&b, v->share_most);
    number_add(&b, v->times);
    number_add(&b, (int64_t)v->place_count);
    for (size_t i = 0; i < v->place_count; i++)
        code_add(&b, v->places[i]);
    number_add(&b, (int64_t)c->fact_count);
    for (size_t i = 0; i < c->fact_count; i++)
        fact_add(&b, &c->facts[i]);
    digest_take(&b, settings, out);
}

static struct competence competence_copy(const struct competence *c, struct arena *a)
{
    struct competence copy = *c;
    copy.facts = arena_copy(a, c->facts, c->fact_count * sizeof *c->facts);
    copy.availability.places =
        arena_copy(a, c->availability.places, c->availability.place_count * sizeof *c->availability.places);
    return copy;
}

enum status explain_in(const struct published *v, const struct match_need *need, struct digest digest, int64_t profile,
                       day as_of, struct arena *a, struct explanation *out)
{
    const struct match_settings *settings = world_settings(v->world);
    struct question_time t = question_time(need, as_of);
    const struct kept_profile *p = roll_find(&v->roll, profile);
    if (p == NULL)
        return NOT_FOUND;
    struct explanation e = {
        .engine = ENGINE,
        .catalogue = arena_strdup(a, v->catalogue_version),
        .version = v->version,
        .as_of = as_of,
        .need = need->number,
        .profile = profile,
        .row_count = need->requirement_count,
        .rows = ARENA_ARRAY(a, struct verdict_row, need->requirement_count),
        .sum = verdicts_sum(p, need, t, NULL),
        .competence = competence_copy(&p->put.competence, a),
    };
    memcpy(e.need_digest, digest.bytes, sizeof e.need_digest);
    profile_digest(&p->put, settings, a, e.profile_digest);
    for (size_t i = 0; i < need->requirement_count; i++)
        e.rows[i] = verdict_judge(p, &need->requirements[i], t);
    *out = e;
    return OK;
}

enum status match_explain(struct match_world *w, const struct match_need *need, int64_t profile, day as_of,
                          struct arena *a, struct explanation *out)
{
    const struct published *v = world_read(w);
    enum status status = explain_in(v, need, need_digest(need, world_settings(w)), profile, as_of, a, out);
    world_leave(v);
    return status;
}

static bool rows_same(const struct verdict_row *a, const struct verdict_row *b)
{
    return a->verdict == b->verdict && a->question == b->question && a->atom == b->atom && a->fact == b->fact &&
           a->evidence == b->evidence && a->months == b->months && a->best_level == b->best_level;
}

static bool sums_same(const struct match_row *a, const struct match_row *b)
{
    return a->number == b->number && a->class == b->class && a->missing == b->missing && a->unknown == b->unknown &&
           a->score == b->score;
}

static bool answers_same(const struct explanation *a, const struct explanation *b)
{
    if (a->row_count != b->row_count || !sums_same(&a->sum, &b->sum))
        return false;
    for (size_t i = 0; i < a->row_count; i++)
        if (!rows_same(&a->rows[i], &b->rows[i]))
            return false;
    return true;
}

struct replay match_replay(struct match_world *w, const struct match_need *need, const struct explanation *was)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    const struct published *v = world_read(w);
    struct explanation now;
    struct digest digest = need_digest(need, world_settings(w));
    struct replay r = {
        .engine = strcmp(was->engine, ENGINE) != 0,
        .catalogue = strcmp(was->catalogue, v->catalogue_version) != 0,
        .need = memcmp(was->need_digest, digest.bytes, sizeof digest) != 0,
    };
    r.gone = explain_in(v, need, digest, was->profile, was->as_of, a, &now) != OK;
    world_leave(v);
    if (r.gone)
        return r;
    r.profile = memcmp(was->profile_digest, now.profile_digest, sizeof digest) != 0;
    r.answer = !answers_same(was, &now);
    return r;
}
