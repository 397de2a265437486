import { DEFAULT_EGRESS, DEFAULT_SCALING, type Revision, type Scaling } from '@alcove/contract'

type Given = Partial<Omit<Revision, 'scaling'>> & { scaling?: Partial<Scaling> }

/** The first revision of a function "space/function". */
export function revisionOf(name: string, { scaling, ...given }: Given = {}): Revision {
  return {
    id: `${name}@1`,
    spaceId: name.split('/')[0]!,
    functionId: name,
    functionName: name,
    runtime: 'nodejs24',
    handler: 'index.handler',
    codeHash: '',
    build: null,
    layers: [],
    memoryMb: 128,
    cpus: null,
    tmpMb: 64,
    timeoutMs: 60_000,
    environment: {},
    secrets: {},
    scaling: { ...DEFAULT_SCALING, ...scaling },
    egress: DEFAULT_EGRESS,
    storageMb: 0,
    requireIsolation: false,
    ...given,
  }
}
