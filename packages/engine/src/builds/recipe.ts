import { INSTALL_FIELDS, type BuildKind } from '@alcove/contract'
import type { InnerPaths } from '../sandbox/sandbox.ts'

/** Folder of the build's own files among the layers. */
export const TOOL_FOLDER = 'alcove-build'

export const BUILD_LIMITS = { memoryMb: 1024, tmpMb: 768, maxProcesses: 128, ms: 5 * 60_000 } as const
/** For the program that does the work; what it unpacks lies in /tmp, which counts as memory too. */
const HEAP_MB = 384

/** Where packages come from. */
export interface Registries {
  npm: string
  /** Null: pip's own default. */
  pip: string | null
}

export const DEFAULT_REGISTRIES: Registries = { npm: 'https://registry.npmjs.org/', pip: null }

/** What is started inside, after the executable of the runtime. */
export function buildArgs(kind: BuildKind, inner: InnerPaths, registries: Registries): string[] {
  const { task, tmp, layers } = inner
  const tool = `${layers}/${TOOL_FOLDER}`
  switch (kind) {
    case 'npm': {
      const settings = JSON.stringify({ task, tmp, registry: registries.npm, heapMb: HEAP_MB, fields: INSTALL_FIELDS })
      return ['--max-old-space-size=192', '--disable-warning=ExperimentalWarning', `${tool}/npm.mjs`, settings]
    }
    case 'pip':
      return ['-B', '-X', 'utf8', `${tool}/pip.py`, JSON.stringify({ task, tmp, index: registries.pip })]
    case 'javac':
      return [
        `-Xmx${HEAP_MB}m`,
        '-XX:+UseSerialGC',
        '-XX:TieredStopAtLevel=1',
        `-Djava.io.tmpdir=${tmp}`,
        // Else it is the working folder, and the author's classes would stand in for those of Java that the program names.
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

/** Hosts that a build must reach even where they have private addresses. */
export function trustedHosts(kind: BuildKind, registries: Registries): string[] {
  const url = kind === 'npm' ? registries.npm : kind === 'pip' ? registries.pip : null
  if (url === null) return []
  const { hostname, port, protocol } = new URL(url)
  return [`${hostname}:${port === '' ? (protocol === 'http:' ? 80 : 443) : port}`]
}
