// Writes force-app, relay, app, marketplace, the mappings and describe.json from tables.mjs: node infra/salesforce/generate.mjs
// With --check it writes nothing and names each file that differs (exit 1).
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe } from './describe.mjs';
import { flowFiles } from './flows.mjs';
import { mappings } from './mappings.mjs';
import { marketplaceMapping } from './marketplace.mjs';
import { objectFiles } from './objects.mjs';
import { pageFiles } from './pages.mjs';
import { permissionFiles } from './permissions.mjs';
import { relayFiles } from './relay.mjs';

const root = dirname(fileURLToPath(import.meta.url));
const generated = ['force-app', 'relay', 'app', 'marketplace'];
const json = value => JSON.stringify(value, null, 2) + '\n';

const files = new Map();
const add = (path, text) => {
    if (files.has(path))
        throw new Error(`${path} is written twice`);
    files.set(path, text);
};

for (const part of [objectFiles, flowFiles, pageFiles, permissionFiles, relayFiles]) {
    for (const [path, text] of part())
        add(path, text);
}

// Not everybody is a seller in AWS Marketplace.
for (const [name, mapping] of Object.entries(mappings)) {
    add(`mapping.${name}.json`, json(mapping));
    add(`mapping.${name}-marketplace.json`, json({ ...mapping, marketplace: marketplaceMapping(mapping.opportunity.crmObject) }));
}

add('describe.json', json(describe()));

const present = generated.filter(folder => existsSync(join(root, folder))).flatMap(folder => walk(join(root, folder))).map(file => relative(root, file));
const surplus = present.filter(path => !files.has(path));
if (process.argv.includes('--check')) {
    const wrong = [...files].filter(([path, text]) => !existsSync(join(root, path)) || readFileSync(join(root, path), 'utf8') !== text).map(([path]) => path);
    for (const path of [...wrong, ...surplus])
        console.log(`differs: ${path}`);
    console.log(`generate: ${files.size} files, ${wrong.length + surplus.length} differ`);
    process.exit(wrong.length + surplus.length > 0 ? 1 : 0);
}

for (const path of surplus)
    rmSync(join(root, path));
for (const [path, text] of files) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
}

console.log(`generate: ${files.size} files written, ${surplus.length} removed`);

function walk(folder) {
    return readdirSync(folder).flatMap(name => (statSync(join(folder, name)).isDirectory() ? walk(join(folder, name)) : [join(folder, name)]));
}
