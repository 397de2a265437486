import { ROLES, type Role } from '@alcove/contract'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { DoorClosed } from 'lucide-react'
import { type FormEvent, useEffect, useState } from 'react'
import { admissionQuery, askForAccess, ownRequestsQuery } from '../api/access.ts'
import { isApiError } from '../api/error.ts'
import { meQuery } from '../api/session.ts'
import { spaceKey } from '../api/spaces.ts'
import { useTranslation } from '../i18n/index.ts'
import { useFormat } from '../i18n/useFormat.ts'
import { paths } from '../navigation/paths.ts'
import { Button } from '../ui/Button.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { Field, Textarea } from '../ui/Field.tsx'
import { Select } from '../ui/Select.tsx'
import { type Duration, DURATIONS } from './durations.ts'
import { ErrorView } from './ErrorView.tsx'
import { LinkButton } from './LinkButton.tsx'
import { useChange } from './useChange.ts'
import { useWholeList } from './useWholeList.ts'

/**
 * Replaces a space that does not exist or is hidden from the reader: it never says which, and lets them ask for access.
 */
export function AskForAccess({ space, error }: { space: string; error: unknown }) {
  const { t } = useTranslation()
  const format = useFormat()
  const me = useQuery(meQuery).data
  const requests = useWholeList(ownRequestsQuery)
  // The page opens by itself once access is granted.
  const client = useQueryClient()
  const { isSuccess: admitted } = useQuery(admissionQuery(space))
  useEffect(() => {
    if (admitted) void client.invalidateQueries({ queryKey: spaceKey(space) })
  }, [admitted, client, space])
  // Administrators see every space: for them it does not exist.
  if (!isApiError(error, 'NotFound') || me?.actions.includes('platform:admin')) {
    return (
      <ErrorView
        page
        error={error}
        notFound={t('spaces.notFound', { space })}
        onRetry={() => void client.invalidateQueries({ queryKey: spaceKey(space) })}
      />
    )
  }
  const request = requests.data?.find((each) => each.space === space)
  const ended = request?.state === 'approved' ? request.expiresAt : null
  return (
    <EmptyState
      icon={<DoorClosed size={15} />}
      title={<h1>{t('ask.title')}</h1>}
      action={request?.state === 'pending' && <LinkButton {...paths.spaces()}>{t('shell.allSpaces')}</LinkButton>}
    >
      {request?.state === 'pending' ? (
        <span role="status">{t('ask.waiting', { date: format.dateTime(request.askedAt) })}</span>
      ) : (
        <>
          {ended !== null && <p role="status">{t('ask.ended', { space, date: format.dateTime(ended) })}</p>}
          {request?.state === 'declined' && (
            <p role="status">
              {request.answer ? t('ask.declinedWith', { answer: request.answer }) : t('ask.declined')}
            </p>
          )}
          <AskForm space={space} />
        </>
      )}
    </EmptyState>
  )
}

function AskForm({ space }: { space: string }) {
  const { t } = useTranslation()
  const [role, setRole] = useState<Role>('viewer')
  const [duration, setDuration] = useState<Duration>('4h')
  const [reason, setReason] = useState('')
  const ask = useChange({
    run: () => askForAccess(space, { role, hours: DURATIONS[duration], reason: reason.trim() }),
    invalidates: [ownRequestsQuery.queryKey],
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (reason.trim()) ask.mutate(undefined)
  }
  return (
    <form onSubmit={submit} className="mt-4 grid gap-3 text-left">
      <div className="grid grid-cols-2 gap-3">
        <Field label={t('ask.role')}>
          <Select
            value={role}
            onChange={setRole}
            options={ROLES.map((value) => ({ value, label: t(`roles.${value}`) }))}
          />
        </Field>
        <Field label={t('ask.for')}>
          <DurationSelect value={duration} onChange={setDuration} />
        </Field>
      </div>
      <Field label={t('ask.reason')} hint={t('ask.hint')}>
        <Textarea value={reason} onChange={(event) => setReason(event.target.value)} maxLength={500} />
      </Field>
      <Button
        variant="primary"
        type="submit"
        pending={ask.isPending}
        disabledReason={reason.trim() ? null : t('ask.reasonMissing')}
      >
        {t('ask.ask')}
      </Button>
    </form>
  )
}

interface DurationSelectProps {
  value: Duration
  onChange: (value: Duration) => void
  size?: 'md' | 'field'
  /** Needed where no Field gives the name. */
  label?: string
  /** Hours; longer ones are not offered. Null: all are. */
  most?: number | null
}

export function DurationSelect({ most = null, ...select }: DurationSelectProps) {
  const { t } = useTranslation()
  const fits = (name: Duration) => most === null || (DURATIONS[name] !== null && DURATIONS[name] <= most)
  return (
    <Select
      {...select}
      options={(Object.keys(DURATIONS) as Duration[])
        .filter(fits)
        .map((value) => ({ value, label: t(`ask.duration.${value}`) }))}
    />
  )
}
