// SPDX-License-Identifier: EUPL-1.2
// The demo's people: who they are, and which agencies help them.
#include "app/demo_make.h"

#include <string.h>

#include "base/log.h"

// Languages of newcomers, about as often as an introduction centre and a job centre meet them, with common given names
// of their speakers. second: a language that per_cent of them have too.
static const struct {
    const char *iso, *second;
    uint8_t weight, per_cent;
    const char *given[12];
} SPOKEN[ORIGINS] = {
    {"ara", "kmr", 15, 12, {"Amina", "Yusuf", "Rania", "Omar", "Hiba", "Nour", "Khalid", "Sidra", "Ahmed", "Mariam", "Jamal", "أمينة"}},
    {"tir", "amh", 12, 40, {"Selam", "Tekle", "Senait", "Mehret", "Dawit", "Kibrom", "Aster", "Yonas", "Semhar", "Filmon", "Rahel", "ሰላም"}},
    {"ukr", "rus", 15, 85, {"Olena", "Dmytro", "Vasyl", "Ludmila", "Iryna", "Andrij", "Oksana", "Taras", "Nadija", "Bohdan", "Halyna", "Людмила"}},
    {"som", "swa", 10, 20, {"Hodan", "Abdi", "Sahra", "Fartun", "Mahad", "Ifrah", "Liban", "Nasra", "Bashir", "Ayaan", "Zahra", "Abdirahman"}},
    {"pol", "rus", 9, 20, {"Piotr", "Zofia", "Agnieszka", "Marek", "Katarzyna", "Tomasz", "Ewa", "Paweł", "Magdalena", "Łukasz", "Beata", "Jan"}},
    {"prs", "pus", 7, 45, {"Farid", "Zainab", "Hussein", "Shukria", "Nasir", "Masuma", "Reza", "Fatima", "Mustafa", "Laila", "Ali", "Parwana"}},
    {"fas", "kmr", 4, 25, {"Parisa", "Shirin", "Arash", "Mina", "Behnam", "Leila", "Kaveh", "Nasrin", "Amir", "Roya", "Navid", "Mahsa"}},
    {"kmr", "ara", 5, 60, {"Azad", "Dilan", "Rojin", "Baran", "Berivan", "Serhat", "Zilan", "Rezan", "Evin", "Jiyan", "Kawa", "Nazdar"}},
    {"lit", "rus", 4, 60, {"Rasa", "Tomas", "Jurgita", "Mindaugas", "Daiva", "Andrius", "Inga", "Vytautas", "Laima", "Darius", "Asta", "Rokas"}},
    {"rus", NULL, 3, 0, {"Svetlana", "Aleksej", "Natalja", "Ivan", "Tatjana", "Sergej", "Elena", "Oleg", "Marina", "Viktor", "Irina", "Pavel"}},
    {"tur", "kmr", 3, 25, {"Elif", "Emre", "Ayşe", "Mehmet", "Zeynep", "Mustafa", "Fatma", "Can", "Derya", "Okan", "Gül", "Hakan"}},
    {"urd", "pan", 3, 60, {"Bilal", "Sana", "Imran", "Ayesha", "Faisal", "Nadia", "Usman", "Saima", "Tariq", "Rabia", "Hamza", "Shazia"}},
    {"vie", NULL, 3, 0, {"Linh", "Tuan", "Thuy", "Anh", "Minh", "Hoa", "Dung", "Lan", "Hung", "Mai", "Phuong", "Bao"}},
    {"tha", NULL, 3, 0, {"Malee", "Somchai", "Nok", "Anong", "Kanya", "Pim", "Ratana", "Siri", "Wipa", "Dao", "Chai", "Mali"}},
    {"tgl", "eng", 3, 95, {"Rosa", "Jun", "Marites", "Jose", "Liza", "Arnel", "Grace", "Ramon", "Joy", "Danilo", "Cherry", "Maria Cristina"}},
    {"spa", NULL, 3, 0, {"Carlos", "Ana", "Lucía", "José", "Carmen", "Luis", "Sofía", "Diego", "Elena", "Pablo", "Isabel", "María Alejandra"}},
    {"swa", "kin", 3, 55, {"Neema", "Juma", "Aisha", "Baraka", "Zawadi", "Jean-Baptiste", "Furaha", "Eric", "Rehema", "Amani", "Grace", "Salim"}},
    {"amh", "orm", 2, 40, {"Almaz", "Bekele", "Tigist", "Girma", "Hana", "Solomon", "Meron", "Abebe", "Sara", "Daniel", "Bethlehem", "Yared"}},
    {"ron", NULL, 3, 0, {"Andrei", "Ioana", "Mihai", "Elena", "Cristian", "Maria", "Alexandru", "Gabriela", "Ion", "Simona", "Radu", "Alina"}},
    {"bos", "hrv", 2, 70, {"Goran", "Mirela", "Emir", "Amra", "Damir", "Selma", "Senad", "Lejla", "Adnan", "Azra", "Nermin", "Aida"}},
    {"sqi", NULL, 2, 0, {"Arben", "Drita", "Besnik", "Vjosa", "Ilir", "Teuta", "Agim", "Mimoza", "Luan", "Flutura", "Skender", "Era"}},
    {"tam", "eng", 2, 60, {"Priya", "Arun", "Kavitha", "Suresh", "Meena", "Ravi", "Lakshmi", "Kumar", "Anjali", "Mohan", "Devi", "Selvi"}},
    {"fra", "kin", 2, 25, {"Fatou", "Ibrahim", "Aminata", "Mamadou", "Chantal", "Patrice", "Awa", "Serge", "Mariama", "Alain", "Solange", "Moussa"}},
    {"eng", NULL, 2, 0, {"Blessing", "Samuel", "Ngozi", "Emmanuel", "Joy", "Daniel", "Patience", "Michael", "Mercy", "Peter", "Esther", "John"}},
    {"por", "spa", 2, 50, {"Mateus", "Ana", "João", "Beatriz", "Rafael", "Camila", "Tiago", "Larissa", "Bruno", "Juliana", "Pedro", "Inês"}},
    {"hin", "eng", 2, 80, {"Arjun", "Pooja", "Rahul", "Neha", "Vikram", "Sunita", "Amit", "Deepa", "Rohit", "Kiran", "Anil", "Divya"}},
    {"zho", "eng", 2, 60, {"Mei", "Wei", "Li", "Jing", "Xiu", "Hao", "Yan", "Jun", "Fang", "Lei", "Ying", "Ming"}},
    {"bul", "rus", 2, 30, {"Ivana", "Georgi", "Desislava", "Nikolai", "Maria", "Stoyan", "Petya", "Dimitar", "Elena", "Plamen", "Vesela", "Ivan"}},
};

// Put together of these, so that a million people have names enough.
static const char *const FAMILY[] = {
    "Prøve",  "Demo",  "Eksempel", "Test",  "Øvings",  "Liksom", "Tenkt",  "Oppdikt", "Påfunn", "Dummy",  "Modell",   "Utkast",
    "Skisse", "Fabel", "Innbilt",  "Mønster", "Papir", "Leke",   "Antatt", "Narr",    "Skinn",  "Kladde", "Fantasi", "Latsom",
};
static const char *const FAMILY_ENDS[] = {
    "sen",  "berg", "stad", "vik",  "dal", "mo",    "ås",   "rud",  "li",   "bø",   "haug",  "nes",   "lund", "vold",
    "hagen", "skog", "bakken", "moen", "myr", "sund", "fjell", "strand", "dahl", "eng", "løkken", "tangen", "åsen", "holt",
};
static const char *const FAMILY_WHOLE[] = {"تجريبي", "Prøvedal-Eksempelsen", "Test Eksempel Demosen"};

static void family_drawn(struct random_stream *d, const char *parts[2])
{
    parts[1] = "";
    if (demo_below(d, 60) == 0) {
        parts[0] = FAMILY_WHOLE[demo_below(d, COUNT_OF(FAMILY_WHOLE))];
        return;
    }
    parts[0] = FAMILY[demo_below(d, COUNT_OF(FAMILY))];
    parts[1] = FAMILY_ENDS[demo_below(d, COUNT_OF(FAMILY_ENDS))];
}

const char *demo_contact_name(struct random_stream *d, struct arena *a)
{
    static const char *const GIVEN[] = {"Kari", "Ola", "Anne", "Per", "Ingrid", "Lars", "Nina", "Bjørn", "Åse", "Tor", "Marit",
                                        "Knut", "Farah", "Erik", "Silje", "Amir", "Hanne", "Geir", "Linh", "Ståle"};
    const char *family[2];
    const char *given = GIVEN[demo_below(d, COUNT_OF(GIVEN))];
    family_drawn(d, family);
    return arena_printf(a, "%s %s%s", given, family[0], family[1]);
}

static enum status enrol(struct making *m, int agency, const char *given, const char *const family[2], day born,
                         const char *email, struct enrolment_result *out, struct issues *issues)
{
    static const char *const PURPOSES[AGENCIES] = {
        [OFFICE] = "Formidling av arbeid i programmet",
        [JOB_CENTRE] = "Hjelp til å finne arbeid i regionen",
        [INTRO_CENTRE] = "Arbeidsrettet del av introduksjonsprogrammet",
        [TRAINING] = "Arbeid etter fagopplæring",
        [VOLUNTEERS] = "Samtaler og hjelp til å søke arbeid",
    };
    char birth[DAY_TEXT];
    day_write(born, birth);
    struct enrolment_form form = {
        .identity = {given, arena_printf(m->each, "%s%s", family[0], family[1]), email, ""},
        .national_number = "",
        .birth_date = birth,
        .purpose = PURPOSES[agency],
        .basis = agency == VOLUNTEERS || agency == TRAINING ? BASIS_CONSENT : BASIS_PUBLIC_TASK,
        .notice_shown = true,
    };
    return enrol_person(m->app, &m->workers[agency], &form, issues, out);
}

static enum status make_profile(struct making *m, int agency, struct person_id person, int origin, bool first)
{
    struct issues issues = issues_in(m->each);
    struct profile profile = {.person = person, .version = 1};
    struct demo_speech speech = {SPOKEN[origin].iso, NULL};
    if (demo_chance(&m->dice, SPOKEN[origin].per_cent))
        speech.second = SPOKEN[origin].second;
    demo_profile(m, speech, first, &profile);
    return demo_made("profile", edit_profile(m->app, &m->workers[agency], &profile, &issues), &issues);
}

// A second agency some time later, which recognises the person; or the end of the help.
static void plan_later(struct making *m, int agency, const struct demo_later *who)
{
    struct demo_later later = *who;
    int on = m->at + 1 + demo_below(&m->dice, 60), drawn = demo_below(&m->dice, 100);
    if (drawn < 9) {
        later.event = DEMO_ENROL;
        later.who = (uint8_t)((agency + 1 + demo_below(&m->dice, AGENCIES - 1)) % AGENCIES);
        demo_put_later(m, on, later);
    } else if (drawn < 15) {
        later.event = DEMO_END;
        later.who = (uint8_t)agency;
        demo_put_later(m, on + 20, later);
    }
}

enum { TRIES_MOST = 100 };

enum status demo_make_person(struct making *m, int i)
{
    static const uint8_t AGENCY_PER_CENT[AGENCIES] = {5, 50, 25, 12, 8};
    int agency = i == 0 ? JOB_CENTRE : demo_weighted(&m->dice, AGENCY_PER_CENT, AGENCIES);
    uint8_t weights[ORIGINS];
    for (int o = 0; o < ORIGINS; o++)
        weights[o] = SPOKEN[o].weight;
    int origin = i == 0 ? 0 : demo_weighted(&m->dice, weights, ORIGINS);
    const char *email = i == 0                       ? "kandidat@demo.example"
                        : demo_chance(&m->dice, 70) ? arena_printf(m->each, "person%d@kandidat.example", i)
                                                    : "";
    struct enrolment_result made = {.known_before = true};
    struct demo_later who = {0};
    // Somebody else of the same name and birth date is recognised as one who is there: then another name is drawn.
    for (int tries = 0; made.known_before && tries < TRIES_MOST; tries++) {
        struct issues issues = issues_in(m->each);
        who.given = i == 0 ? "Kandidat" : SPOKEN[origin].given[demo_below(&m->dice, COUNT_OF(SPOKEN[0].given))];
        who.family[0] = "Demo";
        who.family[1] = "sen";
        if (i > 0)
            family_drawn(&m->dice, who.family);
        who.born = day_make(1961, 1, 1) + demo_below(&m->dice, 15500);
        enum status status = enrol(m, agency, who.given, who.family, who.born, email, &made, &issues);
        if (status != INVALID || issues_find(&issues, "given_name") == NULL)
            TRY(demo_made("person", status, &issues));
    }
    if (made.known_before) {
        log_error("demo: there are no names left");
        return FAILED;
    }
    who.id = made.person.value;
    TRY(make_profile(m, agency, made.person, origin, i == 0));
    if (i > 0) {
        plan_later(m, agency, &who);
        return OK;
    }
    m->candidate = (struct actor){.person = made.person};
    return demo_make_user(m, ROLE_CANDIDATE, "", "kandidat@demo.example", &m->candidate);
}

enum status demo_enrol_again(struct making *m, const struct demo_later *l)
{
    struct issues issues = issues_in(m->each);
    struct enrolment_result made;
    enum status status = enrol(m, l->who, l->given, l->family, l->born, "", &made, &issues);
    // Somebody of that name and birth date is there already.
    if (status == INVALID && issues_find(&issues, "given_name") != NULL)
        return OK;
    return demo_made("second enrolment", status, &issues);
}

enum status demo_end_enrolment(struct making *m, const struct demo_later *l)
{
    struct candidate_view view;
    struct issues issues = issues_in(m->each);
    TRY(get_candidate(m->app, &m->workers[l->who], (struct person_id){l->id}, m->each, &view));
    if (view.enrolment_count == 0)
        return OK;
    return demo_made("end", end_enrolment(m->app, &m->workers[l->who], view.enrolments[0].enrolment.id), &issues);
}
