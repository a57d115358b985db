// SPDX-License-Identifier: EUPL-1.2
#include "core/requirement.h"

#include <string.h>

#include "base/buf.h"
#include "base/text.h"
#include "core/check.h"
#include "core/need.h"

const uint8_t MONTH_LADDER[7] = {1, 6, 12, 24, 36, 60, 120};

static const char *const ATOM_KINDS[] = {"occupation", "skill", "language", "education", "licence", "place", "time"};

bool months_on_ladder(unsigned months)
{
    for (size_t i = 0; i < COUNT_OF(MONTH_LADDER); i++)
        if (months == MONTH_LADDER[i])
            return true;
    return false;
}

enum evidence requirement_default_evidence(const struct requirement *r, bool authorisation)
{
    for (size_t i = 0; r->kind == REQUIRE_ATOMS && i < r->atom_count; i++)
        if (r->atoms[i].kind == ATOM_LICENCE)
            return authorisation ? EVIDENCE_RECOGNISED : EVIDENCE_DOCUMENTED;
    return EVIDENCE_STATED;
}

const char *atom_kind_name(unsigned kind)
{
    return kind < COUNT_OF(ATOM_KINDS) ? ATOM_KINDS[kind] : NULL;
}

bool atom_kind_read(const char *text, enum atom_kind *out)
{
    for (size_t i = 0; text != NULL && i < COUNT_OF(ATOM_KINDS); i++)
        if (strcmp(text, ATOM_KINDS[i]) == 0) {
            *out = (enum atom_kind)i;
            return true;
        }
    return false;
}

// Checking

static void issue_at(struct issues *issues, const char *field, const char *name, const char *message)
{
    issues_add(issues, arena_printf(issues->arena, "%s.%s", field, name), message);
}

static void atom_check(const struct atom *a, const char *field, struct issues *issues)
{
    switch (a->kind) {
    case ATOM_OCCUPATION:
        if (!code_is_occupation(a->code, true))
            issue_at(issues, field, "code", N_("Choose an occupation"));
        if (!months_on_ladder(a->level))
            issue_at(issues, field, "level", N_("Choose 1, 6, 12, 24, 36, 60 or 120 months"));
        return;
    case ATOM_SKILL:
        if (!code_given(a->code))
            issue_at(issues, field, "code", N_("Choose a skill"));
        return;
    case ATOM_LANGUAGE:
        if (!code_is_language(a->code))
            issue_at(issues, field, "code", N_("Choose a language"));
        if (a->part >= LANGUAGE_PARTS)
            issue_at(issues, field, "part", N_("Choose listening, reading, writing or speaking"));
        if (a->level < CEFR_A1 || a->level > CEFR_C2)
            issue_at(issues, field, "level", N_("Choose a level from A1 to C2"));
        return;
    case ATOM_EDUCATION:
        if (!code_is_education(a->code))
            issue_at(issues, field, "code", N_("Choose a field of education, or any field"));
        if (a->level < NKR_LEAST || a->level > NKR_MOST)
            issue_at(issues, field, "level", N_("Choose a level of education"));
        return;
    case ATOM_LICENCE:
        if (!code_given(a->code))
            issue_at(issues, field, "code", N_("Choose a licence, certificate or authorisation"));
        return;
    case ATOM_PLACE:
        if (!code_given(a->code))
            issue_at(issues, field, "code", N_("Choose a place"));
        return;
    case ATOM_TIME:
        if (work_time_name(a->level) == NULL)
            issue_at(issues, field, "level", N_("Choose one time of work"));
        return;
    }
    issue_at(issues, field, "kind", N_("Choose what is asked for"));
}

bool requirement_about_availability(const struct requirement *r)
{
    if (r->kind != REQUIRE_ATOMS)
        return r->kind == REQUIRE_SHARE || r->kind == REQUIRE_START;
    for (size_t i = 0; i < r->atom_count && i < REQUIREMENT_ATOMS_MOST; i++)
        if (r->atoms[i].kind == ATOM_PLACE || r->atoms[i].kind == ATOM_TIME)
            return true;
    return false;
}

static bool asks_language(const struct requirement *r)
{
    for (size_t i = 0; r->kind == REQUIRE_ATOMS && i < r->atom_count && i < REQUIREMENT_ATOMS_MOST; i++)
        if (r->atoms[i].kind == ATOM_LANGUAGE)
            return true;
    return false;
}

static void alternatives_check(const struct requirement *r, const char *field, struct issues *issues)
{
    if (r->atom_count == 0)
        issue_at(issues, field, "atoms", N_("Choose what is asked for"));
    if (r->atom_count > REQUIREMENT_ATOMS_MOST) {
        const char *most = arena_printf(issues->arena, "%d", REQUIREMENT_ATOMS_MOST);
        issues_add_arg(issues, arena_printf(issues->arena, "%s.atoms", field), N_("Give at most %s alternatives"),
                       most);
        return;
    }
    for (size_t i = 0; i < r->atom_count; i++)
        atom_check(&r->atoms[i], arena_printf(issues->arena, "%s.atoms[%zu]", field, i), issues);
}

void requirement_check(const struct requirement *r, const char *field, struct issues *issues)
{
    switch (r->kind) {
    case REQUIRE_ATOMS:
        alternatives_check(r, field, issues);
        break;
    case REQUIRE_SHARE:
        if (r->share_least < 1 || r->share_least > 100)
            issue_at(issues, field, "share_least", N_("Write a share from 1 to 100 per cent"));
        if (r->share_most < 1 || r->share_most > 100)
            issue_at(issues, field, "share_most", N_("Write a share from 1 to 100 per cent"));
        else if (r->share_least > r->share_most)
            issue_at(issues, field, "share_most", N_("The largest share cannot be smaller than the smallest"));
        break;
    case REQUIRE_START:
        if (r->start_from == DAY_NONE)
            issue_at(issues, field, "start_from", N_("Give the first day the work can start"));
        if (r->start_latest == DAY_NONE)
            issue_at(issues, field, "start_latest", N_("Give the latest day the work can start"));
        else if (r->start_latest < r->start_from)
            issue_at(issues, field, "start_latest", N_("The latest start cannot be before the first"));
        break;
    default:
        issue_at(issues, field, "kind", N_("Choose what is asked for"));
    }
    bool availability = requirement_about_availability(r);
    if (evidence_name(r->least) == NULL)
        issue_at(issues, field, "least", N_("Choose which documentation is asked for"));
    else if (availability && r->least != EVIDENCE_STATED)
        issue_at(issues, field, "least", N_("Place, times, share and start need no documentation"));
    if (availability && !r->must)
        issue_at(issues, field, "must", N_("Place, times, share and start are always musts"));
    if (r->must && r->weight != 0)
        issue_at(issues, field, "weight", N_("A must has no weight"));
    if (!r->must && (r->weight < 1 || r->weight > WEIGHT_MOST))
        issue_at(issues, field, "weight", N_("Choose a weight from 1 to 15"));
    if (asks_language(r) && blank(r->work_reason))
        issue_at(issues, field, "work_reason", N_("Say why the work needs this level of the language"));
    check_text(r->work_reason, true, NEED_REASON_MOST, arena_printf(issues->arena, "%s.work_reason", field), issues);
}

// The stored form. A first line names the version; then one line a requirement, words parted by single spaces (codes
// have none):
//   ypsilon requirements 1
//   must stated language nob speaking B1 because Safety rules are given by word of mouth
//   should 3 documented licence D licence D1
//   should 1 stated education any 4 education 0713 3 occupation 5223 12 skill forklift
//   must stated share 50 100
//   must stated start 2016-05-01 2016-06-01
// In the reason, which is the rest of its line, line breaks and tabs stand as \n, \r, \t and a backslash as \\.

static const char FIRST_LINE[] = "ypsilon requirements 1\n";
static const char ESCAPED[] = "\\\n\r\t", ESCAPES[] = "\\nrt"; // place by place

static void code_add(struct buf *b, struct code c)
{
    char text[CODE_TEXT];
    code_write(c, text);
    buf_printf(b, " %s", text);
}

static void atom_encode(struct buf *b, const struct atom *a)
{
    buf_printf(b, " %s", atom_kind_name(a->kind));
    if (a->kind == ATOM_EDUCATION && !code_given(a->code))
        buf_add_text(b, " any");
    else if (a->kind != ATOM_TIME)
        code_add(b, a->code);
    if (a->kind == ATOM_LANGUAGE)
        buf_printf(b, " %s %s", language_part_name(a->part), cefr_name(a->level));
    else if (a->kind == ATOM_OCCUPATION || a->kind == ATOM_EDUCATION)
        buf_printf(b, " %u", a->level);
    else if (a->kind == ATOM_TIME)
        buf_printf(b, " %s", work_time_name(a->level));
}

static void reason_encode(struct buf *b, const char *reason)
{
    buf_add_text(b, " because ");
    for (; *reason != '\0'; reason++) {
        const char *escaped = strchr(ESCAPED, *reason);
        if (escaped != NULL) {
            buf_add_char(b, '\\');
            buf_add_char(b, ESCAPES[escaped - ESCAPED]);
        } else {
            buf_add_char(b, *reason);
        }
    }
}

const char *requirements_encode(const struct requirement *list, size_t count, struct arena *a)
{
    struct buf b = buf_in(a);
    buf_add_text(&b, FIRST_LINE);
    for (size_t i = 0; i < count; i++) {
        const struct requirement *r = &list[i];
        if (r->must)
            buf_add_text(&b, "must");
        else
            buf_printf(&b, "should %u", r->weight);
        buf_printf(&b, " %s", evidence_name(r->least));
        if (r->kind == REQUIRE_SHARE) {
            buf_printf(&b, " share %u %u", r->share_least, r->share_most);
        } else if (r->kind == REQUIRE_START) {
            char from[DAY_TEXT], latest[DAY_TEXT];
            day_write(r->start_from, from);
            day_write(r->start_latest, latest);
            buf_printf(&b, " start %s %s", from, latest);
        }
        for (size_t k = 0; r->kind == REQUIRE_ATOMS && k < r->atom_count; k++)
            atom_encode(&b, &r->atoms[k]);
        if (r->work_reason != NULL && r->work_reason[0] != '\0')
            reason_encode(&b, r->work_reason);
        buf_add_char(&b, '\n');
    }
    return buf_text(&b);
}

enum { WORD = 16 };

// Takes the next word of a line into word; false at the end of the line or when it is longer than any word we write.
static bool word_next(const char **at, char word[WORD])
{
    size_t length = strcspn(*at, " \n");
    if (length == 0 || length >= WORD)
        return false;
    memcpy(word, *at, length);
    word[length] = '\0';
    *at += length;
    *at += **at == ' ';
    return true;
}

static bool number_next(const char **at, unsigned most, uint8_t *out)
{
    char word[WORD];
    if (!word_next(at, word) || strlen(word) > 3 || word[strspn(word, "0123456789")] != '\0')
        return false;
    unsigned n = 0;
    for (const char *p = word; *p != '\0'; p++)
        n = n * 10 + (unsigned)(*p - '0');
    *out = (uint8_t)n;
    return n <= most;
}

static bool day_next(const char **at, day *out)
{
    char word[WORD];
    return word_next(at, word) && day_read(word, out);
}

static bool code_next(const char **at, struct code *out)
{
    char word[WORD];
    return word_next(at, word) && code_read(word, out);
}

static bool atom_decode(const char **at, enum atom_kind kind, struct atom *out)
{
    char word[WORD];
    *out = (struct atom){.kind = kind};
    if (kind == ATOM_TIME) {
        enum work_time time;
        if (!word_next(at, word) || !work_time_read(word, &time))
            return false;
        out->level = (uint8_t)time;
        return true;
    }
    if (kind == ATOM_EDUCATION && strncmp(*at, "any ", 4) == 0)
        *at += 4;
    else if (!code_next(at, &out->code))
        return false;
    if (kind == ATOM_LANGUAGE) {
        enum language_part part;
        enum cefr level;
        if (!word_next(at, word) || !language_part_read(word, &part) || !word_next(at, word) ||
            !cefr_read(word, &level))
            return false;
        out->part = (uint8_t)part;
        out->level = (uint8_t)level;
    }
    if (kind == ATOM_OCCUPATION)
        return number_next(at, UINT8_MAX, &out->level);
    if (kind == ATOM_EDUCATION)
        return number_next(at, NKR_MOST, &out->level);
    return true;
}

// The rest of the line; the line's end stays.
static bool reason_decode(const char **at, struct arena *a, const char **out)
{
    size_t length = strcspn(*at, "\n"), n = 0;
    char *reason = arena_alloc(a, length + 1);
    for (size_t i = 0; i < length; i++) {
        char c = (*at)[i];
        if (c == '\\') {
            const char *escape = i + 1 < length ? strchr(ESCAPES, (*at)[i + 1]) : NULL;
            if (escape == NULL)
                return false;
            c = ESCAPED[escape - ESCAPES];
            i++;
        }
        reason[n++] = c;
    }
    *at += length;
    *out = reason;
    return n > 0 && text_valid(reason, strlen(reason)) && text_length(reason) <= NEED_REASON_MOST;
}

static bool body_decode(const char **at, struct arena *a, struct requirement *r)
{
    char word[WORD];
    enum atom_kind kind;
    while (**at != '\n') {
        if (!word_next(at, word))
            return false;
        if (strcmp(word, "because") == 0)
            return reason_decode(at, a, &r->work_reason);
        bool first = r->atom_count == 0 && r->kind == REQUIRE_ATOMS;
        if (first && strcmp(word, "share") == 0) {
            r->kind = REQUIRE_SHARE;
            if (!number_next(at, 100, &r->share_least) || !number_next(at, 100, &r->share_most))
                return false;
        } else if (first && strcmp(word, "start") == 0) {
            r->kind = REQUIRE_START;
            if (!day_next(at, &r->start_from) || !day_next(at, &r->start_latest))
                return false;
        } else if (r->kind == REQUIRE_ATOMS && r->atom_count < REQUIREMENT_ATOMS_MOST && atom_kind_read(word, &kind)) {
            if (!atom_decode(at, kind, &r->atoms[r->atom_count++]))
                return false;
        } else {
            return false;
        }
    }
    return true;
}

static bool requirement_decode(const char **at, struct arena *a, struct requirement *r)
{
    char word[WORD];
    *r = (struct requirement){.kind = REQUIRE_ATOMS, .start_from = DAY_NONE, .start_latest = DAY_NONE};
    if (!word_next(at, word))
        return false;
    r->must = strcmp(word, "must") == 0;
    if (!r->must && (strcmp(word, "should") != 0 || !number_next(at, WEIGHT_MOST, &r->weight)))
        return false;
    if (!word_next(at, word) || !evidence_read(word, &r->least) || !body_decode(at, a, r))
        return false;
    *at += 1; // the line's end
    return r->kind != REQUIRE_ATOMS || r->atom_count > 0;
}

enum status requirements_decode(const char *text, struct arena *a, const struct requirement **list_out,
                                size_t *count_out)
{
    if (text == NULL || strncmp(text, FIRST_LINE, sizeof FIRST_LINE - 1) != 0)
        return INVALID;
    const char *at = text + sizeof FIRST_LINE - 1;
    size_t lines = 0;
    for (const char *p = at; *p != '\0'; p++)
        lines += *p == '\n';
    if (lines > REQUIREMENTS_MOST || (*at != '\0' && at[strlen(at) - 1] != '\n'))
        return INVALID;
    struct requirement *list = ARENA_ARRAY(a, struct requirement, lines);
    for (size_t i = 0; i < lines; i++)
        if (!requirement_decode(&at, a, &list[i]))
            return INVALID;
    // What was read another way than we write it ("007", two spaces) was not written here.
    if (strcmp(requirements_encode(list, lines, a), text) != 0)
        return INVALID;
    *list_out = list;
    *count_out = lines;
    return OK;
}
