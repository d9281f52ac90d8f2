// Reads the declarations of @salesforce/types: which elements a metadata type has, and of which type each is.

const member = /^ {4}(\w+)(\??): ([^;]+);$/gm;

/** name -> { base, members: name -> { type, isArray, isOptional } } or { values } of an enumeration. */
export function readTypes(text) {
    const types = new Map();
    for (const line of text.split(/^(?=export type )/m)) {
        const [, name, body] = /^export type (\w+) = ([^]*)$/.exec(line.trim()) ?? [];
        if (name === undefined)
            continue;
        if (body.includes('{')) {
            const base = /^(\w+) & \{/.exec(body)?.[1] ?? null;
            const members = new Map();
            for (const [, field, optional, type] of body.matchAll(member))
                members.set(field, { type: type.replace(/\[\]$/, ''), isArray: type.endsWith('[]'), isOptional: optional === '?' });
            types.set(name, { base, members });
        } else {
            const values = [...body.matchAll(/'([^']*)'/g)].map(([, value]) => value);
            types.set(name, values.length > 0 ? { values } : { alias: body.replace(/;$/, '') });
        }
    }

    return types;
}

/** The faults of an element: `node` is a text, or an object of arrays of nodes. */
export function* faults(types, type, node, at) {
    const known = types.get(type);
    if (known === undefined || known.alias !== undefined) {
        const wanted = known?.alias ?? type;
        if (typeof node !== 'string')
            yield `${at}: has elements, and is a ${wanted}`;
        else if (wanted === 'boolean' && node !== 'true' && node !== 'false')
            yield `${at}: '${node}' is no boolean`;
        else if (wanted === 'number' && (node === '' || Number.isNaN(Number(node))))
            yield `${at}: '${node}' is no number`;
        return;
    }

    if (known.values !== undefined) {
        if (!known.values.includes(node))
            yield `${at}: '${typeof node === 'string' ? node : 'elements'}' is none of ${type}`;
        return;
    }

    if (typeof node === 'string') {
        yield `${at}: is a text, and should be a ${type}`;
        return;
    }

    const members = membersOf(types, type);
    for (const [name, children] of Object.entries(node)) {
        const field = members.get(name);
        if (field === undefined) {
            yield `${at}: ${type} has no element ${name}`;
            continue;
        }

        if (!field.isArray && children.length > 1)
            yield `${at}/${name}: stands ${children.length} times`;
        for (const child of children)
            yield* faults(types, field.type, child, `${at}/${name}`);
    }

    for (const [name, field] of members) {
        if (!field.isArray && !field.isOptional && node[name] === undefined)
            yield `${at}: ${type} needs the element ${name}`;
    }
}

function membersOf(types, type) {
    const { base, members } = types.get(type);
    return new Map([...(base === null ? [] : membersOf(types, base)), ...members]);
}
