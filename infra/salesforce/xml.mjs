// Writes metadata files the way Salesforce's own tools do: four blanks a level, one element a line.

const namespace = 'http://soap.sforce.com/2006/04/metadata';
const escape = text => String(text).replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;').replace(/'/g, '&apos;');

/** A document: members that are null are left out, arrays repeat their element. */
export function document(type, members) {
    return `<?xml version="1.0" encoding="UTF-8"?>\n<${type} xmlns="${namespace}">\n${elements(members, '    ')}</${type}>\n`;
}

function elements(members, indent) {
    let text = '';
    for (const [name, value] of Object.entries(members)) {
        for (const one of Array.isArray(value) ? value : [value]) {
            if (one === null || one === undefined)
                continue;
            text += typeof one === 'object'
                ? `${indent}<${name}>\n${elements(one, indent + '    ')}${indent}</${name}>\n`
                : `${indent}<${name}>${escape(one)}</${name}>\n`;
        }
    }

    return text;
}
