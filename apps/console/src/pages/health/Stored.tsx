import type { PlatformHealth } from '@alcove/contract'
import { useTranslation } from '../../i18n/index.ts'
import { useFormat } from '../../i18n/useFormat.ts'
import { Section } from '../../ui/Section.tsx'

/** What fills the disks, the most first. */
export function Stored({ stored }: { stored: PlatformHealth['stored'] }) {
  const { t } = useTranslation()
  const format = useFormat()
  const sorted = stored.toSorted((a, b) => b.bytes - a.bytes)
  const all = stored.reduce((sum, { bytes }) => sum + bytes, 0)
  const most = sorted[0]?.bytes ?? 0
  return (
    <Section title={t('platform.stored')} note={format.bytes(all)} className="pb-3">
      <dl className="px-gutter">
        {sorted.map(({ kind, bytes }) => (
          <div
            key={kind}
            className="relative flex min-h-7 items-center justify-between gap-4 border-t border-line py-1"
          >
            <span
              aria-hidden="true"
              className="absolute inset-y-0.5 left-0 rounded-tag bg-active"
              style={{ width: `${most > 0 ? (bytes / most) * 100 : 0}%` }}
            />
            <dt className="relative min-w-0 pl-1.5 text-fg-2">{t(`platform.kind.${kind}`)}</dt>
            <dd className="num relative text-right">{format.bytes(bytes)}</dd>
          </div>
        ))}
      </dl>
    </Section>
  )
}
