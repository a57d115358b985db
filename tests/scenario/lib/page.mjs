// SPDX-License-Identifier: EUPL-1.2
// Reads the HTML of our own pages: well-formed enough that a short reader does. Finds elements, their text, and forms.

const voids = new Set(['area', 'base', 'br', 'col', 'embed', 'hr', 'img', 'input', 'link', 'meta', 'source', 'track', 'wbr']);
const entities = {amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: '\u00a0'};

export function decodeEntities(text) {
    return text.replace(/&(?:#(\d+)|#x([0-9a-f]+)|(\w+));/gi, (whole, decimal, hex, name) => {
        if (name)
            return entities[name] ?? whole;
        return String.fromCodePoint(decimal ? Number(decimal) : parseInt(hex, 16));
    });
}

const attribute = /\s+[^\s=>"'/]+(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s>"']+))?/;
const piecePattern = new RegExp(
    `<!--[^]*?-->|<!doctype[^>]*>|</([a-z][\\w-]*)\\s*>|<([a-z][\\w-]*)((?:${attribute.source})*)\\s*/?>|[^<]+|<`, 'gi');

// The tree: {tag, attributes, children, parent}, texts as strings among the children.
export function parseHtml(html) {
    const root = {tag: '#root', attributes: {}, children: [], parent: null};
    let at = root;
    for (const found of html.matchAll(piecePattern)) {
        const [piece, closing, opening, attributes] = found;
        if (closing) {
            let open = at;
            while (open.parent && open.tag !== closing.toLowerCase())
                open = open.parent;
            if (open.parent)
                at = open.parent;
        } else if (opening) {
            const node = {tag: opening.toLowerCase(), attributes: readAttributes(attributes), children: [], parent: at};
            at.children.push(node);
            if (!voids.has(node.tag))
                at = node;
        } else if (!piece.startsWith('<!')) {
            at.children.push(decodeEntities(piece));
        }
    }
    return root;
}

function readAttributes(text) {
    const attributes = {};
    for (const [, name, double, single, bare] of text.matchAll(/([^\s=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|(\S+)))?/g))
        attributes[name.toLowerCase()] = decodeEntities(double ?? single ?? bare ?? '');
    return attributes;
}

function* walk(node) {
    for (const child of node.children)
        if (typeof child === 'object') {
            yield child;
            yield* walk(child);
        }
}

// The text a person would read, blanks collapsed.
export function textOf(node) {
    let text = '';
    const add = n => {
        for (const child of n.children)
            if (typeof child === 'string')
                text += child;
            else if (child.tag !== 'script' && child.tag !== 'style' && child.tag !== 'template') {
                text += ' ';
                add(child);
                text += ' ';
            }
    };
    add(node);
    return text.replace(/[ \t\r\n]+/g, ' ').trim();
}

export class Page {
    constructor(answer) {
        Object.assign(this, answer); // status, headers, body, path
        this.root = parseHtml(answer.body);
        this.text = textOf(this.root);
        this.title = textOf(this.first('title') ?? {children: []});
        this.heading = textOf(this.first('h1') ?? {children: []});
        this.lang = this.first('html')?.attributes.lang;
    }

    // All elements of a tag ('*' for any) for which wanted (attributes, node) => bool holds.
    all(tag, wanted = () => true) {
        return [...walk(this.root)].filter(node => (tag === '*' || node.tag === tag) && wanted(node.attributes, node));
    }

    first(tag, wanted) {
        return this.all(tag, wanted)[0];
    }

    links(pattern = /(?:)/) {
        return this.all('a', a => a.href !== undefined && pattern.test(a.href))
            .map(node => ({href: node.attributes.href, text: textOf(node)}));
    }

    // The forms: {action, method, fields: [[name, value]], names, buttons: [{name, value, text, action}]}, with the values that
    // a browser would send if nothing were changed. names holds every field, ticked or not.
    get forms() {
        return this.all('form').map(form => {
            const inside = [...walk(form)];
            const outside = form.attributes.id
                ? this.all('*', a => a.form === form.attributes.id).filter(node => !inside.includes(node)) : [];
            const fields = [];
            const names = new Set();
            const buttons = [];
            for (const node of [...inside, ...outside]) {
                const {name, value = '', type = 'text', disabled} = node.attributes;
                if (node.tag === 'button' || (node.tag === 'input' && type === 'submit')) {
                    if ((node.attributes.type ?? 'submit') === 'submit' && disabled === undefined)
                        buttons.push({name, value, text: node.tag === 'button' ? textOf(node) : value,
                            action: node.attributes.formaction});
                    continue;
                }
                if (!name || disabled !== undefined || !['input', 'select', 'textarea'].includes(node.tag))
                    continue;
                names.add(name);
                if (node.tag === 'textarea') {
                    fields.push([name, node.children.join('').replace(/^\n/, '')]);
                } else if (node.tag === 'select') {
                    const options = [...walk(node)].filter(n => n.tag === 'option');
                    const chosen = options.filter(n => n.attributes.selected !== undefined);
                    if (chosen.length === 0 && options.length > 0 && node.attributes.multiple === undefined)
                        chosen.push(options[0]);
                    for (const option of chosen)
                        fields.push([name, option.attributes.value ?? textOf(option)]);
                } else if (type !== 'checkbox' && type !== 'radio') {
                    fields.push([name, value]);
                } else if (node.attributes.checked !== undefined) {
                    fields.push([name, node.attributes.value ?? 'on']);
                }
            }
            return {
                action: form.attributes.action ?? this.path,
                method: (form.attributes.method ?? 'get').toLowerCase(),
                fields, names, buttons,
            };
        });
    }

    // The one form that which names: its action (text or pattern), or the names it must have.
    form(which) {
        const fits = form => typeof which === 'string' ? form.action === which
            : which instanceof RegExp ? which.test(form.action) : which.every(name => form.names.has(name));
        const found = this.forms.filter(fits);
        if (found.length !== 1)
            throw new Error(`${found.length} forms fit ${which} on ${this.path} (${this.status}), which has ` +
                `${this.forms.map(f => `${f.method} ${f.action} [${[...f.names]}]`).join('; ') || 'none'}`);
        return found[0];
    }
}

// The fields of a form with some values changed: values maps a name to a text, a list of texts, or null for none.
export function fillForm(form, values, button) {
    const unknown = Object.keys(values).filter(name => !form.names.has(name));
    if (unknown.length > 0)
        throw new Error(`the form ${form.action} has no field ${unknown}; it has ${[...form.names]}`);
    const fields = form.fields.filter(([name]) => !(name in values));
    for (const [name, value] of Object.entries(values))
        for (const one of value === null ? [] : [value].flat())
            fields.push([name, String(one)]);
    const pressed = button === undefined ? form.buttons[0]
        : form.buttons.find(b => b.text === button || (b.name === button || `${b.name}=${b.value}` === button));
    if (button !== undefined && !pressed)
        throw new Error(`no button ${button}; there are ${form.buttons.map(b => b.text)}`);
    if (pressed?.name)
        fields.push([pressed.name, pressed.value]);
    return {action: pressed?.action ?? form.action, fields};
}
