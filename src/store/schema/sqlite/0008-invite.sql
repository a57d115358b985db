-- SPDX-License-Identifier: EUPL-1.2
-- Invitations to become an employer's user, by link. The link's secret follows from the row and the store's own key.
CREATE TABLE invite (
    id INTEGER PRIMARY KEY,
    version INTEGER NOT NULL,
    employer_id INTEGER NOT NULL REFERENCES employer (id),
    name TEXT NOT NULL,
    email TEXT NOT NULL,
    made_by INTEGER NOT NULL,
    made_at INTEGER NOT NULL,
    ends_at INTEGER NOT NULL,
    used_at INTEGER,
    user_id INTEGER,        -- who it became
    taken_back_at INTEGER,
    CHECK ((used_at IS NULL) = (user_id IS NULL))
) STRICT;
CREATE INDEX invite_employer ON invite (employer_id, id);
