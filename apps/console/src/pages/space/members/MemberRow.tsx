import { type Space } from '@alcove/contract'
import { useQuery } from '@tanstack/react-query'
import { clsx } from 'clsx'
import { Check, CircleDashed, Shield } from 'lucide-react'
import { meQuery } from '../../../api/session.ts'
import { AccountStateTag } from '../../../components/access/AccountStateTag.tsx'
import { useTranslation } from '../../../i18n/index.ts'
import { Avatar } from '../../../ui/Avatar.tsx'
import { Tag } from '../../../ui/Tag.tsx'
import { TwoLines } from '../../../ui/TwoLines.tsx'
import { allows, type Column, COLUMNS, type Member, narrowedRoleOf, roleOf } from './matrix.ts'

interface MemberRowProps {
  space: Space
  member: Member
  selectedKey: Column['key'] | null
  onSelect: (column: Column) => void
}

export function MemberRow({ space, member, selectedKey, onSelect }: MemberRowProps) {
  const { t } = useTranslation()
  const me = useQuery(meQuery).data
  const role = roleOf(member)
  const narrowed = narrowedRoleOf(member)
  return (
    <tr className={clsx('h-11 border-b border-line', selectedKey && 'bg-hover')}>
      <td className="max-w-64 pr-2 pl-gutter">
        <span className="flex min-w-0 items-center gap-2.5">
          <Avatar name={member.name} me={member.accountId === me?.id} />
          <TwoLines
            note={member.email}
            tag={member.accountId === me?.id ? <Tag>{t('common.you')}</Tag> : <AccountStateTag state={member.state} />}
          >
            {member.name}
          </TwoLines>
        </span>
      </td>
      <td className="px-2 whitespace-nowrap">
        {role ? (
          <span>{t(`roles.${role}`)}</span>
        ) : member.administrator ? (
          <span className="flex items-center gap-1.5 text-fg-2">
            <Shield size={13} className="text-fg-3" />
            {t('roles.administrator')}
          </span>
        ) : narrowed ? (
          <span className="flex items-center gap-1.5" title={t('members.someFunctions')}>
            <CircleDashed size={13} className="text-warning" />
            {t(`roles.${narrowed}`)}
            <span className="sr-only">, {t('members.someFunctions')}</span>
          </span>
        ) : (
          <span className="text-fg-3">–</span>
        )}
      </td>
      {COLUMNS.map((column) => {
        const may = allows(member, space, column.action)
        const selected = selectedKey === column.key
        return (
          <td
            key={column.key}
            className={clsx(
              'p-0 text-center last:pr-3',
              selected && 'bg-selected shadow-[inset_0_0_0_1.5px_var(--accent)]',
            )}
          >
            <button
              type="button"
              aria-pressed={selected}
              aria-label={t(may !== 'none' ? 'members.mayCell' : 'members.mayNotCell', {
                name: member.name,
                action: t(`members.do.${column.key}`),
              })}
              onClick={() => onSelect(column)}
              className="grid h-11 w-full min-w-12 place-items-center outline-offset-[-2px] hover:bg-active"
            >
              {may === 'all' ? (
                <Check size={15} className="text-success" />
              ) : may === 'some' ? (
                <CircleDashed size={15} className="text-warning" />
              ) : (
                <span aria-hidden="true" className="text-fg-3">
                  –
                </span>
              )}
            </button>
          </td>
        )
      })}
    </tr>
  )
}
