// SPDX-License-Identifier: EUPL-1.2
// The scenarios see pages through tests/scenario/lib; what it reads out of a page must be what a browser would.
import assert from 'node:assert/strict';
import test from 'node:test';

import {readAnswers} from './scenario/lib/client.mjs';
import {fillForm, Page} from './scenario/lib/page.mjs';

const page = new Page({
    status: 200, headers: {}, path: '/needs/new',
    body: `<!doctype html><html lang="nb"><head><title>Meld behov – Ypsilon</title><script>var x = "<b>";</script></head>
<body><!-- not shown --><h1>Meld <em>behov</em></h1><p>Fem &lt; seks &amp; &#8211; &#xe5;&nbsp;x<br>ny</p>
<a href="/a?x=1&amp;y=2">En</a><a name="z">To</a>
<form action="/needs" method="post" id="f">
<input type="hidden" name="csrf" value="a&quot;b"><input name="title" value="Kokk"><input name="empty">
<textarea name="text">
to
linjer &amp; mer</textarea>
<select name="place"><option value="">–</option><option value="1" selected>En</option></select>
<select name="first"><option value="a">A</option><option>B</option></select>
<input type="checkbox" name="day" value="1" checked><input type="checkbox" name="day" value="2">
<input type="checkbox" name="flag">
<input type="radio" name="kind" value="x">
<input type="radio" name="kind" value="y" checked>
<input name="off" disabled value="z">
<button>Neste</button><button name="step" value="back">Tilbake</button><button type="button" name="no">Nei</button>
</form><input form="f" name="outside" value="o">
<form action="/language" method="post"><input name="lang" value="en"></form></body></html>`,
});

test('title, heading, text, language and links', () => {
    assert.equal(page.title, 'Meld behov – Ypsilon');
    assert.equal(page.heading, 'Meld behov');
    assert.equal(page.lang, 'nb');
    assert.ok(page.text.includes('Fem < seks & – å\u00a0x ny'), page.text);
    assert.ok(!page.text.includes('not shown') && !page.text.includes('var x'));
    assert.deepEqual(page.links(), [{href: '/a?x=1&y=2', text: 'En'}]);
});

test('a form as a browser would send it', () => {
    const form = page.form('/needs');
    assert.equal(form.method, 'post');
    assert.deepEqual(form.fields, [['csrf', 'a"b'], ['title', 'Kokk'], ['empty', ''], ['text', 'to\nlinjer & mer'], ['place', '1'],
        ['first', 'a'], ['day', '1'], ['kind', 'y'], ['outside', 'o']]);
    assert.deepEqual(form.buttons.map(b => b.text), ['Neste', 'Tilbake']);
});

test('a form filled in', () => {
    const form = page.form(['title', 'day']);
    assert.deepEqual(fillForm(form, {title: 'Baker', day: ['1', '2'], flag: 'on', kind: null}, 'Tilbake'), {
        action: '/needs',
        fields: [['csrf', 'a"b'], ['empty', ''], ['text', 'to\nlinjer & mer'], ['place', '1'], ['first', 'a'], ['outside', 'o'],
            ['title', 'Baker'], ['day', '1'], ['day', '2'], ['flag', 'on'], ['step', 'back']],
    });
    assert.throws(() => fillForm(form, {nothing: 'x'}), /no field nothing/);
    assert.throws(() => fillForm(form, {}, 'Slett'), /no button Slett/);
    assert.throws(() => page.form(['absent']), /0 forms fit/);
});

test('answers on one connection', () => {
    const text = 'HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabcHTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n' +
        'HTTP/1.1 404 Not Found\r\nX-A:  b: c \r\nContent-Length: 0\r\n\r\n';
    assert.deepEqual(readAnswers(text, ['GET', 'HEAD', 'GET']).map(a => [a.status, a.body, a.headers['x-a']]),
        [[200, 'abc', undefined], [200, '', undefined], [404, '', 'b: c']]);
    assert.throws(() => readAnswers('garbage'), /not an answer/);
});
