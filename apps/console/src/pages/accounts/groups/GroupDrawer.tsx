import { type Group, Role } from '@alcove/contract'
import { Link } from '@tanstack/react-router'
import { Pencil, UserPlus, X } from 'lucide-react'
import { useId, useState } from 'react'
import { groupsQuery } from '../../../api/access.ts'
import { accountsKey, accountsQuery } from '../../../api/accounts.ts'
import { deleteGroup, putGroup } from '../../../api/groups.ts'
import { ItemDrawer } from '../../../components/ItemDrawer.tsx'
import { useChange } from '../../../components/useChange.ts'
import { useWholeList } from '../../../components/useWholeList.ts'
import { useTranslation } from '../../../i18n/index.ts'
import { useFormat } from '../../../i18n/useFormat.ts'
import { paths } from '../../../navigation/paths.ts'
import { Avatar } from '../../../ui/Avatar.tsx'
import { Button } from '../../../ui/Button.tsx'
import { Input } from '../../../ui/Field.tsx'
import { IconButton } from '../../../ui/IconButton.tsx'
import { Section } from '../../../ui/Section.tsx'
import { TwoLines } from '../../../ui/TwoLines.tsx'
import { GroupDialog } from './GroupDialog.tsx'

/** Who is in a group, and what it reaches. */
export function GroupDrawer({ group, onClose }: { group: Group; onClose: () => void }) {
  const { t } = useTranslation()
  const format = useFormat()
  const [editing, setEditing] = useState(false)
  const { name, members, grants, claim } = group
  return (
    <ItemDrawer
      name={name}
      onClose={onClose}
      actions={
        <IconButton
          size="sm"
          label={t('groups.change', { name })}
          icon={<Pencil size={15} />}
          onClick={() => setEditing(true)}
        />
      }
      deletion={{
        label: t('groups.delete', { name }),
        disabledReason: null,
        run: () => deleteGroup(name),
        invalidates: [groupsQuery.queryKey, accountsKey],
        done: t('groups.deleted', { name }),
        title: t('groups.delete', { name }),
        losses: [t('groups.loseGrants', { count: grants.length }), t('groups.loseMembers', { count: members.length })],
      }}
    >
      {group.description && <p className="px-gutter pb-3 text-fg-2">{group.description}</p>}
      <Section ruled title={t('groups.mayReach')}>
        {grants.length === 0 ? (
          <p className="px-gutter pb-3 text-fg-3">{t('groups.noGrantsDetail', { subject: `group:${name}` })}</p>
        ) : (
          <ul>
            {grants.map(({ space, role, function: fn, expiresAt }) => (
              <li key={`${space} ${fn}`} className="flex min-h-8 items-center gap-3 border-t border-line px-gutter">
                <Link {...paths.members(space)} className="link font-name">
                  {space}
                </Link>
                {fn && <span className="mono text-fg-2">{fn}</span>}
                <span className="ml-auto">{t(`roles.${Role.parse(role)}`)}</span>
                <span className="text-fg-3">
                  {expiresAt ? t('reach.until', { date: format.dateTime(expiresAt) }) : t('groups.noEnd')}
                </span>
              </li>
            ))}
          </ul>
        )}
      </Section>
      <Members group={group} />
      {claim !== null && <p className="px-gutter py-3 text-sm text-fg-3">{t('groups.filledByClaim', { claim })}</p>}
      {editing && <GroupDialog group={group} onClose={() => setEditing(false)} />}
    </ItemDrawer>
  )
}

function Members({ group }: { group: Group }) {
  const { t } = useTranslation()
  const list = useId()
  const [email, setEmail] = useState('')
  const accounts = useWholeList(accountsQuery).data ?? []
  const { name, members, claim } = group
  const put = useChange({
    run: (next: string[]) => putGroup(name, { members: next }),
    invalidates: [groupsQuery.queryKey, accountsKey],
    onDone: () => setEmail(''),
  })
  const ids = members.map(({ accountId }) => accountId)
  const filled = claim === null ? null : t('groups.filledByClaim', { claim })
  const known = accounts.some((account) => account.email === email.trim().toLowerCase())
  return (
    <Section ruled title={t('groups.members')} note={members.length}>
      <form
        className="flex gap-2 px-gutter pb-3"
        onSubmit={(event) => {
          event.preventDefault()
          if (known && !filled) put.mutate([...ids, email.trim()])
        }}
      >
        <Input
          aria-label={t('groups.addMember')}
          placeholder={t('groups.memberHint')}
          list={list}
          autoComplete="off"
          disabled={filled !== null}
          value={email}
          onChange={(event) => setEmail(event.target.value)}
        />
        <datalist id={list}>
          {accounts
            .filter(({ id }) => !ids.includes(id))
            .map((account) => (
              <option key={account.id} value={account.email}>
                {account.name}
              </option>
            ))}
        </datalist>
        <Button
          type="submit"
          className="h-8!"
          icon={<UserPlus size={14} />}
          pending={put.isPending}
          disabledReason={filled ?? (known ? null : t('groups.knownOnly'))}
        >
          {t('groups.add')}
        </Button>
      </form>
      <ul>
        {members.map((member) => (
          <li key={member.accountId} className="flex min-h-11 items-center gap-2.5 border-t border-line px-gutter">
            <Avatar name={member.name} />
            <span className="min-w-0 flex-1">
              <TwoLines note={member.email}>{member.name}</TwoLines>
            </span>
            <IconButton
              size="sm"
              label={t('groups.removeMember', { name: member.name })}
              icon={<X size={14} />}
              disabledReason={filled}
              onClick={() => put.mutate(ids.filter((other) => other !== member.accountId))}
            />
          </li>
        ))}
      </ul>
    </Section>
  )
}
