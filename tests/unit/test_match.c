// SPDX-License-Identifier: EUPL-1.2
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "core/need.h"
#include "match/match.h"
#include "naive_match.h"

// The rules of matching.md on single people and small worlds. Requirements are written in their stored form.

#define NOTHING_ELSE .from = MONTH_NONE, .to = MONTH_NONE, .expires = DAY_NONE
#define STATED .evidence = EVIDENCE_STATED
#define DOCUMENTED .evidence = EVIDENCE_DOCUMENTED
#define RECOGNISED .evidence = EVIDENCE_RECOGNISED
#define ALL(section) (1u << SECTION_##section)

static struct fact work(const char *code, int from_year, int from_month, int months)
{
    month from = from_year * 12 + from_month - 1;
    return (struct fact){.kind = FACT_EXPERIENCE,
                         STATED,
                         .code = code_make(code),
                         .from = from,
                         .to = from + months - 1,
                         .expires = DAY_NONE};
}

static struct fact speaks(const char *code, enum language_part part, enum cefr level)
{
    return (struct fact){
        .kind = FACT_LANGUAGE, STATED, .code = code_make(code), .part = part, .level = level, NOTHING_ELSE};
}

static struct fact licence(const char *code, enum evidence evidence)
{
    return (struct fact){.kind = FACT_LICENCE, .evidence = evidence, .code = code_make(code), NOTHING_ELSE};
}

static struct fact skill(const char *code, enum evidence evidence)
{
    return (struct fact){.kind = FACT_SKILL, .evidence = evidence, .code = code_make(code), NOTHING_ELSE};
}

static struct fact education(const char *code, uint8_t level)
{
    struct code field = {0};
    if (code != NULL)
        field = code_make(code);
    return (struct fact){.kind = FACT_EDUCATION, STATED, .code = field, .level = level, NOTHING_ELSE};
}

static struct fact until(struct fact f, int year, int month_of_year, int day_of_month)
{
    f.expires = day_make(year, month_of_year, day_of_month);
    return f;
}

static struct fact with(struct fact f, enum evidence evidence)
{
    f.evidence = evidence;
    return f;
}

static struct fact denied(struct fact f)
{
    f.no = true;
    return f;
}

static const struct implication *driving(size_t *count_out)
{
    static struct implication list[7];
    static const char *const pairs[][2] = {{"CE", "C"}, {"C", "B"}, {"CE", "BE"}, {"D", "B"},
                                           {"a", "b"},  {"b", "c"}, {"c", "a"}};
    for (size_t i = 0; i < COUNT_OF(pairs); i++)
        list[i] =
            (struct implication){i < 4 ? FACT_LICENCE : FACT_SKILL, code_make(pairs[i][0]), code_make(pairs[i][1])};
    *count_out = COUNT_OF(pairs);
    return list;
}

static struct match_settings settings(void)
{
    struct match_settings s = {.catalogue_version = "test 1", .digest_key = "a key for tests"};
    s.implications = driving(&s.implication_count);
    return s;
}

static struct match_need need_of(struct arena *a, const char *lines)
{
    struct match_need need = {.number = 7, .lot = 0x55};
    const char *text = arena_printf(a, "ypsilon requirements 1\n%s\n", lines);
    assert_int_equal(requirements_decode(text, a, &need.requirements, &need.requirement_count), OK);
    return need;
}

struct example {
    const char *name;
    const char *requirement; // of these the first is looked at
    struct fact facts[4];
    unsigned complete;
    struct availability availability;
    enum verdict verdict;
    enum question_kind question;
    // What the row tells beside: what is not given must be as given by 0 and -1.
    enum evidence evidence;
    int months, best_level;
    int atom, fact; // from 1; 0 is none
};

static day as_of(void)
{
    return day_make(2016, 4, 18);
}

static struct match_profile profile_of(const struct example *e)
{
    struct match_profile p = {.number = 1, .lot = 0x1234};
    p.competence =
        (struct competence){.facts = e->facts, .complete = (uint8_t)e->complete, .availability = e->availability};
    while (p.competence.fact_count < COUNT_OF(e->facts) && e->facts[p.competence.fact_count].kind != 0)
        p.competence.fact_count++;
    if (p.competence.availability.free_from == 0)
        p.competence.availability.free_from = DAY_NONE;
    return p;
}

static void example_holds(void **state)
{
    const struct example *e = *state;
    struct arena *a CLEANUP_ARENA = arena_open();
    struct match_settings s = settings();
    struct match_need need = need_of(a, e->requirement);
    struct match_profile p = profile_of(e);
    struct match_world *w = match_open(&s);
    struct explanation x;
    match_put(w, &p);
    match_publish(w, 1);
    assert_int_equal(match_explain(w, &need, 1, as_of(), a, &x), OK);
    match_close(w);
    assert_int_equal(x.row_count, need.requirement_count);
    struct verdict_row row = x.rows[0];
    assert_string_equal(verdict_name(row.verdict), verdict_name(e->verdict));
    assert_string_equal(question_name(row.question), question_name(e->question));
    assert_int_equal(row.question != QUESTION_NONE, row.verdict == VERDICT_UNKNOWN);
    assert_int_equal(row.evidence, e->evidence);
    assert_int_equal(row.months, e->months);
    assert_int_equal(row.best_level, e->best_level);
    assert_int_equal(row.atom, e->atom - 1);
    assert_int_equal(row.fact, e->fact - 1);
    struct naive_person n = naive_open(&p, &s, as_of(), naive_first_day(&need, as_of()));
    assert_string_equal(verdict_name(naive_judge(&n, &need.requirements[0])), verdict_name(e->verdict));
    if (row.atom >= 0 && need.requirements[0].atoms[row.atom].kind == ATOM_OCCUPATION)
        assert_int_equal(naive_months(&p.competence, need.requirements[0].atoms[row.atom].code,
                                      row.verdict == VERDICT_MET ? need.requirements[0].least : EVIDENCE_STATED,
                                      as_of()),
                         e->months);
    naive_close_person(&n);
}

#define NORWEGIAN_B1 "must stated language nor speaking B1 because Customers are helped in person"
#define SHOP_12(code) "must stated occupation " code " 12"
#define MET .verdict = VERDICT_MET
#define MISSING .verdict = VERDICT_MISSING
#define UNKNOWN .verdict = VERDICT_UNKNOWN, .question = QUESTION_TOPIC
#define PROOF .verdict = VERDICT_UNKNOWN, .question = QUESTION_PROOF

// matching.md, the table of examples, row by row.
static size_t table_of_examples(struct example *out)
{
    const struct example rows[] = {
        {"Norwegian speaking B1 | speaking B2", NORWEGIAN_B1, {speaks("nor", PART_SPEAKING, CEFR_B2)},
         MET, STATED, .best_level = CEFR_B2, .atom = 1, .fact = 1},
        {"Norwegian speaking B1 | speaking A2", NORWEGIAN_B1, {speaks("nor", PART_SPEAKING, CEFR_A2)},
         MISSING, .best_level = CEFR_A2, .atom = 1, .fact = 1},
        {"Norwegian speaking B1 | reading B2 only", NORWEGIAN_B1, {speaks("nor", PART_READING, CEFR_B2)},
         UNKNOWN, .atom = 1},
        {"Norwegian speaking B1 | languages \"this is all\": Arabic, English", NORWEGIAN_B1,
         {speaks("ara", PART_SPEAKING, CEFR_C2), speaks("eng", PART_SPEAKING, CEFR_B2)}, ALL(LANGUAGES),
         MISSING, .atom = 1},
        {"licence D or D1 | licence C; licences \"this is all\"", "must documented licence D licence D1",
         {licence("C", EVIDENCE_DOCUMENTED)}, ALL(LICENCES), MISSING, .atom = 1},
        {"licence D or D1 | licence C", "must documented licence D licence D1", {licence("C", EVIDENCE_DOCUMENTED)},
         UNKNOWN, .atom = 1},
        {"licence D, valid at start 1 June | D expires 15 May",
         "must documented licence D\nmust stated start 2016-06-01 2016-08-01",
         {until(licence("D", EVIDENCE_DOCUMENTED), 2016, 5, 15)}, MISSING, .atom = 1, .fact = 1},
        {"nurse, authorisation recognised | nurse, stated", "must recognised licence NURSE",
         {licence("NURSE", EVIDENCE_STATED)}, PROOF, STATED, .atom = 1, .fact = 1},
        {"shop work at least 12 months | 8 months + 8 months overlapping by 2", SHOP_12("5223"),
         {work("5223", 2014, 1, 8), work("5223", 2014, 7, 8)}, MET, STATED, .months = 14, .atom = 1, .fact = 1},
        {"shop work at least 12 months (522) | 16 months in 5221", SHOP_12("522"), {work("5221", 2013, 3, 16)},
         MET, STATED, .months = 16, .atom = 1, .fact = 1},
        {"shop work (5223) at least 12 months | 16 months in 5221", SHOP_12("5223"), {work("5221", 2013, 3, 16)},
         UNKNOWN, .atom = 1},
        {"shop work (5223) at least 12 months | 16 months in 5221, work history is all", SHOP_12("5223"),
         {work("5221", 2013, 3, 16)}, ALL(WORK), MISSING, .atom = 1},
        {"share 50-100 % | 20-40 %", "must stated share 50 100",
         .availability = {.share_least = 20, .share_most = 40}, MISSING},
        {"start by 1 May | free from 1 June", "must stated start 2016-04-20 2016-05-01",
         .availability = {.free_from = day_make(2016, 6, 1)}, MISSING},
        {"skill \"forklift T1\" or \"T4\" | T4 documented", "must stated skill T1 skill T4",
         {skill("T4", EVIDENCE_DOCUMENTED)}, MET, DOCUMENTED, .atom = 2, .fact = 1},
        {"skill \"cash register\" | nothing about it", "must stated skill cash", {skill("T4", EVIDENCE_STATED)},
         UNKNOWN, .atom = 1},
    };
    memcpy(out, rows, sizeof rows);
    return COUNT_OF(rows);
}

// What the table leaves to the text beside it.
static size_t further_examples(struct example *out)
{
    static struct code drammen, lier;
    drammen = code_make("0602");
    lier = code_make("0626");
    struct fact current = work("5223", 2015, 1, 1);
    current.to = MONTH_NONE;
    const struct example rows[] = {
        {"a current job counts the months before today's", SHOP_12("5223"), {current},
         MET, STATED, .months = 15, .atom = 1, .fact = 1},
        {"the running month and what comes after count for nobody", SHOP_12("5223"), {work("5223", 2015, 10, 24)},
         UNKNOWN, .months = 6, .atom = 1, .fact = 1},
        {"a job inside another adds nothing", SHOP_12("5223"), {work("5223", 2014, 3, 2), work("5223", 2014, 1, 10)},
         UNKNOWN, .months = 10, .atom = 1, .fact = 2},
        {"documented months alone are too few: ask for the proof", "must documented occupation 5223 12",
         {with(work("5223", 2013, 1, 8), EVIDENCE_DOCUMENTED), work("5223", 2014, 1, 9)},
         PROOF, STATED, .months = 17, .atom = 1, .fact = 2},
        {"with the evidence asked, months of that evidence are told", "must documented occupation 5223 6",
         {with(work("5223", 2013, 1, 8), EVIDENCE_DOCUMENTED), work("5223", 2014, 1, 9)},
         MET, DOCUMENTED, .months = 8, .atom = 1, .fact = 1},
        {"the group counts overlaps of different occupations once", "must stated occupation 522 12",
         {work("5223", 2014, 1, 8), work("5221", 2014, 3, 8)}, UNKNOWN, .months = 10, .atom = 1, .fact = 1},
        {"none at all is an answer", NORWEGIAN_B1, {speaks("nor", PART_SPEAKING, CEFR_NONE)},
         MISSING, .atom = 1, .fact = 1},
        {"the better of two levels holds", NORWEGIAN_B1,
         {with(speaks("nor", PART_SPEAKING, CEFR_A2), EVIDENCE_DOCUMENTED), speaks("nor", PART_SPEAKING, CEFR_B2)},
         MET, STATED, .best_level = CEFR_B2, .atom = 1, .fact = 2},
        {"CE implies C implies B, with its evidence", "must documented licence B", {licence("CE", EVIDENCE_DOCUMENTED)},
         MET, DOCUMENTED, .atom = 1, .fact = 1},
        {"an expired licence says nothing of what would follow from it",
         "must documented licence B\nmust stated start 2016-06-01 2016-08-01",
         {until(licence("CE", EVIDENCE_DOCUMENTED), 2016, 5, 31)}, UNKNOWN, .atom = 1},
        {"valid on the last day is valid", "must documented licence B\nmust stated start 2016-06-01 2016-08-01",
         {until(licence("CE", EVIDENCE_DOCUMENTED), 2016, 6, 1)}, MET, DOCUMENTED, .atom = 1, .fact = 1},
        {"without a start a licence must be valid today", "must documented licence B",
         {until(licence("B", EVIDENCE_DOCUMENTED), 2016, 4, 17)}, MISSING, .atom = 1, .fact = 1},
        {"who has no C has not said no to B", "must documented licence B",
         {denied(licence("C", EVIDENCE_STATED))}, UNKNOWN, .atom = 1},
        {"no to the licence itself", "must documented licence C", {denied(licence("C", EVIDENCE_STATED))},
         MISSING, .atom = 1, .fact = 1},
        {"held beside an older no", "must stated skill cash",
         {denied(skill("cash", EVIDENCE_STATED)), skill("cash", EVIDENCE_STATED)},
         MET, STATED, .atom = 1, .fact = 2},
        {"a circle of implications holds all of it", "must stated skill c", {skill("b", EVIDENCE_STATED)},
         MET, STATED, .atom = 1, .fact = 1},
        {"skills have no \"this is all\"", "must stated skill cash", .complete = 63, UNKNOWN, .atom = 1},
        {"an OR is missing only when every topic is answered", "must stated skill cash skill T1",
         {denied(skill("cash", EVIDENCE_STATED))}, UNKNOWN, .atom = 2},
        {"an OR asks for the proof before it asks for more", "must documented skill cash skill T1",
         {skill("T1", EVIDENCE_STATED)}, PROOF, STATED, .atom = 2, .fact = 1},
        {"the proof asked for is of what has the best", "must recognised skill cash skill T1",
         {skill("cash", EVIDENCE_STATED), skill("T1", EVIDENCE_DOCUMENTED)}, PROOF, DOCUMENTED, .atom = 2, .fact = 2},
        {"a question is about what was begun", "must stated occupation 8331 12 occupation 5223 12",
         {work("5223", 2014, 1, 7)}, UNKNOWN, .months = 7, .atom = 2, .fact = 1},
        {"missing tells of what was said", "must documented licence D licence C",
         {denied(licence("C", EVIDENCE_STATED))}, ALL(LICENCES), MISSING, .atom = 2, .fact = 1},
        {"the fact told has the evidence told", "must documented language nor speaking B1 because Safety",
         {speaks("nor", PART_SPEAKING, CEFR_C1), with(speaks("nor", PART_SPEAKING, CEFR_B1), EVIDENCE_DOCUMENTED)},
         MET, DOCUMENTED, .best_level = CEFR_C1, .atom = 1, .fact = 2},
        {"a master in computing is a bachelor in its broad field", "must stated education 06 6", {education("0613", 7)},
         MET, STATED, .best_level = 7, .atom = 1, .fact = 1},
        {"any field takes education without a field", "must stated education any 4", {education(NULL, 5)},
         MET, STATED, .best_level = 5, .atom = 1, .fact = 1},
        {"a field is not another's", "must stated education 0713 4", {education("0714", 5)}, UNKNOWN, .atom = 1},
        {"a broader field is not the narrower", "must stated education 0713 4", {education("071", 5)},
         UNKNOWN, .atom = 1},
        {"too low, and more may have been left out", "must stated education any 6", {education("0713", 5)},
         UNKNOWN, .best_level = 5, .atom = 1, .fact = 1},
        {"too low, and education is all", "must stated education any 6", {education("0713", 5)}, ALL(EDUCATION),
         MISSING, .best_level = 5, .atom = 1, .fact = 1},
        {"share not said", "must stated share 50 100", UNKNOWN},
        {"shares that touch overlap", "must stated share 50 100",
         .availability = {.share_least = 20, .share_most = 50}, MET, STATED},
        {"free from not said", "must stated start 2016-04-20 2016-05-01", UNKNOWN},
        {"free on the latest day", "must stated start 2016-04-20 2016-05-01",
         .availability = {.free_from = day_make(2016, 5, 1)}, MET, STATED},
        {"a time that is ticked", "must stated time night", .availability = {.times = TIME_NIGHT | TIME_DAY},
         MET, STATED, .atom = 1},
        {"a time that is not ticked", "must stated time night", .availability = {.times = TIME_DAY},
         UNKNOWN, .atom = 1},
        {"times are all", "must stated time night", .complete = ALL(TIMES),
         .availability = {.times = TIME_DAY}, MISSING, .atom = 1},
        {"a place that is ticked", "must stated place 0602",
         .availability = {.places = &drammen, .place_count = 1}, MET, STATED, .atom = 1},
        {"places are all", "must stated place 0602", .complete = ALL(PLACES),
         .availability = {.places = &lier, .place_count = 1}, MISSING, .atom = 1},
    };
    memcpy(out, rows, sizeof rows);
    return COUNT_OF(rows);
}

enum { EXAMPLES_MOST = 80 };

int main(void)
{
    struct example rows[EXAMPLES_MOST];
    struct CMUnitTest tests[EXAMPLES_MOST];
    size_t count = table_of_examples(rows);
    count += further_examples(rows + count);
    for (size_t i = 0; i < count; i++)
        tests[i] = (struct CMUnitTest){.name = rows[i].name, .test_func = example_holds, .initial_state = &rows[i]};
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return _cmocka_run_group_tests("the table of examples and what stands beside it", tests, count, NULL, NULL);
}
