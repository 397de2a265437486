import type { Reach } from '@alcove/contract'
import { Link } from '@tanstack/react-router'
import { useTranslation } from '../../i18n/index.ts'
import { useFormat } from '../../i18n/useFormat.ts'
import { paths } from '../../navigation/paths.ts'
import { SpaceTile } from '../../ui/SpaceTile.tsx'

/** Everything that an account reaches, space by space, with the source of it. */
export function ReachTable({ reach }: { reach: readonly Reach[] }) {
  const { t } = useTranslation()
  const format = useFormat()
  const throughOf = ({ through, sources }: Reach) => {
    if (through === 'administrator') return t('roles.administrator')
    if (through === 'public') return t('reach.public')
    return sources
      .map(({ group, function: fn }) => [group ?? t('reach.own'), fn].filter(Boolean).join(' · '))
      .join(', ')
  }
  const endOf = ({ sources }: Reach) => {
    const ends = sources.map(({ expiresAt }) => expiresAt)
    return ends.length === 0 || ends.includes(null) ? null : ends.toSorted().at(-1)!
  }
  return (
    <ul>
      {reach.map((row) => {
        const end = endOf(row)
        const only = row.functions.map(({ function: fn }) => fn)
        return (
          <li key={row.space} className="border-t border-line px-gutter py-1.5">
            <div className="flex items-center gap-2">
              <SpaceTile name={row.space} />
              <Link {...paths.space(row.space)} className="cut link font-name">
                {row.space}
              </Link>
              <span className="ml-auto shrink-0">{row.role ? t(`roles.${row.role}`) : t('reach.invokes')}</span>
            </div>
            <div className="cut text-sm text-fg-3">
              {[
                throughOf(row),
                row.role === null && only.length > 0 && only.join(', '),
                end && t('reach.until', { date: format.dateTime(end) }),
              ]
                .filter(Boolean)
                .join(', ')}
            </div>
          </li>
        )
      })}
      {reach.every(({ through }) => through !== 'administrator') && (
        <li className="flex justify-between border-t border-line px-gutter py-1.5 text-sm text-fg-3">
          <span>{t('reach.elsewhere')}</span>
          <span>{t('reach.nothing')}</span>
        </li>
      )}
    </ul>
  )
}
