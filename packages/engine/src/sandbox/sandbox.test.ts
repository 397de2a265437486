import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findRuntimes } from '../runtimes/runtimes.ts'
import { chooseDriver } from './choose-driver.ts'
import { findOciRuntimes, type OciRuntime } from './oci/runtimes.ts'
import { sandboxContract } from './sandbox.contract.ts'

sandboxContract({ isolation: 'process', ociRuntimes: [], unavailable: null })
for (const runtime of await findOciRuntimes()) {
  sandboxContract({ isolation: 'oci', ociRuntimes: [runtime], unavailable: await whyNot(runtime) })
}

async function whyNot(runtime: OciRuntime): Promise<string | null> {
  const home = await mkdtemp(join(tmpdir(), 'alcove-probe-'))
  const { installed: runtimes } = await findRuntimes()
  const setup = { home, runtimes, ociRuntimes: [runtime], memoryBudgetMb: 512 }
  const { driver, reason } = await chooseDriver({ ...setup, forced: undefined, log() {} })
  await driver.close()
  await rm(home, { recursive: true, force: true })
  return reason
}
