// SPDX-License-Identifier: EUPL-1.2
#ifndef APP_PASSWORD_H
#define APP_PASSWORD_H

#include <stdbool.h>

#include "base/issues.h"
#include "base/status.h"

enum { PASSWORD_LEAST = 12, PASSWORD_MOST = 200 };

// Whose words a password may not be made of; "" where there is none.
struct password_owner {
    const char *name, *email, *programme;
};

// Adds to issues (field: its form field) what keeps this from being a password: fewer than 12 or more than 200
// characters (Unicode code points, NFC), or easy to guess. No rule asks for kinds of characters (NIST SP 800-63B,
// 5.1.1.2): a guesser knows them too. Easy to guess is what is left too short when each common word, name, year, keyboard
// row, sequence and repetition counts as little as it costs to try.
void password_check(const char *password, const struct password_owner *owner, const char *field, struct issues *issues);

// base/seal.h's argon2id, at most two at a time, since each takes 64 MiB for a tenth of a second. BUSY: no turn came soon.
MUST_USE enum status password_make(const char *password, struct arena *a, const char **hash_out);
// hash "" stands for a user who is not there or has no password: the work is the same, the answer no.
MUST_USE enum status password_try(const char *password, const char *hash, bool *right_out);

#endif
