import type { ObjectLink } from '@alcove/contract'
import { useTranslation } from '../../../../i18n/index.ts'
import { useFormat } from '../../../../i18n/useFormat.ts'
import { useIsOpen } from './useIsOpen.ts'

/** "ends in 20 min", "ended 2 h ago" or "revoked 5 min ago". */
export function LinkEnd({ link }: { link: ObjectLink }) {
  const { t } = useTranslation()
  const format = useFormat()
  const { expiresAt, revokedAt } = link
  const at = revokedAt ?? expiresAt
  const open = useIsOpen()(link)
  const word = open ? 'linkEnds' : revokedAt === null ? 'linkEnded' : 'linkWasRevoked'
  return (
    <time dateTime={at} title={format.dateTime(at)} className={open ? 'text-fg-2' : 'text-fg-3'}>
      {t(`buckets.${word}`, { when: format.ago(at) })}
    </time>
  )
}
