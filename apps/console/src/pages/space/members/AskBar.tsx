import type { Space } from '@alcove/contract'
import { Check, X } from 'lucide-react'
import { useTranslation } from '../../../i18n/index.ts'
import { Select } from '../../../ui/Select.tsx'
import { allows, type Column, COLUMNS, type Member, roleOf } from './matrix.ts'

interface AskBarProps {
  space: Space
  members: readonly Member[]
  member: Member
  column: Column
  onMember: (accountId: string) => void
  onColumn: (column: Column) => void
}

/** Answers "Can A do B here?" */
export function AskBar({ space, members, member, column, onMember, onColumn }: AskBarProps) {
  const { t } = useTranslation()
  const yes = allows(member, space, column.action) !== 'none'
  const as = member.administrator ? 'administrator' : roleOf(member)
  const Icon = yes ? Check : X
  return (
    <div className="flex flex-wrap items-center gap-2 border-b border-line px-gutter py-3">
      <span className="text-fg-2">{t('members.can')}</span>
      <Select
        size="md"
        label={t('members.account')}
        value={member.accountId}
        onChange={onMember}
        options={members.map((candidate) => ({ value: candidate.accountId, label: candidate.name }))}
      />
      <Select
        size="md"
        label={t('members.action')}
        value={column.key}
        onChange={(key) => onColumn(COLUMNS.find((candidate) => candidate.key === key)!)}
        options={COLUMNS.map(({ key }) => ({ value: key, label: t(`members.do.${key}`) }))}
      />
      <span className="text-fg-2">{t('members.here')}</span>
      <output className={`ml-2 flex items-center gap-1.5 font-name ${yes ? 'text-success' : 'text-danger'}`}>
        <Icon size={16} />
        {yes
          ? t('members.yes', { role: as ? t(`roles.${as}`) : t('members.anyone') })
          : t('members.no', { role: as ? t(`roles.${as}`) : t('members.withoutGrant') })}
      </output>
    </div>
  )
}
