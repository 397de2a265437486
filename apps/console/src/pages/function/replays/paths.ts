import { generalPath, PatchReplay, type ReplayCall } from '@alcove/contract'

/** The paths at which calls differ, those of most calls first. Places in lists count as one path. */
export function differingPaths(calls: readonly ReplayCall[]): { path: string; calls: number }[] {
  const counts = new Map<string, number>()
  for (const { diffs } of calls) {
    for (const path of new Set(diffs.map((diff) => generalPath(diff.path)))) {
      counts.set(path, (counts.get(path) ?? 0) + 1)
    }
  }
  return [...counts].map(([path, count]) => ({ path, calls: count })).toSorted((a, b) => b.calls - a.calls)
}

/** How a call ended is always compared. */
export const canBeIgnored = (path: string): boolean => PatchReplay.safeParse({ ignore: [generalPath(path)] }).success
