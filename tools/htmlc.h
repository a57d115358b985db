// SPDX-License-Identifier: EUPL-1.2
#ifndef HTMLC_H
#define HTMLC_H

#include <stdbool.h>
#include <stdio.h>

// The template compiler's state, one template a run: htmlc.c reads lines and control lines and writes, htmlc_html.c
// follows the HTML, htmlc_put.c compiles what stands in {{ }}.

enum { NAME_MOST = 80, ELEMENTS_MOST = 100, BLOCKS_MOST = 60 };

enum place { TEXT, TAG_NAME, END_TAG, IN_TAG, ATTR_NAME, AFTER_NAME, BEFORE_VALUE, VALUE, COMMENT, DOCTYPE };
enum attr_kind { ATTR_PLAIN, ATTR_URL, ATTR_WORDS, ATTR_CONSTANT };
enum url_part { URL_EMPTY, URL_SLASH, URL_BEGUN, URL_OTHER, URL_WHOLE };

// Where in the HTML the reader stands. Branches must end where they began, so that this is compared as a whole.
struct context {
    enum place place;
    char quote;
    char tag[NAME_MOST];
    char attr[NAME_MOST];
    enum attr_kind kind;
    enum url_part url;
    char url_text[16]; // the literal beginning, for mailto: and tel:
    const char *raw;   // "script", "style", "pre" or "textarea" while inside one, else ""
    bool self_closing;
    bool has_alt, has_scope;
};

struct block {
    bool inline_if;
    bool loop, is_switch;
    int line;
    int depth; // elements open when it began
    struct context at;
};

extern char *source;
extern size_t source_length;
extern FILE *code;
extern int line; // of the template, the one being read
extern struct context at;
extern char elements[ELEMENTS_MOST][NAME_MOST]; // the open ones; ">name" for a pair of templates
extern int element_lines[ELEMENTS_MOST];
extern int depth;
extern struct block blocks[BLOCKS_MOST];
extern int block_count;

// htmlc.c
__attribute__((format(printf, 2, 3), noreturn)) void fail(int at_line, const char *format, ...);
bool one_of(const char *word, const char *const *list);
void append(char *name, size_t room, char c);
bool starts(size_t i, const char *text);
bool keeps_blanks(void);
void literal_add(char c);
void literal_flush(void);
void line_mark(int n);

// htmlc_html.c
void element_push(const char *name);
void element_pop(const char *name);
void block_push(bool inline_if, bool loop, bool is_switch);
void block_pop(bool inline_if);
size_t html_char(size_t i); // reads one character of HTML, or what belongs together; returns the index behind it

// htmlc_put.c
size_t braces(size_t i); // from behind "{{" to behind "}}"

#endif
