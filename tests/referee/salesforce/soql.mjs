// A parser of SOQL that is not ours judges statements.
//   node soql.mjs FILE      a statement a line, as JSON text where it begins with a quote
//   node soql.mjs selftest  what is malformed is found
// A statement is valid, composes to one that parses to the same tree, and each text of its WHERE clause reads as what was meant, where the
// line is {"soql": "...", "texts": ["..."]}. Exit 0 says that nothing was found.
import { readFileSync } from "node:fs";
import { composeQuery, isQueryValid, parseQuery } from "@jetstreamapp/soql-parser-js";

// What is wrong with a statement, or null.
function judge({ soql, texts }) {
  if (!isQueryValid(soql)) return "not valid";
  const tree = parseQuery(soql);
  const again = composeQuery(tree);
  if (JSON.stringify(parseQuery(again)) !== JSON.stringify(tree)) return `composed, it is another: ${again}`;
  if (texts === undefined) return null;
  const found = [];
  collect(tree.where, found);
  return JSON.stringify(found.sort()) === JSON.stringify([...texts].sort()) ? null : `its texts are ${JSON.stringify(found)}, not ${JSON.stringify(texts)}`;
}

// The texts of a WHERE clause, unescaped.
function collect(node, found) {
  if (node === null || typeof node !== "object") return;
  if (Array.isArray(node)) {
    for (const item of node) collect(item, found);
    return;
  }
  if (node.literalType === "STRING" || (Array.isArray(node.literalType) && node.literalType.includes("STRING"))) {
    for (const value of Array.isArray(node.value) ? node.value : [node.value]) found.push(unescape(value.replace(/^'|'$/g, "")));
  }
  for (const key of ["left", "right"]) collect(node[key], found);
}

const escapes = { n: "\n", r: "\r", t: "\t", b: "\b", f: "\f" };

function unescape(text) {
  return text.replace(/\\(u[0-9a-fA-F]{4}|.)/gs, (_, c) => (c.length === 5 ? String.fromCharCode(parseInt(c.slice(1), 16)) : escapes[c.toLowerCase()] ?? c));
}

function statement(line) {
  const parsed = line.startsWith('"') || line.startsWith("{") ? JSON.parse(line) : line;
  return typeof parsed === "string" ? { soql: parsed } : parsed;
}

function judgeAll(lines) {
  const wrong = lines.map((line) => [line, judge(statement(line))]).filter(([, why]) => why !== null);
  for (const [line, why] of wrong) console.log(`  WRONG ${line}: ${why}`);
  return wrong.length;
}

const [source] = process.argv.slice(2);
if (source === "selftest") {
  const good = ["SELECT Id FROM Lead", '{"soql": "SELECT Id FROM Lead WHERE Name = \'it\\\\\'s\' AND (Company IN (\'a\', \'b\') OR NOT Title = \'c\')", "texts": ["it\'s", "a", "b", "c"]}'];
  const bad = ["SELECT Id FROM", "SELECT Id FROM Lead WHERE Name = 'it's'", "SELECT Id FROM Lead WHERE a = 1 AND", '{"soql": "SELECT Id FROM Lead WHERE Name = \'a\'", "texts": ["b"]}'];
  const found = bad.filter((line) => judge(statement(line)) !== null).length;
  const wrong = judgeAll(good) + bad.length - found;
  console.log(`selftest: ${good.length + bad.length} statements, ${wrong} wrong`);
  process.exit(wrong === 0 ? 0 : 1);
}

const lines = [...new Set(readFileSync(source, "utf8").split("\n").filter((line) => line.trim() !== ""))];
const wrong = judgeAll(lines);
console.log(`soql: ${lines.length} statements, ${wrong} wrong`);
process.exit(wrong === 0 ? 0 : 1);
