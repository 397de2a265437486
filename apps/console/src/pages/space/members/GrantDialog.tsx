import { serverNow } from '../../../clock.ts'
import { type Grant, type Role, ROLES, type Space } from '@alcove/contract'
import { useQuery } from '@tanstack/react-query'
import { useId, useState } from 'react'
import { groupsQuery } from '../../../api/access.ts'
import { accountsQuery } from '../../../api/accounts.ts'
import { isApiError } from '../../../api/error.ts'
import { functionsQuery } from '../../../api/functions.ts'
import { meQuery } from '../../../api/session.ts'
import { putGrant, spaceKey } from '../../../api/spaces.ts'
import { DurationSelect } from '../../../components/AskForAccess.tsx'
import { type Duration, DURATIONS } from '../../../components/durations.ts'
import { useChange } from '../../../components/useChange.ts'
import { useWholeList } from '../../../components/useWholeList.ts'
import { useTranslation } from '../../../i18n/index.ts'
import { useFormat } from '../../../i18n/useFormat.ts'
import { Field, Input } from '../../../ui/Field.tsx'
import { FormDialog } from '../../../ui/FormDialog.tsx'
import { Select } from '../../../ui/Select.tsx'

const WHOLE_SPACE = '*'
const HOUR = 3_600_000

/** Gives an account or a group a role in the space, or changes the role and end of an existing grant. */
export function GrantDialog({ space, grant, onClose }: { space: Space; grant?: Grant; onClose: () => void }) {
  const { t } = useTranslation()
  const format = useFormat()
  const [subject, setSubject] = useState(grant?.subject ?? '')
  const [role, setRole] = useState<Role>(grant?.role ?? 'developer')
  const [fn, setFn] = useState(grant?.function ?? WHOLE_SPACE)
  const [duration, setDuration] = useState<Duration | 'kept'>(grant?.expiresAt ? 'kept' : 'none')
  const [wrong, setWrong] = useState<string | null>(null)
  const functions = useWholeList(functionsQuery(space.name, '')).data ?? []
  const put = useChange({
    run: () =>
      putGrant(space.name, subject.trim(), {
        role,
        function: fn === WHOLE_SPACE ? null : fn,
        expiresAt: duration === 'kept' ? (grant?.expiresAt ?? null) : endOf(duration),
      }),
    invalidates: [spaceKey(space.name)],
    done: (made) => t('members.granted1', { name: made.name, role: t(`roles.${made.role}`) }),
    onDone: onClose,
    handles: (error) => {
      if (!isApiError(error, 'NotFound')) return false
      setWrong(t('members.nobodyThere', { subject }))
      return true
    },
  })
  return (
    <FormDialog
      onClose={onClose}
      title={grant ? t('members.change1', { name: grant.name }) : t('members.grantOn', { space: space.name })}
      submit={grant ? t('common.save') : t('members.grant')}
      pending={put.isPending}
      disabledReason={subject.trim() === '' ? t('members.subjectMissing') : null}
      onSubmit={() => put.mutate(undefined)}
    >
      {!grant && (
        <Field label={t('members.accountOrGroup')} hint={t('members.subjectHint')} error={wrong}>
          <SubjectInput
            value={subject}
            onChange={(text) => {
              setSubject(text)
              setWrong(null)
            }}
          />
        </Field>
      )}
      <Field label={t('ask.role')} hint={t(`members.roleMeans.${role}`)}>
        <Select
          value={role}
          onChange={setRole}
          options={ROLES.map((value) => ({
            value,
            label: t(`roles.${value}`),
            hint: t(`members.roleMeans.${value}`),
          }))}
        />
      </Field>
      {!grant && (
        <Field label={t('members.on')} hint={fn === WHOLE_SPACE ? undefined : t('members.onHint')}>
          <Select
            value={fn}
            onChange={setFn}
            options={[
              { value: WHOLE_SPACE, label: t('members.wholeSpace') },
              ...functions.map(({ name }) => ({ value: name, label: name })),
            ]}
          />
        </Field>
      )}
      <Field label={t('members.ends')} hint={t('members.endsHint')}>
        {grant?.expiresAt ? (
          <Select
            value={duration}
            onChange={setDuration}
            options={[
              { value: 'kept', label: format.dateTime(grant.expiresAt) },
              ...(Object.keys(DURATIONS) as Duration[]).map((value) => ({
                value,
                label: t(`ask.duration.${value}`),
              })),
            ]}
          />
        ) : (
          <DurationSelect value={duration === 'kept' ? 'none' : duration} onChange={setDuration} />
        )}
      </Field>
    </FormDialog>
  )
}

function endOf(duration: Duration): string | null {
  const hours = DURATIONS[duration]
  return hours === null ? null : new Date(serverNow() + hours * HOUR).toISOString()
}

/** With suggestions for who may list accounts and groups. */
function SubjectInput({ value, onChange }: { value: string; onChange: (text: string) => void }) {
  const list = useId()
  const may = useQuery(meQuery).data?.actions.includes('accounts:write') === true
  return (
    <>
      <Input
        value={value}
        onChange={(event) => onChange(event.target.value)}
        list={may ? list : undefined}
        autoComplete="off"
        spellCheck={false}
      />
      {may && <Suggestions id={list} />}
    </>
  )
}

function Suggestions({ id }: { id: string }) {
  const accounts = useWholeList(accountsQuery).data ?? []
  const groups = useWholeList(groupsQuery).data ?? []
  return (
    <datalist id={id}>
      {groups.map(({ name }) => (
        <option key={name} value={`group:${name}`}>
          {name}
        </option>
      ))}
      {accounts.map(({ email, name }) => (
        <option key={email} value={email}>
          {name}
        </option>
      ))}
    </datalist>
  )
}
