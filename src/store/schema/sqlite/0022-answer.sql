-- SPDX-License-Identifier: EUPL-1.2
-- What lets answers be believed and no be heard: invitations with a secret, addresses as they are compared.

-- An invitation names its event by a UID that only its receiver knows. What was sent before names the activity alone: the
-- entry in the receiver's calendar has that name, so that what follows to the same receiver keeps it.
ALTER TABLE activity_invite ADD COLUMN plain_uid INTEGER NOT NULL DEFAULT 0;
UPDATE activity_invite SET plain_uid = 1;

-- The address as it is compared: email_key (core/person.h). What was typed stands in email, and mail goes there.
ALTER TABLE contact ADD COLUMN email_key TEXT NOT NULL DEFAULT '';
UPDATE contact SET email_key = lower(trim(email));
DROP INDEX contact_email;
CREATE INDEX contact_email ON contact (email_key) WHERE email_key <> '';
ALTER TABLE guest ADD COLUMN email_key TEXT NOT NULL DEFAULT '';
UPDATE guest SET email_key = lower(trim(email));
DROP INDEX guest_email;
CREATE INDEX guest_email ON guest (event_id, email_key) WHERE email_key <> '';

-- Who would have been asked by the survey as well, and has the address of somebody who was: one address is asked once.
CREATE TABLE survey_also (
    id INTEGER PRIMARY KEY,
    asked_id INTEGER NOT NULL REFERENCES survey_asked (id),
    contact_id INTEGER REFERENCES contact (id), -- NULL: a guest
    employer_id INTEGER REFERENCES employer (id),
    agency_id INTEGER REFERENCES agency (id)
) STRICT;
CREATE INDEX survey_also_asked ON survey_also (asked_id);
CREATE INDEX survey_also_contact ON survey_also (contact_id) WHERE contact_id IS NOT NULL;
CREATE INDEX survey_also_employer ON survey_also (employer_id, asked_id) WHERE employer_id IS NOT NULL;
CREATE INDEX survey_also_agency ON survey_also (agency_id, asked_id) WHERE agency_id IS NOT NULL;

-- Addresses of nobody's contact from which somebody has said that no more information is wanted. A contact's no stands with
-- the contact. No address stands here: a keyed hash, as in address_hold.
CREATE TABLE address_refusal (
    id INTEGER PRIMARY KEY,
    address_token BLOB NOT NULL UNIQUE,
    how TEXT NOT NULL CHECK (how IN ('link', 'click')),
    said_at INTEGER NOT NULL
) STRICT;
