// node check.mjs FOLDER [--write]: reads infra/salesforce with Salesforce's own library and checks it.
// The last line is the verdict. --write writes manifest/package.xml instead of comparing it.
import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, join, relative, resolve } from 'node:path';
import { XMLParser } from 'fast-xml-parser';
import { faults, readTypes } from './types.mjs';
import { mutations } from './mutations.mjs';
import { referenceFaults } from './references.mjs';

process.env.SF_DISABLE_LOG_FILE = process.env.SF_DISABLE_TELEMETRY = 'true';
const require = createRequire(import.meta.url);
const { ComponentSet, MetadataConverter } = require('@salesforce/source-deploy-retrieve');

const root = resolve(process.argv[2]);
const project = JSON.parse(readFileSync(join(root, 'sfdx-project.json'), 'utf8'));
const packages = project.packageDirectories.map(p => p.path);
const wrong = [];

const parser = new XMLParser({ ignoreDeclaration: true, ignoreAttributes: false, alwaysCreateTextNode: false, parseTagValue: false, trimValues: false, isArray: (_, path, __, isAttribute) => !isAttribute && path.includes('.') });
const files = packages.flatMap(folder => walk(join(root, folder)));
const documents = files.map(file => read(file, root));

const types = readTypes(readFileSync(require.resolve('@salesforce/types/metadata').replace(/\.js$/, '.d.ts'), 'utf8'));
const describe = JSON.parse(readFileSync(join(root, 'describe.json'), 'utf8'));

everyFileIsOfAComponent();
const manifest = await manifestIsTheCommittedOne();
const converted = await convertsAndBack();
wrong.push(...documents.flatMap(elementFaults), ...referenceFaults(documents, describe));
const noticed = mutations.filter(isNoticed).length;

for (const fault of wrong)
    console.log(`wrong: ${fault}`);
console.log(`metadata: ${files.length} files, ${manifest} components, ${converted} converted and back, ${documents.length} checked for elements and references, ${wrong.length} wrong; ${noticed} of ${mutations.length} mutations noticed`);
process.exit(wrong.length > 0 || noticed < mutations.length ? 1 : 0);

function everyFileIsOfAComponent() {
    const owned = new Set();
    for (const folder of packages) {
        for (const component of set(folder).getSourceComponents()) {
            for (const one of [component, ...component.getChildren()]) {
                if (one.xml)
                    owned.add(one.xml);
                for (const content of one.walkContent())
                    owned.add(content);
            }
        }
    }

    for (const file of files.filter(f => !owned.has(f)))
        wrong.push(`${relative(root, file)} belongs to no component`);
}

async function manifestIsTheCommittedOne() {
    const force = set(packages[0]);
    const text = (await force.getPackageXml()).replace(/\r\n/g, '\n').trimEnd() + '\n';
    const path = join(root, 'manifest', 'package.xml');
    if (process.argv.includes('--write'))
        writeFileSync(path, text);
    else if (readFileSync(path, 'utf8') !== text)
        wrong.push('manifest/package.xml is not what the library makes of force-app: write it with check.mjs FOLDER --write');
    return [...force].length;
}

// What a deployment sends, and what a retrieval would write.
async function convertsAndBack() {
    const work = mkdtempSync(join(tmpdir(), 'lambdasync-metadata-'));
    try {
        let count = 0;
        for (const folder of packages) {
            const there = join(work, folder, 'mdapi'), back = join(work, folder, 'source');
            await new MetadataConverter().convert(set(folder), 'metadata', { type: 'directory', outputDirectory: there, genUniqueDir: false });
            await new MetadataConverter().convert(ComponentSet.fromSource(there), 'source', { type: 'directory', outputDirectory: back, genUniqueDir: false });
            const returned = new Map(walk(back).map(file => [basename(file) + '|' + objectOf(file), file]));
            for (const file of walk(join(root, folder))) {
                const again = returned.get(basename(file) + '|' + objectOf(file));
                if (again === undefined)
                    wrong.push(`${relative(root, file)} is lost when it is converted`);
                else if (JSON.stringify(parser.parse(readFileSync(file, 'utf8'))) !== JSON.stringify(parser.parse(readFileSync(again, 'utf8'))))
                    wrong.push(`${relative(root, file)} is another after it has been converted`);
                else
                    count++;
            }
        }

        return count;
    } finally {
        rmSync(work, { recursive: true, force: true });
    }
}

// The library does not look into the files; the declarations know every element.
function elementFaults({ path, type, content }) {
    return types.has(type) ? [...faults(types, type, content, path)] : [`${path}: there is no metadata type ${type}`];
}

// A fault that is put into one file has to be named, or the check above proves nothing.
function isNoticed({ file, from, to, fault }) {
    const i = documents.findIndex(d => d.path.endsWith(file));
    const text = documents[i]?.text.replace(from, to);
    if (text === undefined || text === documents[i].text) {
        console.log(`mutation of ${file}: nothing was changed`);
        return false;
    }

    const mutant = parsed(text, documents[i].path);
    const changed = documents.with(i, mutant);
    const found = [...elementFaults(mutant), ...referenceFaults(changed, describe)];
    if (!found.some(f => f.includes(fault)))
        console.log(`mutation of ${file}: '${fault}' was not named, but ${found.join('; ') || 'nothing'}`);
    return found.some(f => f.includes(fault));
}

function set(folder) {
    const found = ComponentSet.fromSource(join(root, folder));
    found.sourceApiVersion = project.sourceApiVersion;
    return found;
}

function read(file, from) {
    return parsed(readFileSync(file, 'utf8'), relative(from, file));
}

function parsed(text, path) {
    const [[type, value]] = Object.entries(parser.parse(text));
    const { '@_xmlns': namespace, ...content } = clean(value);
    if (namespace !== 'http://soap.sforce.com/2006/04/metadata')
        wrong.push(`${path}: the namespace is ${namespace}`);
    return { path, type, content, text };
}

// Blanks between elements are no text.
function clean(node) {
    if (typeof node !== 'object')
        return node;
    const { '#text': _, ...rest } = node;
    return Object.fromEntries(Object.entries(rest).map(([name, value]) => [name, Array.isArray(value) ? value.map(clean) : value]));
}

function objectOf(file) {
    return /\/objects\/([^/]+)\//.exec(file)?.[1] ?? '';
}

function walk(folder) {
    return readdirSync(folder).flatMap(name => (statSync(join(folder, name)).isDirectory() ? walk(join(folder, name)) : [join(folder, name)]));
}
