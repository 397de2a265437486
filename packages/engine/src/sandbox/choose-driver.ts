import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { findCgroupTree, foldersOf, makeCgroupTree, type CgroupTree } from './cgroup/hierarchy.ts'
import { ociDriver, STATE_FOLDER } from './oci/driver.ts'
import { probe } from './oci/probe.ts'
import { processLimits } from './oci/process-limits.ts'
import { buildRootfs } from './oci/rootfs.ts'
import type { OciRuntime } from './oci/runtimes.ts'
import { openMountNamespace, type MountNamespace } from './oci/mount-namespace.ts'
import { processDriver } from './process/driver.ts'
import { reconcile } from './reconcile.ts'
import type { RuntimeImage, SandboxDriver } from './sandbox.ts'

export interface ChosenDriver {
  driver: SandboxDriver
  /** Mount namespace of the containers; null for the process driver. */
  mountNs: MountNamespace | null
  /** Why it is not the oci driver, and the command that fixes it. Null for the oci driver. */
  reason: string | null
  remedy: string | null
}

export interface DriverSetup {
  /** The engine's own folder. The caller holds its lock. */
  home: string
  runtimes: readonly { version: string; image: RuntimeImage }[]
  /** Further host folders that sandboxes may show: the files of spaces. */
  folders?: readonly string[]
  /** Name server for sandboxes with a network. */
  nameserver?: string | null
  /** In order of preference. */
  ociRuntimes: OciRuntime[]
  memoryBudgetMb: number
  forced: 'oci' | 'process' | undefined
  log(line: object): void
}

const INSTALL = 'apt-get install crun'
const PERL = 'apt-get install perl-base'

/**
 * Chooses the first driver that passes a probe. A fallback to the process driver is never silent: its reason and remedy
 * appear wherever the engine is shown, and the caller decides whether to accept it.
 * @throws when 'oci' is forced and no OCI runtime passes the probe
 */
export async function chooseDriver(setup: DriverSetup): Promise<ChosenDriver> {
  const runFolder = join(setup.home, 'run')
  await mkdir(runFolder, { recursive: true, mode: 0o700 })
  const number = createHash('sha256').update(setup.home).digest()
  const tree = findCgroupTree(`alcove-${number.toString('hex').slice(0, 12)}`)
  const orphans = await reconcile(tree, runFolder)
  if (orphans.length > 0)
    setup.log({ level: 'warn', message: 'Removed instances of an earlier run', instances: orphans })

  const place = { runFolder, tree, engineNumber: number.readUInt32LE(0) }
  const failure = setup.forced === 'process' ? null : await tryOci(setup, place)
  if (failure !== null && 'driver' in failure) return { ...failure, reason: null, remedy: null }
  if (setup.forced === 'oci') throw new Error(`The oci sandbox does not work here: ${failure!.reason}`)
  return {
    driver: processDriver({ runFolder }),
    mountNs: null,
    reason: failure === null ? 'The process driver was asked for (ALCOVE_SANDBOX=process)' : failure.reason,
    remedy: failure === null ? 'ALCOVE_SANDBOX=oci npm start' : failure.remedy,
  }
}

interface Opened {
  driver: SandboxDriver
  mountNs: MountNamespace
}

type Attempt = Opened | { reason: string; remedy: string | null }

/** What an engine owns on this machine, derived from its home. */
interface Place {
  runFolder: string
  tree: CgroupTree | null
  engineNumber: number
}

async function tryOci(setup: DriverSetup, place: Place): Promise<Attempt> {
  if (process.platform !== 'linux') return { reason: 'Containers need Linux', remedy: null }
  if (process.getuid?.() !== 0) {
    return { reason: 'Starting containers needs root, and the engine runs as another user', remedy: 'sudo npm start' }
  }
  if (!(await hasPerl())) return { reason: 'Perl, which starts the containers, is not installed', remedy: PERL }
  const candidates = setup.ociRuntimes
  if (candidates.length === 0) return { reason: 'Neither crun nor runc is installed', remedy: INSTALL }
  const reasons: string[] = []
  for (const candidate of candidates) {
    try {
      const { driver, mountNs } = await openOci(setup, candidate, place)
      const problem = await probe(driver, setup.runtimes[0]!, join(setup.home, 'probe')).catch(
        ({ message }: Error) => message,
      )
      if (problem === null) return { driver, mountNs }
      reasons.push(`${candidate.version}: ${problem}`)
      await driver.close()
    } catch (error) {
      reasons.push(`${candidate.version}: ${(error as Error).message}`)
    }
  }
  const remedy = candidates.some(({ name }) => name === 'crun') ? null : INSTALL
  return { reason: reasons.join('; '), remedy }
}

async function hasPerl(): Promise<boolean> {
  return promisify(execFile)('perl', ['-e', '1']).then(
    () => true,
    () => false,
  )
}

async function openOci(setup: DriverSetup, runtime: OciRuntime, place: Place): Promise<Opened> {
  const { runFolder, tree, engineNumber } = place
  if (tree === null) throw new Error('This machine has no cgroups')
  makeCgroupTree(tree, setup.memoryBudgetMb)
  const limits = await processLimits(setup.log)
  const images = setup.runtimes.map(({ image }) => image)
  const rootfs = await buildRootfs(join(setup.home, 'rootfs'), images, setup.nameserver ?? null)
  const build = join(setup.home, 'stage')
  await mkdir(join(runFolder, STATE_FOLDER), { recursive: true, mode: 0o700 })
  await mkdir(build, { recursive: true })
  const mountNs = await openMountNamespace(build, {
    rootfs,
    folders: [setup.home, ...(setup.folders ?? [])],
    images: [
      ...new Set(images.flatMap(({ binary, guest, folders }) => [binary, guest, ...folders.map((f) => f.from)])),
    ],
    cgroups: foldersOf(tree),
    log: setup.log,
  })
  return { driver: ociDriver({ runtime, mountNs, tree, limits, runFolder, engineNumber }), mountNs }
}
