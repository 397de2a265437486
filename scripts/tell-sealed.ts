import type { SealedReport } from '../packages/platform/src/index.ts'

/** Says which keys the sealed values need, and which cannot be opened. */
export function tellSealed({ byKey, unreadable, newest }: SealedReport): void {
  const keys = [...byKey].toSorted(([a], [b]) => a - b).map(([id, values]) => `${values} with key ${id}`)
  console.log(`Sealed values: ${keys.length === 0 ? 'none' : keys.join(', ')}`)
  if ([...byKey.keys()].some((id) => id !== newest))
    console.log(`The newest key is ${newest}. Run npm run secrets:rotate to seal the others with it.`)
  for (const [place, values] of Map.groupBy(unreadable, (each) => each))
    console.log(`${values.length} in ${place} cannot be opened: bring their key back, or set these secrets again`)
}
