// SPDX-License-Identifier: EUPL-1.2
// Job ads as entries of the feed have them, plainly invented.
export function advert({uuid = 'annonse-1', status = 'ACTIVE', changed = '2016-08-20T10:00:00Z', title = 'Truckfører til prøvelager',
    orgnr = '974760673', employer = 'Oppdiktet Prøvelager AS', municipal = 'DRAMMEN', postalCode = '3044', description} = {}) {
    return {
        uuid, status, sistEndret: changed,
        ad_content: {
            uuid, title, published: '2016-08-19T08:00:00Z', expires: '2016-10-15T00:00:00Z', updated: changed,
            workLocations: [{country: 'NORGE', address: 'Oppdiktet vei 1', city: municipal, postalCode, county: 'BUSKERUD', municipal}],
            contactList: [{name: 'Hemmelig Kontaktperson', email: 'hemmelig@example.org', phone: '00000000', role: null, title: 'Sjef'}],
            description: description ?? `<p>Vi søker en <b>truckfører</b> &amp; lagermedarbeider.</p><script>alert(1)</script>
                <h3>Kvalifikasjoner</h3><ul><li>Truckførerbevis T1 og T4</li><li>Minimum 1 års erfaring fra lager</li>
                <li>God muntlig norsk</li><li>Førerkort klasse B er en fordel</li></ul><h3>Vi tilbyr</h3><ul><li>Kaffe</li></ul>`,
            sourceurl: 'https://example.org/annonse', link: `https://example.org/${uuid}`, applicationDue: '2016-09-20',
            categoryList: [{categoryType: 'ESCO', code: 'x', name: 'x', score: 9}, {categoryType: 'STYRK08', code: '8344', name: 'Truckførere', score: 1}],
            occupationCategories: [], jobtitle: 'Truckfører', employer: {name: employer, orgnr, description: null, homepage: null},
            engagementtype: 'Vikariat', extent: 'Heltid', starttime: '2016-10-01', positioncount: '2', sector: 'Privat',
        },
    };
}

// A page of the feed, which names ads without their content.
export function feedPage(...ads) {
    return {
        version: '1.0', title: 'Oppdiktet strøm', next_url: null, items: ads.map(({uuid, status, sistEndret, ad_content}) => ({
            id: uuid, url: `/api/v1/feedentry/${uuid}`, title: ad_content.title, content_text: 'x', date_modified: sistEndret,
            _feed_entry: {uuid, status, title: ad_content.title, businessName: ad_content.employer.name,
                municipal: ad_content.workLocations[0].municipal, sistEndret},
        })),
    };
}
