import { spawnSync } from 'node:child_process'
import { chown } from 'node:fs/promises'

/** How to start a PostgreSQL program. PostgreSQL refuses to run as root and should end with us. */
export interface Launcher {
  /** Prefix of the command. Every step execs the next one, so the child's pid is the program's. */
  prefix: string[]
  /** Makes the program's user the owner of a new, empty folder. */
  own(folder: string): Promise<void>
}

/** On SIGINT PostgreSQL shuts down fast. It gets one when its parent dies, even by kill -9. */
const dieWithParent = ['setpriv', '--pdeathsig', 'INT']

/** We are not root: no change of user. */
const asOurselves: Launcher = { prefix: dieWithParent, own: async () => {} }

/** For root: uid 1000 inside a user namespace. Files stay ours, and 0700 parent folders stay passable. */
export const inUserNamespace: Launcher = {
  // setpriv comes last: a change of credentials clears the parent-death signal (prctl(2)).
  prefix: ['unshare', '--user', '--map-user=1000', '--map-group=1000', '--', ...dieWithParent],
  own: async () => {},
}

/** Without user namespaces: a system user with one capability that lets it pass our 0700 parent folders. */
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
