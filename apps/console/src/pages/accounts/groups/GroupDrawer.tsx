import { type GroupSummary, Role } from '@alcove/contract'
import { Link } from '@tanstack/react-router'
import { useQuery } from '@tanstack/react-query'
import { Pencil } from 'lucide-react'
import { useState } from 'react'
import { groupQuery, groupsQuery } from '../../../api/access.ts'
import { accountsKey } from '../../../api/accounts.ts'
import { deleteGroup } from '../../../api/groups.ts'
import { ItemDrawer } from '../../../components/ItemDrawer.tsx'
import { Loaded } from '../../../components/Loaded.tsx'
import { useTranslation } from '../../../i18n/index.ts'
import { useFormat } from '../../../i18n/useFormat.ts'
import { paths } from '../../../navigation/paths.ts'
import { IconButton } from '../../../ui/IconButton.tsx'
import { Section } from '../../../ui/Section.tsx'
import { GroupDialog } from './GroupDialog.tsx'
import { GroupMembers } from './GroupMembers.tsx'

/** Who is in a group, and what it reaches. */
export function GroupDrawer({ group, onClose }: { group: GroupSummary; onClose: () => void }) {
  const { t } = useTranslation()
  const format = useFormat()
  const [editing, setEditing] = useState(false)
  const { name, memberCount, grants, claim } = group
  const detail = useQuery(groupQuery(name))
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
        losses: [t('groups.loseGrants', { count: grants.length }), t('groups.loseMembers', { count: memberCount })],
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
      <Loaded query={detail}>{(loaded) => <GroupMembers group={loaded} />}</Loaded>
      {claim !== null && <p className="px-gutter py-3 text-sm text-fg-3">{t('groups.filledByClaim', { claim })}</p>}
      {editing && detail.data && <GroupDialog group={detail.data} onClose={() => setEditing(false)} />}
    </ItemDrawer>
  )
}
