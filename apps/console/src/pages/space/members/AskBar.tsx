import type { Space } from '@alcove/contract'
import { Check, X } from 'lucide-react'
import { functionsQuery } from '../../../api/functions.ts'
import { useWholeList } from '../../../components/useWholeList.ts'
import { useTranslation } from '../../../i18n/index.ts'
import { Select } from '../../../ui/Select.tsx'
import { may, type Column, COLUMNS, type Member, roleOf } from './matrix.ts'

interface AskBarProps {
  space: Space
  members: readonly Member[]
  member: Member
  column: Column
  onMember: (accountId: string) => void
  onColumn: (column: Column) => void
  /** The function that is asked about; null: the whole space. */
  fn: string | null
  onFn: (fn: string | null) => void
}

const WHOLE_SPACE = '*'

/** Answers "Can A do B on C?" */
export function AskBar({ space, members, member, column, onMember, onColumn, fn, onFn }: AskBarProps) {
  const { t } = useTranslation()
  const functions = useWholeList(functionsQuery(space.name)).data ?? []
  const yes = may(member, space, column.action, fn)
  const as = member.administrator ? 'administrator' : roleOf(member, fn)
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
      <span className="text-fg-2">{t('members.askOn')}</span>
      <Select
        size="md"
        label={t('members.on')}
        value={fn ?? WHOLE_SPACE}
        onChange={(next) => onFn(next === WHOLE_SPACE ? null : next)}
        options={[
          { value: WHOLE_SPACE, label: t('members.wholeSpace') },
          ...functions.map(({ name }) => ({ value: name, label: name })),
        ]}
      />
      <output className={`ml-2 flex items-center gap-1.5 font-name ${yes ? 'text-success' : 'text-danger'}`}>
        <Icon size={16} />
        {yes
          ? t('members.yes', { role: as ? t(`roles.${as}`) : t('members.anyone') })
          : member.state === 'active'
            ? t('members.no', { role: as ? t(`roles.${as}`) : t('members.withoutGrant') })
            : t('members.noInactive', { state: t(`accountState.${member.state}`) })}
      </output>
    </div>
  )
}
