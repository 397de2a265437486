import type { Space } from '@alcove/contract'
import { Check, CircleDashed } from 'lucide-react'
import { useTranslation } from '../../../i18n/index.ts'
import { type Column, COLUMNS, type Member } from './matrix.ts'
import { MemberRow } from './MemberRow.tsx'

interface MemberMatrixProps {
  space: Space
  granted: readonly Member[]
  through: readonly Member[]
  selected: { accountId: string; key: Column['key'] } | null
  onSelect: (member: Member, column: Column) => void
}

/** Rows of a group: each has a dozen buttons. */
const SHOWN = 100

/** Who may do what in this space. A cell opens the reason. */
export function MemberMatrix({ space, granted, through, selected, onSelect }: MemberMatrixProps) {
  const { t } = useTranslation()
  const groups = [
    { title: t('members.granted'), members: granted },
    { title: t('members.throughAccount'), members: through },
  ].filter((group) => group.members.length > 0)
  if (groups.length === 0) return <p className="px-gutter py-8 text-center text-fg-2">{t('members.none')}</p>
  return (
    <>
      <div className="overflow-x-auto">
        <table aria-label={t('members.matrix')} className="w-full border-collapse">
          <thead>
            <tr className="border-b border-line text-sm text-fg-3">
              <th scope="col" className="h-[30px] min-w-56 pr-2 pl-gutter text-left font-medium">
                {t('members.account')}
              </th>
              <th scope="col" className="px-2 text-left font-medium">
                {t('ask.role')}
              </th>
              {COLUMNS.map((column) => (
                <th
                  key={column.key}
                  scope="col"
                  title={column.action}
                  className="w-[62px] px-0.5 text-center text-[11.5px] font-medium whitespace-nowrap last:pr-3"
                >
                  {t(`members.column.${column.key}`)}
                </th>
              ))}
            </tr>
          </thead>
          {groups.map((group) => (
            <tbody key={group.title}>
              <tr className="border-b border-line bg-sunken">
                <th
                  scope="rowgroup"
                  colSpan={COLUMNS.length + 2}
                  className="h-7 px-gutter text-left text-sm font-name text-fg-3"
                >
                  {group.title}
                  <span className="num ml-2 font-normal">{group.members.length}</span>
                </th>
              </tr>
              {group.members.slice(0, SHOWN).map((member) => (
                <MemberRow
                  key={member.accountId}
                  space={space}
                  member={member}
                  selectedKey={selected?.accountId === member.accountId ? selected.key : null}
                  onSelect={(column) => onSelect(member, column)}
                />
              ))}
              {group.members.length > SHOWN && (
                <tr>
                  <td colSpan={COLUMNS.length + 2} className="px-gutter py-2 text-sm text-fg-2">
                    {t('members.findOthers', { count: group.members.length - SHOWN })}
                  </td>
                </tr>
              )}
            </tbody>
          ))}
        </table>
      </div>
      <p className="flex flex-wrap items-center gap-x-4 gap-y-1 px-gutter py-2 text-sm text-fg-2">
        <span className="inline-flex items-center gap-1.5">
          <Check size={15} className="text-success" />
          {t('members.allowed')}
        </span>
        <span className="inline-flex items-center gap-1.5">
          <CircleDashed size={15} className="text-warning" />
          {t('members.someFunctions')}
        </span>
        <span className="inline-flex items-center gap-1.5">
          <span aria-hidden="true">–</span>
          {t('members.notAllowed')}
        </span>
        <span className="ml-auto text-fg-3">{t('roles.keyNote')}</span>
      </p>
    </>
  )
}
