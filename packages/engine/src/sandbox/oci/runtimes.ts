import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

export interface OciRuntime {
  name: 'crun' | 'runc'
  /** The version it prints, for example "crun 1.8.1". */
  version: string
  /** False for runc, which insists on joining cgroups itself. */
  leavesCgroups: boolean
  /** Arguments that run a container in the foreground and pass on our first three descriptors and fd 3. */
  run(options: { state: string; bundle: string; id: string }): string[]
  /** Arguments that remove an ended container's state. Null where removing its state folder is enough. */
  forget: ((options: { state: string; id: string }) => string[]) | null
}

/** In order of preference: crun starts about four times faster. */
export async function findOciRuntimes(): Promise<OciRuntime[]> {
  const [crun, runc] = await Promise.all([versionOf('crun'), versionOf('runc')])
  const found: OciRuntime[] = []
  if (crun !== null) {
    found.push({
      name: 'crun',
      version: crun,
      leavesCgroups: true,
      run: ({ state, bundle, id }) => [
        'crun',
        `--root=${state}`,
        '--cgroup-manager=disabled',
        'run',
        '--preserve-fds=1',
        `--bundle=${bundle}`,
        id,
      ],
      forget: null,
    })
  }
  if (runc !== null) {
    found.push({
      name: 'runc',
      version: runc,
      leavesCgroups: false,
      // Without --keep runc removes the cgroup, and with it the count of out-of-memory kills.
      run: ({ state, bundle, id }) => [
        'runc',
        `--root=${state}`,
        'run',
        '--keep',
        '--preserve-fds=1',
        `--bundle=${bundle}`,
        id,
      ],
      // runc made its own cgroups in the controllers we do not use.
      forget: ({ state, id }) => ['runc', `--root=${state}`, 'delete', '--force', id],
    })
  }
  return found
}

async function versionOf(name: string): Promise<string | null> {
  try {
    const { stdout } = await promisify(execFile)(name, ['--version'])
    return `${name} ${/version (\S+)/.exec(stdout)?.[1] ?? '(unknown version)'}`
  } catch {
    return null
  }
}
