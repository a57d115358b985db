// SPDX-License-Identifier: EUPL-1.2
#ifndef EXCHANGE_JOB_AD_H
#define EXCHANGE_JOB_AD_H

#include "core/need.h"
#include "exchange/record.h"

// A job ad as NAV publishes it: an entry of the job feed (uuid, status, ad_content), a line of a page of the feed, which
// only names the ad and its status, and the ads of the former interface (properties.adtext). Contact persons are not
// read. Dates that cannot be understood are left out.
struct job_ad {
    const char *id;           // the ad's uuid
    bool active;
    bool named_only;          // a line of a page: nothing but id, status, title and updated is known
    const char *updated;      // as given, to tell whether it has changed; "" unknown
    day published, expires;   // DAY_NONE unknown
    const char *title;        // one line, at most NEED_TITLE_MOST characters; "" unknown
    const char *text;         // plain, see html_text; "" none
    const char *certificates; // what the ad lists apart from its text, "" none
    const char *url;          // of the ad for people, http or https; "" unknown
    const char *employer, *orgnr, *parent_orgnr; // as given; "" unknown
    const char *address, *postal_code, *postal_place, *municipality_name; // "" unknown
    struct code municipality; // {0} unknown
    struct code occupation;   // STYRK-08, 4 digits, {0} unknown
    const char *occupation_title; // what the ad calls the job: for a proposal when there is no code
    int positions;            // 1–NEED_POSITIONS_MOST, 0 unknown
    bool form_given;
    enum employment_form form;
    uint8_t share_least, share_most; // 100–100 for full time, else 0, 0: not said
    uint8_t times;            // bits of enum work_time, 0 not said
    day start;                // DAY_NONE: not said, or "as soon as possible"
};

// INVALID: this is no job ad, issues (fields as in the file) says why.
MUST_USE enum status job_ad_read(const struct record *r, struct arena *a, struct issues *issues, struct job_ad *out);

#endif
