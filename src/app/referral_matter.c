// SPDX-License-Identifier: EUPL-1.2
#include "app/referral_matter.h"

#include <string.h>

#include "app/referrals_inside.h"
#include "base/log.h"
#include "store/person_store.h"
#include "store/referral_store.h"

// The explanation that was presented speaks of the need as it was then. If the need is another now, today's is the one
// whose rows fit what the page shows of it.
static void kept_read(const struct referral_shown *shown, struct arena *a, struct referral_matter *m)
{
    struct explanation kept;
    if (explanation_read(shown->reasons, strlen(shown->reasons), a, &kept) != OK || kept.row_count != m->need.all_count)
        return;
    if (m->explained && memcmp(kept.need_digest, m->explanation.need_digest, sizeof kept.need_digest) != 0)
        return;
    kept.competence = m->profile.competence;
    m->explanation = kept;
    m->explained = true;
}

enum status get_referral_matter(struct app *app, const struct actor *actor, struct referral_id id, struct arena *a,
                                struct referral_matter *out)
{
    struct referral_entry e;
    struct referral_shown shown;
    unsigned rights;
    TRY(referral_seen(app, actor, id, a, &e, &rights));
    if ((rights & RIGHT_IDENTITY) == 0 || actor->role == ROLE_EMPLOYER)
        return NOT_FOUND;
    struct referral_matter m = {0};
    struct person_id person = e.referral.person;
    TRY(need_view_get(app, e.referral.need, a, &m.need));
    TRY(identity_get(app_store(app), person, a, &m.identity, NULL));
    TRY(profile_get(app_store(app), person, a, &m.profile));
    TRY(app_follow(app));
    struct match_need asked = need_for_match(&m.need.need, a);
    enum status status = match_explain(app_world(app), &asked, person.value, app_today(app), a, &m.explanation);
    if (status != OK && status != NOT_FOUND)
        return status;
    m.explained = status == OK;
    status = referral_shown(app_store(app), &e.referral, a, &shown);
    if (status == OK) {
        if (profile_decode(shown.profile, shown.profile_size, a, &m.profile) != OK) {
            log_error("the profile presented by referral %lld cannot be read", (long long)id.value);
            return FAILED;
        }
        m.as_presented = true;
        kept_read(&shown, a, &m);
    } else if (status != NOT_FOUND) {
        return status;
    }
    *out = m;
    return app_log_reads(app, actor, &person, 1, READ_EXPLAINED);
}
