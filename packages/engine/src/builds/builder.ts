import { randomUUID } from 'node:crypto'
import type { Runtime } from '@alcove/contract'
import type { BlobStore } from '@alcove/storage'
import type { BuildReport, BuildRequest } from '../engine.ts'
import type { Network } from '../network/network.ts'
import { PackageError } from '../package-error.ts'
import type { Packages } from '../packages/packages.ts'
import type { InstalledRuntime } from '../runtimes/runtime.ts'
import type { Sandbox, SandboxDriver } from '../sandbox/sandbox.ts'
import { AnswerTooLarge, readAnswer } from './answer.ts'
import { BUILD_LIMITS, buildArgs, registryHosts, tmpOf, TOOL_FOLDER, type Registries } from './recipe.ts'
import { toolFolder, ToolMissing } from './tool.ts'
import type { FairQueue } from '../sandbox/fair-queue.ts'

export interface BuilderOptions {
  driver: SandboxDriver
  packages: Packages
  blobs: BlobStore
  runtimes: readonly InstalledRuntime[]
  network: Pick<Network, 'take' | 'available' | 'reason'>
  registries: Registries
  /** File with the certificates to trust; null: those that the tools include. */
  certificates: string | null
  /** Memory of one build sandbox, in MiB. */
  memoryMb: number
  queue: FairQueue
}

/** npm behaves the same for every Node.js version, so functions of all versions share a build. */
const NPM_RUNTIME: Runtime = 'nodejs24'
/** When processors are busy, calls get four times the share of a build. */
const CPU_WEIGHT = 256
const CANCELLED = 'The build was cancelled'

/** Installs dependencies and compiles, in a resource-limited sandbox of the driver that runs functions. */
export class Builder {
  readonly #options: BuilderOptions

  constructor(options: BuilderOptions) {
    this.#options = options
  }

  /** Rejects only on a bug of ours. Failures of the code are part of the report. */
  async build(request: BuildRequest, log: (text: string) => void): Promise<BuildReport> {
    const { spaceId, signal } = request
    try {
      using _turn = await this.#options.queue.take(spaceId, signal)
      return await this.#build(request, log)
    } catch (error) {
      if (signal?.aborted === true) return failed(CANCELLED)
      if (!(error instanceof PackageError || error instanceof ToolMissing || error instanceof AnswerTooLarge))
        throw error
      return failed(error.message)
    }
  }

  async #build(request: BuildRequest, log: (text: string) => void): Promise<BuildReport> {
    const { driver, packages, blobs, runtimes, network, registries, certificates, memoryMb } = this.#options
    if (request.requireIsolation && driver.isolation !== 'oci') {
      return failed('This space requires isolation, but this machine runs functions as plain processes')
    }
    const wanted = request.kind === 'npm' ? NPM_RUNTIME : request.runtime
    const runtime = runtimes.find(({ name }) => name === wanted)
    if (runtime === undefined) return failed(`The runtime ${wanted} is not installed on this machine`)

    const [code, tool, ...layers] = await Promise.all([
      packages.unpacked(request.codeHash).then((all) => packages.subset(all, request.inputs)),
      toolFolder(packages, request.kind, { binary: runtime.image.binary, certificates }),
      ...(request.kind === 'javac' ? request.layers.map(({ codeHash }) => packages.unpackedLayer(codeHash)) : []),
    ])
    const beside = layers.length > 0 ? await packages.merged([...layers, tool]) : tool
    const needsNetwork = request.kind !== 'javac'
    // Plain processes use the machine's network.
    if (request.kind === 'npm' && driver.isolation === 'oci' && !network.available) {
      return failed(`npm cannot install anything: sandboxes have no network here. ${network.reason ?? ''}`.trim())
    }
    await using slots = new AsyncDisposableStack()
    const slot = needsNetwork
      ? await network.take(request.egress, { trusted: registryHosts(request.kind, registries) })
      : null
    if (slot !== null) slots.defer(() => slot.release())

    await using sandbox = await driver.start({
      id: `build-${randomUUID()}`,
      image: runtime.image,
      contents: { task: code.path, layers: beside.path, storage: null },
      args: (inner) => buildArgs(request.kind, inner, registries, memoryMb),
      environment: (inner) => ({
        ...runtime.environment(inner),
        ...(certificates === null ? {} : certificateVariables(inner.layers)),
      }),
      network: slot?.path ?? null,
      memoryMb,
      tmpMb: tmpOf(memoryMb),
      maxProcesses: BUILD_LIMITS.maxProcesses,
    })
    sandbox.setCpuWeight(CPU_WEIGHT)
    const answer = await this.#run(sandbox, request, log)
    if (typeof answer === 'string') return failed(answer)
    const { head, zip } = answer
    const { packages: installed, diagnostics } = head
    if (head.error !== null) return { ...failed(head.error), diagnostics }
    const output = await blobs.put(zip)
    // Runs the checks for hostile archives, and creates the folder that the first instance needs.
    await packages.unpackedOutput(output)
    return { output, outputBytes: zip.length, packages: installed, diagnostics, error: null }
  }

  /** Returns the answer, or the reason for the failure. */
  async #run(sandbox: Sandbox, { signal }: BuildRequest, log: (text: string) => void) {
    let stopped: string | null = null
    const stop = (why: string) => {
      stopped ??= why
      // `dispose` reports a failure of this.
      void sandbox.destroy().catch(() => {})
    }
    const cancel = () => stop(CANCELLED)
    const timer = setTimeout(
      () => stop(`The build took more than ${BUILD_LIMITS.ms / 60_000} minutes`),
      BUILD_LIMITS.ms,
    )
    signal?.addEventListener('abort', cancel, { once: true })
    if (signal?.aborted === true) cancel()
    const decoder = new TextDecoder()
    sandbox.stderr.on('data', (chunk: Buffer) => log(decoder.decode(chunk, { stream: true })))
    // Drain the channel: nothing is sent on it, but a full one would block a writer.
    sandbox.channel.resume()
    try {
      // Destroying a sandbox ends its streams early.
      const answer = await readAnswer(sandbox.stdout).catch((error: unknown) => {
        if (stopped === null && error instanceof AnswerTooLarge) throw error
        return null
      })
      const exit = await sandbox.exited
      if (stopped !== null) return stopped as string
      if (exit.outOfMemory)
        return `The build ran out of memory: it may use ${this.#options.memoryMb} MiB, files included`
      if (answer === null || exit.code !== 0) return `The build ended with ${exit.signal ?? exit.code} and no result`
      return answer
    } finally {
      clearTimeout(timer)
      signal?.removeEventListener('abort', cancel)
    }
  }
}

function certificateVariables(layers: string): Record<string, string> {
  const file = `${layers}/${TOOL_FOLDER}/ca.pem`
  return { NODE_EXTRA_CA_CERTS: file, SSL_CERT_FILE: file, PIP_CERT: file }
}

function failed(error: string): BuildReport {
  return { output: null, outputBytes: null, packages: [], diagnostics: [], error }
}
