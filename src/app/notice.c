// SPDX-License-Identifier: EUPL-1.2
#include "app/notice.h"

const char NOTICE_FIRST_NB[] =
    "Vi registrerer deg for å hjelpe deg til arbeid i regionen. Det er frivillig for deg.\n\n"
    "Vi lagrer navnet ditt, hvordan vi når deg, hva du kan, hvilken dokumentasjon du har, og når og hvor du kan arbeide. "
    "Vi lagrer ikke land, religion, helse, familie eller oppholdsstatus. Fødselsnummer eller fødselsdato brukes én gang for "
    "å kjenne deg igjen, og lagres ikke.\n\n"
    "Bare veiledere i etaten som har meldt deg inn, ser navnet ditt. Ingen arbeidsgiver får vite noe om deg før du har sagt "
    "ja, for hver arbeidsgiver og hvert behov. Sier du ingenting, er svaret nei.\n\n"
    "Du kan se alt vi har om deg, og hvem som har sett det. Du kan få det som en fil, be oss rette det, trekke deg og be oss "
    "slette det. Sletter vi, kan ingen lese det igjen. Du kan klage til Datatilsynet.";

const char NOTICE_FIRST_EN[] =
    "We register you to help you find work in the region. It is voluntary for you.\n\n"
    "We keep your name, how to reach you, what you can do, which documents you have, and when and where you can work. "
    "We do not keep country, religion, health, family or residence status. Your national identity number or birth date is "
    "used once to recognise you, and is not kept.\n\n"
    "Only advisers of the agency that enrolled you see your name. No employer is told anything about you before you have "
    "said yes, for each employer and each need. If you say nothing, the answer is no.\n\n"
    "You can see everything we have about you, and who has seen it. You can have it as a file, ask us to correct it, "
    "withdraw, and ask us to delete it. Once deleted, nobody can read it again. You can complain to Datatilsynet, the "
    "Norwegian data protection authority.";
