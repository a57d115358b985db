// SPDX-License-Identifier: EUPL-1.2
// Lists of candidates by what their profiles say: both engines give the same people, what is added stands in the address,
// and nobody is listed for another agency.
import assert from 'node:assert/strict';
import {rmSync} from 'node:fs';
import {join} from 'node:path';
import test, {after, before} from 'node:test';

import {logIn} from './lib/accounts.mjs';
import {copyDemo, makeScratch, startServer} from './lib/server.mjs';

let scratch, servers, advisers;
before(async () => {
    scratch = makeScratch();
    servers = await Promise.all(['plain', 'fast'].map(engine => {
        const data = join(scratch, engine);
        copyDemo(data);
        return startServer({data, args: ['--engine', engine]});
    }));
    advisers = await Promise.all(servers.map(server => logIn(server, 'adviser')));
});
after(async () => {
    await Promise.all(servers.map(server => server.stop()));
    rmSync(scratch, {recursive: true, force: true});
});

// All pages of a list: [id, …] in its order, the same by both engines.
async function listed(query) {
    const both = await Promise.all(advisers.map(async client => {
        const ids = [];
        for (let path = `/candidates?${query}`; path;) {
            const page = await client.get(path);
            assert.equal(page.status, 200, path);
            ids.push(...page.links(/^\/candidates\/\d+$/).map(link => link.href));
            path = page.all('a', a => a.rel === 'next')[0]?.attributes.href.replaceAll('&amp;', '&');
        }
        return ids;
    }));
    assert.deepEqual(both[1], both[0], query);
    return both[0];
}

test('a condition narrows the list, and a second one narrows it further', async () => {
    const all = await listed('');
    const speaks = await listed('has=language:nor:speaking:B1');
    const more = await listed('has=language:nor:speaking:B1&has=time:evening');
    assert.ok(speaks.length > 0 && speaks.length < all.length, `${speaks.length} of ${all.length}`);
    assert.ok(more.length < speaks.length);
    assert.ok(more.every(id => speaks.includes(id)) && speaks.every(id => all.includes(id)));
});

test('a stronger demand never lists more', async () => {
    let before = await listed('has=language:nor:speaking:A1');
    for (const level of ['A2', 'B1', 'B2', 'C1', 'C2']) {
        const now = await listed(`has=language:nor:speaking:${level}`);
        assert.ok(now.every(id => before.includes(id)), level);
        before = now;
    }
    const stated = await listed('has=licence:B');
    const documented = await listed('has=licence:B&least=documented');
    assert.ok(documented.every(id => stated.includes(id)) && documented.length <= stated.length);
});

test('with "some is enough" those who meet most come first', async () => {
    const filter = 'has=language:nor:speaking:B1&has=time:evening&has=licence:B';
    const all = await listed(filter), some = await listed(`${filter}&any=1&sort=met`);
    assert.ok(some.length > all.length);
    assert.deepEqual(some.slice(0, all.length).sort(), [...all].sort());
});

test('what the form adds stands in the address, and is taken away by its chip', async () => {
    const [adviser] = advisers;
    await adviser.get('/candidates');
    await adviser.submit({add_language: 'Norsk', add_part: 'speaking', add_level: 'B1', add_free: '1.10.2016'}, {form: ['add_language']});
    assert.match(adviser.page.path, /has=language%3Anor%3Aspeaking%3AB1/);
    assert.match(adviser.page.path, /has=free%3A2016-10-01/);
    const chips = adviser.page.links(/^\/candidates\?/).filter(link => /Norsk, snakke/.test(link.text ?? ''));
    assert.equal(chips.length, 1);
    const page = await adviser.get(chips[0].href);
    assert.doesNotMatch(page.path, /language/);
    assert.match(page.path, /free/);
});

test('a share is met when it overlaps what the person can work', async () => {
    const all = await listed('');
    const any = await listed('has=share:1-100'), full = await listed('has=share:100-100'), half = await listed('has=share:40-60');
    assert.ok(any.length > 0 && any.length < all.length, `${any.length} of ${all.length} have said a share`);
    assert.ok(full.length > 0 && full.length < any.length);
    assert.ok(half.length > 0 && half.length < any.length);
    for (const list of [full, half])
        assert.ok(list.every(id => any.includes(id)));
    // The wider the post, the more fit it.
    const wider = await listed('has=share:40-100');
    assert.ok([...full, ...half].every(id => wider.includes(id)));
    const shown = await advisers[0].get(half[0]), said = /(\d+)(?:–(\d+))? prosent/.exec(shown.text);
    assert.ok(said && Number(said[1]) <= 60 && Number(said[2] ?? said[1]) >= 40, said?.[0]);
});

test('the form asks for a share by its two bounds, one of which is enough', async () => {
    const [adviser] = advisers;
    for (const [values, has, chip] of [
        [{add_share_least: '50'}, '50-100', '50–100 prosent av full stilling'],
        [{add_share_most: '60'}, '1-60', '1–60 prosent av full stilling'],
        [{add_share_least: '80', add_share_most: '80'}, '80-80', '80 prosent av full stilling']]) {
        await adviser.get('/candidates');
        await adviser.submit(values, {form: ['add_share_least']});
        assert.ok(adviser.page.path.includes(`has=share%3A${has}`), adviser.page.path);
        assert.ok(adviser.page.text.includes(chip), chip);
    }
    for (const [query, message] of [
        ['add_share_least=0', /prosent/], ['add_share_most=101', /prosent/], ['add_share_least=halv', /prosent/],
        ['add_share_least=80&add_share_most=50', /største/i], ['has=share:80-50', /prosent/], ['has=share:x', /prosent/]]) {
        const page = await adviser.get(`/candidates?${query}`);
        assert.match(page.text, /rette opp/, query);
        assert.match(page.text, message, query);
        assert.doesNotMatch(page.body, /name="has"/, query);
    }
});

test('a day that no profile can say is refused, and filters nothing', async () => {
    const [adviser] = advisers;
    for (const query of ['has=free:2095-01-01', 'has=free:1990-01-01', 'add_free=1.1.2095']) {
        const page = await adviser.get(`/candidates?${query}`);
        assert.match(page.text, /høyst ti år fra i dag/, query);
        assert.doesNotMatch(page.body, /name="has"/, query);
    }
    assert.doesNotMatch((await adviser.get('/candidates?has=free:2026-09-01')).text, /høyst ti år/);
    assert.deepEqual(await listed('has=free:2095-01-01'), await listed(''));
});

test('what cannot be understood is said, and nothing of it is filtered', async () => {
    const [adviser] = advisers;
    const page = await adviser.get('/candidates?add_skill=tryllekunst&add_free=39.13.2016');
    assert.match(page.text, /tryllekunst/);
    assert.match(page.text, /rette opp/);
    for (const wrong of ['has=skill:zzz', 'has=', 'has=occupation:5223:7', 'has=language:nor:speaking:Z9', 'has=place:%00', 'least=x'])
        assert.ok((await adviser.get(`/candidates?${wrong}`)).status < 500, wrong);
    assert.deepEqual(await listed('has=skill:zzz'), await listed(''));
});

const alsoHelped = /En annen etat hjelper også denne personen/;

test('who is helped by another agency as well is what each page says', async () => {
    const all = await listed(''), shared = await listed('elsewhere=yes'), alone = await listed('elsewhere=no');
    assert.ok(shared.length > 5 && alone.length > 5, `${shared.length} and ${alone.length}`);
    assert.deepEqual([...shared, ...alone].sort(), [...all].sort());
    for (const id of shared)
        assert.match((await advisers[0].get(id)).text, alsoHelped, id);
    for (const id of alone.filter((_, i) => i % 5 === 0))
        assert.doesNotMatch((await advisers[0].get(id)).text, alsoHelped, id);
    for (const sort of ['newest', 'met'])
        assert.deepEqual((await listed(`elsewhere=yes&sort=${sort}`)).sort(), [...shared].sort());
    // Beside conditions of which some are enough it is always asked for.
    const some = await listed('elsewhere=yes&has=licence:B&has=time:evening&any=1&sort=met');
    assert.ok(some.length > 0 && some.length < shared.length && some.every(id => shared.includes(id)));
});

test('the list says that another agency helps, and never which', async () => {
    const office = await logIn(servers[1], 'office');
    const agencies = (await office.get('/agencies')).links(/^\/agencies\/\d+$/).map(link => link.text);
    assert.ok(agencies.length >= 3, agencies.join());
    for (const client of await Promise.all([['adviser', 0], ['adviser', 1], ['office', 0]].map(([role, which]) => logIn(servers[1], role, {which})))) {
        const own = agencies.filter(name => client.page.text.includes(name)); // in the menu
        assert.equal(own.length, 1);
        for (const word of ['yes', 'no', agencies[0]]) {
            const page = await client.get(`/candidates?elsewhere=${encodeURIComponent(word)}`);
            assert.equal(page.status, 200);
            for (const name of agencies)
                assert.ok(own.includes(name) || !page.text.includes(name), `${name} on ${page.path}`);
        }
    }
    // No other word asks for anything.
    const all = await listed('');
    for (const word of ['1', 'YES', 'yes%20no', '2', '', encodeURIComponent(agencies[0])])
        assert.deepEqual(await listed(`elsewhere=${word}`), all, word);
});

test('it is chosen in the form, stands in the address, and its chip takes it away', async () => {
    const client = await logIn(servers[0], 'adviser');
    for (const [lang, chip] of [['nb', /En annen etat hjelper også/], ['en', /Another agency helps as well/]]) {
        await client.setLanguage(lang);
        await client.get('/candidates?sort=newest');
        await client.submit({elsewhere: 'yes'}, {form: ['elsewhere']});
        assert.equal(client.page.path, '/candidates?elsewhere=yes&sort=newest', 'and nothing that was left empty');
        const chips = client.page.links(/^\/candidates\?/).filter(link => chip.test(link.text));
        assert.equal(chips.length, 1);
        assert.equal((await client.get(chips[0].href)).path, '/candidates?sort=newest');
    }
    await client.setLanguage('nb');
});

test('when the other agency ends its help, both engines know at once', async () => {
    const others = await Promise.all(servers.map(server => logIn(server, 'adviser', {which: 1})));
    const theirs = (await others[0].get('/candidates?elsewhere=yes')).links(/^\/candidates\/\d+$/).map(link => link.href);
    const id = (await listed('elsewhere=yes')).find(href => theirs.includes(href));
    for (const other of others) {
        await other.get(`${id}/end`);
        await other.submit({}, {form: `${id}/end`});
        // Of whom it helped the list of former ones says no more than before: the name.
        const former = await other.get('/candidates?show=ended');
        assert.ok(former.links(/^\/candidates\/\d+$/).some(link => link.href === id));
        assert.doesNotMatch(former.text, /annen etat/i);
    }
    assert.ok((await listed('elsewhere=no')).includes(id) && !(await listed('elsewhere=yes')).includes(id));
    assert.doesNotMatch((await advisers[0].get(id)).text, alsoHelped);
});

test('whose enrolment has ended is listed by the name alone, and the page does not pretend more', async () => {
    const plain = await listed('show=ended');
    const query = 'show=ended&has=time:evening&has=licence:B&any=1&elsewhere=yes&least=documented&sort=met';
    assert.deepEqual(await listed(query), plain);
    assert.ok(plain.length > 0);
    const page = await advisers[0].get(`/candidates?${query}`);
    assert.doesNotMatch(page.text, /Filtre i bruk|Fjern filteret|Oppfyller|En annen etat/);
});

test('however an address writes a condition, it is the same one', async () => {
    const [adviser] = advisers;
    for (const [ways, one] of [
        [['skill:s001', 'skill:s001:x', 'skill:s001:'], 'skill%3As001'],
        [['occupation:5223:12', 'occupation:5223:12x', 'occupation:5223: 12'], 'occupation%3A5223%3A12'],
        [['share:50-100', 'share:050-100', 'share:50-100:x'], 'share%3A50-100'],
        [['free:2016-10-01', 'free:2016-10-01:x'], 'free%3A2016-10-01'],
        [['language:nor:speaking:B1', 'language:nor:speaking:B1:x'], 'language%3Anor%3Aspeaking%3AB1'],
        [['time:day', 'time:day:x'], 'time%3Aday'], [['place:0602', 'place:0602:x'], 'place%3A0602'], [['licence:B', 'licence:B:'], 'licence%3AB']]) {
        const query = ways.map(way => `has=${encodeURIComponent(way)}`).join('&');
        const page = await adviser.get(`/candidates?${query}&elsewhere=no`);
        const chips = page.links(/^\/candidates/).filter(link => /Fjern filteret/.test(link.text));
        assert.equal(chips.length, 2, query);
        assert.equal(chips[1].href.replaceAll('&amp;', '&'), `/candidates?has=${one}`);
        assert.deepEqual(await listed(query), await listed(`has=${one}`));
    }
    assert.deepEqual(await listed('has=place:zzz'), await listed(''), 'nobody says where it is');
});

test('what filters nothing has no chip', async () => {
    const [adviser] = advisers;
    for (const [query, count] of [['least=documented', 0], ['any=1', 0], ['any=1&has=licence:B', 1], ['least=documented&has=time:day', 1],
        ['least=documented&has=licence:B', 2], ['any=1&has=licence:B&has=time:day', 3], ['q=a&elsewhere=no', 2]]) {
        const page = await adviser.get(`/candidates?${query}`);
        assert.equal(page.links(/^\/candidates/).filter(link => /Fjern filteret/.test(link.text)).length, count, query);
        assert.equal(/Fjern alle filtre/.test(page.text), count > 1, query);
    }
});

test('more conditions than the list takes are refused aloud', async () => {
    const [adviser] = advisers;
    const twelve = Array.from({length: 12}, (_, i) => `has=share:${i + 1}-100`).join('&');
    for (const [field, value] of [['add_time', 'day'], ['add_share_least', '50'], ['add_free', '1.10.2016'], ['add_licence', 'Klasse B (personbil)']]) {
        const page = await adviser.get(`/candidates?${twelve}&${field}=${encodeURIComponent(value)}`);
        assert.match(page.text, /høyst tolv vilkår/, field);
    }
    assert.doesNotMatch((await adviser.get(`/candidates?${twelve}&add_share_least=12&add_share_most=100`)).text, /høyst tolv/, 'it is there');
});

test('a condition of the address that cannot be read is named above the list', async () => {
    const [adviser] = advisers;
    for (const wrong of ['licence:zzz', 'share:50-', 'free:2016-13-45', 'free:2095-01-01', 'occupation:9112:13', 'occupation:9999:12',
        'language:nor:speaking:Z9', 'place:zzz', '<b>&"', 'skill']) {
        const page = await adviser.get(`/candidates?has=time:day&has=${encodeURIComponent(wrong)}`);
        assert.equal(page.status, 200, wrong);
        assert.match(page.text, /forstod ikke/, wrong);
        assert.ok(page.text.includes(wrong.replaceAll('&', '&amp;').replaceAll('<', '&lt;')) || page.text.includes(wrong), wrong);
        assert.doesNotMatch(page.body, /<b>&/);
        assert.match(page.body, /<div[^>]* role="alert"[^>]*>\s*<p>[^<]*forstod ikke/, wrong);
        assert.ok(page.body.indexOf('forstod ikke') < page.body.indexOf('<table'), wrong);
        assert.equal(page.links(/^\/candidates/).filter(link => link.href.includes('Fjern') || /zzz|9112/.test(link.href)).length, 0, wrong);
    }
    for (const query of ['least=papers', 'elsewhere=maybe'])
        assert.match((await adviser.get(`/candidates?${query}`)).text, /forstod ikke/, query);
    for (const query of ['', 'has=', 'least=', 'elsewhere=', 'has=time:day', 'show=ended&has=zzz'])
        assert.doesNotMatch((await adviser.get(`/candidates?${query}`)).text, /forstod ikke/, query);
    // What the form adds beside it is filtered by, and the page still says what it left out.
    const both = await adviser.get('/candidates?has=licence:zzz&add_time=day');
    assert.match(both.text, /forstod ikke[^]*licence:zzz/);
    assert.match(both.body, /name="has" value="time:day"/);
    const thirteen = Array.from({length: 13}, (_, i) => `has=share:${i + 1}-100`).join('&');
    assert.match((await adviser.get(`/candidates?${thirteen}`)).text, /høyst tolv vilkår/);
    await adviser.setLanguage('en');
    assert.match((await adviser.get('/candidates?has=licence:zzz')).text, /not understood[^]*licence:zzz/);
    await adviser.setLanguage('nb');
});

test('what filters nothing stands in no address that the page gives', async () => {
    const [adviser] = advisers;
    const inLinks = async query => {
        const page = await adviser.get(`/candidates?${query}`);
        const next = page.all('a', a => a.rel === 'next')[0]?.attributes.href ?? '';
        return [...page.links(/^\/candidates\?/).map(link => link.href), next].join(' ');
    };
    for (const query of ['least=documented', 'any=1', 'least=documented&any=1', 'least=documented&has=time:day&has=place:0602',
        'least=recognised&has=share:1-100&has=free:2016-10-01', 'any=1&has=time:day'])
        assert.doesNotMatch(await inLinks(query), query.includes('least') ? /least=/ : /any=/, query);
    assert.match(await inLinks('least=documented&has=licence:B'), /least=documented/);
    assert.match(await inLinks('any=1&has=licence:B&has=time:day'), /any=1/);
    // Nor when the chip takes away the last that it filters.
    const page = await adviser.get('/candidates?least=documented&has=licence:B&has=time:day');
    const [chip] = page.links(/^\/candidates\?has=time%3Aday/);
    assert.equal(chip.href, '/candidates?has=time%3Aday');
});

test('where nobody has the proof asked for, the list says so and leads to those without', async () => {
    const [adviser] = advisers;
    const stated = await listed('has=licence:B');
    assert.deepEqual(await listed('has=licence:B&least=recognised'), []);
    const page = await adviser.get('/candidates?has=licence:B&least=recognised');
    assert.match(page.text, /det beviset/);
    assert.doesNotMatch(page.text, /Ingen sier alt dette/);
    const [link] = page.links(/^\/candidates\?/).filter(one => one.text.includes('uten krav om bevis'));
    assert.equal(link.href, '/candidates?has=licence%3AB');
    assert.equal((await adviser.get(link.href)).links(/^\/candidates\/\d+$/).length, Math.min(50, stated.length));
    assert.match((await adviser.get('/candidates?has=licence:B&has=share:100-100&has=free:2010-01-01')).text, /Ingen sier alt dette/);
});

test("another agency's people never come", async () => {
    const other = await logIn(servers[1], 'adviser', {which: 1});
    const ours = new Set(await listed('has=time:day'));
    const theirs = (await other.get('/candidates?has=time:day')).links(/^\/candidates\/\d+$/).map(link => link.href);
    assert.ok(theirs.length > 0);
    for (const href of theirs.filter(id => !ours.has(id)))
        assert.equal((await advisers[1].get(href)).status, 404);
});

// Writes to one of the servers: the last one.
test('the next page goes on where the last one ended, whoever is deleted between', async () => {
    const [adviser] = advisers;
    const idsOf = page => page.links(/^\/candidates\/\d+$/).map(link => link.href);
    for (const query of ['', 'sort=newest', 'has=time:day&has=time:evening&has=share:50-100&any=1&sort=met']) {
        const first = await adviser.get(`/candidates?${query}`);
        const [{attributes: {href}}] = first.all('a', a => a.rel === 'next');
        const path = href.replaceAll('&amp;', '&');
        const shown = idsOf(first), expected = idsOf(await adviser.get(path));
        assert.ok(expected.length > 1, query);
        const name = (await adviser.get(shown.at(-1))).heading;
        assert.ok(!path.includes(encodeURIComponent(name.split(' ')[0])), 'no name is in the address');
        await adviser.get(`${shown.at(-1)}/delete`);
        if (adviser.page.forms.some(form => form.action.endsWith('/delete'))) {
            await adviser.submit({confirmation: name});
            assert.match(adviser.page.text, /Personen er slettet/);
        } else { // whom another agency helps as well
            await adviser.get(`${shown.at(-1)}/end`);
            await adviser.submit({}, {form: `${shown.at(-1)}/end`});
        }
        assert.deepEqual(idsOf(await adviser.get(path)), expected, query);
        assert.ok(!idsOf(await adviser.get(`/candidates?${query}`)).includes(shown.at(-1)));
    }
});

test('whoever asks for more than there is left is told so', async () => {
    const page = await advisers[0].get('/candidates?after=999999&seen=1&shown=5000');
    assert.match(page.text, /Det står ingen lenger ned i listen nå/);
    assert.equal(page.links(/^\/candidates\/\d+$/).length, 0);
    for (const after of ['-', '1-', 'x', '-1', '1-2-3-4-5-6-7', '99999999999999999999', '%00'])
        assert.ok((await advisers[0].get(`/candidates?after=${after}&seen=-3&shown=x`)).status < 500, after);
});
