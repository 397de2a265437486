import type { Account } from '@alcove/contract'
import { KeyRound, Link2, Smartphone } from 'lucide-react'
import { useState } from 'react'
import {
  accountReachQuery,
  accountSessionsQuery,
  accountsKey,
  endSession,
  renewInvitation,
  resetPassword,
  resetTwoFactor,
} from '../../api/accounts.ts'
import { Loaded } from '../../components/Loaded.tsx'
import { ShownOnce } from '../../components/ShownOnce.tsx'
import { useChange } from '../../components/useChange.ts'
import { useWholeList } from '../../components/useWholeList.ts'
import { useTranslation } from '../../i18n/index.ts'
import { useFormat } from '../../i18n/useFormat.ts'
import { Avatar } from '../../ui/Avatar.tsx'
import { Button } from '../../ui/Button.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { Drawer } from '../../ui/Drawer.tsx'
import { FormDialog } from '../../ui/FormDialog.tsx'
import { KeyValue } from '../../ui/KeyValue.tsx'
import { Section } from '../../ui/Section.tsx'
import { Time } from '../../ui/Time.tsx'
import { AccountActions } from './AccountActions.tsx'
import { Factors } from './Factors.tsx'
import { ReachTable } from './ReachTable.tsx'
import { SessionList } from './SessionList.tsx'

/** An account and everything it reaches, and what an administrator can do for a person who lost a way to sign in. */
export function AccountDrawer({ account, me, onClose }: { account: Account; me: boolean; onClose: () => void }) {
  const { t } = useTranslation()
  const [asking, setAsking] = useState<'password' | 'two-factor' | null>(null)
  const { id, name, email, state } = account
  const stop = () => setAsking(null)
  const denied = me ? t('accounts.notOneself') : null
  const renew = useChange({ run: () => renewInvitation(id), invalidates: [accountsKey] })
  const reset = useChange({ run: () => resetPassword(id), invalidates: [accountsKey], onDone: stop })
  const forget = useChange({
    run: () => resetTwoFactor(id),
    invalidates: [accountsKey],
    done: () => t('accounts.twoFactorReset', { name }),
    onDone: stop,
  })
  const link = renew.data ?? reset.data
  return (
    <Drawer
      label={name}
      onClose={onClose}
      title={
        <>
          <Avatar name={name} me={me} />
          <h2 className="cut text-alias font-heading">{name}</h2>
        </>
      }
      actions={<AccountActions account={account} me={me} />}
    >
      <KeyValue
        items={[
          { key: 'email', label: t('session.email'), value: email },
          { key: 'state', label: t('common.state'), value: t(`accountState.${state}`) },
          { key: 'created', label: t('common.created'), value: <Time at={account.createdAt} as="absolute" /> },
          {
            key: 'seen',
            label: t('accounts.lastSeen'),
            value: account.lastSeenAt ? <Time at={account.lastSeenAt} /> : t('common.never'),
          },
          { key: 'factors', label: t('accounts.twoFactor'), value: <Factors account={account} /> },
          { key: 'groups', label: t('shell.groups'), value: account.groups.join(', ') || '–' },
          { key: 'keys', label: t('shell.keys'), value: account.keys },
        ]}
      />
      <div className="flex flex-wrap gap-2 border-t border-line px-gutter py-3">
        {state === 'invited' && (
          <Button
            size="sm"
            icon={<Link2 size={14} />}
            pending={renew.isPending}
            onClick={() => renew.mutate(undefined)}
          >
            {t('accounts.inviteAgain')}
          </Button>
        )}
        {state === 'active' && (
          <>
            <Button
              size="sm"
              icon={<KeyRound size={14} />}
              disabledReason={denied}
              onClick={() => setAsking('password')}
            >
              {t('accounts.resetPassword')}
            </Button>
            <Button
              size="sm"
              icon={<Smartphone size={14} />}
              disabledReason={
                denied ?? (account.secondFactors.some((each) => each !== 'provider') ? null : t('accounts.noTwoFactor'))
              }
              onClick={() => setAsking('two-factor')}
            >
              {t('accounts.resetTwoFactor')}
            </Button>
          </>
        )}
      </div>
      <Reach id={id} />
      {state === 'active' && <Sessions id={id} />}
      {asking === 'password' && (
        <FormDialog
          onClose={stop}
          title={t('accounts.resetPasswordOf', { name })}
          submit={t('accounts.resetPassword')}
          variant="danger"
          pending={reset.isPending}
          onSubmit={() => reset.mutate(undefined)}
        >
          <p className="text-fg-2">{t('accounts.resetPasswordMeans')}</p>
        </FormDialog>
      )}
      {asking === 'two-factor' && (
        <FormDialog
          onClose={stop}
          title={t('accounts.resetTwoFactorOf', { name })}
          submit={t('accounts.resetTwoFactor')}
          variant="danger"
          pending={forget.isPending}
          onSubmit={() => forget.mutate(undefined)}
        >
          <p className="text-fg-2">{t('accounts.resetTwoFactorMeans')}</p>
        </FormDialog>
      )}
      {link && (
        <LinkDialog
          email={email}
          {...link}
          onClose={() => {
            renew.reset()
            reset.reset()
          }}
        />
      )}
    </Drawer>
  )
}

function Reach({ id }: { id: string }) {
  const { t } = useTranslation()
  const query = useWholeList(accountReachQuery(id))
  return (
    <Section ruled title={t('accounts.reach')}>
      <Loaded query={query}>{(reach) => <ReachTable reach={reach} />}</Loaded>
    </Section>
  )
}

function Sessions({ id }: { id: string }) {
  const { t } = useTranslation()
  const query = useWholeList(accountSessionsQuery(id))
  const end = useChange({
    run: (session: string | null) => endSession(id, session),
    invalidates: [accountsKey],
    done: () => t('sessions.ended'),
  })
  return (
    <Section
      ruled
      title={t('sessions.title')}
      note={query.data?.length}
      actions={
        (query.data?.length ?? 0) > 1 && (
          <Button size="sm" variant="ghost" pending={end.isPending} onClick={() => end.mutate(null)}>
            {t('sessions.endAll')}
          </Button>
        )
      }
    >
      <Loaded query={query}>
        {(list) => <SessionList sessions={list} onEnd={(session) => end.mutate(session)} />}
      </Loaded>
    </Section>
  )
}

interface LinkDialogProps {
  email: string
  link: string
  expiresAt: string
  onClose: () => void
}

function LinkDialog({ email, link, expiresAt, onClose }: LinkDialogProps) {
  const { t } = useTranslation()
  const format = useFormat()
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('accounts.newLink')}
      description={t('accounts.handOver', { email, date: format.dateTime(expiresAt) })}
      footer={
        <Button variant="primary" onClick={onClose}>
          {t('accounts.done')}
        </Button>
      }
    >
      <ShownOnce label={t('accounts.link')} text={link} warning={t('accounts.linkOnce')} />
    </Dialog>
  )
}
