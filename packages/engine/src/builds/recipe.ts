import { INSTALL_FIELDS, type BuildKind } from '@alcove/contract'
import type { InnerPaths } from '../sandbox/sandbox.ts'

/** Folder of the build's own files among the layers. */
export const TOOL_FOLDER = 'alcove-build'

export const BUILD_LIMITS = { maxProcesses: 128, ms: 5 * 60_000 } as const
/** Unpacked files are in /tmp, which counts as memory too. */
export const tmpOf = (memoryMb: number) => Math.floor((memoryMb * 3) / 4)
/** Heap of the program that builds. */
const heapOf = (memoryMb: number) => Math.floor((memoryMb * 3) / 8)

/** Package registries. */
export interface Registries {
  npm: string
  /** Null for pip's default. */
  pip: string | null
}

export const DEFAULT_REGISTRIES: Registries = { npm: 'https://registry.npmjs.org/', pip: null }
/** pip's default index and its file host. */
const PYPI = ['pypi.org:443', 'files.pythonhosted.org:443']

/** Arguments after the runtime's executable. */
export function buildArgs(kind: BuildKind, inner: InnerPaths, registries: Registries, memoryMb: number): string[] {
  const { task, tmp, layers } = inner
  const heapMb = heapOf(memoryMb)
  const tool = `${layers}/${TOOL_FOLDER}`
  switch (kind) {
    case 'npm': {
      const settings = JSON.stringify({ task, tmp, registry: registries.npm, heapMb, fields: INSTALL_FIELDS })
      return ['--max-old-space-size=192', '--disable-warning=ExperimentalWarning', `${tool}/npm.mjs`, settings]
    }
    case 'pip':
      return ['-B', '-X', 'utf8', `${tool}/pip.py`, JSON.stringify({ task, tmp, index: registries.pip })]
    case 'javac':
      return [
        `-Xmx${heapMb}m`,
        '-XX:+UseSerialGC',
        '-XX:TieredStopAtLevel=1',
        `-Djava.io.tmpdir=${tmp}`,
        // Without it the class path is the working folder, and the author's classes would replace classes that the
        // program names.
        '-cp',
        tool,
        `${tool}/Javac.java`,
        task,
        tmp,
        layers,
        inner.guest,
      ]
  }
}

/**
 * Hosts that a build must reach, even if the operator's registry has a private address and even in a space whose
 * functions reach nothing.
 */
export function registryHosts(kind: BuildKind, registries: Registries): string[] {
  if (kind === 'pip' && registries.pip === null) return PYPI
  const url = kind === 'npm' ? registries.npm : kind === 'pip' ? registries.pip : null
  if (url === null) return []
  const { hostname, port, protocol } = new URL(url)
  return [`${hostname}:${port === '' ? (protocol === 'http:' ? 80 : 443) : port}`]
}
