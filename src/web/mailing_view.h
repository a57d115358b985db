// SPDX-License-Identifier: EUPL-1.2
#ifndef WEB_MAILING_VIEW_H
#define WEB_MAILING_VIEW_H

#include "app/mailings.h"
#include "web/components.h"
#include "web/edit.h"
#include "web/letter_view.h"

struct mailing_list_view {
    const struct mailing_page *page;
    const struct mailing_line *bin;
    size_t bin_count;
    struct pager pager;
};

// What the page of each step of a draft shows above: which steps there are.
enum { STEP_AUDIENCE, STEP_TEXT, STEP_PREVIEW, STEP_SEND, MAILING_FORM_STEPS };
struct mailing_frame {
    const struct mailing_view *at; // NULL before the first step is done
    const char *title, *path;      // path: "/mailings/17"
    char version[24];
    struct step step[MAILING_FORM_STEPS];
    struct steps steps;
};

struct audience_form_view {
    struct mailing_frame frame;
    struct mailing mailing;
    const char *action;
    struct option kinds[MAILING_AUDIENCES], parts[EVENT_PARTS];
    size_t kind_count;
    struct option *views, *networks, *events;
    size_t view_count, network_count, event_count;
    const char *view, *network, *event;
    const struct audience_view *audience; // as chosen now; NULL: nothing yet
};

struct text_form_view {
    struct mailing_frame frame;
    struct mailing mailing;
    struct edit edit;
    struct option langs[2];
};

struct preview_view {
    struct mailing_frame frame;
    const struct mailing_preview *at;     // NULL: nobody gets it
    struct markup body;
    struct option *receivers;             // the first of them
    size_t receiver_count, total;
    const char *chosen;
    struct option *users;
    size_t user_count;
    bool goes_out;                        // there is a mail server
};

struct send_view {
    struct mailing_frame frame;
    const struct audience_view *audience;
    bool goes_out;
};

struct mailing_show_view {
    struct mailing_frame frame;
    int64_t sent, done, waiting, share;   // done: nothing more happens with them; share: per cent
    struct markup body;
    const struct mailing_receiver *troubled;
    size_t troubled_count;
    bool goes_out;
};

enum tone mailing_tone(enum mailing_state s);

#endif
