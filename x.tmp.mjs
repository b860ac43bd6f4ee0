import { readFileSync } from 'node:fs';
import { buildSchema, parse, validate } from 'graphql';
import { compileQuery, isCompiledQuery } from 'graphql-jit';
const s = buildSchema(readFileSync('schema.graphql','utf8'));
const q = process.argv[2];
console.log(validate(s, parse(q)).length, q.length);
const t = performance.now();
const c = compileQuery(s, parse(q), undefined, {disablingCapturingStackErrors:true});
console.log(q, isCompiledQuery(c), Math.round(performance.now()-t), Math.round(process.memoryUsage().heapUsed/1e6)+'MB');
