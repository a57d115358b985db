// SPDX-License-Identifier: EUPL-1.2
#include "replay.h"

#include "base/text.h"
#include "exchange/calendar.h"
#include "mail/inbound.h"

// Mails that come in: reading refuses them, or says what they are with clean text. Replays the files of a folder:
// fuzz_inbound FOLDER. With clang's -fsanitize=fuzzer and -DFUZZING it searches for new ones.

static void must_hold(bool held, const char *what)
{
    if (held)
        return;
    fprintf(stderr, "%s\n", what);
    abort();
}

int LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t size)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct inbound in;
    struct calendar_reply reply;
    if (inbound_read((const char *)bytes, size, a, &in) != OK)
        return 0;
    must_hold((int)in.kind >= 0 && (int)in.kind < INBOUND_KINDS && in.mark_count <= INBOUND_MARKS_MOST, "no such kind");
    must_hold(strlen(in.code) < BOUNCE_CODE_MOST && text_valid(in.from, strlen(in.from)), "unclean text");
    for (size_t i = 0; i < in.mark_count; i++)
        must_hold(strncmp(in.marks[i], "ypsilon.", 8) == 0 && strlen(in.marks[i]) < 60, "no mark");
    must_hold((in.calendar != NULL) == (in.kind == INBOUND_CALENDAR), "a calendar where there is none");
    if (in.calendar != NULL)
        (void)!calendar_read_reply(in.calendar, in.calendar_size, a, &reply);
    return 0;
}

#ifndef FUZZING
int main(int argc, char **argv)
{
    return replay_folder(argc, argv);
}
#endif
