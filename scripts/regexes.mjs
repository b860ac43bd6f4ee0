/**
 * Proves that no regular expression of the sources takes a time that grows faster than the line it reads. Exits 1 on any
 * that recheck calls vulnerable or cannot decide; and on itself, should it ever miss one that is known to be.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkSync } from 'recheck';
import ts from 'typescript';

const KNOWN_BAD = String.raw`^\s*[-*]\s+(.*?)\s*\(ID:\s*(FOR\.\d+)\)\s*$`;

let faults = checkSync(KNOWN_BAD, '').status === 'vulnerable' ? 0 : 1;
if (faults > 0) console.error('recheck does not find what it must find');
const found = ['src', 'loaders'].flatMap(sourcesIn).flatMap(literalsOf);
for (const { place, source, flags } of found) {
  const { status, complexity } = checkSync(source, flags.replace('v', 'u'));
  if (status === 'safe') continue;
  faults += 1;
  console.error(`${place}: /${source}/${flags} is ${status} (${complexity?.summary ?? 'undecided'})`);
}
console.log(`${found.length} regular expressions, ${faults} at fault`);
process.exitCode = faults === 0 ? 0 : 1;

function sourcesIn(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name));
}

/** Literals, and what is given to `new RegExp` as a string; anything else given to it is a fault of its own. */
function literalsOf(file) {
  const tree = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true);
  const literals = [];
  visit(tree);
  return literals;

  function visit(node) {
    if (ts.isRegularExpressionLiteral(node)) {
      const end = node.text.lastIndexOf('/');
      add(node, node.text.slice(1, end), node.text.slice(end + 1));
    } else if ((ts.isNewExpression(node) || ts.isCallExpression(node)) && node.expression.getText() === 'RegExp') {
      const [pattern, flags] = node.arguments ?? [];
      if (pattern !== undefined && ts.isStringLiteralLike(pattern)) add(node, pattern.text, flags?.text ?? '');
      else add(node, KNOWN_BAD, '');
    }
    ts.forEachChild(node, visit);
  }

  function add(node, source, flags) {
    const { line } = tree.getLineAndCharacterOfPosition(node.getStart());
    literals.push({ place: `${file}:${line + 1}`, source, flags });
  }
}
