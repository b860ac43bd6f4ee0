import { schemaSuitesOn } from './support/schemaSuites.ts';

await schemaSuitesOn('mirror');
