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

/** The machine's JDK, 17 or newer. */
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
    args: (inner, memoryMb) => [...javaFlags(inner, memoryMb), '-cp', inner.guest, 'alcove.guest.Main'],
    environment: () => ({}),
    concurrent: false,
    prewarm: true,
    hang: { kind: 'signal', signal: 'SIGQUIT', stream: 'stderr' },
  }
}

function javaFlags(inner: InnerPaths, memoryMb: number): string[] {
  return [
    // It would see the host's memory and processors, inside a cgroup without /sys.
    `-Xmx${Math.floor(memoryMb * 0.6)}m`,
    `-XX:ActiveProcessorCount=${Math.min(availableParallelism(), Math.ceil(coresOf({ memoryMb, cpus: null })))}`,
    '-XX:+UseSerialGC',
    '-XX:TieredStopAtLevel=1',
    '-Xshare:auto',
    // A file of counters in /tmp for tools that cannot come in.
    '-XX:-UsePerfData',
    // An exit that the engine can name, instead of a process that limps on.
    '-XX:+ExitOnOutOfMemoryError',
    // What the JVM itself says, thread dumps among it, does not get into the function's output.
    '-XX:+DisplayVMOutputToStderr',
    '-Dfile.encoding=UTF-8',
    // Started ahead, it stands in a folder of links to the code: NIO then resolves paths by name, and walks no links.
    '-Dsun.nio.fs.chdirAllowed=true',
    `-Djava.io.tmpdir=${inner.tmp}`,
    `-Duser.home=${inner.tmp}`,
    // For the guest: the descriptor of the channel, and variables that come after the start.
    '--add-opens=java.base/java.io=ALL-UNNAMED',
    '--add-opens=java.base/java.lang=ALL-UNNAMED',
  ]
}
