import { type Because, leastRole, type Role, ROLES, type Space } from '@alcove/contract'
import { Check, Globe, Lock, type LucideIcon, Shield, User, X } from 'lucide-react'
import { useTranslation } from '../../../i18n/index.ts'
import { useFormat } from '../../../i18n/useFormat.ts'
import { KeyValue } from '../../../ui/KeyValue.tsx'
import { Section } from '../../../ui/Section.tsx'
import { may, type Column, decisionOn, type Member, roleOf } from './matrix.ts'

interface WhyRailProps {
  space: Space
  member: Member
  column: Column
  /** The function that is asked about; null: the whole space. */
  fn: string | null
}

/** The reason for an answer, and what would change it. */
export function WhyRail({ space, member, column, fn }: WhyRailProps) {
  const { t } = useTranslation()
  const { state } = member
  const yes = may(member, space, column.action, fn)
  const role = roleOf(member, fn)
  const { because } = decisionOn(member, space, column.action, fn)
  const format = useFormat()
  /** The grant that decides, or that ended: whose it is, on what, until when. */
  const sourceIn = (reason: Because): string | null => {
    const grant = 'grant' in reason ? reason.grant : reason.rule === 'noRole' ? reason.ended : null
    if (grant === null) return null
    return [
      grant.group === null ? t('members.ownGrant') : `${t('members.groupGrant')}: ${grant.group}`,
      grant.function ?? t('members.wholeSpace'),
      grant.expiresAt === null ? t('ask.duration.none') : format.dateTime(new Date(grant.expiresAt).toISOString()),
    ].join(', ')
  }
  const what = t(`members.do.${column.key}`)
  const steps: { key: string; Icon: LucideIcon; title: string; detail: string }[] = [
    {
      key: 'account',
      Icon: User,
      title: member.name,
      detail: state === 'active' ? member.email : `${member.email}, ${t(`accountState.${state}`)}`,
    },
    member.administrator
      ? { key: 'grant', Icon: Shield, title: t('members.isAdministrator'), detail: t('members.isAdministratorDetail') }
      : {
          key: 'grant',
          Icon: space.visibility === 'public' ? Globe : Lock,
          title:
            because.rule === 'grant'
              ? t('members.hasRole', {
                  role: t(`roles.${because.grant.role}`),
                  space: because.grant.function ?? space.name,
                })
              : role
                ? t('members.hasRole', { role: t(`roles.${role}`), space: space.name })
                : t('members.hasNone', { space: fn ?? space.name }),
          detail: sourceIn(because) ?? t(`spaces.${space.visibility}Means`),
        },
    {
      key: 'answer',
      Icon: yes ? Check : X,
      title: t(
        yes ? 'members.allowsThis' : state === 'active' ? 'members.lacksThis' : (`members.inactive.${state}` as const),
      ),
      detail: column.action,
    },
  ]
  // A role of the member's own replaces neither those of its groups nor those on other functions.
  const others = member.grants.filter((grant) => grant.group !== null || ![null, fn].includes(grant.function))
  const roleInstead = (other: Role) => ({
    label: t('members.asRole', { role: t(`roles.${other}`) }),
    would: { ...member, grants: [...others, { role: other, function: fn, expiresAt: null, group: null }] },
  })
  // No grant changes what who is not active may do.
  const changes =
    state === 'active'
      ? ROLES.filter((other) => other !== role).map(roleInstead)
      : [{ label: t(`members.onceActive.${state}`), would: { ...member, state: 'active' as const } }]
  const outcomes = changes.map(({ label, would }) => {
    const then = may(would, space, column.action, fn)
    return {
      key: label,
      label,
      value:
        then === yes ? (
          <span className="text-fg-2">{t('members.noChange')}</span>
        ) : (
          <span className={then ? 'text-success' : 'text-danger'}>{t(then ? 'members.gains' : 'members.loses')}</span>
        ),
    }
  })
  const least = leastRole(column.action)
  return (
    <aside className="min-w-0 border-l border-line [--gutter:16px] compact:border-t compact:border-l-0 compact:[--gutter:24px] narrow:[--gutter:16px]">
      <Section
        title={t(yes ? 'members.whyYes' : 'members.whyNo', { name: member.name, action: what })}
        className="border-b border-line pb-3 [&>div:first-child]:min-h-[52px]"
      >
        <ol className="grid gap-3 border-t border-line px-gutter pt-3.5">
          {steps.map(({ key, Icon, title, detail }) => (
            <li key={key} className="flex gap-2.5">
              <span className="grid size-6 shrink-0 place-items-center rounded-control border border-line-strong text-fg-2">
                <Icon size={14} className={key === 'answer' ? (yes ? 'text-success' : 'text-danger') : undefined} />
              </span>
              <span className="grid min-w-0">
                <span className="font-name">{title}</span>
                <span className={`text-sm wrap-anywhere text-fg-2 ${key === 'answer' ? 'mono' : ''}`}>{detail}</span>
              </span>
            </li>
          ))}
        </ol>
      </Section>
      {!member.administrator && (
        <Section
          title={t('members.change')}
          note={!yes && state === 'active' && least ? t('members.least', { role: t(`roles.${least}`) }) : null}
        >
          <KeyValue items={outcomes} />
        </Section>
      )}
    </aside>
  )
}
