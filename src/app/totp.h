// SPDX-License-Identifier: EUPL-1.2
#ifndef APP_TOTP_H
#define APP_TOTP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

// Time-based one-time passwords, RFC 6238: HMAC-SHA-1, 30 seconds, 6 digits, what every authenticator app knows.
// Pure: the secret and the clock are arguments.
enum { TOTP_SECRET = 20, TOTP_CODE_TEXT = 7, TOTP_STEP_MS = 30000 };

int64_t totp_step(int64_t now_ms); // which 30 seconds since 1970 it is
void totp_code(const unsigned char secret[TOTP_SECRET], int64_t step, char out[TOTP_CODE_TEXT]);

// Is what was typed (spaces allowed) the code of this step, the one before or the one after (RFC 6238, 5.2), and of a
// later step than last_step, the one last used? Then *step_out is the step it belongs to, which the caller keeps, so that
// a code that was looked at over a shoulder is good for nothing.
bool totp_check(const unsigned char secret[TOTP_SECRET], const char *typed, int64_t now_ms, int64_t last_step,
                int64_t *step_out);

// For typing into an app by hand: "JBSW Y3DP …", in groups of four.
const char *totp_secret_text(const unsigned char secret[TOTP_SECRET], struct arena *a);
// otpauth://totp/issuer:account?secret=…&issuer=… as authenticator apps read it from a QR code.
const char *totp_uri(const unsigned char secret[TOTP_SECRET], const char *issuer, const char *account, struct arena *a);

// Recovery codes: 80 random bits each, four groups of four letters and digits that are not mistaken for each other.
enum { RECOVERY_CODES = 10, RECOVERY_CODE_TEXT = 20 };

void recovery_code_make(char out[RECOVERY_CODE_TEXT]); // "k7mw-92hf-x3qd-0vta"
// Reads loose input (capitals, spaces, missing hyphens, o for 0, i and l for 1) into the form that was made. False when
// it cannot be a recovery code.
bool recovery_code_read(const char *typed, char out[RECOVERY_CODE_TEXT]);

#endif
