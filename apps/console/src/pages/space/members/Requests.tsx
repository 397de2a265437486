import { type AccessRequest, ROLE_ACTIONS, type Role, ROLES, type Space } from '@alcove/contract'
import { useState } from 'react'
import { approveRequest, declineRequest, requestsQuery } from '../../../api/access.ts'
import { deleteGrant, spaceKey } from '../../../api/spaces.ts'
import { DurationSelect } from '../../../components/AskForAccess.tsx'
import { type Duration, durationOf, DURATIONS } from '../../../components/durations.ts'
import { useChange } from '../../../components/useChange.ts'
import { useWholeList } from '../../../components/useWholeList.ts'
import { useTranslation } from '../../../i18n/index.ts'
import { useFormat } from '../../../i18n/useFormat.ts'
import { Avatar } from '../../../ui/Avatar.tsx'
import { Button } from '../../../ui/Button.tsx'
import { Field, Input } from '../../../ui/Field.tsx'
import { FormDialog } from '../../../ui/FormDialog.tsx'
import { Section } from '../../../ui/Section.tsx'
import { Select } from '../../../ui/Select.tsx'
import { Time } from '../../../ui/Time.tsx'
import { TwoLines } from '../../../ui/TwoLines.tsx'

/** Requests for access, if there are any. */
export function Requests({ space }: { space: Space }) {
  const { t } = useTranslation()
  const requests = useWholeList(requestsQuery(space.name)).data ?? []
  if (requests.length === 0) return null
  return (
    <Section
      title={t('members.requests')}
      note={
        <>
          {requests.length} <span className="ml-1.5">{t('members.requestsNote')}</span>
        </>
      }
      className="border-b border-line"
    >
      <ul>
        {requests.map((request) => (
          <RequestRow key={request.id} space={space} request={request} />
        ))}
      </ul>
    </Section>
  )
}

function RequestRow({ space, request }: { space: Space; request: AccessRequest }) {
  const { t } = useTranslation()
  const format = useFormat()
  const [role, setRole] = useState<Role>(request.role)
  const [duration, setDuration] = useState<Duration | null>(durationOf(request.hours))
  const [declining, setDeclining] = useState(false)
  const { account, hours } = request
  const approve = useChange({
    run: () => approveRequest(space.name, request.id, { role, hours: duration === null ? hours : DURATIONS[duration] }),
    invalidates: [spaceKey(space.name)],
    done: (done) =>
      done.expiresAt
        ? t('members.approvedUntil', {
            name: account.name,
            role: t(`roles.${done.role}`),
            date: format.dateTime(done.expiresAt),
          })
        : t('members.granted1', { name: account.name, role: t(`roles.${done.role}`) }),
    undo: (done) => deleteGrant(space.name, { subject: account.id, function: done.function }),
  })
  const narrower = ROLES.filter((each) =>
    ROLE_ACTIONS[each].every((action) => ROLE_ACTIONS[request.role].includes(action)),
  )
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2 border-t border-line px-gutter py-2">
      <span className="flex min-w-60 flex-1 items-center gap-2.5">
        <Avatar name={account.name} />
        <span className="grid min-w-0">
          <TwoLines tag={<Time at={request.askedAt} className="text-sm whitespace-nowrap text-fg-3" />}>
            {account.name}
          </TwoLines>
          <span className="text-sm wrap-anywhere text-fg-3">“{request.reason}”</span>
        </span>
      </span>
      <span className="flex flex-wrap items-center gap-2 narrow:w-full">
        <Select
          size="md"
          label={t('ask.role')}
          value={role}
          onChange={setRole}
          options={narrower.map((value) => ({ value, label: t(`roles.${value}`) }))}
        />
        {request.function ? (
          <code className="mono">{request.function}</code>
        ) : (
          <span className="text-fg-2">{t('members.wholeSpace')}</span>
        )}
        <DurationSelect size="md" label={t('ask.for')} most={hours} value={duration ?? '1h'} onChange={setDuration} />
        <Button className="narrow:flex-1" pending={approve.isPending} onClick={() => approve.mutate(undefined)}>
          {t('members.approve')}
        </Button>
        <Button className="narrow:flex-1" variant="ghost" onClick={() => setDeclining(true)}>
          {t('members.decline')}
        </Button>
      </span>
      {declining && <DeclineDialog space={space} request={request} onClose={() => setDeclining(false)} />}
    </li>
  )
}

interface DeclineDialogProps {
  space: Space
  request: AccessRequest
  onClose: () => void
}

function DeclineDialog({ space, request, onClose }: DeclineDialogProps) {
  const { t } = useTranslation()
  const [answer, setAnswer] = useState('')
  const decline = useChange({
    run: () => declineRequest(space.name, request.id, answer.trim() ? { answer: answer.trim() } : {}),
    invalidates: [spaceKey(space.name)],
    done: () => t('members.declined1', { name: request.account.name }),
    onDone: onClose,
  })
  return (
    <FormDialog
      onClose={onClose}
      title={t('members.declineThis', { name: request.account.name })}
      submit={t('members.decline')}
      variant="danger"
      pending={decline.isPending}
      onSubmit={() => decline.mutate(undefined)}
    >
      <Field label={t('members.answer')} hint={t('members.answerHint')}>
        <Input value={answer} onChange={(event) => setAnswer(event.target.value)} maxLength={500} />
      </Field>
    </FormDialog>
  )
}
