// SPDX-License-Identifier: EUPL-1.2
// The server under ThreadSanitizer: it loads many people, pages are asked for by several at once from the first moment on, and
// people come and are changed meanwhile. Called by bench/run with YPSILON_BUILD, the data directory and the seconds; see
// bench/README.md.
import {logIn} from '../tests/scenario/lib/accounts.mjs';
import {startServer} from '../tests/scenario/lib/server.mjs';

const [data, seconds = '30'] = process.argv.slice(2);
const filters = ['', 'has=skill:s001', 'has=language:nor:speaking:B1', 'has=licence:B&least=documented', 'q=lomar', 'sort=newest',
    'sort=met', 'has=language:nor:speaking:B1&has=time:evening&any=1'];
const newcomer = {given_name: 'Prøve Åse', email: '', phone: '', national_number: '', birth_date: '',
    purpose: 'Finne fast arbeid i regionen', basis: 'consent', notice: '1', address_protected: null};

const server = await startServer({data, env: {TSAN_OPTIONS: 'history_size=7'}});
const until = Date.now() + Number(seconds) * 1000;
let pages = 0, changes = 0;

async function look(client, path) {
    const {status} = await client.request('GET', path);
    if (status !== 200)
        throw new Error(`${path}: ${status}`);
    pages++;
}

async function read(role) {
    const client = await logIn(server, role);
    const needs = (await client.get('/needs?state=open')).links(/^\/needs\/\d+$/);
    const people = role === 'adviser' ? (await client.get('/candidates')).links(/^\/candidates\/\d+$/) : [];
    for (let i = 0; Date.now() < until; i++) {
        await look(client, needs[i % needs.length].href);
        if (people.length > 0) {
            await look(client, `/candidates?${filters[i % filters.length]}`);
            await look(client, people[i % people.length].href);
            await look(client, '/search?q=lo');
        }
    }
}

async function write(nr) {
    const client = await logIn(server, 'adviser');
    for (let i = 0; Date.now() < until; i++) {
        await client.get('/candidates/new');
        await client.submit({...newcomer, family_name: `Øving ${'abcdefgh'[i % 8]}${'abcdefgh'[nr]}`},
            {form: ['given_name', 'family_name']});
        const path = /^\/candidates\/\d+/.exec(client.page.path)?.[0];
        if (!path)
            throw new Error(`nobody was registered: ${client.page.status} ${client.page.path}`);
        await client.get(`${path}/edit/availability`);
        await client.submit({}, {form: ['version']});
        changes += 2;
    }
}

await Promise.all([read('adviser'), read('adviser'), read('adviser'), read('employer'), read('employer'), write(0), write(1)]);
let failed;
await server.stop().catch(error => failed = error); // it ends with an error when something was found
const found = server.said().split('WARNING: ThreadSanitizer').length - 1;
if (failed)
    console.error(failed.message);
console.log(`# ${pages} pages beside ${changes} changes`);
console.log(`serve-tsan ${found} reports bar 0 ${found === 0 && !failed ? 'ok' : 'short'}`);
process.exit(found === 0 && !failed ? 0 : 1);
