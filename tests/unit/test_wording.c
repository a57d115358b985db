// SPDX-License-Identifier: EUPL-1.2
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/lang.h"
#include "base/status.h"
#include "core/wording.h"

// What is found of a text, as "category:words", several joined by " + "; "" when there is nothing.
static const char *found_in(struct arena *a, const char *text)
{
    const struct wording_hit *hits;
    size_t n = wording_check(text, a, &hits);
    const char *all = "";
    for (size_t i = 0; i < n; i++)
        all = arena_printf(a, "%s%s%s:%.*s", all, i > 0 ? " + " : "", wording_category_name(hits[i].category),
                           (int)(hits[i].end - hits[i].start), text + hits[i].start);
    return all;
}

static void demands_are_found(void **state)
{
    static const char *const rows[][2] = {
        // bokmål
        {"Vi søker en blid dame til kassen.", "gender:søker en blid dame"},
        {"Mannlig sjåfør ønskes.", "gender:Mannlig"},
        {"Vaskedame søkes til kontorer i Lier", "gender:Vaskedame"},
        {"Bli en av gutta på lageret", "gender:en av gutta"},
        {"Altmuligmann til borettslag", "gender:Altmuligmann"},
        {"Han må kunne løfte tungt.", "gender:Han må"},
        {"Kun kvinner.", "gender:Kun kvinner"},
        {"Oppgi kjønn i søknaden.", "gender:Oppgi kjønn"},
        {"Vi søker deg som er ung og sprek.", "age:ung og sprek"},
        {"Du er under 30 år", "age:under 30 år"},
        {"Alder mellom 20 og 35 år.", "age:mellom 20 og 35 år"},
        {"Vi vil ha noen på 18–30 år", "age:18–30 år"},
        {"Du blir en del av et ungt team", "age:ungt"},
        {"Passer best for pensjonister", "age:Passer best for pensjonister"},
        {"Ikke eldre enn 50.", "age:eldre enn 50"},
        {"Send CV og skriv alder og adresse", "age:skriv alder"},
        {"Må være etnisk norsk", "ethnicity:etnisk norsk"},
        {"Kun polske arbeidere", "ethnicity:polske arbeidere"},
        {"Ikke utlendinger, takk!", "ethnicity:Ikke utlendinger"},
        {"Du må være norsk statsborger.", "ethnicity:norsk statsborger"},
        {"Vi foretrekker søkere med vestlig bakgrunn", "ethnicity:vestlig bakgrunn"},
        {"Det kreves permanent oppholdstillatelse", "ethnicity:permanent oppholdstillatelse"},
        {"Norsk som morsmål er et krav", "native-speaker:morsmål"},
        {"Du snakker perfekt norsk uten aksent", "native-speaker:perfekt norsk + native-speaker:uten aksent"},
        {"Kunden ønsker en kristen renholder", "religion:ønsker en kristen"},
        {"Ikke hijab på jobb", "religion:hijab"},
        {"Det er fint om du er medlem av Den norske kirke", "religion:medlem av Den norske kirke"},
        {"Du må være frisk og rask", "disability:frisk og rask"},
        {"God helse og lavt sykefravær er viktig for oss", "disability:God helse + disability:lavt sykefravær"},
        {"Ingen ryggproblemer!", "disability:Ingen ryggproblemer"},
        {"Kan ikke ha nedsatt funksjonsevne eller rullestol", "disability:ikke ha nedsatt funksjonsevne"},
        {"Du har ikke små barn", "family:ikke små barn"},
        {"Ikke søk hvis du er gravid.", "family:gravid"},
        {"Du er singel uten forpliktelser hjemme", "family:uten forpliktelser hjemme"},
        {"Du planlegger ikke å få barn de neste årene", "family:planlegger ikke å få barn"},
        {"Du skal ikke ut i foreldrepermisjon det første året", "family:ikke ut i foreldrepermisjon"},
        {"Helst heterofil", "orientation:heterofil"},
        // nynorsk
        {"Vi treng ei jente til kafeen", "gender:treng ei jente"},
        {"Helst en person under 30", "age:person under 30"},
        {"Du må ikkje vere eldre enn 40", "age:eldre enn 40"},
        {"Norsk er morsmålet ditt", "native-speaker:morsmålet"},
        {"Du må vere fødd i Noreg", "ethnicity:fødd i Noreg"},
        {"Ingen sjukdom eller allergi", "disability:Ingen sjukdom eller allergi"},
        // English
        {"Looking for a young, energetic waiter", "age:Looking for a young"},
        {"Native Norwegian speaker", "native-speaker:Native Norwegian"},
        {"Must be a native speaker", "native-speaker:native speaker"},
        {"Female cleaner wanted", "gender:Female"},
        {"Male applicants only", "gender:Male applicants"},
        {"Strong men wanted for the warehouse", "gender:Strong men"},
        {"Cleaning lady for offices", "gender:Cleaning lady"},
        {"Under the age of 35", "age:Under the age of 35"},
        {"Between 20 and 30 years old", "age:Between 20 and 30 years"},
        {"Norwegian citizens only", "ethnicity:Norwegian citizens"},
        {"White employees preferred", "ethnicity:White employees"},
        {"No headscarf at work", "religion:headscarf"},
        {"You must be in good health", "disability:in good health"},
        {"Able-bodied people", "disability:Able-bodied"},
        {"We do not hire pregnant women", "family:pregnant"},
        {"No children and no plans for a family", "family:No children + family:plans for a family"},
        {"Marital status must be stated", "family:Marital status"},
        // headlines and short forms
        {"Norsk kvinne, gjerne under 35.", "gender:Norsk kvinne + ethnicity:Norsk kvinne + age:kvinne, gjerne under 35"},
        {"Vi søker en person under 35.", "age:person under 35"},
        {"Må ha bodd i Norge i ti år.", "ethnicity:bodd i Norge i ti år"},
        {"Passer best for menn.", "gender:Passer best for menn"},
        {"Du må ha hvit hud.", "ethnicity:hvit hud"},
        {"Må være heteroseksuell.", "orientation:heteroseksuell"},
        {"Du må være fagorganisert.", "politics:fagorganisert"},
        {"Ung, blid norsk kvinne til resepsjonen", "gender:Ung, blid norsk kvinne + age:Ung + ethnicity:norsk kvinne"},
        {"Kvinne til renhold", "gender:Kvinne"},
        {"Sterk mann søkes", "gender:Sterk mann"},
        {"Jenter 20–25", "gender:Jenter + age:Jenter 20–25"},
        {"Spreke gutter til lager", "gender:Spreke gutter"},
        {"Kvinner søkes", "gender:Kvinner søkes"},
        {"Jente under 30 til butikk", "gender:Jente + age:Jente under 30"},
        {"Dame, 25–40, til kafé", "gender:Dame + age:Dame, 25–40"},
        {"Menn til flytting", "gender:Menn"},
        {"Kun menn", "gender:Kun menn"},
        {"Under 35.", "age:Under 35"},
        {"Selger under 35 til butikk", "age:Selger under 35"},
        {"Gjerne over 40.", "age:Gjerne over 40"},
        {"Norsk sjåfør søkes", "ethnicity:Norsk sjåfør"},
        {"Polsk mann til bygg", "gender:Polsk mann + ethnicity:Polsk mann"},
        {"Jobben passer for jenter", "gender:passer for jenter"},
        {"En jobb for menn", "gender:jobb for menn"},
        {"Voksen dame til kontor", "gender:Voksen dame + age:Voksen dame"},
        {"Godt voksen mann søkes som vaktmester", "gender:Godt voksen mann + age:Godt voksen"},
        {"Minst fem års botid i Norge", "ethnicity:botid i Norge"},
        {"Ikke mørk hud", "ethnicity:mørk hud"},
        {"Ingen homoseksuelle", "orientation:homoseksuelle"},
        {"Ikke medlem av fagforening", "politics:Ikke medlem av fagforening"},
        {"Oppgi politisk syn", "politics:politisk syn"},
        {"Helst uorganiserte", "politics:uorganiserte"},
        {"Vi søker en som ikke bruker skaut", "religion:skaut"},
        {"Jente til kafé", "gender:Jente"},
        {"Kvinnfolk til fiskemottak", "gender:Kvinnfolk"},
        {"Gut med førarkort søkjast", "gender:Gut"},
        {"Norske jenter til turistinformasjonen", "gender:Norske jenter + ethnicity:Norske jenter"},
        {"Du må ha budd i Noreg lenge", "ethnicity:må ha budd i Noreg"},
        {"Kandidaten bør være mellom 25 og 40.", "age:Kandidaten bør være mellom 25 og 40"},
        {"Vaktmester, mann, 30–50 år", "gender:mann + age:mann, 30–50"},
        {"Man needed for warehouse", "gender:Man"},
        {"Girls 20–25", "gender:Girls + age:Girls 20–25"},
        {"Men for the warehouse", "gender:Men"},
        {"Norwegian woman, preferably under 35", "gender:Norwegian woman + ethnicity:Norwegian woman + age:preferably under 35"},
        {"Best suited for men", "gender:suited for men"},
        {"Must have lived in Norway for ten years", "ethnicity:lived in Norway for ten years"},
        {"No union members", "politics:No union"},
        {"Must be heterosexual", "orientation:heterosexual"},
    };
    size_t wrong = 0;
    struct arena *a CLEANUP_ARENA = arena_open();
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        if (strcmp(found_in(a, rows[i][0]), rows[i][1]) != 0) {
            print_error("'%s'\n  gives '%s'\n  not   '%s'\n", rows[i][0], found_in(a, rows[i][0]), rows[i][1]);
            wrong++;
        }
    assert_int_equal(wrong, 0);
}

static void innocent_text_is_left_alone(void **state)
{
    static const char *const rows[] = {
        "Assistent i barnehage, 100 %",
        "Vi trenger en ungdomsarbeider på kveldstid",
        "Butikkmedarbeider til avdelingen for kvinneklær",
        "Du serverer unge gjester og barnefamilier",
        "Du skal skjære frisk fisk og rydde disken",
        "Morsmålslærer i arabisk",
        "Vi lager mat av ferske råvarer og friskt brød",
        "Arbeid med barn og unge i skolefritidsordningen",
        "Du hjelper beboere mellom 16 og 25 år i bofellesskap",
        "Barn mellom 3 og 5 år",
        "Du må være fylt 18 år for å selge tobakk og alkohol",
        "Minst 20 år og førerkort klasse C",
        "Minst 5 års erfaring fra lager",
        "Firmaet ble startet for over 30 år siden",
        "Vi har drevet hotellet i over 40 år",
        "Over 25 år med trivsel på arbeidsplassen, siden 1998. Kjent bedrift i 50 år.",
        "Frisør for damer og herrer",
        "Vi oppfordrer alle til å søke uavhengig av kjønn, alder, religion, etnisk bakgrunn, funksjonsevne og seksuell orientering.",
        "Både kvinner og menn er velkomne",
        "Personer med innvandrerbakgrunn oppfordres til å søke",
        "Krisesenteret hjelper kvinner og barn",
        "Eldreomsorg på sykehjem, turnus",
        "Male vegger og tak, men ikke gulv",
        "Man må tåle å stå og gå mye",
        "Du må kunne løfte opp til 15 kg",
        "Norsk muntlig på nivå B1 og engelsk på nivå A2",
        "Gyldig arbeidstillatelse",
        "Vikariat for foreldrepermisjon fram til juni",
        "Vi vasker hvite varer og hvite skjorter",
        "Du underviser i religion og etikk på ungdomstrinnet",
        "Bedriften er familievennlig og har fleksibel arbeidstid",
        "Arbeidet passer ikke uten opplæring i medisinhåndtering",
        "Du følger opp pasienter med allergier og diabetes",
        "Kunnskap om mat uten allergener",
        "Kjøkkenassistent i kantine med mat for gjester med allergi",
        "Mannskapet på båten trenger kokk",
        "Det er krav om politiattest etter barnehageloven",
        "Skiftarbeid, også natt og helg",
        "Rullestolbrukere skal om bord på bussen",
        "Vi er en arbeidsplass med mangfold i alder, kjønn og religion",
        "Lærer til klasse med mange morsmål",
        "Elevane får undervisning på sitt eige morsmål",
        "Vi treng ein kokk som likar ferske råvarer",
        "Hijab er tillatt i uniformen vår",
        "Enslige mindreårige flyktninger bor hos oss",
        "Rengjøring av kar og tanker i produksjonen",
        "Gutteklær og jenteklær på salg",
        "Støttekontakt for unge voksne",
        "Selger til europeisk marked",
        "Women's clothing department",
        "Hairdresser for men and women",
        "Care of older people in a nursing home",
        "Teacher for young children",
        "At least 3 years of experience from a warehouse",
        "Healthy food for schools",
        "All are welcome regardless of age, gender, religion or disability.",
        "Maternity leave cover until June",
        "Norwegian at level B2 in speaking",
        "Fresh fish counter, friendly customers",
        "You will serve female patients on the ward",
        "Paint walls and white doors",
        "Sign on to work safely: health and safety rules apply",
        // words that short demands are made of, in harmless use
        "Klær for kvinner og menn",
        "Kunder under 18 må ha følge",
        "Menn og kvinner oppfordres til å søke",
        "Kvinner oppfordres særlig til å søke",
        "Vi er 12 kvinner og 9 menn i dag",
        "Barn under 6 år",
        "Under 35 timer i uka",
        "Rabatt til studenter under 30",
        "Stilling under 50 %",
        "Arbeidstid under 50 prosent",
        "Varene holdes under 25 grader",
        "Temperaturen skal være under 40.",
        "Kolli under 25 kg",
        "Over 50 ansatte",
        "Vi har over 30 års erfaring",
        "Gratis for barn og unge under 20",
        "Gjester over 60 får rabatt",
        "Krisesenter for kvinner",
        "Salg av sko og klær til damer og herrer",
        "Kvinne på 82 år med demens trenger støttekontakt",
        "Mann i 50-årene søker assistent til hverdagen",
        "Jente på 12 år trenger støttekontakt på fritida",
        "Garderobe til kvinner og garderobe til menn",
        "Fotballtrener for jenter og gutter",
        "Arbeidsklær som passer både kvinner og menn",
        "Hudpleie for lys og mørk hud",
        "Sminke til mørk hud",
        "Du snakker norsk på nivå B1",
        "Norsk og engelsk",
        "Norsk kundeservice på telefon",
        "Beboere som har bodd i Norge i mange år",
        "Du hjelper flyktninger som har bodd i Norge i to år",
        "Vi har tariffavtale og tillitsvalgte",
        "De fleste ansatte er fagorganiserte",
        "Politisk rådgiver til kommunen",
        "Du samarbeider godt med fagforeningene",
        "Mannskap til fiskebåt",
        "Menneskekjenner til resepsjonen",
        "Damefrisør søkes",
        "Herreklær og dameklær",
        "Jentefotball på kvelden",
        "Kjøring av varer, under 30 minutter fra Drammen",
        "Rom 20–35 rengjøres daglig",
        "Mann deg opp og søk!",
        "Kokk til sykehjem med 40 kvinner og 20 menn",
        "Laget har 15 jenter under 12",
        "Shop for men and women",
        "Under 35 hours a week",
        "Children under 12",
        "Women and men are encouraged to apply",
        "Elderly woman needs a support person",
        "Make-up for dark skin",
        "The European Union rules on driving time apply",
        "",
        " \n\t",
        "!!!",
    };
    size_t wrong = 0;
    struct arena *a CLEANUP_ARENA = arena_open();
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        if (found_in(a, rows[i])[0] != '\0') {
            print_error("'%s'\n  gives '%s'\n", rows[i], found_in(a, rows[i]));
            wrong++;
        }
    assert_int_equal(wrong, 0);
}

static void hits_name_bytes_in_order(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    static const char text[] = "Blå dør.\nVi søker en UNG mann. Norsk MORSMÅL, kun kristne";
    const struct wording_hit *hits;
    size_t n = wording_check(text, a, &hits);
    assert_true(n >= 4);
    for (size_t i = 0; i < n; i++) {
        assert_true(hits[i].start < hits[i].end && hits[i].end <= strlen(text));
        assert_true(i == 0 || hits[i - 1].start <= hits[i].start);
        for (size_t j = 0; j < i; j++)
            assert_true(hits[i].category != hits[j].category || hits[j].end <= hits[i].start);
    }
    assert_int_equal(wording_check(NULL, a, &hits), 0);
    // NFD: a with a ring above it
    assert_string_equal(found_in(a, "Norsk morsma\xCC\x8Al"), "native-speaker:morsma\xCC\x8Al");
    // Bytes that are not UTF-8 come to no harm here, though text_valid keeps them out.
    wording_check("\xC3", a, &hits);
    wording_check("ung \xE2\x80", a, &hits);
    wording_check("\xF0\x9F", a, &hits);
}

static void a_safe_passage_ends(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    assert_string_equal(found_in(a, "Uavhengig av religion, men kun kvinner"), "gender:kun kvinner");
    assert_string_equal(found_in(a, "Uavhengig av religion. Oppgi kjønn"), "gender:Oppgi kjønn");
}

static void everything_is_said_in_norwegian_too(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    bool seen[WORDING_CATEGORIES] = {false};
    static const char text[] = "Kun kvinner. Ungt team. Etnisk norsk. Norsk morsmål. Bekjennende kristen. God helse. Ikke gravid. Heterofil. Politisk syn.";
    const struct wording_hit *hits;
    size_t n = wording_check(text, a, &hits);
    for (size_t i = 0; i < n; i++) {
        seen[hits[i].category] = true;
        assert_string_not_equal(tr(LANG_NB, hits[i].explanation), hits[i].explanation);
        assert_string_not_equal(tr(LANG_NB, hits[i].suggestion), hits[i].suggestion);
        const char *title = wording_category_title(hits[i].category);
        assert_string_not_equal(tr(LANG_NB, title), title);
    }
    for (int c = 0; c < WORDING_CATEGORIES; c++)
        assert_true(seen[c]);
}

static void clothes_get_their_own_advice(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    const struct wording_hit *dress, *faith;
    assert_int_equal(wording_check("Ikke hijab på jobb", a, &dress), 1);
    assert_int_equal(wording_check("Bekjennende kristen", a, &faith), 1);
    assert_int_equal(dress[0].category, WORDING_RELIGION);
    assert_string_equal(dress[0].explanation, faith[0].explanation);
    assert_string_not_equal(dress[0].suggestion, faith[0].suggestion);
    assert_non_null(strstr(dress[0].suggestion, "clothes"));
    assert_string_not_equal(tr(LANG_NB, dress[0].suggestion), dress[0].suggestion);
}

static void long_texts_are_looked_through_in_time(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct buf b = buf_in(a);
    while (b.length < 16000)
        buf_add_text(&b, "vi søker ikke må være helst kun bare uten ");
    struct timespec from, to;
    const struct wording_hit *hits;
    wording_check("ung", a, &hits);
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &from);
    wording_check(buf_text(&b), a, &hits);
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &to);
    double ms = (double)(to.tv_sec - from.tv_sec) * 1e3 + (double)(to.tv_nsec - from.tv_nsec) / 1e6;
    print_message("# %.1f ms for %zu bytes\n", ms, b.length);
    assert_true(ms < 2000);
    // No more hits than a page can show, however many there are.
    struct buf many = buf_in(a);
    for (int i = 0; i < 500; i++)
        buf_add_text(&many, "morsmål. ");
    assert_in_range(wording_check(buf_text(&many), a, &hits), 50, 64);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(demands_are_found),
        cmocka_unit_test(innocent_text_is_left_alone),
        cmocka_unit_test(hits_name_bytes_in_order),
        cmocka_unit_test(a_safe_passage_ends),
        cmocka_unit_test(everything_is_said_in_norwegian_too),
        cmocka_unit_test(clothes_get_their_own_advice),
        cmocka_unit_test(long_texts_are_looked_through_in_time),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests_name("wording", tests, NULL, NULL);
}
