/** What a Neo4j without Docker needs: a Java that its version runs on, Maven, and its jars from Maven Central in a cache. */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const LONG_TERM = '5.26.29';
export const NEWEST = '2026.09.0';

const JVMS = '/usr/lib/jvm';
const STALE_MILLISECONDS = 3_600_000;
const LOG_CHARACTERS = 4_000;

export function canRun(version = LONG_TERM) {
  const { least, most } = javaFor(version);
  const missing = [];
  if (process.platform === 'win32') missing.push('a POSIX shell');
  if (findJava(version) === undefined) {
    const wanted = most === Number.POSITIVE_INFINITY ? `${least} or later` : `${least} to ${most}`;
    missing.push(`Java ${wanted} (looked at JAVA_HOME, the path and ${JVMS})`);
  }
  if (!hasJars(version) && spawnSync('mvn', ['--version'], { stdio: 'ignore' }).status !== 0) {
    missing.push('Maven (mvn on the path)');
  }
  return missing.length === 0 ? undefined : `Neo4j ${version} needs ${missing.join(' and ')}`;
}

/** The first Java that the version runs on, or undefined. */
export function findJava(version) {
  const { least, most } = javaFor(version);
  for (const program of javaPrograms()) {
    const release = releaseOf(program);
    if (release >= least && release <= most) return { program, release };
  }
  return undefined;
}

/**
 * Resolves to the folder of the jars. It is there whole or not at all, whoever is killed meanwhile: Maven works in a folder
 * of its own, with a repository of its own (its usual one is not made for two at once), and the result is renamed into place.
 */
export async function resolveJars(version) {
  const jars = jarsFolder(version);
  if (hasJars(version)) return jars;
  const cache = cacheFolder();
  mkdirSync(cache, { recursive: true });
  removeStale(cache);
  const work = mkdtempSync(join(cache, `.${version}-`));
  try {
    writeFileSync(join(work, 'pom.xml'), pom(version));
    await maven(work);
    mkdirSync(join(work, 'done'));
    renameSync(join(work, 'lib'), join(work, 'done', 'lib'));
    putInPlace(join(work, 'done'), join(cache, version));
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  return jars;
}

/** Neo4j 5 stops at Java 21; the versions named by a year begin there. */
function javaFor(version) {
  return version.startsWith('5.') ? { least: 17, most: 21 } : { least: 21, most: Number.POSITIVE_INFINITY };
}

function* javaPrograms() {
  const { JAVA_HOME } = process.env;
  if (JAVA_HOME) yield join(JAVA_HOME, 'bin/java');
  yield 'java';
  if (!existsSync(JVMS)) return;
  for (const name of readdirSync(JVMS).sort()) yield join(JVMS, name, 'bin/java');
}

/** `openjdk version "17.0.15"` is 17; what is no Java is 0. */
function releaseOf(program) {
  const { stderr } = spawnSync(program, ['-version'], { encoding: 'utf8' });
  return Number(/version "([0-9]+)/.exec(stderr ?? '')?.[1] ?? 0);
}

function cacheFolder() {
  const { PARCOURS_CACHE } = process.env;
  return resolve(PARCOURS_CACHE || fileURLToPath(new URL('../.cache', import.meta.url)), 'neo4j');
}

function jarsFolder(version) {
  return join(cacheFolder(), version, 'lib');
}

function hasJars(version) {
  return existsSync(jarsFolder(version));
}

/** Removes what somebody left who was killed while resolving. */
function removeStale(cache) {
  for (const name of readdirSync(cache).filter((name) => name.startsWith('.'))) {
    const changed = statSync(join(cache, name), { throwIfNoEntry: false })?.mtimeMs ?? 0;
    if (Date.now() - changed > STALE_MILLISECONDS) rmSync(join(cache, name), { recursive: true, force: true });
  }
}

function pom(version) {
  return `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>parcours</groupId>
  <artifactId>neo4j</artifactId>
  <version>1</version>
  <packaging>pom</packaging>
  <dependencies>
    <dependency><groupId>org.neo4j</groupId><artifactId>neo4j</artifactId><version>${version}</version></dependency>
  </dependencies>
</project>
`;
}

/** Some two hundred jars, 118 MB: with the five connections that are usual it takes four times as long. */
function maven(folder) {
  const goal = ['dependency:copy-dependencies', '-DoutputDirectory=lib'];
  const how = ['-Dmaven.repo.local=repository', '-Dmaven.artifact.threads=16', '-Daether.connector.basic.threads=16'];
  const child = spawn('mvn', ['-q', '-B', ...how, ...goal], { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
  let log = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (bytes) => {
      log = (log + bytes).slice(-LOG_CHARACTERS);
    });
  }
  return new Promise((done, failed) => {
    child.on('error', failed);
    child.on('close', (code) =>
      code === 0 ? done() : failed(new Error(`Maven could not resolve Neo4j (exit code ${code}):\n${log}`)),
    );
  });
}

/** A folder that is there already was put there by another, and is as good. */
function putInPlace(folder, place) {
  try {
    renameSync(folder, place);
  } catch (error) {
    if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error;
  }
}
