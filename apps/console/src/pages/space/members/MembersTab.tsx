import { getRouteApi } from '@tanstack/react-router'
import type { Space } from '@alcove/contract'
import { ScrollText, UserPlus } from 'lucide-react'
import { useState } from 'react'
import { LinkButton } from '../../../components/LinkButton.tsx'
import { Loaded } from '../../../components/Loaded.tsx'
import { SearchInput } from '../../../components/SearchInput.tsx'
import { useDenied } from '../../../components/useDenied.ts'
import { useTranslation } from '../../../i18n/index.ts'
import { paths } from '../../../navigation/paths.ts'
import { Button } from '../../../ui/Button.tsx'
import { SkeletonRows } from '../../../ui/Skeleton.tsx'
import { AskBar } from './AskBar.tsx'
import { GrantDialog } from './GrantDialog.tsx'
import { MemberList } from './MemberList.tsx'
import { Segmented } from '../../../ui/Segmented.tsx'
import { COLUMNS, type Column, isFound, type Member, onlyOn } from './matrix.ts'
import { MemberMatrix } from './MemberMatrix.tsx'
import { useMembers } from './useMembers.ts'
import { WhyRail } from './WhyRail.tsx'
import { VisibilitySwitch } from '../VisibilitySwitch.tsx'
import { SpacePage } from '../SpacePage.tsx'

const route = getRouteApi('/shell/s/$space/members')

export default function MembersTab() {
  const { t } = useTranslation()
  const [granting, setGranting] = useState(false)
  const { view = 'list', q = '' } = route.useSearch()
  const navigate = route.useNavigate()
  return (
    <SpacePage
      actions={(space) => (
        <>
          <LinkButton
            {...paths.audit({ q: `space:${space.name}` })}
            icon={<ScrollText size={14} />}
            className="narrow:hidden"
          >
            {t('shell.audit')}
          </LinkButton>
          <GrantButton space={space} onClick={() => setGranting(true)} label={t('members.grant')} />
        </>
      )}
    >
      {(space) => (
        <>
          <div className="flex flex-wrap items-center gap-x-3 gap-y-2 border-b border-line px-gutter py-3">
            <VisibilitySwitch space={space} />
            <span className="ml-auto narrow:flex narrow:w-full">
              <SearchInput
                value={q}
                label={t('members.find')}
                onChange={(text) => void navigate({ search: (before) => ({ ...before, q: text || undefined }) })}
              />
            </span>
            <Segmented
              label={t('members.view')}
              value={view}
              onChange={(next) =>
                void navigate({ search: (before) => ({ ...before, view: next === 'matrix' ? next : undefined }) })
              }
              options={[
                { value: 'list', label: t('shell.members') },
                { value: 'matrix', label: t('members.matrix') },
              ]}
            />
          </div>
          {view === 'matrix' ? <Members space={space} q={q} /> : <MemberList space={space} q={q} />}
          {granting && <GrantDialog space={space} onClose={() => setGranting(false)} />}
        </>
      )}
    </SpacePage>
  )
}

function GrantButton({ space, onClick, label }: { space: Space; onClick: () => void; label: string }) {
  return (
    <Button
      variant="primary"
      icon={<UserPlus size={14} />}
      disabledReason={useDenied(space)('grants:write')}
      onClick={onClick}
    >
      {label}
    </Button>
  )
}

function Members({ space, q }: { space: Space; q: string }) {
  const { members, granted, through, others } = useMembers(space.name)
  const matching = ({ name, email }: Member) => isFound(q, `${name} ${email}`)
  const [accountId, setAccountId] = useState<string | null>(null)
  const [column, setColumn] = useState<Column>(COLUMNS[1])
  const [fn, setFn] = useState<string | null>(null)
  const everyone = [...granted, ...through, ...others]
  const member = everyone.find((candidate) => candidate.accountId === accountId) ?? everyone[0]
  return (
    <Loaded query={members} skeleton={<SkeletonRows tall />}>
      {() => (
        <div className="grid flex-1 grid-cols-[minmax(0,1fr)_336px] compact:flex compact:flex-col">
          <div className="min-w-0">
            {member && (
              <AskBar
                space={space}
                members={everyone}
                member={member}
                column={column}
                onMember={setAccountId}
                onColumn={setColumn}
                fn={fn}
                onFn={setFn}
              />
            )}
            <MemberMatrix
              space={space}
              granted={granted.filter(matching)}
              through={through.filter(matching)}
              selected={member ? { accountId: member.accountId, key: column.key } : null}
              onSelect={(next, nextColumn) => {
                setAccountId(next.accountId)
                setColumn(nextColumn)
                setFn(onlyOn(next, space, nextColumn.action))
              }}
            />
          </div>
          {member && <WhyRail space={space} member={member} column={column} fn={fn} />}
        </div>
      )}
    </Loaded>
  )
}
