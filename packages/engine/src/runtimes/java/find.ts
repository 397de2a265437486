import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { coresOf } from '@alcove/contract'
import type { InnerPaths } from '../../sandbox/sandbox.ts'
import { ask } from '../ask.ts'
import type { Found } from '../runtime.ts'
import { compileGuest } from './compile-guest.ts'
import { locateJdk } from './locate-jdk.ts'
import { linkedFolders } from './linked-folders.ts'

const REMEDY = 'apt-get install openjdk-17-jdk-headless'

/** Finds the machine's JDK, 17 or newer. */
export async function findJava(): Promise<Found> {
  const jdk = locateJdk()
  if (jdk === null || (await ask(join(jdk.home, 'bin/java'), ['-version'])) === null) {
    return { name: 'java17', remedy: REMEDY }
  }
  const guest = await compileGuest(jdk)
  if (guest === null) return { name: 'java17', remedy: REMEDY }
  const folders = [jdk.home, ...linkedFolders(jdk.home)]
  return {
    name: 'java17',
    version: jdk.version,
    image: {
      binary: join(jdk.home, 'bin/java'),
      guest,
      folders: folders.map((from) => ({ from, inside: from })),
      programs: [],
      staysWhereItStarts: true,
    },
    args: (inner, memoryMb, prewarmed) => [
      ...javaFlags(inner, memoryMb),
      '-cp',
      inner.guest,
      'alcove.guest.Main',
      ...(prewarmed ? ['warm'] : []),
    ],
    environment: () => ({}),
    concurrent: false,
    prewarm: true,
    hang: { kind: 'signal', signal: 'SIGQUIT', stream: 'stderr' },
  }
}

function javaFlags(inner: InnerPaths, memoryMb: number): string[] {
  return [
    // Inside a cgroup without /sys the JVM would use the host's memory and processors.
    `-Xmx${Math.floor(memoryMb * 0.6)}m`,
    `-XX:ActiveProcessorCount=${Math.min(availableParallelism(), Math.ceil(coresOf({ memoryMb, cpus: null })))}`,
    '-XX:+UseSerialGC',
    '-XX:TieredStopAtLevel=1',
    '-Xshare:auto',
    // Otherwise it writes performance counters to /tmp, for tools that cannot attach.
    '-XX:-UsePerfData',
    // Exit, so that the engine can report it, instead of limping on.
    '-XX:+ExitOnOutOfMemoryError',
    // Keeps output of the JVM itself, such as thread dumps, out of stdout.
    '-XX:+DisplayVMOutputToStderr',
    '-Dfile.encoding=UTF-8',
    // The working folder of a prewarmed JVM holds links to the code. This makes NIO resolve paths by name instead of
    // following links.
    '-Dsun.nio.fs.chdirAllowed=true',
    `-Djava.io.tmpdir=${inner.tmp}`,
    `-Duser.home=${inner.tmp}`,
    // For the guest, which uses the channel's descriptor and sets environment variables after the start.
    '--add-opens=java.base/java.io=ALL-UNNAMED',
    '--add-opens=java.base/java.lang=ALL-UNNAMED',
  ]
}
