// SPDX-License-Identifier: EUPL-1.2
#include "core/access.h"

#include <stdio.h>

#define SEE_PERSON (RIGHT_SEE | RIGHT_IDENTITY | RIGHT_PROFILE | RIGHT_OWN_READERS)
#define SEE_ONESELF (RIGHT_SEE | RIGHT_IDENTITY | RIGHT_PROFILE | RIGHT_READERS)
#define WORK_NEED (RIGHT_SEE | RIGHT_CREATE)
#define SEE_REFERRAL (RIGHT_SEE | RIGHT_IDENTITY | RIGHT_PROFILE)
#define WORK_REFERRAL (SEE_REFERRAL | RIGHT_CREATE | RIGHT_EDIT | RIGHT_ANSWER | RIGHT_JUDGE)
#define WORK_HIRE (RIGHT_SEE | RIGHT_IDENTITY | RIGHT_CREATE | RIGHT_EDIT | RIGHT_CONFIRM | RIGHT_ANSWER)

const struct access_row ACCESS_TABLE[] = {
    {ROLE_OFFICE, THING_PERSON, WHEN_ALWAYS, RIGHT_CREATE, "enrols people with the programme itself", "–"},
    {ROLE_OFFICE, THING_PERSON, WHEN_ENROLLED, SEE_PERSON | RIGHT_EDIT | RIGHT_DELETE | RIGHT_CV,
     "enrolled with the programme itself (enrolment's basis)", "enrolment ends"},
    {ROLE_OFFICE, THING_PERSON, WHEN_ENROLLED_LATELY, SEE_PERSON | RIGHT_DELETE,
     "was enrolled with the programme itself", "retention setting"},
    {ROLE_OFFICE, THING_EMPLOYER, WHEN_ALWAYS, RIGHT_SEE | RIGHT_CREATE | RIGHT_EDIT | RIGHT_FOLLOW | RIGHT_TELL,
     "runs the programme", "–"},
    {ROLE_OFFICE, THING_NEED, WHEN_ALWAYS, WORK_NEED | RIGHT_EDIT | RIGHT_OPEN, "runs the programme", "–"},
    {ROLE_OFFICE, THING_NEED, WHEN_OPEN, RIGHT_RANK | RIGHT_COUNTS,
     "as an adviser for people enrolled with the programme itself; cooperation", "need closes"},
    {ROLE_OFFICE, THING_PROGRAMME, WHEN_ALWAYS, RIGHT_SEE | RIGHT_EDIT, "runs the programme", "–"},
    {ROLE_OFFICE, THING_AGENCY, WHEN_ALWAYS, RIGHT_SEE | RIGHT_CREATE | RIGHT_EDIT | RIGHT_TELL, "runs the programme", "–"},

    {ROLE_OFFICE, THING_PERSON, WHEN_ENROLLED, RIGHT_BACKGROUND_PAPER, "helps with the answer on paper; cannot read it",
     "enrolment ends"},
    {ROLE_OFFICE, THING_REFERRAL, WHEN_ALWAYS, RIGHT_SEE, "runs the programme: states by the referral's code", "–"},
    {ROLE_OFFICE, THING_REFERRAL, WHEN_OWN_AGENCY_ENROLLED, WORK_REFERRAL,
     "as an adviser for people enrolled with the programme itself", "enrolment ends"},
    {ROLE_OFFICE, THING_REFERRAL, WHEN_OWN_AGENCY_LATELY, SEE_REFERRAL, "was enrolled with the programme itself",
     "retention setting"},
    {ROLE_OFFICE, THING_HIRE, WHEN_ALWAYS, RIGHT_SEE | RIGHT_CREATE | RIGHT_EDIT | RIGHT_CONFIRM,
     "keeps the register of hires, without background", "–"},
    {ROLE_OFFICE, THING_HIRE, WHEN_ENROLLED, WORK_HIRE, "as an adviser for people enrolled with the programme itself",
     "enrolment ends"},
    {ROLE_OFFICE, THING_HIRE, WHEN_ENROLLED_LATELY, RIGHT_IDENTITY, "was enrolled with the programme itself",
     "retention setting"},
    {ROLE_OFFICE, THING_USER, WHEN_ALWAYS, RIGHT_SEE | RIGHT_CREATE | RIGHT_EDIT, "invites an employer's first user", "–"},
    {ROLE_OFFICE, THING_OUTBOX, WHEN_ALWAYS, RIGHT_SEE | RIGHT_EDIT, "sees to it that notices go out", "–"},

    {ROLE_OFFICE, THING_ASK, WHEN_OPEN, RIGHT_CREATE, "cooperation: asks another agency, without a person", "need closes"},
    {ROLE_OFFICE, THING_ASK, WHEN_OWN_AGENCY, RIGHT_SEE, "asked by the own agency", "–"},
    {ROLE_OFFICE, THING_ASK, WHEN_ASKED, RIGHT_SEE | RIGHT_ANSWER, "asked of the own agency", "–"},

    {ROLE_OFFICE, THING_ACTIVITY, WHEN_ALWAYS, RIGHT_SEE | RIGHT_CREATE | RIGHT_EDIT | RIGHT_DELETE, "runs the programme", "–"},
    {ROLE_OFFICE, THING_TASK, WHEN_ALWAYS, RIGHT_SEE | RIGHT_CREATE | RIGHT_EDIT, "runs the programme", "–"},
    {ROLE_OFFICE, THING_EVENT, WHEN_ALWAYS, RIGHT_SEE | RIGHT_CREATE | RIGHT_EDIT, "runs the programme", "–"},
    {ROLE_OFFICE, THING_SURVEY, WHEN_ALWAYS, RIGHT_SEE | RIGHT_CREATE | RIGHT_EDIT | RIGHT_DELETE,
     "runs the programme; deletes an answer when who answered asks for it", "–"},
    {ROLE_OFFICE, THING_MAILING, WHEN_ALWAYS, RIGHT_SEE | RIGHT_CREATE | RIGHT_EDIT, "runs the programme", "–"},
    {ROLE_OFFICE, THING_VIEW, WHEN_ALWAYS, RIGHT_CREATE, "works with lists", "–"},
    {ROLE_OFFICE, THING_VIEW, WHEN_OWN, RIGHT_SEE | RIGHT_EDIT, "made it", "–"},
    {ROLE_OFFICE, THING_VIEW, WHEN_PUBLISHED, RIGHT_SEE, "shared with the staff", "no longer shared"},

    {ROLE_ADVISER, THING_PERSON, WHEN_ALWAYS, RIGHT_CREATE, "enrols people with the own agency", "–"},
    {ROLE_ADVISER, THING_PERSON, WHEN_ENROLLED, SEE_PERSON | RIGHT_EDIT | RIGHT_DELETE | RIGHT_CV,
     "enrolled with the own agency (enrolment's basis)", "enrolment ends"},
    {ROLE_ADVISER, THING_PERSON, WHEN_ENROLLED_LATELY, SEE_PERSON | RIGHT_DELETE, "was enrolled with the own agency",
     "retention setting"},
    {ROLE_ADVISER, THING_EMPLOYER, WHEN_ALWAYS, RIGHT_SEE | RIGHT_FOLLOW, "works in the programme", "–"},
    {ROLE_ADVISER, THING_NEED, WHEN_ALWAYS, WORK_NEED, "works in the programme", "–"},
    {ROLE_ADVISER, THING_NEED, WHEN_OWN_AGENCY, RIGHT_EDIT | RIGHT_OPEN, "stated by the own agency", "–"},
    {ROLE_ADVISER, THING_NEED, WHEN_OPEN, RIGHT_RANK | RIGHT_COUNTS, "cooperation", "need closes"},
    {ROLE_ADVISER, THING_PROGRAMME, WHEN_ALWAYS, RIGHT_SEE, "works in the programme", "–"},
    {ROLE_ADVISER, THING_AGENCY, WHEN_ALWAYS, RIGHT_SEE, "works in the programme", "–"},
    {ROLE_ADVISER, THING_AGENCY, WHEN_OWN_AGENCY, RIGHT_TELL, "says whom to talk with at the own agency", "–"},

    {ROLE_ADVISER, THING_PERSON, WHEN_ENROLLED, RIGHT_BACKGROUND_PAPER, "helps with the answer on paper; cannot read it",
     "enrolment ends"},
    {ROLE_ADVISER, THING_REFERRAL, WHEN_OWN_AGENCY_ENROLLED, WORK_REFERRAL, "enrolled with the own agency",
     "enrolment ends"},
    {ROLE_ADVISER, THING_REFERRAL, WHEN_OWN_AGENCY_LATELY, SEE_REFERRAL, "was enrolled with the own agency",
     "retention setting"},
    {ROLE_ADVISER, THING_HIRE, WHEN_ENROLLED, WORK_HIRE, "enrolled with the own agency", "enrolment ends"},
    {ROLE_ADVISER, THING_HIRE, WHEN_ENROLLED_LATELY, RIGHT_SEE | RIGHT_IDENTITY, "was enrolled with the own agency",
     "retention setting"},
    {ROLE_ADVISER, THING_HIRE, WHEN_UNNAMED, RIGHT_SEE | RIGHT_EDIT, "the person may be the own agency's",
     "the person has said so"},

    {ROLE_ADVISER, THING_ASK, WHEN_OPEN, RIGHT_CREATE, "cooperation: asks another agency, without a person", "need closes"},
    {ROLE_ADVISER, THING_ASK, WHEN_OWN_AGENCY, RIGHT_SEE, "asked by the own agency", "–"},
    {ROLE_ADVISER, THING_ASK, WHEN_ASKED, RIGHT_SEE | RIGHT_ANSWER, "asked of the own agency", "–"},

    {ROLE_ADVISER, THING_ACTIVITY, WHEN_ALWAYS, RIGHT_SEE | RIGHT_CREATE, "works in the programme: nobody calls a firm twice", "–"},
    {ROLE_ADVISER, THING_ACTIVITY, WHEN_OWN_AGENCY, RIGHT_EDIT | RIGHT_DELETE, "logged by the own agency", "–"},
    {ROLE_ADVISER, THING_TASK, WHEN_ALWAYS, RIGHT_CREATE, "works in the programme", "–"},
    {ROLE_ADVISER, THING_TASK, WHEN_OWN_AGENCY, RIGHT_SEE | RIGHT_EDIT, "of the own agency", "–"},
    {ROLE_ADVISER, THING_VIEW, WHEN_ALWAYS, RIGHT_CREATE, "works with lists", "–"},
    {ROLE_ADVISER, THING_VIEW, WHEN_OWN, RIGHT_SEE | RIGHT_EDIT, "made it", "–"},
    {ROLE_ADVISER, THING_VIEW, WHEN_PUBLISHED, RIGHT_SEE, "shared with the staff", "no longer shared"},

    {ROLE_EMPLOYER, THING_EMPLOYER, WHEN_OWN_EMPLOYER, RIGHT_SEE | RIGHT_TELL, "member of that employer", "membership ends"},
    {ROLE_EMPLOYER, THING_NEED, WHEN_OWN_EMPLOYER,
     RIGHT_SEE | RIGHT_CREATE | RIGHT_EDIT | RIGHT_OPEN | RIGHT_CONFIRM, "member of that employer", "membership ends"},
    {ROLE_EMPLOYER, THING_NEED, WHEN_OWN_EMPLOYER_OPEN, RIGHT_BANDS, "member of that employer", "need closes"},

    {ROLE_EMPLOYER, THING_REFERRAL, WHEN_SHARED, SEE_REFERRAL | RIGHT_JUDGE, "that person said yes for that need",
     "six months, withdrawal, need withdrawn"},
    {ROLE_EMPLOYER, THING_HIRE, WHEN_OWN_EMPLOYER, RIGHT_SEE | RIGHT_CREATE | RIGHT_EDIT | RIGHT_CONFIRM,
     "registered with them; never whether it counts toward the goal", "membership ends"},
    {ROLE_EMPLOYER, THING_USER, WHEN_OWN_EMPLOYER, RIGHT_SEE | RIGHT_CREATE | RIGHT_EDIT, "member of that employer",
     "membership ends"},
    {ROLE_EMPLOYER, THING_HIRE, WHEN_OWN_EMPLOYER_SHARED, RIGHT_IDENTITY, "hired after the person's yes", "membership ends"},

    {ROLE_CANDIDATE, THING_PERSON, WHEN_SELF, RIGHT_BACKGROUND, "oneself: nobody else gives or reads the answer", "always"},
    {ROLE_CANDIDATE, THING_REFERRAL, WHEN_SELF, SEE_REFERRAL | RIGHT_ANSWER, "oneself", "always"},
    {ROLE_CANDIDATE, THING_HIRE, WHEN_SELF, RIGHT_SEE | RIGHT_IDENTITY | RIGHT_ANSWER, "oneself", "always"},
    {ROLE_CANDIDATE, THING_PERSON, WHEN_SELF, SEE_ONESELF | RIGHT_DELETE | RIGHT_CV, "oneself", "always"},

    {ROLE_PUBLIC, THING_EVENT, WHEN_PUBLISHED, RIGHT_SEE, "everybody may come: words, time and place, never who comes", "–"},

    {ROLE_STEERING, THING_PROGRAMME, WHEN_ALWAYS, RIGHT_SEE, "goal and period", "–"},

    {ROLE_ADVISER, THING_MAILING, WHEN_PUBLISHED, RIGHT_SEE, "letters are for everybody", "–"},
    {ROLE_EMPLOYER, THING_MAILING, WHEN_PUBLISHED, RIGHT_SEE, "letters are for everybody", "–"},
    {ROLE_CANDIDATE, THING_MAILING, WHEN_PUBLISHED, RIGHT_SEE, "letters are for everybody", "–"},
    {ROLE_MENTOR, THING_MAILING, WHEN_PUBLISHED, RIGHT_SEE, "letters are for everybody", "–"},
    {ROLE_STEERING, THING_MAILING, WHEN_PUBLISHED, RIGHT_SEE, "letters are for everybody", "–"},
    {ROLE_PUBLIC, THING_MAILING, WHEN_PUBLISHED, RIGHT_SEE, "letters are for everybody", "–"},
};
const size_t ACCESS_ROWS = sizeof ACCESS_TABLE / sizeof *ACCESS_TABLE;

static bool applies(enum access_condition when, const struct actor *who, const struct access_facts *what)
{
    switch (when) {
    case WHEN_ALWAYS:
        return true;
    case WHEN_SELF:
        return who->person.value != 0 && who->person.value == what->person.value;
    case WHEN_ENROLLED:
        return who->agency.value != 0 && what->enrolled;
    case WHEN_ENROLLED_LATELY:
        return who->agency.value != 0 && what->enrolled_lately;
    case WHEN_OWN_EMPLOYER:
        return who->employer.value != 0 && who->employer.value == what->employer.value;
    case WHEN_OWN_AGENCY:
        return who->agency.value != 0 && who->agency.value == what->agency.value;
    case WHEN_OPEN:
        return what->need_state == NEED_OPEN;
    case WHEN_OWN_EMPLOYER_OPEN:
        return what->need_state == NEED_OPEN && applies(WHEN_OWN_EMPLOYER, who, what);
    case WHEN_OWN_AGENCY_ENROLLED:
        return applies(WHEN_OWN_AGENCY, who, what) && what->enrolled;
    case WHEN_OWN_AGENCY_LATELY:
        return applies(WHEN_OWN_AGENCY, who, what) && what->enrolled_lately;
    case WHEN_SHARED:
    case WHEN_OWN_EMPLOYER_SHARED:
        return what->shared && applies(WHEN_OWN_EMPLOYER, who, what);
    case WHEN_UNNAMED:
        return who->agency.value != 0 && what->person.value == 0;
    case WHEN_ASKED:
        return who->agency.value != 0 && who->agency.value == what->asked.value;
    case WHEN_OWN:
        return who->user.value != 0 && who->user.value == what->owner.value;
    case WHEN_PUBLISHED:
        return what->published;
    }
    return false;
}

unsigned access_rights(const struct actor *who, const struct access_facts *what)
{
    unsigned rights = 0;
    for (size_t i = 0; i < ACCESS_ROWS; i++) {
        const struct access_row *row = &ACCESS_TABLE[i];
        if (row->role == who->role && row->thing == what->thing && applies(row->when, who, what))
            rights |= row->rights;
    }
    return rights;
}

static const char *const THING_WORDS[THINGS] = {"person", "employer", "need", "programme", "agency", "referral", "hire", "outbox",
                                                 "employer's user", "ask", "activity", "task", "event", "survey", "mailing",
                                                 "view"};
static const char *const CONDITION_WORDS[] = {
    [WHEN_ALWAYS] = "always",
    [WHEN_SELF] = "the person is oneself",
    [WHEN_ENROLLED] = "enrolled with the own agency today",
    [WHEN_ENROLLED_LATELY] = "enrolment with the own agency ended within the retention setting",
    [WHEN_OWN_EMPLOYER] = "belongs to the own employer",
    [WHEN_OWN_AGENCY] = "made by the own agency",
    [WHEN_OPEN] = "the need is open",
    [WHEN_OWN_EMPLOYER_OPEN] = "belongs to the own employer, and the need is open",
    [WHEN_OWN_AGENCY_ENROLLED] = "made by the own agency, with which the person is enrolled today",
    [WHEN_OWN_AGENCY_LATELY] = "made by the own agency, and the enrolment ended within the retention setting",
    [WHEN_SHARED] = "of the own employer, presented, and the person's yes holds today",
    [WHEN_OWN_EMPLOYER_SHARED] = "belongs to the own employer, and came of a profile shared with it",
    [WHEN_UNNAMED] = "nobody has said to be the person",
    [WHEN_ASKED] = "asked of the own agency",
    [WHEN_OWN] = "made by oneself",
    [WHEN_PUBLISHED] = "published or shared",
};
static const char *const RIGHT_WORDS[] = {"see",    "identity",         "profile",       "readers", "edit", "delete", "create",
                                          "rank own candidates", "other agencies' counts", "bands", "open and close",
                                          "confirm", "readers of the own organisation", "take over a CV",
                                          "answer", "judge", "answer on background", "hand in the answer on background",
                                          "how it is followed up", "contacts and own estimate"};

void access_describe(struct buf *out)
{
    buf_add_text(out, "| who | thing | condition | may | why | until |\n|---|---|---|---|---|---|\n");
    for (size_t i = 0; i < ACCESS_ROWS; i++) {
        const struct access_row *row = &ACCESS_TABLE[i];
        buf_printf(out, "| %s | %s | %s | ", role_name(row->role), THING_WORDS[row->thing], CONDITION_WORDS[row->when]);
        const char *between = "";
        for (size_t r = 0; r < sizeof RIGHT_WORDS / sizeof *RIGHT_WORDS; r++) {
            if ((row->rights >> r & 1) == 0)
                continue;
            buf_printf(out, "%s%s", between, RIGHT_WORDS[r]);
            between = ", ";
        }
        buf_printf(out, " | %s | %s |\n", row->why, row->until);
    }
}

static const struct band BANDS[] = {{0, 0}, {1, 4}, {5, 9}, {10, 19}, {20, 49}, {50, 99}, {100, -1}};

struct band band_of(size_t count)
{
    size_t i = sizeof BANDS / sizeof *BANDS - 1;
    while (count < (size_t)BANDS[i].least)
        i--;
    return BANDS[i];
}

const char *band_text(struct band b, struct arena *a)
{
    if (b.most < 0)
        return arena_printf(a, "%d+", b.least);
    if (b.least == b.most)
        return arena_printf(a, "%d", b.least);
    return arena_printf(a, "%d–%d", b.least, b.most);
}
