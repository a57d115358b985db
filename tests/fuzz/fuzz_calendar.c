// SPDX-License-Identifier: EUPL-1.2
#include "replay.h"

#include "exchange/calendar.h"

// Calendar files that answer an invitation: reading refuses them, or gives an answer whose parts are all there. Mails that
// bring them have a target of their own (fuzz_inbound), which rarely gets as far as this. fuzz_calendar FOLDER.

int LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t size)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct calendar_reply reply = {0}, again = {0};
    if (calendar_read_reply((const char *)bytes, size, a, &reply) != OK)
        return 0;
    if (calendar_read_reply((const char *)bytes, size, a, &again) != OK || strcmp(reply.uid, again.uid) != 0 ||
        strcmp(reply.email, again.email) != 0 || strcmp(reply.answer, again.answer) != 0 || reply.sequence != again.sequence ||
        reply.stamp != again.stamp || strlen(reply.uid) + strlen(reply.email) > size) {
        fprintf(stderr, "the same file is read in two ways\n");
        abort();
    }
    return 0;
}

#ifndef FUZZING
int main(int argc, char **argv)
{
    return replay_folder(argc, argv);
}
#endif
