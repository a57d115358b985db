// SPDX-License-Identifier: EUPL-1.2
#ifndef APP_LETTER_H
#define APP_LETTER_H

#include "app/app.h"
#include "app/personal_link.h"
#include "base/buf.h"
#include "mail/message.h"
#include "store/outbox_store.h"

// A mail as its receiver gets it. Of a notice the words follow from the kind, the language and the programme alone, and,
// of kinds that bring one, a secret: a code or a link. Of other kinds a maker says them, each time anew: no text of a
// mail is stored a second time.
struct letter {
    const char *from_name;      // the programme's
    const char *to_name, *to;
    enum lang lang;             // the receiver's
    const char *subject, *text;
    // The rest is for kinds with a maker; NULL or 0: none.
    const char *html;           // what stands inside the body, made with letter_html: the mail's own frame goes around it
    const char *calendar;       // the bytes of a text/calendar file (exchange/calendar.h)
    const char *calendar_method; // "REQUEST", "CANCEL"
    const struct message_file *files; // attached
    size_t file_count;
    // Set for the maker.
    const char *programme;      // its name
    bool shown;                 // for the office's eyes: letter_link gives no secret
    // Set by letter_make: for information to a contact or guest, where one click unsubscribes; the address as post_store.h knows it.
    const char *unsubscribe;
    unsigned char address[STORE_TOKEN];
};

// A maker. The letter comes with from_name, lang and, but for a guest, to_name and to filled in; a guest's it fills in
// itself, with the language. It sets subject and text, and the rest as it likes. The greeting is its own; why one gets
// the mail, and for information how to unsubscribe, is added below. Lives in the arena. It asks for no rights, may be
// called any time, any number of times, and changes nothing.
// NOT_FOUND: what it is about is over, so that nothing is to be sent (OUTBOX_PAST).
#define LETTER_MAKER(kind, function)                                                                                   \
    enum status function(struct app *app, const struct outbox_entry *e, struct arena *a, struct letter *out);
#include "app/letter_makers.def"
#undef LETTER_MAKER

// For makers: the personal link of the row, for the text; "…" when the letter is only shown.
const char *letter_link(struct app *app, const struct letter *l, enum link_purpose purpose, int64_t row, struct arena *a);
// Text into HTML: escaped.
void letter_html(struct buf *b, const char *text);

// Reads whom it goes to now. What cannot go: *instead_out is the state it gets, and there is no letter.
// OUTBOX_WAITING: it can.
MUST_USE enum status letter_make(struct app *app, const struct outbox_entry *e, struct arena *a, struct letter *out,
                                 enum outbox_state *instead_out);
// As the office may read it: without secrets, whatever its state; lang: for a notice, which has one for each.
// NOT_FOUND: there is nobody or nothing any more.
MUST_USE enum status letter_show(struct app *app, const struct outbox_entry *e, struct arena *a, struct letter *out);
bool letter_has_maker(enum outbox_kind kind);
// The Message-ID's part before "@": a bounce finds its row by it, and nobody can make one up.
const char *letter_mark(const struct app *app, struct outbox_id id, struct arena *a);
// false: it is none of ours. text: with or without "<", ">" and what follows "@".
bool letter_mark_read(const struct app *app, const char *text, struct outbox_id *out);

enum receiver { TO_PERSON, TO_USER, TO_INVITED, TO_CONTACT, TO_GUEST };
enum receiver letter_receiver(const struct outbox_entry *e);
// secret "": none is shown.
const char *letter_text(enum outbox_kind kind, enum receiver to, enum lang lang, const char *programme, const char *site,
                        const char *secret, struct arena *a);

#endif
