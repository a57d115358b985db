// SPDX-License-Identifier: EUPL-1.2
#ifndef WEB_COMPONENTS_H
#define WEB_COMPONENTS_H

#include <string.h>

#include "web/layout.h"

// What pages are put together from. The template functions themselves are in templates/components.html and
// templates/fields.html; these are their arguments. Text called "msgid" is English, marked N_("…"), and translated by
// the component; text called "text" is shown as it is given.

// What every form field has. name is the field's name in the form and in struct issues; its element's id is "f-" name.
// After page_again the typed value is shown instead of the one given here.
struct field {
    const char *name;
    const char *label; // msgid
    const char *hint;  // msgid, or NULL
    bool optional;     // shows "Optional"; otherwise "Required"
    bool unmarked;     // shows neither: for forms of one or two fields, like logging in
};

struct text_field {
    struct field field;
    const char *value;
    const char *type;         // "text" when NULL; "email", "tel", "password", "search"
    const char *autocomplete; // of HTML: "username", "current-password", "off" …
    const char *inputmode;    // "numeric" …
    const char *suffix;       // msgid shown behind the field: "%", "hours a week"
    int most;                 // characters (maxlength), 0: no limit
    int width;                // characters wide, 0: full
};

struct text_area {
    struct field field;
    const char *value;
    int rows; // 0: 4
    int most;
};

struct option {
    const char *value;
    const char *text;  // shown as given
    const char *label; // msgid, used when text is NULL
    const char *hint;  // msgid, or NULL; radio and checkbox groups show it
    bool chosen;       // checkbox groups: when nothing was typed yet
};

struct choice_field { // select_input, radio_group, checkbox_group
    struct field field;
    const struct option *options;
    size_t count;
    const char *value;  // the chosen one (select, radio)
    const char *prompt; // msgid of select's empty first option; NULL: none
    bool side_by_side;  // radio and checkbox groups with short words
};

struct checkbox_field { // one, sends "1"
    struct field field;
    bool checked;
};

struct date_field { // a text field; accepts what form_day accepts
    struct field field;
    day value; // DAY_NONE: empty
};

struct month_field {
    struct field field;
    month value;
};

// A text field that suggests while typing (GET /suggest/<kind>?q=…, which answers with JSON
// [{"value":"5223","text":"Shop worker","note":"…"}], at most 20). Sends the text as name and, when a suggestion was
// chosen and not changed afterwards, its value as name "_code". Without script it is a plain text field: the server
// finds the value for the text.
struct combobox_field {
    struct field field;
    const char *kind;
    const char *text;
    const char *code; // "" or NULL when none
};

struct step {
    const char *label; // msgid
    const char *path;  // where to go back to it; NULL: not open yet
    bool done;         // what it asks for is filled in
};
struct steps {
    const struct step *steps;
    size_t count;
    size_t current; // index
};

enum tone { TONE_NEUTRAL, TONE_MAIN, TONE_INFO, TONE_SUCCESS, TONE_WARNING, TONE_DANGER };

// How a requirement stands: icon and words, never colour alone.
enum badge { BADGE_MET, BADGE_MISSING, BADGE_UNKNOWN };
const char *badge_label(enum badge b); // msgid
const char *badge_class(enum badge b);
const char *tone_color(enum tone t);

struct pager { // paging by key; a path with query, or NULL when there is no such page
    const char *first;
    const char *next;
};

struct confirm_box {
    const char *action;   // path to POST to
    const char *question; // text: what will happen
    const char *button;   // msgid: the verb
    const char *back;     // path of "Cancel"
    bool danger;
};

struct goal_bar {
    int64_t done;
    int64_t expected; // by today on the straight line; -1: not shown
    int64_t goal;
    const char *label; // text
};

// For the templates of components.
const struct issue *field_issue(const struct page *p, const char *name); // the first of the field, or NULL
const char *issue_text(struct page *p, const struct issue *issue);
const char *field_value(const struct page *p, const char *name, const char *given); // what was typed, else given
bool field_holds(const struct page *p, const char *name, const struct option *o);
bool field_is_secret(const char *type);
const char *field_described(struct page *p, const struct field *f); // ids for aria-describedby, or NULL
const char *option_text(struct page *p, const struct option *o);
const char *xlsx_path(struct arena *a, const char *csv_path); // of the same list: "/needs.csv?q=x" → "/needs.xlsx?q=x"
int goal_share(int64_t done, int64_t goal); // 0 … 1000

#include "web/components.html.h"
#include "web/fields.html.h"

#endif
