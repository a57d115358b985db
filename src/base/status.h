// SPDX-License-Identifier: EUPL-1.2
#ifndef BASE_STATUS_H
#define BASE_STATUS_H

// How every call that can go wrong answers. What a user can mend is told in struct issues beside INVALID;
// FAILED has been logged once, where it was detected. Outputs are unset unless the answer is OK.
enum status {
    OK,
    NOT_FOUND, // no such thing, or none that the actor may know of
    DENIED,    // the actor may know of the thing and may not do this
    INVALID,   // the input is wrong; struct issues says how
    CONFLICT,  // somebody else changed it first, or its state forbids this
    BUSY,      // try again later
    FAILED,    // disk, memory, database
};

#define MUST_USE __attribute__((warn_unused_result))

// "not-found" and the like, for logs and the command line.
const char *status_name(enum status s);

// Returns early with anything but OK.
#define TRY(expr)                                                                                                      \
    do {                                                                                                               \
        enum status try_status_ = (expr);                                                                              \
        if (try_status_ != OK)                                                                                         \
            return try_status_;                                                                                        \
    } while (0)

#define COUNT_OF(array) (sizeof(array) / sizeof *(array))

#endif
