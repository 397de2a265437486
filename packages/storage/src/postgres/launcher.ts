import { spawnSync } from 'node:child_process'
import { chown } from 'node:fs/promises'

/** How to start a PostgreSQL program: it refuses to run as root, and it should not outlive us. */
export interface Launcher {
  /** Put before the program and its arguments. Every step execs the next, so the child's pid is the program's. */
  prefix: string[]
  /** Gives a new, empty folder to whoever the program runs as. */
  own(folder: string): Promise<void>
}

/** SIGINT asks PostgreSQL for a fast shutdown: it gets one when its parent dies, even by kill -9. */
const dieWithParent = ['setpriv', '--pdeathsig', 'INT']

/** We are not root: nothing to change. */
const asOurselves: Launcher = { prefix: dieWithParent, own: async () => {} }

/** Root, but uid 1000 inside a user namespace: files stay ours and any 0700 parent folder stays passable. */
export const inUserNamespace: Launcher = {
  // setpriv comes last: a change of credentials clears the parent-death signal (prctl(2)).
  prefix: ['unshare', '--user', '--map-user=1000', '--map-group=1000', '--', ...dieWithParent],
  own: async () => {},
}

/** Where user namespaces are forbidden: the system user, let through our 0700 parents by one capability. */
export function asSystemUser(name: string): Launcher {
  const id = (flag: string) => Number(spawnSync('id', [flag, name], { encoding: 'utf8' }).stdout)
  const [uid, gid] = [id('-u'), id('-g')]
  return {
    prefix: [
      'setpriv',
      `--reuid=${uid}`,
      `--regid=${gid}`,
      '--clear-groups',
      '--inh-caps=+dac_read_search',
      '--ambient-caps=+dac_read_search',
      '--',
      ...dieWithParent,
    ],
    own: (folder) => chown(folder, uid, gid),
  }
}

export function chooseLauncher(): Launcher {
  if (process.getuid?.() !== 0) return asOurselves
  if (works([...inUserNamespace.prefix, 'true'])) return inUserNamespace
  if (works(['id', 'postgres'])) return asSystemUser('postgres')
  throw new Error(
    'PostgreSQL does not run as root. Allow user namespaces, add a system user "postgres" (adduser --system postgres), ' +
      'or set DATABASE_URL to a server of yours',
  )
}

function works([program, ...args]: string[]): boolean {
  return spawnSync(program!, args, { stdio: 'ignore' }).status === 0
}
