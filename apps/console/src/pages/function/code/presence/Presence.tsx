import type { DraftPresence } from '@alcove/contract'
import { useTranslation } from '../../../../i18n/index.ts'
import { Avatar } from '../../../../ui/Avatar.tsx'

/** Who else has the draft open, and where. Nothing when nobody has. */
export function Presence({ others }: { others: DraftPresence['items'] }) {
  const { t } = useTranslation()
  const [first] = others
  if (!first) return null
  const place = ({ name, file, line }: DraftPresence['items'][number]) =>
    file === null
      ? t('fn.presence.here', { name })
      : line === null
        ? t('fn.presence.inFile', { name, file })
        : t('fn.presence.atLine', { name, file, line })
  const text = others.length === 1 ? place(first) : t('fn.presence.several', { count: others.length })
  return (
    <span
      role="status"
      className="flex min-w-0 items-center gap-2 text-sm text-fg-2"
      title={others.map(place).join('\n')}
    >
      {others.slice(0, 3).map(({ tab, name }) => (
        <span key={tab} className="rounded-full ring-2 ring-accent">
          <Avatar name={name} />
        </span>
      ))}
      <span className="cut compact:sr-only">{text}</span>
    </span>
  )
}
