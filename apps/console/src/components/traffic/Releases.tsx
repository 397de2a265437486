import type { Metrics } from '@alcove/contract'
import { useTranslation } from '../../i18n/index.ts'
import { BOTTOM, type Geometry, TOP } from './geometry.ts'
import { placeLabels } from '../charts/placeLabels.ts'

/** Each move of an alias as a dashed line; what has no room for its label says it on hover. */
export function Releases({ releases, geometry }: { releases: Metrics['releases']; geometry: Geometry }) {
  const { t } = useTranslation()
  const marks = releases
    .toSorted((a, b) => a.at.localeCompare(b.at))
    .map((release) => {
      const name = `${release.function} v${release.version}`
      const partial = t('traffic.partial', { name, percent: Math.round(release.weight * 100) })
      return { release, x: geometry.timeX(release.at), text: release.weight < 1 ? partial : name }
    })
    // Moves on one spot would paint over each other: the last of them stands for all.
    .filter(({ x }, index, all) => (all[index + 1]?.x ?? Infinity) - x > 3)
  const labels = placeLabels(marks, geometry.width)
  return marks.map(({ release, x, text }, index) => (
    <g key={`${release.at}:${release.function}:${release.alias}`}>
      <title>{`${text} · ${release.alias}`}</title>
      <line x1={x} x2={x} y1={TOP - 9} y2={BOTTOM} stroke="var(--text-2)" strokeDasharray="2 3" />
      <path d={`M${x - 4} ${TOP - 16}h8l-4 6z`} fill="var(--text-2)" />
      {labels[index]!.shown && (
        <text className="release" x={labels[index]!.x} y={TOP - 9.5}>
          {text}
        </text>
      )}
    </g>
  ))
}
