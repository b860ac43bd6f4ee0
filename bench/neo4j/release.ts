/** How a release is put into Neo4j: the one line to change when the loader is there. */
export { tempWrite as writeRelease } from '../../tests/support/tempWrite.ts';
