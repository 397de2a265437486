import { serverNow } from '../../../clock.ts'
import { type Grant, PutGrant, type Role, ROLES, type Space } from '@alcove/contract'
import { useQuery } from '@tanstack/react-query'
import { type ComponentProps, useId, useState } from 'react'
import { z } from 'zod'
import { groupsQuery } from '../../../api/access.ts'
import { accountsQuery } from '../../../api/accounts.ts'
import { isApiError } from '../../../api/error.ts'
import { functionsQuery } from '../../../api/functions.ts'
import { meQuery } from '../../../api/session.ts'
import { getGrant, putGrant, spaceKey } from '../../../api/spaces.ts'
import { DurationSelect } from '../../../components/AskForAccess.tsx'
import { type Duration, DURATIONS } from '../../../components/durations.ts'
import { ChangedDialog } from '../../../components/changed-meanwhile/ChangedDialog.tsx'
import { useGuardedSave } from '../../../components/changed-meanwhile/useGuardedSave.ts'
import { useBodyForm } from '../../../components/useBodyForm.ts'
import { useWholeList } from '../../../components/useWholeList.ts'
import { useTranslation } from '../../../i18n/index.ts'
import { useFormat } from '../../../i18n/useFormat.ts'
import { Field, Input } from '../../../ui/Field.tsx'
import { FormDialog } from '../../../ui/FormDialog.tsx'
import { Select } from '../../../ui/Select.tsx'

const WHOLE_SPACE = '*'
const HOUR = 3_600_000

const Body = PutGrant.extend({ subject: z.string().min(1) })

interface Fields {
  subject: string
  role: Role
  fn: string
  duration: Duration | 'kept'
}

/** Gives an account or a group a role in the space, or changes the role and end of an existing grant. */
export function GrantDialog({ space, grant, onClose }: { space: Space; grant?: Grant; onClose: () => void }) {
  const { t } = useTranslation()
  const format = useFormat()
  const [end, setEnd] = useState(grant?.expiresAt)
  const { register, set, handleSubmit, setError, values, errorAt, reset } = useBodyForm<Fields, z.infer<typeof Body>>({
    fields: fieldsOf(grant),
    schema: Body,
    bodyOf: (typed) => ({
      subject: typed.subject.trim(),
      role: typed.role,
      function: typed.fn === WHOLE_SPACE ? null : typed.fn,
      expiresAt: typed.duration === 'kept' ? (end ?? null) : endOf(typed.duration),
    }),
  })
  const { subject, role, fn, duration } = values
  const functions = useWholeList(functionsQuery(space.name, '')).data ?? []
  const put = useGuardedSave({
    item: grant ?? null,
    run: ({ subject: to, ...body }: z.infer<typeof Body>, seen) => putGrant(space.name, to, body, seen),
    read: () => getGrant(space.name, grant!),
    settings: ({ role: given, expiresAt }) => ({ role: given, expiresAt }),
    typed: ({ role: given, expiresAt = null }) => ({ role: given, expiresAt }),
    onTheirs(theirs) {
      if (!theirs) return onClose()
      setEnd(theirs.expiresAt)
      reset(fieldsOf(theirs))
    },
    invalidates: [spaceKey(space.name)],
    done: (made) => t('members.granted1', { name: made.name, role: t(`roles.${made.role}`) }),
    onDone: onClose,
    handles: (error) => {
      if (!isApiError(error, 'NotFound')) return false
      setError('subject', { message: t('members.nobodyThere', { subject }) })
      return true
    },
  })
  return (
    <FormDialog
      onClose={onClose}
      title={grant ? t('members.change1', { name: grant.name }) : t('members.grantOn', { space: space.name })}
      submit={grant ? t('common.save') : t('members.grant')}
      pending={put.isPending}
      disabledReason={subject.trim() === '' && t('members.subjectMissing')}
      onSubmit={handleSubmit((body) => put.mutate(body))}
    >
      {!grant && (
        <Field
          label={t('members.accountOrGroup')}
          hint={t('members.subjectHint')}
          error={subject.trim() === '' ? null : errorAt('subject')}
        >
          <SubjectInput {...register('subject')} />
        </Field>
      )}
      <Field label={t('ask.role')} hint={t(`members.roleMeans.${role}`)}>
        <Select
          value={role}
          onChange={(next) => set('role', next)}
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
            onChange={(next) => set('fn', next)}
            options={[
              { value: WHOLE_SPACE, label: t('members.wholeSpace') },
              ...functions.map(({ name }) => ({ value: name, label: name })),
            ]}
          />
        </Field>
      )}
      <Field label={t('members.ends')} hint={t('members.endsHint')}>
        {end ? (
          <Select
            value={duration}
            onChange={(next) => set('duration', next)}
            options={[
              { value: 'kept', label: format.dateTime(end) },
              ...(Object.keys(DURATIONS) as Duration[]).map((value) => ({
                value,
                label: t(`ask.duration.${value}`),
              })),
            ]}
          />
        ) : (
          <DurationSelect value={duration === 'kept' ? 'none' : duration} onChange={(next) => set('duration', next)} />
        )}
      </Field>
      {grant && put.conflict && <ChangedDialog name={grant.name} conflict={put.conflict} pending={put.isPending} />}
    </FormDialog>
  )
}

const fieldsOf = (grant: Grant | undefined): Fields => ({
  subject: grant?.subject ?? '',
  role: grant?.role ?? 'developer',
  fn: grant?.function ?? WHOLE_SPACE,
  duration: grant?.expiresAt ? 'kept' : 'none',
})

function endOf(duration: Duration): string | null {
  const hours = DURATIONS[duration]
  return hours === null ? null : new Date(serverNow() + hours * HOUR).toISOString()
}

/** With suggestions for who may list accounts and groups. */
function SubjectInput(props: ComponentProps<typeof Input>) {
  const list = useId()
  const may = useQuery(meQuery).data?.actions.includes('accounts:write') === true
  return (
    <>
      <Input {...props} list={may ? list : undefined} autoComplete="off" spellCheck={false} />
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
