/** Prints the schema into schema.graphql; a test fails when the two differ. */
import { writeFileSync } from 'node:fs';
import { createSchema, printedSchema } from '../dist/library/library.js';

writeFileSync(new URL('../schema.graphql', import.meta.url), printedSchema(createSchema()));
