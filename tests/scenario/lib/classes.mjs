// SPDX-License-Identifier: EUPL-1.2
// Invented classifications in the shape of the official files.
import assert from 'node:assert/strict';
import {mkdirSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';

import {makeScratch, runProgram} from './server.mjs';

const code = (text, parent, level, name) => ({code: text, parentCode: parent, level, name, shortName: '', notes: ''});

export function occupations(year, shop) {
    return JSON.stringify({name: `Yrker ${year}`, validFrom: `${year}-01-01`, validTo: '+999999999-12-31', classificationItems: [
        code('5', '', '1', 'Salg'), code('52', '5', '2', 'Salg'), code('522', '52', '3', 'Butikk'), code('5223', '522', '4', shop),
        code('2643', '264', '4', 'Drømmetydere'), code('264', '26', '3', 'Tydere'),
    ]});
}

// ESCO's files with three skills for the occupation.
export function writeEsco(isco = '5223') {
    const dir = join(makeScratch(), 'esco');
    mkdirSync(dir);
    const uri = rest => `http://data.europa.eu/esco/${rest}`;
    const skills = ['arrange kites by colour', 'mend drum skins', 'greet dragons politely'];
    const files = {
        'ISCOGroups_en.csv': [['conceptType', 'conceptUri', 'code', 'preferredLabel', 'status', 'altLabels'],
            ['ISCOGroup', uri(`isco/C${isco}`), isco, 'Shop sales assistants', 'released', '']],
        'occupations_en.csv': [['conceptType', 'conceptUri', 'iscoGroup', 'preferredLabel', 'altLabels', 'status', 'code'],
            ['Occupation', uri('occupation/a'), isco, 'kite seller', '', 'released', `${isco}.1`]],
        'skillGroups_en.csv': [['conceptType', 'conceptUri', 'preferredLabel', 'altLabels', 'status', 'code'],
            ['SkillGroup', uri('skill/g'), 'things', '', 'released', 'S1']],
        'skills_en.csv': [['conceptType', 'conceptUri', 'skillType', 'reuseLevel', 'preferredLabel', 'altLabels', 'status'],
            ...skills.map((name, i) => ['KnowledgeSkillCompetence', uri(`skill/${i}`), 'skill', 'cross-sector', name, '', 'released'])],
        'occupationSkillRelations.csv': [['occupationUri', 'relationType', 'skillType', 'skillUri'],
            ...skills.map((_, i) => [uri('occupation/a'), i < 2 ? 'essential' : 'optional', 'skill', uri(`skill/${i}`)])],
    };
    for (const [name, rows] of Object.entries(files))
        writeFileSync(join(dir, name), rows.map(row => row.join(',') + '\n').join(''));
    return dir;
}

export function importFile(server, kind, path, args = []) {
    const done = runProgram(['import', kind, path, '--data', server.data, '--json', ...args]);
    assert.equal(done.status, 0, `import ${kind}: ${done.stderr}${done.stdout}`);
    return JSON.parse(done.stdout);
}

export function importText(server, kind, name, text, args) {
    const path = join(makeScratch(), name);
    writeFileSync(path, text);
    return importFile(server, kind, path, args);
}
